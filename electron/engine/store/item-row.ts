// An item's summary as columns: what the table of items shows can be listed, sorted and counted without reading JSON.
import { z } from 'zod'
import { EvidenceError } from '#contract/errors.ts'
import { ItemSummary } from '#contract/item.ts'

export type SummaryRow = {
  id: string
  name: string
  path: string
  source_path: string
  size: number
  sha256: string
  status: string
  ingested_at: string
  /** JSON array of names. */
  cameras: string
  start_time: string | null
  end_time: string | null
  start_origin: string | null
  duration_seconds: number
  level_0v: number
  level_0m: number
  level_0e: number
  verdict: string
  intact: string
  trust: string
  trust_today: string
  weak: number
  media: string | null
  seals: number
  verified_at: string
  custody: string
  has_thumbnail: number
  kind: string
  missing_bytes: number
  completed_by: string | null
  sensitive: number
}

const names: Record<keyof SummaryRow, true> = {
  id: true,
  name: true,
  path: true,
  source_path: true,
  size: true,
  sha256: true,
  status: true,
  ingested_at: true,
  cameras: true,
  start_time: true,
  end_time: true,
  start_origin: true,
  duration_seconds: true,
  level_0v: true,
  level_0m: true,
  level_0e: true,
  verdict: true,
  intact: true,
  trust: true,
  trust_today: true,
  weak: true,
  media: true,
  seals: true,
  verified_at: true,
  custody: true,
  has_thumbnail: true,
  kind: true,
  missing_bytes: true,
  completed_by: true,
  sensitive: true,
}
export const summaryColumns = Object.keys(names)

export function rowFromSummary(summary: ItemSummary): SummaryRow {
  return {
    id: summary.id,
    name: summary.name,
    path: summary.path,
    source_path: summary.sourcePath,
    size: summary.size,
    sha256: summary.sha256,
    status: summary.status,
    ingested_at: summary.ingestedAt,
    cameras: JSON.stringify(summary.cameras),
    start_time: summary.start,
    end_time: summary.end,
    start_origin: summary.startOrigin,
    duration_seconds: summary.durationSeconds,
    level_0v: Number(summary.levels['0V']),
    level_0m: Number(summary.levels['0M']),
    level_0e: Number(summary.levels['0E']),
    verdict: summary.verdict,
    intact: summary.intact,
    trust: summary.trust,
    trust_today: summary.trustToday,
    weak: Number(summary.weak),
    media: summary.media,
    seals: summary.seals,
    verified_at: summary.verifiedAt,
    custody: summary.custody,
    has_thumbnail: Number(summary.hasThumbnail),
    kind: summary.kind,
    missing_bytes: summary.missingBytes,
    completed_by: summary.completedBy,
    sensitive: Number(summary.sensitive),
  }
}

/** Fails with `item-damaged` where the row does not hold what this program writes. */
export function summaryFromRow(row: SummaryRow): ItemSummary {
  return readStored(row.id, () =>
    ItemSummary.parse({
      id: row.id,
      name: row.name,
      path: row.path,
      sourcePath: row.source_path,
      size: row.size,
      sha256: row.sha256,
      status: row.status,
      ingestedAt: row.ingested_at,
      cameras: JSON.parse(row.cameras) as unknown,
      start: row.start_time,
      end: row.end_time,
      startOrigin: row.start_origin,
      durationSeconds: row.duration_seconds,
      levels: { '0V': row.level_0v === 1, '0M': row.level_0m === 1, '0E': row.level_0e === 1 },
      verdict: row.verdict,
      intact: row.intact,
      trust: row.trust,
      trustToday: row.trust_today,
      weak: row.weak === 1,
      media: row.media,
      seals: row.seals,
      verifiedAt: row.verified_at,
      custody: row.custody,
      hasThumbnail: row.has_thumbnail === 1,
      kind: row.kind,
      missingBytes: row.missing_bytes,
      completedBy: row.completed_by,
      sensitive: row.sensitive === 1,
    }),
  )
}

/** Reads what was stored about an item. A case may come from anywhere: `item-damaged` where it does not fit. */
export function readStored<T>(itemId: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    const what = cause instanceof z.ZodError ? z.prettifyError(cause).split('\n')[0] : String(cause)
    throw new EvidenceError(
      'item-damaged',
      `What the case holds about item ${itemId} cannot be read: ${what}`,
      {
        details: { itemId },
        cause,
      },
    )
  }
}
