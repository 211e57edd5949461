// The boxes of `stbl` for the samples of one track (ISO/IEC 14496-12 8.5 to 8.7), written as short as they can be.
import { assert } from '../base/assert.ts'
import { writeCo64 } from './boxes/co64.ts'
import { writeCtts } from './boxes/ctts.ts'
import { writeStco } from './boxes/stco.ts'
import { writeStsc } from './boxes/stsc.ts'
import { writeStsd } from './boxes/stsd.ts'
import { writeStss } from './boxes/stss.ts'
import { writeStsz } from './boxes/stsz.ts'
import { writeStts, writeSttsRuns } from './boxes/stts.ts'
import type { Chunk } from './interleave.ts'
import { mediaTicks } from './output-track.ts'
import type { OutputSamples, OutputTrack } from './output-track.ts'

const entriesOf = (track: OutputTrack): Uint8Array[] => [track.sampleEntry, ...(track.otherEntries ?? [])]

/** `stsd stts [ctts] stsc stsz stco|co64 [stss]`; `chunks` are those of this track, `base` is where the media begins. */
export function writeSampleTables(
  track: OutputTrack,
  chunks: readonly Chunk[],
  base: number,
  wide: boolean,
): Uint8Array[] {
  const { samples } = track
  const entries = entriesOf(track)
  const unit = samples.unitSize ?? 0
  const stsc = chunks.map(({ firstSample, count, size }) => {
    const entry = samples.entry?.[firstSample] ?? 0
    assert(entry < entries.length, 'every sample has a sample entry')
    return { samples: unit > 0 ? size / unit : count, entry: entry + 1 }
  })
  const offsets = chunks.map(({ at }) => base + at)
  const tables = [
    writeStsd(entries),
    unit > 0 ? writeUnitDurations(samples, stsc) : writeStts(columnOf(samples, samples.duration)),
    ...(hasOffsets(samples) ? [writeCtts(columnOf(samples, samples.compositionOffset))] : []),
    writeStsc(stsc),
    writeSizes(samples, unit, stsc),
    wide ? writeCo64(offsets) : writeStco(offsets),
  ]
  const sync = syncNumbers(samples)
  return sync.length < samples.length ? [...tables, writeStss(sync)] : tables
}

/** The tables of a track whose samples all lie in fragments. */
export const writeEmptyTables = (track: OutputTrack): Uint8Array[] => [
  writeStsd(entriesOf(track)),
  writeStts([]),
  writeStsc([]),
  writeStsz({ sampleSize: 0, count: 0, sizes: new Uint32Array(0) }),
  writeStco([]),
]

/** Uncompressed audio: each stored sample lasts one tick. */
function writeUnitDurations(samples: OutputSamples, stsc: readonly { samples: number }[]): Uint8Array {
  const total = stsc.reduce((sum, run) => sum + run.samples, 0)
  assert(total === mediaTicks(samples), 'runs of audio last as long as their samples')
  return writeSttsRuns([total, 1])
}

function writeSizes(samples: OutputSamples, unit: number, stsc: readonly { samples: number }[]): Uint8Array {
  const none = new Uint32Array(0)
  if (unit > 0) {
    const count = stsc.reduce((sum, run) => sum + run.samples, 0)
    return writeStsz({ sampleSize: unit, count, sizes: none })
  }
  const sizes = Uint32Array.from(columnOf(samples, samples.size))
  const first = sizes[0] ?? 0
  if (first > 0 && sizes.every((size) => size === first)) {
    return writeStsz({ sampleSize: first, count: sizes.length, sizes: none })
  }
  return writeStsz({ sampleSize: 0, count: sizes.length, sizes })
}

export function hasOffsets(samples: OutputSamples): boolean {
  for (let index = 0; index < samples.length; index += 1)
    if (samples.compositionOffset[index] !== 0) return true
  return false
}

function syncNumbers(samples: OutputSamples): number[] {
  const numbers: number[] = []
  for (let index = 0; index < samples.length; index += 1)
    if (samples.sync[index] === 1) numbers.push(index + 1)
  return numbers
}

function columnOf(samples: OutputSamples, column: ArrayLike<number>): ArrayLike<number> {
  assert(column.length === samples.length, 'columns of samples have the same length')
  return column
}
