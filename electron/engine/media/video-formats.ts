// What a file might be by its first bytes, or by the ending of its name: which of ffmpeg's formats is worth trying. A guess
// only; ffmpeg has the last word, and it is told this one format, so that it reads nothing else.

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0))

type Sign = { format: string; at: number; bytes: number[] }

const signs: readonly Sign[] = [
  { format: 'matroska', at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { format: 'asf', at: 0, bytes: [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11] },
  { format: 'flv', at: 0, bytes: [...ascii('FLV'), 1] },
  { format: 'ogg', at: 0, bytes: ascii('OggS') },
  { format: 'rm', at: 0, bytes: ascii('.RMF') },
  { format: 'dhav', at: 0, bytes: ascii('DHAV') },
  { format: 'dhav', at: 0, bytes: ascii('DAHUA') },
  // Hikvision writes 40 bytes of its own before a program stream.
  { format: 'mpeg', at: 0, bytes: ascii('IMKH') },
  { format: 'mpeg', at: 0, bytes: [0, 0, 1, 0xba] },
  { format: 'mpegvideo', at: 0, bytes: [0, 0, 1, 0xb3] },
  { format: 'mxf', at: 0, bytes: [0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0d, 0x01, 0x02] },
  { format: 'gxf', at: 0, bytes: [0, 0, 0, 0, 1, 0xbc] },
]

const endings: Readonly<Record<string, string>> = {
  avi: 'avi',
  mkv: 'matroska',
  webm: 'matroska',
  asf: 'asf',
  wmv: 'asf',
  flv: 'flv',
  ogv: 'ogg',
  ts: 'mpegts',
  m2ts: 'mpegts',
  mts: 'mpegts',
  mpg: 'mpeg',
  mpeg: 'mpeg',
  vob: 'mpeg',
  m1v: 'mpegvideo',
  m2v: 'mpegvideo',
  h264: 'h264',
  '264': 'h264',
  avc: 'h264',
  h265: 'hevc',
  '265': 'hevc',
  hevc: 'hevc',
  mjpg: 'mjpeg',
  mjpeg: 'mjpeg',
  dav: 'dhav',
  mxf: 'mxf',
  gxf: 'gxf',
  rm: 'rm',
  rmvb: 'rm',
}

const exportEndings: readonly string[] = ['mp4', 'm4v', 'mov', '3gp', '3g2', 'm4s', 'cmfv', 'qt']

/** So many bytes decide. */
export const headBytes = 1_024

/** ffmpeg's name of the format to try; null where the file is not worth it. */
export function guessFormat(head: Uint8Array, name: string): string | null {
  return bySigns(head) ?? endings[endingOf(name)] ?? null
}

/** Whether the name is one that export files have. */
export const isNamedLikeExport = (name: string): boolean => exportEndings.includes(endingOf(name))

const endingOf = (name: string): string => /\.([^./\\]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? ''

function bySigns(head: Uint8Array): string | null {
  const has = ({ at, bytes }: Omit<Sign, 'format'>): boolean =>
    bytes.every((byte, index) => head[at + index] === byte)
  if (has({ at: 0, bytes: ascii('RIFF') }) && has({ at: 8, bytes: ascii('AVI') })) return 'avi'
  const sign = signs.find(has)
  if (sign) return sign.format
  // Packets of 188 bytes, or of 192 with a time of arrival before each.
  const packets = [
    [0, 188],
    [4, 192],
  ] as const
  if (packets.some(([first, step]) => [0, 1, 2, 3].every((index) => head[first + index * step] === 0x47)))
    return 'mpegts'
  return byUnit(head)
}

/** A raw stream begins with a start code and the unit that tells how large the pictures are, or what comes before it. */
function byUnit(head: Uint8Array): string | null {
  const start = [0, 0, 1].every((byte, index) => head[index] === byte) ? 3 : 4
  if (start === 4 && ![0, 0, 0, 1].every((byte, index) => head[index] === byte)) return null
  const [first = 0, second = 0] = head.subarray(start)
  // Parameter sets and delimiters: H.264 7.4.1 types 7 and 9, H.265 7.4.2.2 types 32, 33 and 35.
  if ((first & 0x80) === 0 && [7, 9].includes(first & 0x1f) && (first & 0x60) !== 0x40) return 'h264'
  if ([0x40, 0x42, 0x46].includes(first) && second === 0x01) return 'hevc'
  return (first & 0x1f) === 7 ? 'h264' : null
}
