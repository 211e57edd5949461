// A case: a folder that can be copied anywhere.
import { z } from 'zod'
import { Signer } from './seal.ts'
import { ItemId, Sha256, UtcTime } from './units.ts'

export const Case = z.strictObject({
  /** Absolute path of the case folder. */
  path: z.string(),
  id: z.uuid(),
  reference: z.string(),
  examiner: z.string(),
  createdAt: UtcTime,
  /** What the last opening found amiss, in plain sentences; empty where all was well. */
  notices: z.array(z.string()),
  /** Opened only to look: nothing can be added, changed or recorded. */
  readOnly: z.boolean(),
  /** Pictures of every item stay veiled until somebody lifts the veil, not only of those that are marked as sensitive. */
  veilsAll: z.boolean(),
})
export type Case = z.infer<typeof Case>

export const RecentCase = z.strictObject({
  path: z.string(),
  reference: z.string(),
  openedAt: UtcTime,
  /** Whether the folder is there now. */
  present: z.boolean(),
})
export type RecentCase = z.infer<typeof RecentCase>

/** Where a trusted certificate stands: in this case, or with the workstation, for all cases opened there. */
export const TrustScope = z.enum(['case', 'workstation'])
export type TrustScope = z.infer<typeof TrustScope>

/** A certificate that the keeper trusts as a root. */
export const TrustAnchor = z.strictObject({
  sha256: z.string(),
  scope: TrustScope,
  subject: z.string(),
  notBefore: UtcTime,
  notAfter: UtcTime,
  importedAt: UtcTime,
  importedBy: z.string(),
  reason: z.string(),
})
export type TrustAnchor = z.infer<typeof TrustAnchor>

/** A list of revoked certificates (CRL, RFC 5280 5) held here. */
export const RevocationList = z.strictObject({
  sha256: z.string(),
  scope: TrustScope,
  issuer: z.string(),
  thisUpdate: UtcTime,
  nextUpdate: UtcTime.nullable(),
  revoked: z.int().nonnegative(),
  importedAt: UtcTime,
  importedBy: z.string(),
  reason: z.string(),
})
export type RevocationList = z.infer<typeof RevocationList>

/** Everything that decides the second answer, and what relies on it. */
export const TrustStoreState = z.strictObject({
  /**
   * SHA-256 over the sorted lines `certificate <sha256>` and `crl <sha256>`, each once, each ended by a line feed: names
   * what was trusted when a report was written.
   */
  sha256: Sha256,
  anchors: z.array(
    TrustAnchor.extend({ /** Items whose signer is trusted by this root. */ reliedOnBy: z.array(ItemId) }),
  ),
  revocationLists: z.array(RevocationList),
  /** What is held and cannot be relied on, in plain sentences: damaged, exchanged, not readable. */
  problems: z.array(z.string()).default([]),
})
export type TrustStoreState = z.infer<typeof TrustStoreState>

/** What a file that is about to be trusted holds; nothing of it is trusted yet. Each once. */
export const TrustFile = z.strictObject({
  certificates: z.array(Signer),
  revocationLists: z.array(
    RevocationList.pick({ issuer: true, thisUpdate: true, nextUpdate: true, revoked: true }).extend({
      sha256: Sha256,
    }),
  ),
})
export type TrustFile = z.infer<typeof TrustFile>

/** What `case.copy` is for: a copy to go on with elsewhere, or a backup to keep. */
export const CopyPurpose = z.enum(['copy', 'backup'])
export type CopyPurpose = z.infer<typeof CopyPurpose>

export const CopyResult = z.strictObject({
  /** The new case folder. */
  path: z.string(),
  purpose: CopyPurpose,
  files: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** Last entry of the ledger that the copy holds, and its hash. */
  ledger: z.strictObject({ seq: z.int(), head: Sha256 }),
  /** Originals that are missing or damaged, and what was left out, in plain sentences; empty where all was well. */
  problems: z.array(z.string()).default([]),
})
export type CopyResult = z.infer<typeof CopyResult>
