// Finding a source again after an interruption, by what was written down of it.
import { EvidenceError } from '#contract/errors.ts'
import type { DownloadTerms } from '#contract/intake.ts'
import { quote } from '#engine/base/findings.ts'
import { listArchive } from './archive.ts'
import { downloadFile, usualTerms } from './download.ts'
import { fileSource } from './file-source.ts'
import type { FileReading } from './file-source.ts'
import type { SourceFile } from './source-file.ts'
import type { StoredSource } from './stored-source.ts'

/** `isSame`: what was copied of it before can be gone on with. */
export type FoundAgain = { file: SourceFile; isSame: boolean }

export class SourceFinder {
  readonly #terms: DownloadTerms | null
  readonly #reading: FileReading
  readonly #signal: AbortSignal
  /** The archive whose files come one after another: its directory is read once. */
  #archive: { path: string; entries: Promise<Map<number, SourceFile>> } | null = null

  constructor(terms: DownloadTerms | null, reading: FileReading, signal: AbortSignal) {
    this.#terms = terms
    this.#reading = reading
    this.#signal = signal
  }

  /** Whether a file is still what it was is found out when it is opened. */
  async find({ shown, relativePath, ref }: StoredSource, size: number | null): Promise<FoundAgain> {
    if (ref.kind === 'file') {
      return { file: fileSource({ shown, relativePath, ref }, this.#reading), isSame: true }
    }
    if (ref.kind === 'download') {
      // Its own validator says whether the server still has what was begun; without one it begins anew.
      const file = downloadFile(ref, { relativePath, size }, this.#terms ?? usualTerms)
      return { file, isSame: ref.validator !== null }
    }
    const file = (await this.#entries(ref.archive)).get(ref.index)
    if (file?.ref.kind !== 'archive-entry' || file.ref.name !== ref.name) throw changed(relativePath)
    const { archiveSize, archiveModifiedNs } = file.ref
    if (archiveSize !== ref.archiveSize || archiveModifiedNs !== ref.archiveModifiedNs)
      throw changed(relativePath)
    return { file, isSame: true }
  }

  #entries(path: string): Promise<Map<number, SourceFile>> {
    if (this.#archive?.path !== path) this.#archive = { path, entries: this.#list(path) }
    return this.#archive.entries
  }

  async #list(path: string): Promise<Map<number, SourceFile>> {
    try {
      const { files } = await listArchive(path, this.#signal, {
        hash: false,
        whereabouts: this.#reading.whereabouts,
      })
      return new Map(
        files.flatMap((file) => (file.ref.kind === 'archive-entry' ? [[file.ref.index, file] as const] : [])),
      )
    } catch (cause) {
      if (!(cause instanceof EvidenceError) || cause.code !== 'file-not-found') throw cause
      const message = `${quote(path)} is no longer there. What was copied of it is kept; connect it and go on.`
      throw new EvidenceError('source-gone', message, { details: { path }, cause })
    }
  }
}

const changed = (path: string): EvidenceError =>
  new EvidenceError(
    'source-changed',
    `${quote(path)} is not where it was when the intake began. It was not taken into the case; ingest it again.`,
    { details: { path } },
  )
