// `esds`, ESDBox (ISO/IEC 14496-14 5.6): MPEG-4 descriptors (14496-1 7.2.6) down to the AudioSpecificConfig (14496-3 1.6.2.1).
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

export type Esds = {
  esId: number
  /** 0x40 MPEG-4 audio, 0x6b MP3 … */
  objectType: number
  maxBitrate: number
  averageBitrate: number
  /** DecoderSpecificInfo: the AudioSpecificConfig for MPEG-4 audio; empty where there is none. */
  specificInfo: Uint8Array
}

export function readEsds(cursor: Cursor): Esds {
  readVersionAndFlags(cursor)
  const esds: Esds = {
    esId: 0,
    objectType: 0,
    maxBitrate: 0,
    averageBitrate: 0,
    specificInfo: new Uint8Array(0),
  }
  let tag = readDescriptor(cursor).tag
  if (tag === 3) {
    esds.esId = cursor.u16()
    const flags = cursor.u8()
    if (flags & 0x80) cursor.skip(2)
    if (flags & 0x40) cursor.skip(cursor.u8())
    if (flags & 0x20) cursor.skip(2)
    tag = readDescriptor(cursor).tag
  }
  if (tag !== 4) return esds
  esds.objectType = cursor.u8()
  cursor.skip(4)
  esds.maxBitrate = cursor.u32()
  esds.averageBitrate = cursor.u32()
  if (cursor.remaining < 2) return esds
  const specific = readDescriptor(cursor)
  if (specific.tag === 5) esds.specificInfo = cursor.take(Math.min(specific.length, cursor.remaining))
  return esds
}

/** Tag and length; the length has 7 bits a byte, at most four bytes (14496-1 8.3.3). */
function readDescriptor(cursor: Cursor): { tag: number; length: number } {
  const tag = cursor.u8()
  let length = 0
  for (let index = 0; index < 4; index += 1) {
    const byte = cursor.u8()
    length = length * 128 + (byte & 0x7f)
    if (byte < 0x80) break
  }
  return { tag, length }
}

export function writeEsds(esds: Esds): Uint8Array {
  const config = new ByteSink()
    .u8(esds.objectType)
    .u8(0x15)
    .u24(0)
    .u32(esds.maxBitrate)
    .u32(esds.averageBitrate)
  const decoder = writeDescriptor(4, config.finish(), writeDescriptor(5, esds.specificInfo))
  const stream = new ByteSink().u16(esds.esId).u8(0).finish()
  return writeFullBox('esds', 0, 0, writeDescriptor(3, stream, decoder, writeDescriptor(6, Uint8Array.of(2))))
}

/** The length in four bytes, as most writers have it. */
function writeDescriptor(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  const bits = [21, 14, 7, 0].map((shift) => (content.length >> shift) & 0x7f)
  const length = bits.map((value, index) => (index < 3 ? value | 0x80 : value))
  return Buffer.concat([Uint8Array.of(tag, ...length), content])
}

const samplingRates = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
]

export type AudioConfig = {
  objectType: number
  /** 0 where the config writes it out in full, which only odd rates need. */
  sampleRate: number
  /** 0 where a program config element says it. */
  channels: number
}

/** The start of an AudioSpecificConfig; null where it is too short. */
export function readAudioConfig(bytes: Uint8Array): AudioConfig | null {
  const [first = 0, second = 0] = bytes
  if (bytes.length < 2) return null
  const short = first >> 3
  // 31 escapes to six more bits; the fields after it then lie elsewhere and no one needs them.
  if (short === 31) {
    return { objectType: 32 + (((first & 7) << 3) | (second >> 5)), sampleRate: 0, channels: 0 }
  }
  const rateIndex = ((first & 7) << 1) | (second >> 7)
  const configuration = rateIndex === 15 ? 0 : (second >> 3) & 0xf
  const channels = configuration === 7 ? 8 : configuration < 7 ? configuration : 0
  return { objectType: short, sampleRate: samplingRates[rateIndex] ?? 0, channels }
}

/** RFC 6381 3.3, e.g. `mp4a.40.2`; `mp4a.6b` for what is not MPEG-4 audio. */
export function formatMp4aCodec(type: string, esds: Esds): string {
  const config = esds.objectType === 0x40 ? readAudioConfig(esds.specificInfo) : null
  const object = esds.objectType.toString(16).padStart(2, '0')
  return config ? `${type}.${object}.${config.objectType}` : `${type}.${object}`
}
