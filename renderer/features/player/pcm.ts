// Uncompressed sound and ITU-T G.711, decoded here: look-ups and shifts, for which no platform is needed.
import type { Track } from '#contract/track.ts'

export type PcmFormat = {
  coding: 'alaw' | 'ulaw' | 'integer' | 'unsigned' | 'float'
  /** Of one value of one channel. */
  bytes: number
  littleEndian: boolean
  channels: number
  sampleRate: number
}

type Coding = Pick<PcmFormat, 'coding' | 'littleEndian'> & { bytes: number | null }

/** By the code of the sample entry; `bytes` null: by how long the samples are. */
const codings: Readonly<Record<string, Coding>> = {
  alaw: { coding: 'alaw', littleEndian: false, bytes: 1 },
  ulaw: { coding: 'ulaw', littleEndian: false, bytes: 1 },
  // QuickTime File Format, sound sample descriptions.
  'raw ': { coding: 'unsigned', littleEndian: false, bytes: 1 },
  twos: { coding: 'integer', littleEndian: false, bytes: null },
  sowt: { coding: 'integer', littleEndian: true, bytes: null },
  // ISO/IEC 23003-5: the box `pcmC` tells the order of bytes in its first flag.
  ipcm: { coding: 'integer', littleEndian: false, bytes: null },
  fpcm: { coding: 'float', littleEndian: false, bytes: null },
}

/**
 * Null where it is something else, or does not fit. `frameBytes`: how many bytes one moment of all channels has by the sample
 * table. Others of QuickTime's codes tell their order of bytes in boxes that are not read here.
 */
export function pcmFormat(track: Track, frameBytes: number): PcmFormat | null {
  const coding = codings[track.codec]
  const { channels, sampleRate } = track
  if (!coding || channels < 1 || channels > 32 || sampleRate < 1) return null
  const bytes = frameBytes / channels
  const sizes = coding.coding === 'float' ? [4, 8] : [1, 2, 3, 4]
  if (!sizes.includes(bytes) || (coding.bytes !== null && coding.bytes !== bytes)) return null
  const isPcmBox = track.codec === 'ipcm' || track.codec === 'fpcm'
  // Version and flags, then the format flags, then the bits of a value.
  if (isPcmBox && Number.parseInt(track.decoderConfig?.slice(10, 12) ?? '', 16) !== bytes * 8) return null
  const flags = isPcmBox ? Number.parseInt(track.decoderConfig?.slice(8, 10) ?? '0', 16) : 0
  return {
    coding: coding.coding,
    bytes,
    littleEndian: isPcmBox ? (flags & 1) === 1 : coding.littleEndian,
    channels,
    sampleRate,
  }
}

/** One array for each channel, from −1 to 1; an incomplete last moment is left out. */
export function decodePcm(format: PcmFormat, bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer>[] {
  const { channels, bytes: width } = format
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const frames = Math.floor(bytes.length / (width * channels))
  return Array.from({ length: channels }, (_, channel) => {
    const values = new Float32Array(frames)
    for (let frame = 0; frame < frames; frame += 1)
      values[frame] = valueAt(format, view, (frame * channels + channel) * width)
    return values
  })
}

function valueAt({ coding, bytes, littleEndian }: PcmFormat, view: DataView, at: number): number {
  switch (coding) {
    case 'alaw':
      return alawValue(view.getUint8(at)) / 32_768
    case 'ulaw':
      return ulawValue(view.getUint8(at)) / 32_768
    case 'unsigned':
      return (view.getUint8(at) - 128) / 128
    case 'float':
      return bytes === 4 ? view.getFloat32(at, littleEndian) : view.getFloat64(at, littleEndian)
    case 'integer':
      return integerAt(view, at, bytes, littleEndian) / 2 ** (bytes * 8 - 1)
  }
}

function integerAt(view: DataView, at: number, bytes: number, littleEndian: boolean): number {
  if (bytes === 1) return view.getInt8(at)
  if (bytes === 2) return view.getInt16(at, littleEndian)
  if (bytes === 4) return view.getInt32(at, littleEndian)
  const high = view.getInt8(littleEndian ? at + 2 : at)
  return high * 0x1_0000 + view.getUint8(at + 1) * 0x100 + view.getUint8(littleEndian ? at : at + 2)
}

/** ITU-T G.711 3: every second bit is turned over; a segment of 16 steps, each as wide as its number says. */
export function alawValue(code: number): number {
  const turned = code ^ 0x55
  const segment = (turned >>> 4) & 7
  const step = ((turned & 0xf) << 4) + 8
  const size = segment === 0 ? step : (step + 0x100) << (segment - 1)
  return (turned & 0x80) === 0 ? -size : size
}

/** ITU-T G.711 3: all bits are turned over, and 132 was added before. */
export function ulawValue(code: number): number {
  const turned = ~code & 0xff
  const size = ((((turned & 0xf) << 3) + 0x84) << ((turned >>> 4) & 7)) - 0x84
  return (turned & 0x80) === 0 ? size : 0 - size
}
