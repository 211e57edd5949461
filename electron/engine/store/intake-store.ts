// Intakes that run or were interrupted: which files were to be taken in, which of them are done, and how far the one at
// hand is known to be on the disk. Of an intake that ended only its own row stays.
import { z } from 'zod'
import { EvidenceError } from '#contract/errors.ts'
import { DownloadTerms, UnfinishedIntake } from '#contract/intake.ts'
import type { IntakeId } from '#contract/intake.ts'
import { IngestedItem } from '#contract/item.ts'
import { Bytes, Sha256 } from '#contract/units.ts'
import type { ByteRange, UtcTime } from '#contract/units.ts'
import { assert } from '#engine/base/assert.ts'
import type { Connection } from './connection.ts'

/** A copy that was begun: the first `bytes` of the file `part` are on the disk and have this hash. */
export type Checkpoint = { part: string; bytes: number; sha256: Sha256; missing: ByteRange[] }

export type IntakeFile = {
  position: number
  /** Which file it is, as the pipeline wrote it down; whatever JSON stands there. */
  source: unknown
  size: number | null
  outcome: IngestedItem | null
  checkpoint: Checkpoint | null
}

/** A proxy's name and password are not written down; that there was one with them is. */
const StoredTerms = DownloadTerms.extend({ proxyWithheld: z.literal(true).optional() })
export type StoredTerms = z.infer<typeof StoredTerms>

export type NewIntake = {
  id: IntakeId
  startedAt: UtcTime
  actor: string
  sources: string[]
  terms: StoredTerms | null
}

/** `key` is the number by which its files know it. */
export type StoredIntake = NewIntake & { key: number }

export type IntakeEnd = 'done' | 'given-up'

type IntakeRow = {
  key: number
  id: string
  startedAt: string
  actor: string
  sources: string
  terms: string | null
  reason: string
}
type FileRow = {
  position: number
  source: string
  size: number | null
  outcome: string | null
  part: string | null
  bytes: number
  sha256: string | null
  missing: string
}
/** `unknown`: files that wait and whose size nobody knows. */
export type IntakeTotals = {
  files: number
  filesDone: number
  bytes: number
  bytesKept: number
  unknown: number
}

const intakeColumns = 'key, id, started_at AS startedAt, actor, sources, terms, reason'
const fileColumns =
  'position, source, size, outcome, part, checkpoint_bytes AS bytes, checkpoint_sha256 AS sha256, missing'
const Ranges = z.array(z.tuple([Bytes, Bytes]))

export class IntakeStore {
  readonly #db: Connection
  /** Those that go on in this program now: they are not unfinished, they run. */
  readonly #running = new Set<IntakeId>()

  constructor(db: Connection) {
    this.#db = db
  }

