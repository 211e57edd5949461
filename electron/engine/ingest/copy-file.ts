// Steps “open” and “copy” for one file of an intake: anew, or from its last checkpoint. Where it ends early, what is on the disk
// is kept and written down, if going on is possible at all. What lies in the vault already needs no source.
import { freemem } from 'node:os'
import { basename, dirname } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { missingBytesOf } from '#contract/messages/kinds.ts'
import type { VolumeKind } from '#contract/volume.ts'
import { quote } from '#engine/base/findings.ts'
import type { Work } from '#engine/base/progress.ts'
import type { Incoming } from '#engine/store/incoming.ts'
import type { IntakeFile, StoredIntake } from '#engine/store/intake-store.ts'
import { copiedBefore } from './copied-before.ts'
import type { CopiedFile } from './copied-file.ts'
import { copyStream, GrowingCopy } from './copy-source.ts'
import type { CopyRecord } from './copy-source.ts'
import { asSystemError, copyInThread } from './copy-thread.ts'
import type { IngestContext, IngestLimits } from './ingest-context.ts'
import type { IntakeProgress, PartProgress } from './intake-progress.ts'
import { ReadBack } from './read-back.ts'
import { openAt, resumeCopy } from './resume-copy.ts'
import { usualReading } from './source/file-source.ts'
import { SourceFinder } from './source/find-again.ts'
import type { FoundAgain } from './source/find-again.ts'
import { readStoredSource, storedSource } from './source/stored-source.ts'
import type { OpenedSource, SourceFile } from './source/source-file.ts'
import { stopsIntake } from './stopping.ts'

/** In the details of a `disk-full` that was found before the first byte was written. */
const noRoomAhead = 'neededBytes'
export const isNoRoomAhead = ({ code, details }: EvidenceError): boolean =>
  code === 'disk-full' && noRoomAhead in details

/** Volumes that nobody connected for the occasion. */
const lastingKinds: ReadonlySet<VolumeKind> = new Set(['disk', 'network', 'image'])

export type CopierParts = {
  intake: StoredIntake
  context: IngestContext
  limits: IngestLimits
  work: Work
  progress: IntakeProgress
  fresh: ReadonlyMap<number, SourceFile>
}

/** Who it is, where nothing more is known of it. */
export type NamedFile = { position: number; shown: string; relativePath: string; size: number }

export class FileCopier {
  readonly #parts: CopierParts
  readonly #finder: SourceFinder
  /** By folder. */
  readonly #lasting = new Map<string, Promise<boolean>>()

  constructor(parts: CopierParts) {
    this.#parts = parts
    const { terms } = parts.intake
    const reading = parts.context.reading ?? usualReading
    this.#finder = new SourceFinder(terms, reading, parts.work.signal)
  }

  describe({ position, source, size }: IntakeFile): NamedFile {
    const { shown, relativePath } = readStoredSource(source)
    return { position, shown, relativePath, size: size ?? 0 }
  }

  /** Fails with what the source, the disk or cancelling fail with. */
  async copy(row: IntakeFile): Promise<CopiedFile> {
    const { progress, work } = this.#parts
    const stored = readStoredSource(row.source)
    const part = progress.part(stored.relativePath, row.size)
    part.add(0)
    await work.waitWhilePaused?.()
    work.signal.throwIfAborted()
    try {
      const { intake, context } = this.#parts
      const options = { partial: false, progress: part, signal: work.signal }
      const before = await copiedBefore(row, intake, context.database, options)
      if (before) return before
      const found = await this.#find(row)
      if (found.file.size === 0) throw empty(stored.relativePath)
      return await this.#copyFound(row, found, part)
    } catch (cause) {
      if (!work.signal.aborted && !stopsIntake(cause)) {
        await this.#forget(row)
        part.finish()
      }
      throw cause
    }
  }

