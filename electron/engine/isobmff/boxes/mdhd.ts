// `mdhd`, MediaHeaderBox (ISO/IEC 14496-12 8.4.2): timescale, duration and language of a track's media.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readDuration, readVersionAndFlags, readWide } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

export type Mdhd = {
  creationTime: bigint
  modificationTime: bigint
  /** Ticks a second; may be 0 in malformed files. */
  timescale: number
  duration: bigint | null
  /** ISO 639-2/T, three lower-case letters; `und` where none or not a code. */
  language: string
}

export function readMdhd(cursor: Cursor): Mdhd {
  const { version } = readVersionAndFlags(cursor)
  return {
    creationTime: readWide(cursor, version),
    modificationTime: readWide(cursor, version),
    timescale: cursor.u32(),
    duration: readDuration(cursor, version),
    language: cursor.remaining >= 2 ? unpackLanguage(cursor.u16()) : 'und',
  }
}

export function writeMdhd(mdhd: Mdhd): Uint8Array {
  const wide = [mdhd.creationTime, mdhd.modificationTime, mdhd.duration ?? 0n].some(
    (value) => value >= 0xffff_ffffn,
  )
  const sink = new ByteSink()
  if (wide) {
    sink.u64(mdhd.creationTime).u64(mdhd.modificationTime).u32(mdhd.timescale)
    sink.u64(mdhd.duration ?? 0xffff_ffff_ffff_ffffn)
  } else {
    sink.u32(Number(mdhd.creationTime)).u32(Number(mdhd.modificationTime)).u32(mdhd.timescale)
    sink.u32(Number(mdhd.duration ?? 0xffff_ffffn))
  }
  return writeFullBox('mdhd', wide ? 1 : 0, 0, sink.u16(packLanguage(mdhd.language)).zeros(2).finish())
}

/** Three letters of 5 bits, each minus 0x60 (8.4.2.3). QuickTime's numeric codes are no letters and give `und`. */
export function unpackLanguage(packed: number): string {
  const letters = [packed >> 10, packed >> 5, packed].map((bits) => bits & 0x1f)
  if (letters.some((letter) => letter < 1 || letter > 26)) return 'und'
  return String.fromCharCode(...letters.map((letter) => letter + 0x60))
}

export function packLanguage(language: string): number {
  const code = /^[a-z]{3}$/.test(language) ? language : 'und'
  return [0, 1, 2].reduce((packed, index) => (packed << 5) | (code.charCodeAt(index) - 0x60), 0)
}
