// How evidence comes in: what is planned before the first byte is copied, and what was interrupted and can go on.
import { z } from 'zod'
import { Bytes, Sha256, UtcTime } from './units.ts'
import { Volume } from './volume.ts'

export const IntakeId = z.uuid().brand<'IntakeId'>()
export type IntakeId = z.infer<typeof IntakeId>

export const SourceKind = z.enum(['file', 'folder', 'volume', 'archive', 'download'])
export type SourceKind = z.infer<typeof SourceKind>

/** What the user says of downloads; it counts for every `https://` address of the intake. */
export const DownloadTerms = z.strictObject({
  /** Only with a single address: what its bytes have to hash to. */
  expectedSha256: Sha256.nullable(),
  maxBytes: Bytes.nullable(),
  /** The explicit yes to plain http. */
  allowHttp: z.boolean(),
  /** SHA-256 of the server's certificate, compared by the user: accepted though no authority of this system vouches for it. */
  certificateSha256: Sha256.nullable(),
  /** `http://host:port`; null: as the environment says (HTTPS_PROXY, NO_PROXY). */
  proxy: z.string().nullable(),
})
export type DownloadTerms = z.infer<typeof DownloadTerms>

/** `details.certificate` of a `download-refused` whose reason is the server's certificate; `details.reason` says why in words. */
export const RefusedCertificate = z.object({
  /** SHA-256 of the certificate: what `DownloadTerms.certificateSha256` has to be for it to be accepted. */
  sha256: Sha256,
  subject: z.string(),
  issuer: z.string(),
  notBefore: UtcTime.nullable(),
  notAfter: UtcTime.nullable(),
})
export type RefusedCertificate = z.infer<typeof RefusedCertificate>

/** What a file seems to be before it is read: by its first bytes, else by its name. */
export const PlannedGuess = z.enum(['export', 'video', 'archive', 'other', 'empty'])
export type PlannedGuess = z.infer<typeof PlannedGuess>

export const PlannedSource = z.strictObject({
  source: z.string(),
  kind: SourceKind,
  /** The volume that it lies on, where that is known. */
  volume: Volume.nullable(),
  files: z.int().nonnegative(),
  bytes: Bytes,
})
export type PlannedSource = z.infer<typeof PlannedSource>

export const IntakePlan = z.strictObject({
  sources: z.array(PlannedSource),
  files: z.int().nonnegative(),
  /** Bytes of all files whose size is known. */
  bytes: Bytes,
  /** Files whose size is told only when they are read (some downloads). */
  unknownSizes: z.int().nonnegative(),
  freeBytes: Bytes,
  neededBytes: Bytes,
  enough: z.boolean(),
  /** The first 500 files in the order in which they will be taken in. */
  first: z.array(z.strictObject({ path: z.string(), size: Bytes.nullable(), guess: PlannedGuess })),
  /** What will not be taken in, with the reason; the first 500. */
  skipped: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
  skippedTotal: z.int().nonnegative(),
})
export type IntakePlan = z.infer<typeof IntakePlan>

/** An intake that did not come to its end: by a crash, a pulled medium, a full disk, or because it was cancelled. */
export const UnfinishedIntake = z.strictObject({
  id: IntakeId,
  startedAt: UtcTime,
  actor: z.string(),
  sources: z.array(z.string()),
  files: z.int().nonnegative(),
  /** Files that are wholly in the case or recorded as what they are. */
  filesDone: z.int().nonnegative(),
  bytes: Bytes,
  /** Bytes that need not be read from the source again. */
  bytesKept: Bytes,
  /** The file that was being copied, or empty. */
  interruptedAt: z.string(),
  /** In one sentence, why it stopped; empty after a crash. */
  reason: z.string(),
})
export type UnfinishedIntake = z.infer<typeof UnfinishedIntake>