  async #find(row: IntakeFile): Promise<FoundAgain> {
    const file = this.#parts.fresh.get(row.position)
    return file ? { file, isSame: true } : this.#finder.find(readStoredSource(row.source), row.size)
  }

  async #copyFound(row: IntakeFile, { file, isSame }: FoundAgain, part: PartProgress): Promise<CopiedFile> {
    const { intake, limits, work } = this.#parts
    if (!isSame) await this.#forget(row)
    const copy = (isSame ? await this.#resumed(row, file) : null) ?? (await this.#begin(file))
    // A source that begins anew counts from there: progress never goes back.
    let opened: OpenedSource | null = null
    let readBack: ReadBack | null = null
    try {
      let joined = await openAt(file, copy, work.signal)
      opened = joined.opened
      this.#noteVersion(row.position, file, opened, copy)
      const resumedAt = copy.bytes > 0 ? copy.bytes : null
      part.add(copy.bytes)
      readBack = this.#readBack(file, opened, copy, part)
      const isWhole = await this.#copyInThread(row.position, copy, opened, part, readBack)
      if (!isWhole) {
        await readBack?.end()
        if (copy.bytes > opened.start) {
          // What a thread could not read is read again here, in pieces, and told.
          await copy.takeOver(work)
          await opened.close()
          joined = await openAt(file, copy, work.signal)
          opened = joined.opened
        }
        await copyStream(joined.stream, copy, {
          ...{ work, checkpointBytes: limits.checkpointBytes },
          save: () => this.#save(row.position, copy),
          onBytes: (bytes) => part.add(bytes),
        })
      }
      const { bytes: size, sha256, missing } = copy.state()
      if (size === 0) throw empty(file.relativePath)
      if (missingBytesOf(missing) === size) throw nothingReadable(file.relativePath, size)
      await opened.confirm(sha256)
      const readBackResult = isWhole ? ((await readBack?.finish()) ?? null) : null
      return {
        ...{ intake: intake.id, position: row.position, shown: file.shown, relativePath: file.relativePath },
        ...{ incoming: copy.incoming, sha256, size, missing, resumedAt, progress: part },
        ...{ readBack: readBackResult, readBackTold: readBack?.told ?? 0 },
        ...{ original: opened.original, detail: { ...opened.detail() } },
      }
    } catch (cause) {
      await this.#interrupted(row, copy, cause)
      throw cause
    } finally {
      await readBack?.end()
      await opened?.close()
    }
  }

  /**
   * Null where the copy is read back when it is whole, in the ordinary way: where the medium may be a dying one, which is read
   * from its beginning and nothing else, and where the copy is so large that reading it then comes from the disk, and not from
   * the memory that still holds it.
   */
  #readBack(
    { shown, ref }: SourceFile,
    { descriptor, size }: OpenedSource,
    copy: GrowingCopy,
    part: PartProgress,
  ): ReadBack | null {
    if (!this.#isForThread(size, copy) || descriptor === undefined || size > freemem() / 2) return null
    if (ref.kind !== 'file') return null
    const mayLook = this.#isLasting(dirname(shown))
    const being = { source: descriptor, path: copy.incoming.path, size, mayLook }
    return new ReadBack(being, this.#parts.work, (bytes) => part.add(bytes))
  }

  /** Whether a folder lies on a part of this computer, or of its network. */
  #isLasting(folder: string): Promise<boolean> {
    const known = this.#lasting.get(folder)
    if (known) return known
    const asked = (this.#parts.context.volumeOf?.(folder) ?? Promise.resolve(null)).then(
      (volume) => volume !== null && !volume.removable && lastingKinds.has(volume.kind),
    )
    this.#lasting.set(folder, asked)
    return asked
  }

  /** A hash that was begun here cannot be gone on with in a thread. */
  #isForThread(size: number | null, copy: GrowingCopy): size is number {
    return size !== null && size >= this.#parts.limits.threadBytes && copy.bytes === 0
  }

  /** Whether all of it is copied now; else it is for others to go on from what the copy holds. */
  async #copyInThread(
    position: number,
    copy: GrowingCopy,
    { descriptor, size }: OpenedSource,
    part: PartProgress,
    readBack: ReadBack | null,
  ): Promise<boolean> {
    const { limits, work } = this.#parts
    const { incoming } = copy
    if (!this.#isForThread(size, copy) || descriptor === undefined || incoming.descriptor === null)
      return false
    const files = { source: descriptor, destination: incoming.descriptor }
    const { end, ...copied } = await copyInThread(
      { ...files, size, checkpointBytes: limits.checkpointBytes },
      {
        work,
        save: async (record) => {
          await incoming.flush()
          this.#write(position, incoming.name, { ...record, missing: [] })
          // Whatever happens next, this much stays.
          copy.grewTo(record)
          readBack?.reached(record.bytes)
        },
        onBytes: (bytes) => part.add(bytes),
      },
    )
    copy.grewTo(copied)
    work.signal.throwIfAborted()
    if (end.why === 'unwritten') throw incoming.refused(asSystemError(end.error))
    if (end.why !== 'whole') return false
    if (readBack) await incoming.flush()
    return true
  }

  /** Bytes of one version of a source must never be gone on with from another: what began anew has no checkpoint any more. */
  #noteVersion(
    position: number,
    { shown, relativePath }: SourceFile,
    { ref, size }: OpenedSource,
    copy: GrowingCopy,
  ): void {
    if (!ref) return
    const { context, intake } = this.#parts
    context.database.transaction(() => {
      if (copy.bytes === 0) context.database.intakes.setCheckpoint(intake, position, null)
      const source = storedSource({ shown, relativePath, ref })
      context.database.intakes.setSource(intake, position, { source, size })
    })
  }

  async #begin({ relativePath, size }: SourceFile): Promise<GrowingCopy> {
    const { vault } = this.#parts.context.database
    const room = size === null ? {} : { expectedBytes: size }
    return new GrowingCopy(await vault.beginIncoming({ name: basename(relativePath), ...room }))
  }

  async #resumed({ checkpoint, size }: IntakeFile, file: SourceFile): Promise<GrowingCopy | null> {
    if (!checkpoint) return null
    const { context, work } = this.#parts
    return resumeCopy(context.database.vault, checkpoint, size ?? file.size, work)
  }

  /** Step “checkpoint”. */
  async #save(position: number, copy: GrowingCopy): Promise<void> {
    const state = copy.state()
    await copy.incoming.flush()
    this.#write(position, copy.incoming.name, state)
  }

  #write(position: number, part: string, state: CopyRecord): void {
    const { context, intake } = this.#parts
    context.database.intakes.setCheckpoint(intake, position, { part, ...state })
  }

  /** What is on the disk stays there, where going on is possible and spares something. */
  async #interrupted(row: IntakeFile, copy: GrowingCopy, cause: unknown): Promise<void> {
    const { limits, work } = this.#parts
    if (!work.signal.aborted && !stopsIntake(cause)) {
      await copy.incoming.discard()
      return
    }
    try {
      // On a full disk that is room enough to write down what happened.
      await copy.incoming.resize(copy.bytes)
      if (copy.bytes >= limits.keepBytes) await this.#save(row.position, copy)
    } catch {
      // The last checkpoint stands; the failure that stopped it is the one to tell.
    }
    await this.#letGo(copy.incoming)
  }

  /** A copy that is whole but was not committed. */
  async leave({ position, incoming, size, sha256, missing }: CopiedFile): Promise<void> {
    const { limits } = this.#parts
    try {
      if (size >= limits.keepBytes && !incoming.isPlaced) {
        await incoming.seal()
        this.#write(position, incoming.name, { bytes: size, sha256, missing })
      }
    } catch {
      // As above.
    }
    await this.#letGo(incoming)
  }

  async #letGo(incoming: Incoming): Promise<void> {
    const isKept = this.#parts.context.database.intakes.parts().has(incoming.name)
    if (isKept) await incoming.keep()
    else await incoming.discard()
  }

  async #forget({ position, checkpoint }: IntakeFile): Promise<void> {
    if (!checkpoint) return
    const { context, intake } = this.#parts
    context.database.intakes.setCheckpoint(intake, position, null)
    await context.database.vault.removePart(checkpoint.part)
  }
}

const empty = (path: string): EvidenceError =>
  new EvidenceError(
    'file-unreadable',
    `${quote(path)} is empty (0 bytes): there is nothing to take in. Look at the source, and export it again where it should hold something.`,
    { details: { path } },
  )

const nothingReadable = (path: string, size: number): EvidenceError =>
  new EvidenceError(
    'file-unreadable',
    `Not one of the ${size} bytes of ${quote(path)} can be read. Try another copy of it or another drive.`,
    { details: { path } },
  )
