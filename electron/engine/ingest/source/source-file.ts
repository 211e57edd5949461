// One file that can be taken in, wherever it lies: on a medium, in an archive, at an address. The pipeline knows no more of
// a source than what stands here.
import type { CustodyEntry } from '#contract/custody.ts'
import type { SourceKind } from '#contract/intake.ts'
import type { OriginalAttributes } from '#contract/item.ts'
import type { Sha256 } from '#contract/units.ts'

/** So many bytes could not be read, after retries; the copy gets zeros in their place. */
export type Unreadable = { unreadable: number; reason: string }
export type Chunk = Uint8Array | Unreadable

export type OpenedSource = {
  /** Bytes; null where it is not known before the end. */
  readonly size: number | null
  /** Where the stream really begins: what was asked for, or 0 where this source can only be read from its beginning. */
  readonly start: number
  /**
   * Where it is not what was listed: how this very file is to be found again, to be written down with what is kept of it. A
   * download whose file was exchanged meanwhile has another validator.
   */
  readonly ref?: SourceRef
  /** The open file itself, where a thread may read its bytes in place of `stream`. */
  readonly descriptor?: number
  /** What the file system or the archive says of the original. */
  readonly original: OriginalAttributes
  /**
   * In order, from `start` to the end, at most 4 MiB a chunk; a chunk may be reused once the next one is asked for. Fails
   * with `source-gone`, `source-changed`, `file-unreadable`, `archive-refused`, `download-failed` or `download-refused`.
   */
  stream(): AsyncIterable<Chunk>
  /**
   * After the last chunk, with the SHA-256 of the whole file, kept bytes included: fails with `source-changed` where it is no
   * longer what was listed, with `download-refused` where another hash was expected.
   */
  confirm(sha256: Sha256): Promise<void>
  /** Where it came from, for the ledger; whole only after the last chunk. */
  detail(): CustodyEntry['detail']
  close(): Promise<void>
}

/** How to find a file again after a crash: plain JSON, written down when it is listed. */
export type SourceRef =
  | {
      kind: 'file'
      path: string
      /** Hex of the path's bytes where it is not valid text; else null. */
      bytes: string | null
      size: number
      /** `dev:ino`, where the system gives one; times in nanoseconds. */
      identity: string | null
      modifiedNs: string
      changedNs: string
    }
  | {
      kind: 'archive-entry'
      archive: string
      archiveSize: number
      archiveModifiedNs: string
      index: number
      name: string
    }
  | { kind: 'download'; url: string; validator: string | null }

export type SourceFile = {
  /** Absolute path, `archive.zip » folder/name`, or address: for people and records. */
  readonly shown: string
  /** Path under what was given, with `/`; or the file's name. Always well-formed text. */
  readonly relativePath: string
  readonly size: number | null
  readonly ref: SourceRef
  /** `from`: bytes that are there already and need not be read again, if the source can begin there. */
  open(options: { from: number; signal: AbortSignal }): Promise<OpenedSource>
}

export type SkippedSource = { relativePath: string; reason: string }

/** What one of the given sources holds. */
export type SourceListing = {
  source: string
  kind: SourceKind
  files: SourceFile[]
  skipped: SkippedSource[]
  /** Facts about the source as a whole, for the ledger: volume, hash of the archive, … */
  detail: CustodyEntry['detail']
}
