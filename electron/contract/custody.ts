// The custody ledger: append-only, each entry hashed over its predecessor. Shape of `exhibit custody --json`.
import { z } from 'zod'
import { ItemId, Sha256, UtcTime } from './units.ts'

export const CustodyAction = z.enum([
  'case-created',
  'case-opened',
  'ingest',
  'seen-again',
  'ingest-failed',
  'verify',
  'view',
  'export',
  'report',
  'trust-added',
  'trust-removed',
  'clock-offset',
  'clock-offset-withdrawn',
  'case-verified',
  'recovered',
])
export type CustodyAction = z.infer<typeof CustodyAction>

export const CustodyEntry = z.strictObject({
  seq: z.int().positive(),
  time: UtcTime,
  actor: z.string(),
  action: CustodyAction,
  itemId: ItemId.nullable(),
  inputSha256: Sha256.nullable(),
  outputSha256: Sha256.nullable(),
  detail: z.record(z.string(), z.json()),
  toolVersion: z.string(),
  /** SHA-256 of the canonical JSON of this entry without `hash`, in which `previous` stands. */
  hash: Sha256,
  previous: Sha256,
})
export type CustodyEntry = z.infer<typeof CustodyEntry>

export const CustodyReport = z.strictObject({
  entries: z.int().nonnegative(),
  valid: z.boolean(),
  head: Sha256.nullable(),
  /** Sequence number of the first entry that does not fit; null where all fit. */
  firstBad: z.int().nullable(),
  reason: z.string().nullable(),
  items: z.array(CustodyEntry),
})
export type CustodyReport = z.infer<typeof CustodyReport>
