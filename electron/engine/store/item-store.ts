// Items of evidence, with every verification that was ever made of them.
import { z } from 'zod'
import { EvidenceError } from '#contract/errors.ts'
import { VerificationMark } from '#contract/explanation.ts'
import { Finding } from '#contract/finding.ts'
import { ConformanceReport, Inspection } from '#contract/inspection.ts'
import { ItemDetail, OriginalAttributes } from '#contract/item.ts'
import type { CustodyState, ItemSummary } from '#contract/item.ts'
import { answersOf } from '#contract/messages/verdict.ts'
import { Verification } from '#contract/seal.ts'
import { Bytes } from '#contract/units.ts'
import type { ByteRange, ItemId, Sha256 } from '#contract/units.ts'
import { assert } from '#engine/base/assert.ts'
import type { ClockStore } from './clock-store.ts'
import type { Connection } from './connection.ts'
import { impliedSigning } from './implied-signing.ts'
import { readStored, rowFromSummary, summaryColumns, summaryFromRow } from './item-row.ts'
import type { SummaryRow } from './item-row.ts'
import { factsOf, markFacts } from './mark-facts.ts'
import { pieceColumns, pieceFromRow } from './piece-facts.ts'
import type { PieceFacts, PieceRow } from './piece-facts.ts'

/** An item as it stands in the database; the reports are whatever JSON stands there. */
export type StoredItem = {
  summary: ItemSummary
  verification: unknown
  inspection: unknown
  conformance: unknown
  findings: unknown
  missing: ByteRange[]
  original: OriginalAttributes
}

/** Which start times of an item count, and what depends on them. */
export type ItemTimes = Pick<ItemDetail, 'inspection'> & Pick<ItemSummary, 'start' | 'end' | 'startOrigin'>

export type VerificationRow = Record<
  'verified_at' | 'tool_version' | 'verdict' | 'intact' | 'trust' | 'report',
  string
>

type MarkRow = Record<'verifiedAt' | 'toolVersion' | 'verdict' | 'intact' | 'trust', string> & {
  facts: string | null
}

type DetailRow = {
  inspection: string
  conformance: string
  findings: string
  missing: string
  original: string
  report: string | null
}

const missingRanges = z
  .array(z.tuple([Bytes, Bytes]))
  .transform((pairs) => pairs.map(([start, end]) => ({ start, end })))

const select = `SELECT ${summaryColumns.join(', ')} FROM item`

export class ItemStore {
  readonly #db: Connection
  readonly #clock: Pick<ClockStore, 'current'>

  constructor(db: Connection, clock: Pick<ClockStore, 'current'>) {
    this.#db = db
    this.#clock = clock
  }

  /** Writes a new item with its first verification. Its SHA-256 must be new to the case: see `findBySha256`. */
  insert(detail: ItemDetail): void {
    // Checked on the way in, so that whatever is stored can be read back.
    const { summary, verification, inspection, conformance, findings, missing, original } =
      ItemDetail.parse(detail)
    const columns = [...summaryColumns, 'inspection', 'conformance', 'findings', 'missing', 'original']
    this.#db.transaction(() => {
      this.#db
        .prepare(
          `INSERT INTO item (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
        )
        .run({
          ...rowFromSummary(summary),
          inspection: JSON.stringify(inspection),
          conformance: JSON.stringify(conformance),
          findings: JSON.stringify(findings),
          missing: JSON.stringify(missing.map(({ start, end }) => [start, end])),
          original: JSON.stringify(original),
        })
      this.#insertVerification(summary.id, verification)
    })
  }

  #insertVerification(id: ItemId, verification: Verification): void {
    const { intact, trust } = answersOf(verification)
    this.#db
      .prepare(
        `INSERT INTO verification (item, verified_at, tool_version, verdict, intact, trust, report)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        this.keyOf(id),
        verification.verifiedAt,
        verification.toolVersion,
        verification.verdict,
        intact,
        trust,
        JSON.stringify(verification),
      )
  }

  /** All items in the order of their ingest. Fails with `item-damaged` rather than leave one out. */
  list(): ItemSummary[] {
    return this.#db.prepare<SummaryRow>(`${select} ORDER BY key`).all().map(summaryFromRow)
  }

  /** Fails with `item-not-found`. */
  summary(id: ItemId): ItemSummary {
    const row = this.#db.prepare<SummaryRow>(`${select} WHERE id = ?`).get(id)
    if (!row) throw notFound(id)
    return summaryFromRow(row)
  }

