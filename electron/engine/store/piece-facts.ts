// What of each item tells whether it is a piece of a larger recording; read out of the stored inspections without the rest of
// them, so that a case of thousands is asked at once.
import { z } from 'zod'
import { FragmentChain, Provenance } from '#contract/inspection.ts'
import { ItemKind } from '#contract/item-kind.ts'
import { TimeOrigin } from '#contract/track.ts'
import { ItemId, UtcTime } from '#contract/units.ts'

export type PieceFacts = {
  id: ItemId
  name: string
  kind: ItemKind
  completedBy: ItemId | null
  cameras: string[]
  start: UtcTime | null
  end: UtcTime | null
  startOrigin: TimeOrigin | null
  /** `sumi`. */
  chain: FragmentChain | null
  /** `suep`. */
  provenance: Provenance | null
  /** How long one picture of the video is shown on average; 0 where there is none. */
  frameMillis: number
}

export type PieceRow = {
  id: string
  name: string
  kind: string
  completed_by: string | null
  cameras: string
  start_time: string | null
  end_time: string | null
  start_origin: string | null
  chain: string | null
  provenance: string | null
  tracks: string | null
}

export const pieceColumns = `id, name, kind, completed_by, cameras, start_time, end_time, start_origin,
  json_extract(inspection, '$.chain') AS chain, json_extract(inspection, '$.export') AS provenance,
  json_extract(inspection, '$.tracks') AS tracks`

const FrameTrack = z.object({
  kind: z.string(),
  samples: z.number(),
  timescale: z.number(),
  durationTicks: z.number(),
})

const Row = z.object({
  id: ItemId,
  name: z.string(),
  kind: ItemKind,
  completed_by: ItemId.nullable(),
  cameras: z.array(z.string()),
  start_time: UtcTime.nullable(),
  end_time: UtcTime.nullable(),
  start_origin: TimeOrigin.nullable(),
  chain: FragmentChain.nullable(),
  provenance: Provenance.nullable(),
  tracks: z.array(FrameTrack).nullable(),
})

/** Null for a row that is not as this program writes it: openings and audits tell of it. */
export function pieceFromRow(row: PieceRow): PieceFacts | null {
  const parsed = Row.safeParse({
    ...row,
    cameras: parse(row.cameras),
    chain: parse(row.chain),
    provenance: parse(row.provenance),
    tracks: parse(row.tracks),
  }).data
  if (!parsed) return null
  const video = parsed.tracks?.find(({ kind, samples }) => kind === 'video' && samples > 0)
  const { id, name, kind, cameras, chain, provenance } = parsed
  return {
    ...{ id, name, kind, cameras, chain, provenance },
    completedBy: parsed.completed_by,
    start: parsed.start_time,
    end: parsed.end_time,
    startOrigin: parsed.start_origin,
    frameMillis:
      video && video.timescale > 0 ? (1_000 * video.durationTicks) / video.timescale / video.samples : 0,
  }
}

/** What is no JSON fits no shape either. */
function parse(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}
