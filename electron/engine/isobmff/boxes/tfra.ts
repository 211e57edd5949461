// `tfra`, TrackFragmentRandomAccessBox (ISO/IEC 14496-12 8.8.10): in which fragment each sync sample lies.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'
import { writeWords } from '../table-writer.ts'

export type TfraEntry = {
  /** Ticks of the track's timescale; rounded beyond 2^53. */
  time: number
  /** Offset of the `moof` in the file. */
  moofOffset: number
  /** Counted from 1. */
  trafNumber: number
  trunNumber: number
  sampleNumber: number
}
export type Tfra = { trackId: number; entries: TfraEntry[]; declared: number }

/** The entries that are there. */
export function readTfra(cursor: Cursor): Tfra {
  const { version } = readVersionAndFlags(cursor)
  const trackId = cursor.u32()
  const lengths = cursor.u32()
  const declared = cursor.u32()
  const widths = [(lengths >> 4) & 3, (lengths >> 2) & 3, lengths & 3].map((width) => width + 1)
  const entryBytes = (version === 0 ? 8 : 16) + widths.reduce((sum, width) => sum + width, 0)
  const number = (width = 1): number => {
    let value = 0
    for (let index = 0; index < width; index += 1) value = value * 256 + cursor.u8()
    return value
  }
  const entries: TfraEntry[] = []
  while (entries.length < declared && cursor.remaining >= entryBytes) {
    entries.push({
      time: version === 0 ? cursor.u32() : Number(cursor.u64()),
      moofOffset: version === 0 ? cursor.u32() : Number(cursor.u64()),
      trafNumber: number(widths[0]),
      trunNumber: number(widths[1]),
      sampleNumber: number(widths[2]),
    })
  }
  return { trackId, entries, declared }
}

/** Version 1 with 32-bit numbers. */
export function writeTfra(tfra: { trackId: number; entries: readonly TfraEntry[] }): Uint8Array {
  const entries = tfra.entries.map((entry) => {
    const sink = new ByteSink().u64(BigInt(entry.time)).u64(BigInt(entry.moofOffset))
    return sink.u32(entry.trafNumber).u32(entry.trunNumber).u32(entry.sampleNumber).finish()
  })
  return writeFullBox('tfra', 1, 0, writeWords([tfra.trackId, 0x3f, entries.length]), ...entries)
}
