// The files of one intake, one after another through all steps: copy → flush → read back and compare → index → commit. What
// is wrong with one file is recorded and the next one comes; what keeps any from being taken in stops the intake, which can
// go on later where it stopped.
import { randomUUID } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import type { IngestedItem } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'
import type { Work } from '#engine/base/progress.ts'
import type { IntakeFile, StoredIntake } from '#engine/store/intake-store.ts'
import { noteCopied } from './copied-before.ts'
import type { CopiedFile } from './copied-file.ts'
import { commitItems, indexLarge } from './commit-items.ts'
import type { ReadyFile } from './commit-items.ts'
import { FileCopier, isNoRoomAhead } from './copy-file.ts'
import { examineCopy } from './examine-copy.ts'
import { metadataBuffer } from './index-metadata.ts'
import { usualLimits } from './ingest-context.ts'
import type { IngestContext, IngestLimits } from './ingest-context.ts'
import { IntakeProgress } from './intake-progress.ts'
import { takeKnown } from './known-item.ts'
import { failedItem } from './record-skipped.ts'
import type { SourceFile } from './source/source-file.ts'
import { stopsIntake } from './stopping.ts'

const smallAtOnce = 4
/** Objects of metadata that wait for their commit, of all files of a group together. */
const mostWaiting = 50_000

export class IntakeRun {
  readonly #intake: StoredIntake
  readonly #context: IngestContext
  readonly #work: Work
  readonly #onItem: (item: IngestedItem) => void
  readonly #limits: IngestLimits
  readonly #progress: IntakeProgress
  readonly #copier: FileCopier
  /** Copied and not yet committed. */
  #group: CopiedFile[] = []

