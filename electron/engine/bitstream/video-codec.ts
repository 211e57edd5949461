// Which codec a track holds and how long the length before each NAL unit is (ISO/IEC 14496-15 5.3.3, 8.3.3).
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { SampleEntry } from '#engine/isobmff/sample-entry.ts'
import type { VideoCodec } from './nal-unit.ts'

const codecs: Readonly<Record<string, VideoCodec>> = {
  avc1: 'h264',
  avc3: 'h264',
  hvc1: 'h265',
  hev1: 'h265',
}

/** The codec of the first sample entry; null where it is another one, or encrypted. */
export function codecOf(track: Pick<MovieTrack, 'entries'>): VideoCodec | null {
  const [first] = track.entries
  return first ? entryCodec(first) : null
}

/** Null where it is another one, or encrypted. */
export const entryCodec = ({ type }: SampleEntry): VideoCodec | null =>
  Object.hasOwn(codecs, type) ? (codecs[type] ?? null) : null

/**
 * By sample entry: bytes of the length before each unit, 1 to 4; 0 where the entry has another codec than the first.
 * 4 where its configuration is missing: every writer seen so far uses that.
 */
export function lengthSizes(track: Pick<MovieTrack, 'entries'>): number[] {
  const codec = codecOf(track)
  return track.entries.map((entry) => {
    if (codec === null || entryCodec(entry) !== codec) return 0
    const config = entry.decoderConfig
    const byte =
      config?.type === 'avcC' ? config.bytes[4] : config?.type === 'hvcC' ? config.bytes[21] : undefined
    return byte === undefined ? 4 : (byte & 3) + 1
  })
}

/** How units lie in samples of an entry: by its decoder configuration, whatever its code (`avc2`, `dvav`, …); else as above. */
export function framingOf(entry: SampleEntry | undefined): { codec: VideoCodec; lengthSize: number } | null {
  const { type = '', bytes } = entry?.decoderConfig ?? {}
  if (type === 'avcC') return { codec: 'h264', lengthSize: ((bytes?.[4] ?? 3) & 3) + 1 }
  if (type === 'hvcC') return { codec: 'h265', lengthSize: ((bytes?.[21] ?? 3) & 3) + 1 }
  const codec = entry ? entryCodec(entry) : null
  return codec && { codec, lengthSize: 4 }
}

/** Codes of sample entries that leave it to the samples to bring parameter sets (ISO/IEC 14496-15; Dolby Vision in it). */
export const leavesSetsToSamples = ({ type }: SampleEntry): boolean =>
  ['avc3', 'avc4', 'hev1', 'dvav', 'dvhe'].includes(type)

/**
 * Why players may take the samples of a track for something else than length-prefixed units: without a configuration of
 * the standard's version some look for start codes instead (ISO/IEC 14496-15 5.3.3.1, 8.3.3.1), and of several they
 * choose as they like. Null where there is no such doubt.
 */
export function doubtAboutUnits(track: Pick<MovieTrack, 'entries'>): string | null {
  const codec = codecOf(track)
  if (codec === null) return null
  if (track.entries.length > 256) return 'The track has more than 256 sample entries.'
  const wanted = codec === 'h264' ? 'avcC' : 'hvcC'
  for (const entry of track.entries) {
    if (entryCodec(entry) !== codec) continue
    const config = entry.decoderConfig
    if (config?.type !== wanted || config.bytes[0] !== 1)
      return `A sample entry has no decoder configuration “${wanted}” of version 1, so that players may read its samples in another way.`
    if (countOf(entry.bytes, 'avcC') + countOf(entry.bytes, 'hvcC') !== 1)
      return 'A sample entry has several decoder configurations; players may use another one.'
  }
  return null
}

function countOf(bytes: Uint8Array, text: string): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let count = 0
  for (let at = buffer.indexOf(text, 0, 'latin1'); at >= 0; at = buffer.indexOf(text, at + 4, 'latin1'))
    count += 1
  return count
}
