// A case: a folder that can be copied anywhere.
import { z } from 'zod'
import { UtcTime } from './units.ts'

export const Case = z.strictObject({
  /** Absolute path of the case folder. */
  path: z.string(),
  id: z.uuid(),
  reference: z.string(),
  examiner: z.string(),
  createdAt: UtcTime,
  /** What the last opening found amiss, in plain sentences; empty where all was well. */
  notices: z.array(z.string()),
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

/** A certificate that this case's keeper trusts as a root. */
export const TrustAnchor = z.strictObject({
  sha256: z.string(),
  subject: z.string(),
  notBefore: UtcTime,
  notAfter: UtcTime,
  importedAt: UtcTime,
  importedBy: z.string(),
  reason: z.string(),
})
export type TrustAnchor = z.infer<typeof TrustAnchor>
