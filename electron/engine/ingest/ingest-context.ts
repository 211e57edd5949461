// What every step of an intake needs, and the sizes that decide how often it stops to make sure.
import type { DownloadTerms } from '#contract/intake.ts'
import type { ItemId } from '#contract/units.ts'
import type { Volume } from '#contract/volume.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { FileReading } from './source/file-source.ts'

export type IngestContext = {
  database: CaseDatabase
  actor: string
  trust: TrustChoice
  /** What the user says of downloads. */
  terms?: DownloadTerms | null
  /** The volume that a path lies on, for plan and ledger. */
  volumeOf?: (path: string) => Promise<Volume | null>
  /** Deletes what was made of another original than the one that lies there now; null, or why something of it is left. */
  forgetDerived?: (itemId: ItemId) => Promise<string | null>
  reading?: FileReading
  limits?: Partial<IngestLimits>
}

export type IngestLimits = {
  /** After so many bytes of one file, what was copied is made sure of, so that it need not be read again. */
  checkpointBytes: number
  /** A file of so many bytes is copied by a thread of its own, which takes a moment to start. */
  threadBytes: number
  /** Less than this of a file is not worth being kept over an interruption. */
  keepBytes: number
  /** Files up to this size are made durable and committed together. */
  smallBytes: number
  groupFiles: number
  groupBytes: number
}

export const usualLimits: IngestLimits = {
  checkpointBytes: 256 << 20,
  threadBytes: 16 << 20,
  keepBytes: 1 << 20,
  smallBytes: 8 << 20,
  groupFiles: 32,
  groupBytes: 32 << 20,
}