  /** Part of the caller's transaction, with the entry in the ledger. */
  begin(intake: NewIntake, files: Iterable<Pick<IntakeFile, 'source' | 'size' | 'outcome'>>): StoredIntake {
    return this.#db.transaction(() => {
      this.#db
        .prepare(
          `INSERT INTO intake (id, started_at, actor, sources, terms, state) VALUES (?, ?, ?, ?, ?, 'open')`,
        )
        .run(
          intake.id,
          intake.startedAt,
          intake.actor,
          JSON.stringify(intake.sources),
          intake.terms && JSON.stringify(intake.terms),
        )
      const { key } = this.#row(intake.id)
      const insert = this.#db.prepare(
        'INSERT INTO intake_file (intake, position, source, size, outcome) VALUES (?, ?, ?, ?, ?)',
      )
      let position = 0
      for (const { source, size, outcome } of files) {
        insert.run(key, position, JSON.stringify(source), size, outcome && JSON.stringify(outcome))
        position += 1
      }
      return { ...intake, key }
    })
  }

  /** Fails with `wrong-input` where there is none that could go on. */
  open(id: IntakeId): StoredIntake {
    const row = this.#row(id)
    return this.#readable(row, () => ({
      ...{ key: row.key, id, startedAt: row.startedAt as UtcTime, actor: row.actor },
      sources: z.array(z.string()).parse(JSON.parse(row.sources)),
      terms: row.terms === null ? null : StoredTerms.parse(JSON.parse(row.terms)),
    }))
  }

  #row(id: IntakeId): IntakeRow {
    const row = this.#db
      .prepare<IntakeRow>(`SELECT ${intakeColumns} FROM intake WHERE id = ? AND state = 'open'`)
      .get(id)
    if (row) return row
    throw new EvidenceError('wrong-input', 'There is no unfinished intake of that number in this case.', {
      details: { intakeId: id },
    })
  }

  /** Marks it as running in this program, until `release`. Fails with `wrong-input` where it runs already. */
  hold(id: IntakeId): void {
    if (this.#running.has(id)) {
      throw new EvidenceError('wrong-input', 'That intake is going on already.', {
        details: { intakeId: id },
      })
    }
    this.#running.add(id)
  }

  release(id: IntakeId): void {
    this.#running.delete(id)
  }

  /** Those that did not come to their end and do not run here, oldest first. Never fails on what stands there. */
  unfinished(): UnfinishedIntake[] {
    const rows = this.#db
      .prepare<IntakeRow>(`SELECT ${intakeColumns} FROM intake WHERE state = 'open' ORDER BY key`)
      .all()
    return rows.flatMap((row) => {
      const { files, filesDone, bytes, bytesKept } = this.#sums(row.key)
      const sums = { files, filesDone, bytes, bytesKept }
      const sources = z.array(z.string()).catch([]).parse(parsed(row.sources))
      const { id, startedAt, actor, reason } = row
      const shown = { id, startedAt, actor, reason, sources, ...sums, interruptedAt: this.#atHand(row.key) }
      const found = UnfinishedIntake.safeParse(shown)
      return found.success && !this.#running.has(found.data.id) ? [found.data] : []
    })
  }

  #sums(key: number): IntakeTotals {
    const sums = this.#db
      .prepare<IntakeTotals>(
        `SELECT count(*) AS files, count(outcome) AS filesDone, coalesce(sum(size), 0) AS bytes,
           coalesce(sum(CASE WHEN outcome IS NULL THEN checkpoint_bytes ELSE size END), 0) AS bytesKept,
           count(*) FILTER (WHERE size IS NULL AND outcome IS NULL) AS unknown
         FROM intake_file WHERE intake = ?`,
      )
      .get(key)
    assert(sums !== undefined, 'a sum has a row')
    return sums
  }

  #atHand(key: number): string {
    const row = this.#db
      .prepare<{
        shown: string | null
      }>(
        `SELECT json_extract(source, '$.shown') AS shown FROM intake_file WHERE intake = ? AND part IS NOT NULL`,
      )
      .get(key)
    return typeof row?.shown === 'string' ? row.shown : ''
  }

  /** What is left of it, and what is done; a part of every entry about it in the ledger. */
  totals({ key }: StoredIntake): IntakeTotals {
    return this.#sums(key)
  }

  /** The next file after `position` that waits; null where there is none. Fails with `case-damaged`. */
  next({ key }: StoredIntake, position = -1): IntakeFile | null {
    const row = this.#db
      .prepare<FileRow>(
        `SELECT ${fileColumns} FROM intake_file
         WHERE intake = ? AND position > ? AND outcome IS NULL ORDER BY position LIMIT 1`,
      )
      .get(key, position)
    return row ? this.#file(row) : null
  }

  /** Whether a file of that kind of source waits. */
  awaits({ key }: StoredIntake, kind: string): boolean {
    const row = this.#db
      .prepare<{ found: number }>(
        `SELECT 1 AS found FROM intake_file
         WHERE intake = ? AND outcome IS NULL AND json_extract(source, '$.ref.kind') = ? LIMIT 1`,
      )
      .get(key, kind)
    return row !== undefined
  }

  /** The files that have a checkpoint, in their order: the one at hand, and those that wait for their commit. */
  begun({ key }: StoredIntake): IntakeFile[] {
    return this.#db
      .prepare<FileRow>(
        `SELECT ${fileColumns} FROM intake_file WHERE intake = ? AND part IS NOT NULL ORDER BY position`,
      )
      .all(key)
      .map((row) => this.#file(row))
  }

  /** Those that wait and were once about to get their place in the vault. */
  copied({ key }: StoredIntake): IntakeFile[] {
    return this.#db
      .prepare<FileRow>(
        `SELECT ${fileColumns} FROM intake_file
         WHERE intake = ? AND outcome IS NULL AND json_extract(source, '$.copied') IS NOT NULL ORDER BY position`,
      )
      .all(key)
      .map((row) => this.#file(row))
  }

  outcomes({ key }: StoredIntake): IngestedItem[] {
    return this.#db
      .prepare<FileRow>(
        `SELECT ${fileColumns} FROM intake_file WHERE intake = ? AND outcome IS NOT NULL ORDER BY position`,
      )
      .all(key)
      .flatMap((row) => this.#file(row).outcome ?? [])
  }

  #file(row: FileRow): IntakeFile {
    return this.#readable(row, () => ({
      position: row.position,
      source: JSON.parse(row.source) as unknown,
      size: row.size,
      outcome: row.outcome === null ? null : IngestedItem.parse(JSON.parse(row.outcome)),
      checkpoint:
        row.part === null || row.sha256 === null
          ? null
          : {
              part: row.part,
              bytes: row.bytes,
              sha256: Sha256.parse(row.sha256),
              missing: Ranges.parse(JSON.parse(row.missing)).map(([start, end]) => ({ start, end })),
            },
    }))
  }

  /** One for each file, in the transaction of what it says; the copy that was begun is then the vault's or gone. */
  finish({ key }: StoredIntake, position: number, outcome: IngestedItem): void {
    this.#db
      .prepare(
        `UPDATE intake_file SET outcome = ?, part = NULL, checkpoint_bytes = 0, checkpoint_sha256 = NULL,
           missing = '[]' WHERE intake = ? AND position = ?`,
      )
      .run(JSON.stringify(outcome), key, position)
  }

  /** Which version of a source is being copied and how long it is, where that is known only once it is opened. */
  setSource(
    { key }: StoredIntake,
    position: number,
    { source, size }: Pick<IntakeFile, 'source' | 'size'>,
  ): void {
    this.#db
      .prepare('UPDATE intake_file SET source = ?, size = ? WHERE intake = ? AND position = ?')
      .run(JSON.stringify(source), size, key, position)
  }

  /** What is known of files that now get their place in the vault, so that they need no source any more. */
  setCopied({ key }: StoredIntake, files: Iterable<{ position: number; copied: unknown }>): void {
    this.#db.transaction(() => {
      const update = this.#db.prepare(
        `UPDATE intake_file SET source = json_set(source, '$.copied', json(?)) WHERE intake = ? AND position = ?`,
      )
      for (const { position, copied } of files) update.run(JSON.stringify(copied), key, position)
    })
  }

  /** Null: what was begun is not there any more. */
  setCheckpoint({ key }: StoredIntake, position: number, checkpoint: Checkpoint | null): void {
    const { part, bytes, sha256, missing } = checkpoint ?? { part: null, bytes: 0, sha256: null, missing: [] }
    const ranges = JSON.stringify(missing.map(({ start, end }) => [start, end]))
    this.#db
      .prepare(
        `UPDATE intake_file SET part = ?, checkpoint_bytes = ?, checkpoint_sha256 = ?, missing = ?
         WHERE intake = ? AND position = ?`,
      )
      .run(part, bytes, sha256, ranges, key, position)
  }

  /** Why it stopped, in one sentence; empty: it goes on. */
  setReason({ key }: StoredIntake, reason: string): void {
    this.#db.prepare('UPDATE intake SET reason = ? WHERE key = ?').run(reason, key)
  }

  end({ key }: StoredIntake, state: IntakeEnd): void {
    this.#db.transaction(() => {
      this.#db.prepare('DELETE FROM intake_file WHERE intake = ?').run(key)
      this.#db.prepare(`UPDATE intake SET state = ?, reason = '' WHERE key = ?`).run(state, key)
    })
  }

  /** Unfinished copies and how much of each is known to be on the disk. */
  openCheckpoints(): { part: string; bytes: number }[] {
    return this.#db
      .prepare<{ part: string; bytes: number }>(
        `SELECT part, checkpoint_bytes AS bytes FROM intake_file JOIN intake ON intake.key = intake_file.intake
         WHERE state = 'open' AND part IS NOT NULL`,
      )
      .all()
  }

  /** Names of unfinished copies that can go on: no sweep touches them. */
  parts(): Set<string> {
    return new Set(this.openCheckpoints().map(({ part }) => part))
  }

  /** A case may come from anywhere: `case-damaged` where a row does not hold what this program writes. */
  #readable<T>(row: object, read: () => T): T {
    try {
      return read()
    } catch (cause) {
      throw new EvidenceError(
        'case-damaged',
        `What the case holds about an unfinished intake cannot be read: ${String(cause).split('\n')[0] ?? ''}`,
        { details: { path: this.#db.path, keys: Object.keys(row) }, cause },
      )
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
