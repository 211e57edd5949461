// A case with every kind of entry that the product writes by itself, copies of it that somebody tampered with, and all that is
// said of such a copy: at its opening, of its ledger, and of its items against the ledger.
import Database from 'better-sqlite3'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CustodyEntry, CustodyReport } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { JobEnd } from '#contract/job.ts'
import type { JobId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { loadKnownKeys } from '#engine/custody/known-keys.ts'
import { LedgerHeads } from '#engine/custody/ledger-heads.ts'
import { verifyLedger } from '#engine/custody/verify-ledger.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { auditItems } from '#engine/ingest/audit-items.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { MissingHead } from '#engine/store/ledger-head.ts'
import { entryFromRow, hashEntry, rowFromEntry } from '#engine/store/custody-row.ts'
import type { CustodyRow } from '#engine/store/custody-row.ts'
import { makeSigner, writeSealed, writeUnsealed } from './made-export.ts'

export type RealCase = {
  /** The closed case, the folder of the workstation that made it, and the case as it was before its last opening. */
  path: string
  lab: string
  older: string
  entries: CustodyEntry[]
}

const password = 'correct horse battery'

/** Made by the calls of the window, in two sessions, one of them with an examiner's key. */
export async function makeRealCase(folder: string): Promise<RealCase> {
  const [path, lab, older] = ['case', 'lab', 'older'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const signer = await makeSigner('VMS')
  writeFileSync(join(folder, 'root.pem'), formatPem('CERTIFICATE', signer.root.certificate.der))
  await writeSealed(join(folder, 'sealed.mp4'), signer.key, { seed: 'sealed' })
  await writeUnsealed(join(folder, 'plain.mp4'), { seed: 'plain', withMetadata: false })
  symlinkSync('nowhere', join(folder, 'dangling.mp4'))
  const files = ['sealed.mp4', 'plain.mp4', 'dangling.mp4'].map((name) => join(folder, name))

  const first = await session(folder, lab)
  const { handlers } = first.engine
  await handlers['case.create']({ path, reference: 'R 7', examiner: 'Ada' })
  await handlers['trust.import']({
    path: join(folder, 'root.pem'),
    reason: 'the city said so',
    scope: 'case',
  })
  await first.run(handlers['ingest.start']({ sources: files }))
  await first.run(handlers['ingest.start']({ sources: files.slice(0, 1) }))
  const [sealed, plain] = await handlers['item.list']({})
  const itemId = sealed!.id
  await handlers['item.view']({ itemId })
  await first.run(handlers['item.verify']({ itemId }))
  await handlers['custody.note']({ itemId, text: 'seen' })
  await handlers['case.close']({})
  await first.engine.close()
  await addRevocationList(path)

  const second = await session(folder, lab)
  const again = second.engine.handlers
  const key = { kind: 'make', password } as const
  const examiner = await again['examiner.create']({ name: 'Ben', badge: '7', organisation: 'Lab', key })
  await again['case.open']({ path, examiner: 'Ada' })
  await again['examiner.signIn']({ id: examiner.id, password })
  const reading = {
    recorderTime: '2026-05-01T22:00:10.000Z',
    referenceTime: '2026-05-01T22:00:00.000Z',
  } as never
  await again['clock.set']({
    itemIds: [itemId, plain!.id],
    reading: { ...(reading as object), method: 'photo' } as never,
  })
  await again['clock.withdraw']({ itemId: plain!.id, reason: 'misread' })
  const mark = { note: 'a bag', tag: 'bag', colour: 'pink' } as const
  const place = { trackId: 1, firstSample: 0, lastSample: 1 }
  const { id } = await again['marks.add']({ itemId, place, text: mark })
  await again['marks.change']({ id, text: { ...mark, note: 'a red bag' } })
  await again['case.rename']({ reference: 'R 8' })
  await again['derived.delete']({ itemId: null })
  await second.run(again['case.verify']({}))
  await second.run(again['case.copy']({ destination: join(folder, 'copy'), purpose: 'backup' }))
  await second.run(again['report.start']({ path: join(folder, 'report.html'), itemIds: [] }))
  await second.run(
    again['export.start']({
      ...{ itemIds: [itemId], destination: join(folder, 'out'), from: null, to: null },
      ...{ key: { kind: 'workstation' }, operator: 'Ben', comment: '' },
    }),
  )
  await again['custody.sign']({})
  await again['examiner.signOut']({})
  await again['case.close']({})
  cpSync(path, older, { recursive: true })
  await again['case.open']({ path, examiner: 'Ada' })
  const { sha256 } = signer.root.certificate.signer
  await again['trust.import']({ path: join(folder, 'root.pem'), reason: 'again', scope: 'workstation' })
  await again['trust.remove']({ sha256, reason: 'done', scope: 'workstation' })
  await again['custody.note']({ itemId: null, text: 'handed in' })
  await again['case.close']({})
  await second.engine.close()
  return { path, lab, older, entries: await entriesOf(path) }
}

async function session(
  folder: string,
  lab: string,
): Promise<{ engine: Engine; run(started: Promise<{ jobId: JobId }>): Promise<void> }> {
  const ends = new Map<JobId, JobEnd>()
  let wake = (): void => undefined
  const engine = await createEngine({
    ...{ dataFolder: lab, resourcesFolder: join(folder, 'none'), runtime: 'cli' },
    emit: (name, payload) => {
      if (name !== 'job.end') return
      const end = payload as JobEnd
      ends.set(end.id, end)
      wake()
    },
  })
  return {
    engine,
    async run(started) {
      const { jobId } = await started
      while (!ends.has(jobId)) await new Promise<void>((resolve) => (wake = resolve))
      const end = ends.get(jobId)!
      if (end.state !== 'done') throw new Error(JSON.stringify(end.error))
    },
  }
}

async function addRevocationList(path: string): Promise<void> {
  const database = await openCase(path, { actor: 'Ada' })
  const list = {
    ...{ der: Buffer.from('a list'), issuer: 'CN=VMS Root', revoked: 3 },
    ...{ thisUpdate: '2026-05-01T00:00:00.000Z', nextUpdate: '2027-05-01T00:00:00.000Z' },
  } as never
  database.trust.addRevocationList(list, { actor: 'Ada', reason: 'published' })
  database.close()
}

async function entriesOf(path: string): Promise<CustodyEntry[]> {
  const database = await openCase(path, { actor: '', readOnly: true })
  const { items } = database.custody.verifyLedger()
  database.close()
  return items
}

/** A copy of the case in which `tamper` did its work, with what is said of it. */
export async function saidOf(
  real: RealCase,
  tamper: (copy: { path: string; db: Database.Database }) => void,
): Promise<Said> {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-tampered-'))
  try {
    const path = join(folder, 'case')
    cpSync(real.path, path, { recursive: true })
    const db = new Database(join(path, 'case.sqlite'))
    db.pragma('foreign_keys = OFF')
    db.pragma('synchronous = OFF')
    const triggers = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as {
      name: string
      sql: string
    }[]
    for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`)
    db.pragma('ignore_check_constraints = ON')
    tamper({ path, db })
    // Whoever tampers puts back what would be noticed.
    if (db.open) {
      for (const { sql } of triggers) db.exec(sql)
      db.close()
    }
    return await look(real, path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export type Said = {
  /** Everything, one sentence a line; empty where nothing was found. */
  text: string
  ledger: CustodyReport | null
}

async function look({ lab }: RealCase, path: string): Promise<Said> {
  const heads = new LedgerHeads(lab)
  try {
    // The copy stands for the case itself, changed where it lies.
    const missingHead = (database: CaseDatabase): MissingHead | null => {
      const missing = heads.missing(database)
      return missing && { ...missing, isHere: true }
    }
    const database = await openCase(path, { actor: '', readOnly: true, missingHead })
    try {
      const known = await loadKnownKeys(lab, { anchors: [], at: null })
      const ledger = verifyLedger(database, known, null)
      const faults = await auditItems(database, ledger.items, unwatched)
      const lines = [
        ...database.notices,
        ...(ledger.valid ? [] : [`ledger, entry ${ledger.firstBad}: ${ledger.reason}`]),
        ...ledger.signatures
          .filter(({ status, known: who }) => status !== 'intact' || who === 'unknown')
          .map(({ seq, status, known: who }) => `signature in entry ${seq}: ${status}, ${who}`),
        ...faults.map(({ itemId, problem }) => `item ${itemId}: ${problem}`),
      ]
      return { text: lines.join('\n'), ledger }
    } finally {
      database.close()
    }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return { text: `${error.code}: ${error.message}`, ledger: null }
  }
}

/** Writes entries `from` on anew, each hashed over the one before, and the end that the case records with them. */
export function rewriteFrom(db: Database.Database, from: number): void {
  const rows = db.prepare('SELECT * FROM custody ORDER BY seq').all() as CustodyRow[]
  let previous = rows.findLast(({ seq }) => seq < from)?.hash ?? '0'.repeat(64)
  const write = db.prepare('UPDATE custody SET previous = @previous, hash = @hash WHERE seq = @seq')
  // Hashes are unique; none may meet another on the way.
  db.prepare(`UPDATE custody SET hash = lower(hex(randomblob(32))) WHERE seq >= ?`).run(from)
  for (const row of rows.filter(({ seq }) => seq >= from)) {
    const entry = entryFromRow({ ...row, previous })
    if (!entry) throw new Error(`entry ${row.seq} cannot be written anew`)
    const hash = hashEntry(entry)
    write.run({ seq: row.seq, previous, hash: rowFromEntry({ ...entry, hash }).hash })
    previous = hash
  }
  recordEnd(db)
}

export function recordEnd(db: Database.Database): void {
  db.exec(
    `UPDATE case_info SET (ledger_seq, ledger_head) = (SELECT seq, hash FROM custody ORDER BY seq DESC LIMIT 1)`,
  )
}
