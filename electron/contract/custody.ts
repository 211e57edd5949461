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
  'case-closed',
  'case-renamed',
  'case-moved',
  'case-copied',
  'signed-in',
  'signed-out',
  'ledger-signed',
  'ledger-time-stamped',
  'ledger-exported',
  'ledger-accepted',
  'search-exported',
  'note',
  'still',
  'still-sheet',
  'hand-over',
  'intake-started',
  'intake-stopped',
  'completed',
  'derived-deleted',
  'mark-added',
  'mark-changed',
  'mark-removed',
  'frames-listed',
  'sensitive-set',
  'sensitive-removed',
  'veil-set',
  'veil-removed',
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

/** One signature over an earlier head of the ledger (action `ledger-signed`). */
export const LedgerSignature = z.strictObject({
  /** Number of the entry that carries the signature. */
  seq: z.int().positive(),
  /** The entry whose hash was signed: everything up to it is covered. */
  coversSeq: z.int().positive(),
  time: UtcTime,
  /** `intact`: made with the key of that certificate over the head that stands there now. */
  status: z.enum(['intact', 'broken', 'unsupported']),
  by: z.enum(['examiner', 'workstation']),
  subject: z.string(),
  /** SHA-256 of the certificate. */
  sha256: Sha256,
  /** Whether this workstation knows the key: its own, one of its examiners, or a certificate that leads to a trusted root. */
  known: z.enum(['own', 'examiner', 'trusted', 'unknown']),
  reason: z.string().nullable(),
})
export type LedgerSignature = z.infer<typeof LedgerSignature>

/** One time stamp after RFC 3161 over an earlier head of the ledger (action `ledger-time-stamped`). */
export const LedgerTimeStamp = z.strictObject({
  seq: z.int().positive(),
  coversSeq: z.int().positive(),
  /** `genTime` of the token. */
  time: UtcTime.nullable(),
  status: z.enum(['intact', 'broken', 'unsupported']),
  authority: z.string(),
  trust: z.enum(['trusted', 'untrusted', 'expired', 'not-yet-valid', 'revoked', 'not-checked']),
  reason: z.string().nullable(),
})
export type LedgerTimeStamp = z.infer<typeof LedgerTimeStamp>

/** The last entry that this workstation wrote into the ledger and does not find there. */
export const LostHead = z.strictObject({ seq: z.int().positive(), hash: Sha256, time: UtcTime })
export type LostHead = z.infer<typeof LostHead>

/** An entry by which an examiner accepted a ledger that lacked what was known of it; null where it does not say what. */
export const AcceptedLedger = z.strictObject({
  seq: z.int().positive(),
  /** How many entries the ledger had that was known then, and the hash of its last. */
  entries: z.int().positive().nullable(),
  head: Sha256.nullable(),
})
export type AcceptedLedger = z.infer<typeof AcceptedLedger>

/** What is to be said of the whole ledger. */
export const LedgerReport = z.strictObject({
  entries: z.int().nonnegative(),
  valid: z.boolean(),
  head: Sha256.nullable(),
  /** Sequence number of the first entry that does not fit; null where all fit. */
  firstBad: z.int().nullable(),
  reason: z.string().nullable(),
  /** Oldest first; empty where no head was ever signed. */
  signatures: z.array(LedgerSignature),
  /** Oldest first; empty: not time-stamped. */
  timeStamps: z.array(LedgerTimeStamp),
  /** Null where nothing is missing; else the ledger is not valid until somebody accepts it. */
  lost: LostHead.nullable(),
  /** Oldest first. */
  accepted: z.array(AcceptedLedger),
})
export type LedgerReport = z.infer<typeof LedgerReport>

/** The same with the entries themselves, in their order. */
export const CustodyReport = LedgerReport.extend({ items: z.array(CustodyEntry) })
export type CustodyReport = z.infer<typeof CustodyReport>

/** A key that nobody here knows may be anybody's: of who can write to the case as well. */
export const isByKnown = ({ known }: Pick<LedgerSignature, 'known'>): boolean => known !== 'unknown'

/** Likewise an authority that leads to no trusted root: anybody can be one, and name any time. */
export const isByTrusted = ({ trust }: Pick<LedgerTimeStamp, 'trust'>): boolean => trust === 'trusted'

/**
 * What the newest signature that holds covers, whoever made it (`isByKnown` says whether that counts for anything): entries 1 to `seq`; `after` more were written since. Null: nothing is signed.
 * For `timeStamps` likewise.
 */
export function coverageOf<T extends Pick<LedgerSignature, 'status' | 'coversSeq'>>(
  list: readonly T[],
  entries: number,
): { newest: T; seq: number; after: number } | null {
  const newest = list
    .filter(({ status }) => status === 'intact')
    .reduce<T | null>((best, one) => (best && best.coversSeq > one.coversSeq ? best : one), null)
  return newest && { newest, seq: newest.coversSeq, after: Math.max(0, entries - newest.coversSeq) }
}
