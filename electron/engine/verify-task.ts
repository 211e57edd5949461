// What is asked of a thread that verifies files, and what it answers: bytes and plain values only. It loads nothing, for
// the asking thread may have no other use for what verifying takes.
import type { ErrorShape } from '#contract/errors.ts'
import type { Verification } from '#contract/seal.ts'
import type { ReadMode } from './base/byte-source.ts'
import type { Progress } from './base/progress.ts'
import type { TrustChoice } from './examine/verify-file.ts'
import type { KeptAs } from './examine/verify-kept.ts'

export type FileToVerify = {
  /** What is opened; failures name it. */
  path: string
  /** The same in bytes, where it is not valid text. */
  place?: Uint8Array
  /** Stands in the report as it is. */
  shownPath: string
  /** What it is and what of it is missing, where that is known; absent: a whole export. */
  kept?: KeptAs
}

/** Keys and parsed certificates stay in their thread: each one reads the bytes for itself. Nothing may be left out. */
export type PackedTrust = Record<Exclude<keyof TrustChoice, 'at'>, Uint8Array[]> & { at: number | null }

export type ThreadData = { trust: PackedTrust; reading: ReadMode }

export type ToThread = { kind: 'verify'; file: FileToVerify } | { kind: 'cancel' }

export type FromThread =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'verified'; verification: Verification }
  | { kind: 'failed'; error: ErrorShape }
  | { kind: 'cancelled' }

export const packTrust = ({
  anchors,
  storeIntermediates = [],
  revocationLists = [],
  at,
}: TrustChoice): PackedTrust => ({
  anchors: anchors.map(({ der }) => der),
  storeIntermediates: storeIntermediates.map(({ der }) => der),
  revocationLists: revocationLists.map(({ der }) => der),
  at: at?.getTime() ?? null,
})
