// How a verdict came about, step by step, in words and numbers, with the commands that reproduce it on this very file.
import { z } from 'zod'
import { Intact } from './item.ts'
import { SealVerdict, Trust } from './seal.ts'
import { Bytes, ItemId, Sha256, UtcTime } from './units.ts'

/** The four states that are shown with an icon and a word. */
export const Tone = z.enum(['good', 'attention', 'bad', 'unknown'])
export type Tone = z.infer<typeof Tone>

/** One step of the proof. */
export const ExplanationStep = z.strictObject({
  /** Stable: `file`, `seal-1`, `seal-1-trust`, `media-track-1`, `coverage`, `time`, `not-checked` … */
  id: z.string(),
  title: z.string(),
  tone: Tone,
  /** Plain sentences. */
  text: z.array(z.string()),
  /** Numbers and names behind the text: byte ranges, digests, certificates. */
  facts: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  /** POSIX shell commands (openssl, head, tail, sha256sum) that show the same on the file itself; null where none can. */
  commands: z.string().nullable(),
})
export type ExplanationStep = z.infer<typeof ExplanationStep>

/** What `exhibit explain --json` prints for each file. */
export const Explanation = z.strictObject({
  path: z.string(),
  size: Bytes,
  sha256: Sha256.nullable(),
  verdict: SealVerdict,
  /** What a reader in a hurry has to know, one to three sentences. */
  summary: z.array(z.string()),
  /** What is proved, what is not, by whom and when it was sealed: one short sentence each; never empty, except `by`. */
  proved: z.array(z.string()),
  notProved: z.array(z.string()),
  by: z.array(z.string()),
  when: z.array(z.string()),
  steps: z.array(ExplanationStep),
  verifiedAt: UtcTime,
  toolVersion: z.string(),
})
export type Explanation = z.infer<typeof Explanation>

/** One verification that was made of an item, in short. */
export const VerificationMark = z.strictObject({
  verifiedAt: UtcTime,
  toolVersion: z.string(),
  verdict: SealVerdict,
  intact: Intact,
  trust: Trust,
  /** As in `ItemSummary`; absent where the stored report cannot be read. */
  trustToday: Trust.optional(),
  weak: z.boolean().optional(),
  added: z.boolean().optional(),
})
export type VerificationMark = z.infer<typeof VerificationMark>

/** How verifying a whole case ended. */
export const VerifyAllResult = z.strictObject({
  items: z.int().nonnegative(),
  /** Whether it was the opening of the case that asked for it: then nobody waits for the answer. */
  atOpening: z.boolean().default(false),
  /** Items verified within the last hour, by the same version and with the same trust store; only at opening. */
  skipped: z.int().nonnegative().default(0),
  /** Items whose bytes are those that were ingested. */
  unchanged: z.int().nonnegative(),
  /**
   * Items that could not be read, are not what was ingested, or have another verdict than before; `itemId` is null where
   * a row of the case names no item.
   */
  changed: z.array(z.strictObject({ itemId: ItemId.nullable(), path: z.string(), problem: z.string() })),
  /** Those of `changed` of which no original lies in the vault. */
  missing: z.array(z.strictObject({ itemId: ItemId, path: z.string(), sha256: Sha256 })).default([]),
  /**
   * What lies in the vault and is neither an original nor spoken of in the ledger; null where files are being taken in
   * meanwhile, of which that cannot be told. Folders of the vault that cannot be listed stand in `changed`.
   */
  extra: z
    .array(z.strictObject({ name: z.string(), bytes: Bytes.nullable() }))
    .nullable()
    .default([]),
  /** The ledger, walked from its first entry; null where that was not done. */
  ledger: z
    .strictObject({
      entries: z.int().nonnegative(),
      valid: z.boolean(),
      firstBad: z.int().nullable(),
      reason: z.string().nullable(),
    })
    .nullable()
    .default(null),
  /** Whether the answers stand in the case; not where it is open only for reading. */
  recorded: z.boolean().default(true),
})
export type VerifyAllResult = z.infer<typeof VerifyAllResult>