  /** Everything about one item, with its newest verification. Fails with `item-not-found` or `item-damaged`. */
  load(id: ItemId): ItemDetail {
    const summary = this.summary(id)
    const row = this.#db
      .prepare<DetailRow>(
        `SELECT inspection, conformance, findings, missing, original,
           (SELECT report FROM verification WHERE item = item.key ORDER BY key DESC LIMIT 1) AS report
         FROM item WHERE id = ?`,
      )
      .get(id)
    if (!row) throw notFound(id)
    return {
      summary,
      verification: readStored(id, () => Verification.parse(JSON.parse(row.report ?? 'null'))),
      inspection: readStored(id, () => Inspection.parse(JSON.parse(row.inspection))),
      conformance: readStored(id, () => ConformanceReport.parse(JSON.parse(row.conformance))),
      findings: [
        ...readStored(id, () => z.array(Finding).parse(JSON.parse(row.findings))),
        ...impliedSigning(this.#db, summary),
      ],
      clockOffset: this.#clock.current(id),
      missing: readStored(id, () => missingRanges.parse(JSON.parse(row.missing))),
      original: readStored(id, () => OriginalAttributes.parse(JSON.parse(row.original))),
    }
  }

  /** In the order of their ingest. Whatever stands there: a damaged row has its name too. */
  ids(): string[] {
    return this.#db
      .prepare<{ id: string }>('SELECT id FROM item ORDER BY key')
      .all()
      .map(({ id }) => id)
  }

  /** For the audit, which compares what is stored and not what this version makes of it. Fails as `load` does. */
  stored(id: string): StoredItem {
    const row = this.#db
      .prepare<SummaryRow & DetailRow>(
        `SELECT ${summaryColumns.join(', ')}, inspection, conformance, findings, missing, original,
           (SELECT report FROM verification WHERE item = item.key ORDER BY key DESC LIMIT 1) AS report
         FROM item WHERE id = ?`,
      )
      .get(id)
    if (!row) throw notFound(id as ItemId)
    const parse = (text: string): unknown => readStored(id, () => JSON.parse(text) as unknown)
    return {
      summary: summaryFromRow(row),
      verification: parse(row.report ?? 'null'),
      inspection: parse(row.inspection),
      conformance: parse(row.conformance),
      findings: parse(row.findings),
      missing: readStored(id, () => missingRanges.parse(JSON.parse(row.missing))),
      original: readStored(id, () => OriginalAttributes.parse(JSON.parse(row.original))),
    }
  }

  /** Where bytes of it are missing. Fails with `item-not-found` or `item-damaged`. */
  missing(id: ItemId): ByteRange[] {
    const row = this.#db.prepare<{ missing: string }>('SELECT missing FROM item WHERE id = ?').get(id)
    if (!row) throw notFound(id)
    return readStored(id, () => missingRanges.parse(JSON.parse(row.missing)))
  }

  /** Partial items of that many bytes, which nothing completed yet. */
  partialOfSize(size: number): ItemSummary[] {
    return this.#db
      .prepare<SummaryRow>(
        `${select} WHERE size = ? AND missing_bytes > 0 AND completed_by IS NULL ORDER BY key`,
      )
      .all(size)
      .map(summaryFromRow)
  }

  /** Items of that length of which nothing is missing. */
  wholeOfSize(size: number): ItemSummary[] {
    return this.#db
      .prepare<SummaryRow>(`${select} WHERE size = ? AND missing_bytes = 0 ORDER BY key`)
      .all(size)
      .map(summaryFromRow)
  }

  /** In the order of their ingest; rows that cannot be read are left out. */
  pieces(): PieceFacts[] {
    return this.#db
      .prepare<PieceRow>(`SELECT ${pieceColumns} FROM item WHERE json_valid(inspection) ORDER BY key`)
      .all()
      .flatMap((row) => pieceFromRow(row) ?? [])
  }

  /**
   * A partial item of which the missing bytes turned out to be there: what is said of it as a whole one takes the place of what
   * was said before; its earlier verifications stay, and what was found of the vault.
   */
  becomeWhole(detail: ItemDetail): void {
    const { summary, verification, inspection, conformance, findings, missing } = ItemDetail.parse(detail)
    assert(missing.length === 0 && summary.missingBytes === 0, 'nothing of a whole item is missing')
    const stays = ['id', 'custody', 'has_thumbnail', 'completed_by', 'sensitive']
    const row = Object.entries(rowFromSummary(summary)).filter(([name]) => !stays.includes(name))
    const columns = [...row.map(([name]) => name), 'inspection', 'conformance', 'findings', 'missing']
    this.#db.transaction(() => {
      const changed = this.#db
        .prepare(`UPDATE item SET ${columns.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`)
        .run({
          ...Object.fromEntries(row),
          id: summary.id,
          inspection: JSON.stringify(inspection),
          conformance: JSON.stringify(conformance),
          findings: JSON.stringify(findings),
          missing: '[]',
        })
      if (changed === 0) throw notFound(summary.id)
      this.#insertVerification(summary.id, verification)
    })
  }

  setCompletedBy(id: ItemId, whole: ItemId): void {
    this.#update('UPDATE item SET completed_by = ? WHERE id = ?', whole, id)
  }

  /** Which originals the vault should hold. Needs nothing of a row but these two, so it works for damaged ones. */
  originals(): { sha256: Sha256; size: number }[] {
    return this.#db
      .prepare<{ sha256: Sha256; size: number }>('SELECT sha256, size FROM item ORDER BY key')
      .all()
  }

  /** The item that holds these bytes already, or null. */
  findBySha256(sha256: Sha256): ItemSummary | null {
    const row = this.#db.prepare<SummaryRow>(`${select} WHERE sha256 = ?`).get(sha256)
    return row ? summaryFromRow(row) : null
  }

  /**
   * A later verification becomes the item's; the earlier ones stay. `findings` replaces the item's list where given; `times`,
   * where other start times count by it, what depends on them. Gives what now stands in the place of something else, for
   * the hashes in the ledger.
   */
  recordVerification(
    id: ItemId,
    verification: Verification,
    more: { findings?: Finding[]; times?: ItemTimes | null } = {},
  ): Pick<ItemDetail, 'verification'> &
    Partial<Pick<ItemDetail, 'inspection' | 'summary' | 'missing' | 'original'>> {
    const checked = Verification.parse(verification)
    const { intact, trust, trustToday, weak, media } = answersOf(checked)
    this.#db.transaction(() => {
      this.#insertVerification(id, checked)
      this.#db
        .prepare(
          `UPDATE item SET verdict = ?, intact = ?, trust = ?, trust_today = ?, weak = ?, media = ?, seals = ?,
             verified_at = ? WHERE id = ?`,
        )
        .run(
          checked.verdict,
          intact,
          trust,
          trustToday,
          Number(weak),
          media,
          checked.seals.length,
          checked.verifiedAt,
          id,
        )
      if (more.findings) {
        const findings = z.array(Finding).parse(more.findings)
        this.#update('UPDATE item SET findings = ? WHERE id = ?', JSON.stringify(findings), id)
      }
      if (more.times) this.#recordTimes(id, more.times)
    })
    if (!more.times) return { verification }
    const { missing, original } = this.stored(id)
    return { verification, inspection: more.times.inspection, summary: this.summary(id), missing, original }
  }

  #recordTimes(id: ItemId, { inspection, start, end, startOrigin }: ItemTimes): void {
    const checked = Inspection.parse(inspection)
    this.#db
      .prepare(
        'UPDATE item SET inspection = ?, findings = ?, start_time = ?, end_time = ?, start_origin = ? WHERE id = ?',
      )
      .run(JSON.stringify(checked), JSON.stringify(checked.issues), start, end, startOrigin, id)
  }

  /** All verifications of an item, oldest first. */
  verifications(id: ItemId): Verification[] {
    return this.#db
      .prepare<{ report: string }>('SELECT report FROM verification WHERE item = ? ORDER BY key')
      .all(this.keyOf(id))
      .map(({ report }) => readStored(id, () => Verification.parse(JSON.parse(report))))
  }

  /** For the audit: rows as they stand there, oldest first. */
  verificationRows(id: ItemId): VerificationRow[] {
    return this.#db
      .prepare<VerificationRow>(
        'SELECT verified_at, tool_version, verdict, intact, trust, report FROM verification WHERE item = ? ORDER BY key',
      )
      .all(this.keyOf(id))
  }

  countVerifications(id: ItemId): number {
    const row = this.#db
      .prepare<{ count: number }>('SELECT count(*) AS count FROM verification WHERE item = ?')
      .get(this.keyOf(id))
    return row?.count ?? 0
  }

  /** All verifications of an item in short, newest first, at most 200. */
  verificationMarks(id: ItemId): VerificationMark[] {
    return this.#db
      .prepare<MarkRow>(
        `SELECT verified_at AS verifiedAt, tool_version AS toolVersion, verdict, intact, trust, ${markFacts}
         FROM verification WHERE item = ? ORDER BY key DESC LIMIT 200`,
      )
      .all(this.keyOf(id))
      .map(({ facts, ...row }) => readStored(id, () => VerificationMark.parse({ ...row, ...factsOf(facts) })))
  }

  /** Whether the newest verification finds nothing amiss but what stands beside seals that match. */
  isAdded(id: ItemId): boolean {
    const row = this.#db
      .prepare<Pick<MarkRow, 'facts'>>(
        `SELECT ${markFacts} FROM verification WHERE item = ? ORDER BY key DESC LIMIT 1`,
      )
      .get(this.keyOf(id))
    return factsOf(row?.facts ?? null).added ?? false
  }

  /**
   * By fingerprint of the root: the items of which the newest verification calls a signer trusted because of it, that of a
   * seal or of the video's own signatures.
   */
  reliances(): Map<string, ItemId[]> {
    const found = new Map<string, ItemId[]>()
    const rows = this.#db
      .prepare<{ id: ItemId; anchor: string }>(
        `SELECT DISTINCT item.key, item.id, json_extract(said.value, '$.trustDetail.anchorSha256') AS anchor
         FROM item
         JOIN verification AS newest
           ON newest.key = (SELECT max(key) FROM verification WHERE item = item.key) AND json_valid(newest.report)
         JOIN (SELECT '$.seals' AS path UNION ALL SELECT '$.mediaSigning') AS part
         JOIN json_each(newest.report, part.path) AS said
         WHERE said.type = 'object' AND json_extract(said.value, '$.trust') = 'trusted'
           AND (part.path <> '$.seals' OR json_extract(said.value, '$.status') = 'intact')
         ORDER BY item.key`,
      )
      .all()
    for (const { id, anchor } of rows) found.set(anchor, [...(found.get(anchor) ?? []), id])
    return found
  }

  /** The root that makes the signer of an item’s last seal trusted, of all items where there is one. */
  signerRoots(): Map<ItemId, string> {
    const rows = this.#db
      .prepare<{ id: ItemId; anchor: string | null }>(
        `SELECT item.id, json_extract(newest.report, '$.seals[#-1].trustDetail.anchorSha256') AS anchor
         FROM item
         JOIN verification AS newest
           ON newest.key = (SELECT max(key) FROM verification WHERE item = item.key) AND json_valid(newest.report)
         WHERE item.trust = 'trusted'`,
      )
      .all()
    return new Map(rows.flatMap(({ id, anchor }) => (anchor === null ? [] : [[id, anchor]])))
  }

  setCustody(id: ItemId, state: CustodyState): void {
    this.#update('UPDATE item SET custody = ? WHERE id = ?', state, id)
  }

  setThumbnail(id: ItemId, isThere: boolean): void {
    this.#update('UPDATE item SET has_thumbnail = ? WHERE id = ?', Number(isThere), id)
  }

  /** The items of which the table shows a picture, whether it is there or not. */
  withThumbnail(): ItemId[] {
    return this.#db
      .prepare<{ id: ItemId }>('SELECT id FROM item WHERE has_thumbnail = 1 ORDER BY key')
      .all()
      .map(({ id }) => id)
  }

  #update(sql: string, value: string | number, id: ItemId): void {
    if (this.#db.prepare(sql).run(value, id) === 0) throw notFound(id)
  }

  /** The number that other tables know the item by. Fails with `item-not-found`. */
  keyOf(id: ItemId): number {
    const row = this.#db.prepare<{ key: number }>('SELECT key FROM item WHERE id = ?').get(id)
    if (!row) throw notFound(id)
    assert(Number.isSafeInteger(row.key), 'keys are small')
    return row.key
  }
}

const notFound = (id: ItemId): EvidenceError =>
  new EvidenceError('item-not-found', `The case has no item ${id}.`, { details: { itemId: id } })
