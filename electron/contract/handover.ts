// Handing evidence over to somebody: what, to whom, why, and the receipt for it.
import { z } from 'zod'
import { ExportResult } from './export.ts'
import { ItemId, Sha256, Statement, UtcTime } from './units.ts'

export const Recipient = z.strictObject({
  name: Statement.min(1),
  organisation: Statement,
  /** Badge, address or file number by which the recipient can be found again. */
  identification: Statement,
})
export type Recipient = z.infer<typeof Recipient>

export const HandoverRequest = z.strictObject({
  /** Items that are handed over. */
  itemIds: z.array(ItemId).min(1),
  /** The package that holds them, if one was exported: each of its files is hashed again. Null: the originals as they are in the vault are named. */
  packagePath: z.string().nullable(),
  recipient: Recipient,
  reason: Statement.min(1),
  /** Folder for the receipt; null: the case's own `reports/`. */
  destination: z.string().nullable(),
})
export type HandoverRequest = z.infer<typeof HandoverRequest>

export const HandoverFile = z.strictObject({
  path: z.string(),
  size: z.int().nonnegative(),
  sha256: Sha256,
  itemId: ItemId.nullable(),
})
export type HandoverFile = z.infer<typeof HandoverFile>

/** What the JSON receipt holds; the signature lies beside it as a file of its own. */
export const Receipt = z.strictObject({
  tool: z.string(),
  id: z.uuid(),
  time: UtcTime,
  case: z.strictObject({ id: z.string(), reference: z.string() }),
  from: z.string(),
  to: Recipient,
  reason: z.string(),
  package: ExportResult.shape.package.nullable(),
  files: z.array(HandoverFile),
  /** What has to be known of the files, in plain sentences: bytes that are missing, a ledger that does not verify. */
  notices: z.array(z.string()),
  /** The ledger entries of this hand-over, one an item, from `first` to `seq`; `hash` is that of the last, which binds the others. */
  ledger: z.strictObject({ first: z.int(), seq: z.int(), hash: Sha256 }),
  signer: z.strictObject({
    subject: z.string(),
    /** SHA-256 of the certificate. */
    sha256: Sha256,
    by: z.enum(['examiner', 'workstation']),
  }),
})
export type Receipt = z.infer<typeof Receipt>

export const HandoverResult = z.strictObject({
  folder: z.string(),
  pdf: z.string(),
  json: z.string(),
  signature: z.string(),
  receipt: Receipt,
})
export type HandoverResult = z.infer<typeof HandoverResult>