  /** `fresh`: sources that were listed just now, by their place; others are found again. */
  constructor(
    intake: StoredIntake,
    context: IngestContext,
    work: Work,
    onItem: (item: IngestedItem) => void,
    fresh: ReadonlyMap<number, SourceFile> = new Map(),
  ) {
    this.#intake = intake
    this.#context = context
    this.#work = work
    this.#onItem = onItem
    this.#limits = { ...usualLimits, ...context.limits }
    const { intakes } = context.database
    const begun = intakes.begun(intake).reduce((sum, { checkpoint }) => sum + (checkpoint?.bytes ?? 0), 0)
    this.#progress = new IntakeProgress(work, intakes.totals(intake), begun)
    this.#copier = new FileCopier({
      intake,
      context,
      limits: this.#limits,
      work,
      progress: this.#progress,
      fresh,
    })
  }

  /** Rejects with what stopped it; everything until then is committed or can go on. */
  async run(): Promise<void> {
    try {
      const postponed = await this.#takeAll()
      if (postponed) throw postponed
    } catch (cause) {
      // What is wholly copied need not be read again, unless the user wants it to end now.
      if (!this.#work.signal.aborted && cause instanceof EvidenceError)
        await this.#finishGroup().catch(() => undefined)
      throw cause
    } finally {
      for (const file of this.#group) await this.#copier.leave(file)
      this.#group = []
    }
  }

  /** Gives the failure of a file for which there was no room; the smaller ones after it are taken all the same. */
  async #takeAll(): Promise<EvidenceError | null> {
    let postponed: EvidenceError | null = null
    for (let rows = this.#nextRows(-1); rows.length > 0; rows = this.#nextRows(rows.at(-1)?.position ?? -1)) {
      // What is there already does not wait for a file that may take hours.
      if (!this.#isSmall(rows[0])) await this.#finishGroup()
      const copies = await Promise.allSettled(rows.map((row) => this.#copier.copy(row)))
      for (const copy of copies) if (copy.status === 'fulfilled') this.#group.push(copy.value)
      for (const [at, row] of rows.entries()) {
        const copy = copies[at]
        if (copy?.status !== 'rejected') continue
        const cause: unknown = copy.reason
        if (!(cause instanceof EvidenceError) || this.#work.signal.aborted) throw cause
        if (isNoRoomAhead(cause)) postponed ??= cause
        else if (stopsIntake(cause)) throw cause
        else this.#onItem(failedItem(this.#copier.describe(row), this.#intake, this.#context, cause))
      }
      if (this.#isGroupFull()) await this.#finishGroup()
    }
    await this.#finishGroup()
    return postponed
  }

  /** One large file, or a few small ones that are copied at the same time: they wait for the disk and not for each other. */
  #nextRows(after: number): IntakeFile[] {
    const { intakes } = this.#context.database
    const rows: IntakeFile[] = []
    for (let position = after; rows.length < smallAtOnce;) {
      const row = intakes.next(this.#intake, position)
      const isSmall = this.#isSmall(row)
      if (!row || (rows.length > 0 && !isSmall)) break
      rows.push(row)
      if (!isSmall || row.checkpoint) break
      position = row.position
    }
    return rows
  }

  #isSmall(row: IntakeFile | null | undefined): boolean {
    const size = row?.size ?? null
    return size !== null && size <= this.#limits.smallBytes
  }

  #isGroupFull(): boolean {
    const { smallBytes, groupFiles, groupBytes } = this.#limits
    const bytes = this.#group.reduce((sum, file) => sum + file.size, 0)
    const isLarge = this.#group.some(({ size }) => size > smallBytes)
    return isLarge || this.#group.length >= groupFiles || bytes >= groupBytes
  }

  async #finishGroup(): Promise<void> {
    const { database } = this.#context
    const isNew = ({ sha256 }: CopiedFile): boolean => database.items.findBySha256(sha256) === null
    // Flush: all at once, so that the disk can do it in one go while the first of them is examined already.
    const flushed = new Map(this.#group.filter(isNew).map((file) => [file, file.incoming.seal()] as const))
    // Each is waited for in its turn, and may have failed long before.
    for (const flush of flushed.values()) flush.catch(() => undefined)
    try {
      await this.#examineGroup(isNew, flushed)
    } finally {
      await Promise.allSettled(flushed.values())
    }
  }

  async #examineGroup(
    isNew: (file: CopiedFile) => boolean,
    flushed: ReadonlyMap<CopiedFile, Promise<void>>,
  ): Promise<void> {
    let ready: ReadyFile[] = []
    const commit = async (): Promise<void> => {
      const committing = ready
      ready = []
      const items = await this.#commit(committing)
      await indexLarge(committing, items, this.#context, this.#work)
    }
    for (const file of [...this.#group]) {
      await this.#work.waitWhilePaused?.()
      this.#work.signal.throwIfAborted()
      // The same bytes twice in one group, or perhaps a part of a file and the whole of it: each has to be in the case to be found.
      const isWhole = file.missing.length === 0
      const isRelated = (other: CopiedFile): boolean =>
        other.sha256 === file.sha256 || (other.size === file.size && (other.missing.length === 0) !== isWhole)
      if (ready.some((one) => isRelated(one.file))) await commit()
      await flushed.get(file)
      if (!isNew(file)) {
        await this.#takeKnown(file)
        continue
      }
      const id = randomUUID() as string as ItemId
      const metadata = metadataBuffer()
      const { sha256, missing, original, incoming, readBack, readBackTold } = file
      // Once only: what is said of the file is put to what was found in it.
      file.readBack = null
      const one = { file, path: incoming.path, sha256, missing, original, readBack, readBackTold }
      try {
        const examined = await examineCopy(id, one, this.#context, this.#work, metadata, file.progress.add)
        ready.push({ file, id, examined, metadata })
      } catch (cause) {
        await this.#refuse(file, cause)
      }
      if (ready.reduce((sum, { metadata: { weight } }) => sum + weight, 0) > mostWaiting) await commit()
    }
    if (ready.length > 0) await commit()
  }

  /** Where it fails, some may have their place in the vault already: they are taken from there when the intake goes on. */
  async #commit(ready: readonly ReadyFile[]): Promise<IngestedItem[]> {
    const waiting = new Set(ready.map(({ file }) => file))
    this.#group = this.#group.filter((file) => !waiting.has(file))
    const onRecorded = (file: CopiedFile, item: IngestedItem): void => {
      waiting.delete(file)
      this.#onItem(item)
    }
    try {
      noteCopied(this.#context.database, this.#intake, [...waiting])
      return await commitItems(ready, this.#intake, this.#context, this.#work, onRecorded)
    } catch (cause) {
      for (const file of waiting) await this.#copier.leave(file)
      throw cause
    }
  }

  async #takeKnown(file: CopiedFile): Promise<void> {
    const { database } = this.#context
    const known = database.items.findBySha256(file.sha256)
    if (!known) return
    const record = (item: IngestedItem): void => database.intakes.finish(this.#intake, file.position, item)
    try {
      const item = await takeKnown(known, file, this.#context, this.#work, record)
      await this.#drop(file)
      this.#onItem(item)
    } catch (cause) {
      await this.#refuse(file, cause)
    }
  }

  /** A copy that cannot become an item, for a reason of its own. */
  async #refuse(file: CopiedFile, cause: unknown): Promise<void> {
    if (this.#work.signal.aborted || !(cause instanceof EvidenceError) || stopsIntake(cause)) throw cause
    await this.#drop(file)
    this.#onItem(failedItem(file, this.#intake, this.#context, cause))
  }

  async #drop(file: CopiedFile): Promise<void> {
    this.#group = this.#group.filter((other) => other !== file)
    await file.incoming.discard()
    file.progress.finish()
  }
}
