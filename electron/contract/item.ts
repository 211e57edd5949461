// One item of evidence in a case: a file in the vault with what is known of it.
import { z } from 'zod'
import { Finding } from './finding.ts'
import { ConformanceReport, Inspection, Levels } from './inspection.ts'
import { ItemKind } from './item-kind.ts'
import { MediaSigningVerdict, RootHolders, SealVerdict, Trust, Verification } from './seal.ts'
import { ClockOffset } from './clock.ts'
import { TimeOrigin } from './track.ts'
import { ByteRange, Bytes, ItemId, Sha256, UtcTime } from './units.ts'

export { ItemKind }

export const ItemStatus = z.enum(['ingested', 'already-present', 'partial', 'failed'])
export type ItemStatus = z.infer<typeof ItemStatus>

/** What the file system said of the original when it was taken in; null where it does not say. */
export const OriginalAttributes = z.strictObject({
  modified: UtcTime.nullable(),
  created: UtcTime.nullable(),
  changed: UtcTime.nullable(),
  accessed: UtcTime.nullable(),
  /** Permission bits in octal, e.g. `0644`. */
  mode: z.string().nullable(),
})
export type OriginalAttributes = z.infer<typeof OriginalAttributes>

/** First axis: do the bytes match the seals. `unsupported`: at least one seal could not be checked, none is broken. */
export const Intact = z.enum(['intact', 'broken', 'unsealed', 'unsupported', 'unreadable', 'not-checked'])
export type Intact = z.infer<typeof Intact>

/** `complete`: every entry of the ledger about the item matches the vault; `mismatch`: the vault differs. */
export const CustodyState = z.enum(['complete', 'mismatch', 'not-checked'])
export type CustodyState = z.infer<typeof CustodyState>

/** A row of the case table. */
export const ItemSummary = z.strictObject({
  id: ItemId,
  kind: ItemKind,
  /** File name as it was on the source medium, shortened for display where it is not valid text. */
  name: z.string(),
  /** Path relative to the ingested source. */
  path: z.string(),
  sourcePath: z.string(),
  size: Bytes,
  sha256: Sha256,
  status: ItemStatus,
  ingestedAt: UtcTime,
  /** Source names of `suep`, else track names; may be empty. */
  cameras: z.array(z.string()),
  start: UtcTime.nullable(),
  end: UtcTime.nullable(),
  startOrigin: TimeOrigin.nullable(),
  durationSeconds: z.number(),
  levels: Levels,
  verdict: SealVerdict,
  intact: Intact,
  /** Second axis: trust of the last seal's signer; `not-checked` where nothing is sealed. */
  trust: Trust,
  /** `trust` asked for the day of the last verification. */
  trustToday: Trust,
  /** A seal that matches is too weak to rely on. */
  weak: z.boolean(),
  /** How wrong the recorder's clock was found to be, positive where ahead; absent where nobody compared it, or asked. */
  clockOffsetMicros: z.int().optional(),
  /** Broken only by what stands beside seals that match; absent where nobody asked. Not stored: the verification says it. */
  added: z.boolean().optional(),
  /** The last seal’s signer was found trusted by a root that is not held here; absent where nobody asked. Not stored. */
  rootElsewhere: z.boolean().optional(),
  /** The worst answer of signatures inside the video; null where there is no video. */
  media: MediaSigningVerdict.nullable(),
  seals: z.int().nonnegative(),
  verifiedAt: UtcTime,
  custody: CustodyState,
  hasThumbnail: z.boolean(),
  /** Bytes that could not be read from the source and stand as zeros in the vault; 0 for a whole item. */
  missingBytes: Bytes,
  /** For a partial item: the whole item that was later made or found from another source. */
  completedBy: ItemId.nullable(),
  /** An examiner marked it: its pictures stay veiled until somebody lifts the veil. */
  sensitive: z.boolean(),
})
export type ItemSummary = z.infer<typeof ItemSummary>

/** Everything about one item. */
export const ItemDetail = z.strictObject({
  summary: ItemSummary,
  verification: Verification,
  inspection: Inspection,
  conformance: ConformanceReport,
  findings: z.array(Finding),
  /** The examiner's entry on the recorder's clock that counts now; null where there is none. */
  clockOffset: ClockOffset.nullable(),
  /** Where the bytes are missing, in order; empty for a whole item. */
  missing: z.array(ByteRange),
  original: OriginalAttributes,
  /** Where the roots stand that its answers rest on; absent where nobody asked. Not stored: roots come and go. */
  rootHolders: RootHolders.optional(),
})
export type ItemDetail = z.infer<typeof ItemDetail>

/** What `exhibit ingest` says of each file. */
export const IngestedItem = z.strictObject({
  id: ItemId.nullable(),
  path: z.string(),
  sha256: Sha256.nullable(),
  size: Bytes,
  status: ItemStatus,
  verdict: SealVerdict,
  levels: z.array(z.enum(['0V', '0M', '0E'])),
  detail: z.string(),
  /** Null where nothing was taken in. */
  kind: ItemKind.nullable(),
})
export type IngestedItem = z.infer<typeof IngestedItem>

export const IngestResult = z.strictObject({ case: z.string(), items: z.array(IngestedItem) })
export type IngestResult = z.infer<typeof IngestResult>
