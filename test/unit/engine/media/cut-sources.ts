// Tracks and sources for tests of cuts, without a file behind them.
import { filetime, parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import type { Edit } from '#engine/isobmff/boxes/elst.ts'
import { SampleTableBuilder } from '#engine/isobmff/sample-table.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import type { CutSource } from '#engine/media/cut.ts'
import type { CutTrack } from '#engine/media/cut-track.ts'

export type Row = { time?: number; duration: number; offset?: number; sync?: boolean }

export function tableOf(rows: readonly Row[]): SampleTable {
  const builder = new SampleTableBuilder({ left: 100_000 })
  for (const { time, duration, offset, sync } of rows) {
    if (time !== undefined) builder.nextTime = time
    builder.push(builder.length * 10, 10, offset ?? 0, duration, sync ?? true, 0)
  }
  return builder.build()
}

/** 25 pictures a second in ticks of 1/1000, a sync sample every second, no B-frames. */
export const steady = (count: number, duration = 40, every = 25): Row[] =>
  Array.from({ length: count }, (_, at) => ({ duration, sync: at % every === 0 }))

export const track = (
  id: number,
  handler: string,
  timescale: number,
  rows: readonly Row[],
  edits: Edit[] = [],
): CutTrack => ({
  id,
  handler,
  timescale,
  samples: tableOf(rows),
  edits,
})

export const noon = parseUtc('2026-03-14T12:00:00Z')!
export const at = (seconds: number): Filetime => filetime(noon + BigInt(Math.round(seconds * 1e7)))
export const sourceOf = (...tracks: CutTrack[]): CutSource => ({
  fileSize: 1e9,
  timescale: 1_000,
  tracks,
  origins: new Map(tracks.map(({ id }) => [id, noon])),
})
