// `ledger-heads.json` of the workstation: for each case the last entry that was written into its ledger here.
import { readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { Sha256, UtcTime } from '#contract/units.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { utcNow } from '#engine/base/time.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { writeDurably } from '#engine/store/durable-file.ts'
import type { LedgerHead } from '#engine/store/ledger-head.ts'

/** Of more cases than this the oldest are forgotten. */
const most = 1_000
const fileLimit = 1 << 20

const Stored = z.array(
  z.strictObject({ caseId: z.string(), seq: z.int().positive(), hash: Sha256, time: UtcTime }),
)

export class LedgerHeads {
  readonly #file: string

  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, 'ledger-heads.json')
  }

  /** Null where nothing is known of the case. */
  find(caseId: string): LedgerHead | null {
    return this.#read().heads.find((head) => head.caseId === caseId) ?? null
  }

  /** In a sentence, why what was known of ledgers cannot be used; null where all is well. */
  problem(): string | null {
    const { failure } = this.#read()
    return failure && `What this workstation knew of the ends of ledgers cannot be used (${failure}).`
  }

  /** The end of the ledger as it stands now. Fails with `disk-full` or `destination-unwritable`; then the old one stands. */
  save(database: CaseDatabase): void {
    const { seq, hash } = database.custody.end()
    if (seq === 0) return
    const head = { caseId: database.describe().id, seq, hash, time: utcNow() }
    const { heads, failure } = this.#read()
    if (failure !== null) this.#setAside()
    const others = heads.filter(({ caseId }) => caseId !== head.caseId)
    const kept = [head, ...others].slice(0, most)
    writeDurably(this.#file, `${JSON.stringify(kept, null, 1)}\n`, { mode: 0o600 })
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
