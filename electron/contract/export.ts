// Handing evidence on: resealed whole, or cut between two times; always verified again after writing.
import { z } from 'zod'
import { SealVerdict } from './seal.ts'
import { Bytes, ItemId, Sha256, Statement, UtcTime } from './units.ts'

/** With which key to seal. `workstation`: the key that this workstation made for itself on first use. */
export const SealingKey = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('workstation') }),
  z.strictObject({
    kind: z.literal('file'),
    keyPath: z.string(),
    certPath: z.string().nullable(),
    password: z.string().nullable(),
  }),
])
export type SealingKey = z.infer<typeof SealingKey>

export const ExportRequest = z.strictObject({
  itemIds: z.array(ItemId).min(1),
  /** Folder in which the package folder is made. */
  destination: z.string(),
  /** Both null: the whole item, byte for byte, sealed once more. */
  from: UtcTime.nullable(),
  to: UtcTime.nullable(),
  key: SealingKey,
  operator: Statement,
  comment: Statement,
})
export type ExportRequest = z.infer<typeof ExportRequest>

export const ExportedFile = z.strictObject({
  path: z.string(),
  sha256: Sha256,
  size: Bytes,
  /** `copied`: no export file, so that nothing can be sealed: the same bytes as they were taken in. */
  mode: z.enum(['resealed', 'cut', 'copied']),
  /** What the file really holds: first and last stored sample, not what was asked for. */
  from: UtcTime.nullable(),
  to: UtcTime.nullable(),
  samplesReencoded: z.literal(0),
  verdict: SealVerdict,
  /** Why it differs from what was asked for, in plain sentences; empty where it does not. */
  notes: z.array(z.string()),
})
export type ExportedFile = z.infer<typeof ExportedFile>

export const ExportResult = z.strictObject({
  /** Absolute path of the package folder. */
  package: z.string(),
  files: z.array(ExportedFile),
  /** What was found amiss at the destination, in plain sentences; empty where nothing was. */
  notices: z.array(z.string()),
})
export type ExportResult = z.infer<typeof ExportResult>

/** What a cut between two times would really hold, before it is made. */
export const CutPreview = z.strictObject({
  from: UtcTime,
  to: UtcTime,
  videoSamples: z.int(),
  /** Stored samples that are shown first and last, of the first video; null where the cut has none. */
  pictures: z
    .strictObject({ trackId: z.int(), first: z.int().nonnegative(), last: z.int().nonnegative() })
    .nullable(),
  bytes: Bytes,
  /** Why the real start or end differs from what was asked for; empty where it does not. */
  notes: z.array(z.string()),
})
export type CutPreview = z.infer<typeof CutPreview>

/** One stored picture, small, to be looked at before a cut is made. */
export const CutPicture = z.strictObject({
  /** JPEG in base64: turned and in the shape in which it is to be shown. */
  jpeg: z.base64(),
  /** What the decoder complained of; where it did, the picture may show what was not recorded. */
  complaints: z.array(z.string()),
})
export type CutPicture = z.infer<typeof CutPicture>
