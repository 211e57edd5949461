// Who works here: examiner profiles of this workstation, and who is signed in.
import { z } from 'zod'
import { Sha256, Statement, UtcTime } from './units.ts'

export const ExaminerId = z.uuid().brand<'ExaminerId'>()
export type ExaminerId = z.infer<typeof ExaminerId>

export const ExaminerKey = z.strictObject({
  /** `made`: made here and encrypted with a password. `file`: taken from a PKCS#12 and kept encrypted. */
  origin: z.enum(['made', 'file']),
  /** SHA-256 of the certificate. */
  sha256: Sha256,
  subject: z.string(),
  notBefore: UtcTime,
  notAfter: UtcTime,
})
export type ExaminerKey = z.infer<typeof ExaminerKey>

export const Examiner = z.strictObject({
  id: ExaminerId,
  name: z.string(),
  badge: z.string(),
  organisation: z.string(),
  createdAt: UtcTime,
  /** Null: acts without a key; heads of ledgers are then signed by the workstation. */
  key: ExaminerKey.nullable(),
})
export type Examiner = z.infer<typeof Examiner>

/** How a new profile comes by its key. */
export const ExaminerKeyChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('make'), password: z.string().min(8).max(1_024) }),
  z.strictObject({
    kind: z.literal('file'),
    path: z.string(),
    /** Password of the file. */
    filePassword: z.string().nullable(),
    /** Password under which the key is kept here. */
    password: z.string().min(8).max(1_024),
  }),
])
export type ExaminerKeyChoice = z.infer<typeof ExaminerKeyChoice>

export const NewExaminer = z.strictObject({
  name: Statement.min(1),
  badge: Statement,
  organisation: Statement,
  key: ExaminerKeyChoice,
})
export type NewExaminer = z.infer<typeof NewExaminer>

/** Who acts now. */
export const SignedIn = z.strictObject({
  examiner: Examiner.nullable(),
  /** Whether the key of the profile can sign now. */
  unlocked: z.boolean(),
  /** The name that stands in the ledger for what is done now. */
  actor: z.string(),
})
export type SignedIn = z.infer<typeof SignedIn>

/** The name of a signed-in examiner as it stands in ledgers: `Ada Lovelace (badge 4711, Harbour Police)`. */
export function formatActor({
  name,
  badge,
  organisation,
}: Pick<Examiner, 'name' | 'badge' | 'organisation'>): string {
  const about = [badge === '' ? '' : `badge ${badge}`, organisation].filter((part) => part !== '')
  return about.length === 0 ? name : `${name} (${about.join(', ')})`
}
