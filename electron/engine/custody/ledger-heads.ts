// `ledger-heads.json` of the workstation: for each case, and each folder that it lies in, the last entry that was written into
// its ledger here. Copies of a case go on by themselves: what was written into one is not missing from another.
import { readFileSync, realpathSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { Sha256, UtcTime } from '#contract/units.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { utcNow } from '#engine/base/time.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { writeDurably } from '#engine/store/durable-file.ts'
import { isHeadThere } from '#engine/store/ledger-head.ts'
import type { LedgerHead, MissingHead } from '#engine/store/ledger-head.ts'
import { caseIdOf } from './head-statement.ts'

/** Of more cases than this the oldest are forgotten. */
const most = 1_000
const fileLimit = 1 << 24

const Stored = z.array(
  z.strictObject({
    caseId: z.uuid(),
    place: z.string(),
    seq: z.int().positive(),
    hash: Sha256,
    time: UtcTime,
  }),
)

type HeadKey = Pick<LedgerHead, 'caseId' | 'place'>

const isSame = (one: HeadKey, other: HeadKey): boolean =>
  one.caseId === other.caseId && one.place === other.place

/** The folder behind all links, so that a case has one place. Fails where it is gone. */
export function placeOf(root: string): string {
  try {
    return realpathSync.native(root).toWellFormed()
  } catch (cause) {
    throw fileFailure(cause, root, 'The case is as it was.')
  }
}

export class LedgerHeads {
  readonly #file: string

  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, 'ledger-heads.json')
  }

  /**
   * What was written into the ledger here and is not in it. In a folder where the case was never written to, what was written
   * into it in others counts. Null where nothing is missing, or nothing is known of the case.
   */
  missing(database: CaseDatabase): MissingHead | null {
    const caseId = caseIdOf(database)
    const place = placeOf(database.folder.root)
    const heads = this.#read().heads.filter((head) => head.caseId === caseId)
    const own = heads.find((head) => head.place === place)
    const head = (own ? [own] : heads).find((one) => !isHeadThere(database.custody, one))
    return head ? { head, isHere: own !== undefined } : null
  }

  /** In a sentence, why what was known of ledgers cannot be used; null where all is well. */
  problem(): string | null {
    const { failure } = this.#read()
    return failure && `What this workstation knew of the ends of ledgers cannot be used (${failure}).`
  }

  /**
   * The end of the ledger as it stands now; but an entry that was written here and is missing stays known, so that it is told
   * again. Fails with `disk-full` or `destination-unwritable`; then the old one stands.
   */
  save(database: CaseDatabase): void {
    this.#save(database, { over: false })
  }

  /** As `save`, also over an entry that is missing: somebody gave it up, and the ledger says so. */
  accept(database: CaseDatabase): void {
    this.#save(database, { over: true })
  }

  #save(database: CaseDatabase, { over }: { over: boolean }): void {
    const { seq, hash } = database.custody.end()
    if (seq === 0) return
    const head = {
      caseId: caseIdOf(database),
      place: placeOf(database.folder.root),
      seq,
      hash,
      time: utcNow(),
    }
    const { heads, failure } = this.#read()
    if (failure !== null) this.#setAside()
    const own = heads.find((one) => isSame(one, head))
    if (own && !over && !isHeadThere(database.custody, own)) return
    this.#write([head, ...heads.filter((one) => one !== own)])
  }

  /** The case was moved: what is known of it goes along. Places as `placeOf` gives them. Fails as `save`. */
  move(caseId: string, from: string, to: string): void {
    const { heads } = this.#read()
    const moved = heads.find((head) => isSame(head, { caseId, place: from }))
    const others = heads.filter((head) => head !== moved && !isSame(head, { caseId, place: to }))
    if (moved || others.length < heads.length)
      this.#write(moved ? [{ ...moved, place: to }, ...others] : others)
  }

  /** A new copy was made in a folder that was free: what was known of an earlier one there is past. Fails as `save`. */
  forget(caseId: string, place: string): void {
    const { heads } = this.#read()
    const others = heads.filter((head) => !isSame(head, { caseId, place }))
    if (others.length < heads.length) this.#write(others)
  }

  #write(heads: readonly LedgerHead[]): void {
    writeDurably(this.#file, `${JSON.stringify(heads.slice(0, most), null, 1)}\n`, { mode: 0o600 })
  }

  #read(): { heads: LedgerHead[]; failure: string | null } {
    try {
      if (statSync(this.#file).size > fileLimit) return { heads: [], failure: 'its file is too large' }
      return { heads: Stored.parse(JSON.parse(readFileSync(this.#file, 'utf8'))), failure: null }
    } catch (cause) {
      const errno = errnoOf(cause)
      if (errno === 'ENOENT') return { heads: [], failure: null }
      return { heads: [], failure: errno ?? 'its file is damaged' }
    }
  }

  // Somebody may still read in it what was written where.
  #setAside(): void {
    try {
      renameSync(this.#file, `${this.#file}.damaged-${utcNow().replaceAll(/[:.]/g, '')}`)
    } catch (cause) {
      throw fileFailure(cause, this.#file, 'What stood there before still does.')
    }
  }
}
