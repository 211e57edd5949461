// The one row about the case itself.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { EvidenceError } from '#contract/errors.ts'
import type { UtcTime } from '#contract/units.ts'
import type { Connection } from './connection.ts'

export type CaseInfo = {
  id: string
  reference: string
  examiner: string
  createdAt: UtcTime
  veilsAll: boolean
}

export class CaseStore {
  readonly #db: Connection

  constructor(db: Connection) {
    this.#db = db
  }

  /** Once for each case; the ledger needs this row to begin. */
  insert(info: Omit<CaseInfo, 'id' | 'veilsAll'>): CaseInfo {
    const id = randomUUID()
    this.#db
      .prepare('INSERT INTO case_info (only, id, reference, examiner, created_at) VALUES (1, ?, ?, ?, ?)')
      .run(id, info.reference.toWellFormed(), info.examiner.toWellFormed(), info.createdAt)
    return this.load()
  }

  rename(reference: string): void {
    this.#db.prepare('UPDATE case_info SET reference = ?').run(reference)
  }

  veilAll(all: boolean): void {
    this.#db.prepare('UPDATE case_info SET veils_all = ?').run(Number(all))
  }

  /** Fails with `case-damaged` where the row is gone. */
  load(): CaseInfo {
    const info = this.#db
      .prepare<Omit<CaseInfo, 'veilsAll'> & { veilsAll: number }>(
        'SELECT id, reference, examiner, created_at AS createdAt, veils_all AS veilsAll FROM case_info',
      )
      .get()
    // The row is not bound into the ledger, and the id stands in what is signed.
    if (info && z.uuid().safeParse(info.id).success) return { ...info, veilsAll: info.veilsAll === 1 }
    throw new EvidenceError('case-damaged', `“${this.#db.path}” no longer says which case it is.`, {
      details: { path: this.#db.path },
    })
  }
}
