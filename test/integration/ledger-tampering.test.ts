// Somebody who can write in the case folder, and puts the guards of the database back afterwards: whatever they change in the
// ledger, in what it speaks of, and in the vault is found, and said where. Some hundred kinds, counted at the end.
import type Database from 'better-sqlite3'
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CustodyEntry } from '#contract/custody.ts'
import { signMessage } from '#engine/seal/signed-message.ts'
import { canonicalJson } from '#engine/store/canonical-json.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner } from '../support/made-export.ts'
import { makeRealCase, recordEnd, rewriteFrom, saidOf } from '../support/tamper.ts'
import type { RealCase, Said } from '../support/tamper.ts'

type Copy = { path: string; db: Database.Database }
type Kind = { name: string; tamper: (copy: Copy) => void; found: (said: Said) => boolean }

const minutes = 60_000
const folder = suiteFolder()
let real: RealCase
beforeAll(async () => {
  real = await makeRealCase(folder)
}, 5 * minutes)

let counted = 0
/** What was not found, or not placed, with what was said instead. */
async function missed(kinds: Kind[]): Promise<string[]> {
  const left: string[] = []
  for (const { name, tamper, found } of kinds) {
    counted += 1
    const said = await saidOf(real, tamper)
    if (!found(said)) left.push(`${name}: ${said.text || 'nothing'}`)
  }
  return left
}

/** The ledger does not verify, from this entry on. */
const from =
  (seq: number) =>
  ({ ledger }: Said): boolean =>
    ledger?.valid === false && ledger.firstBad === seq
/** A span is named that holds the entry; or the entry is one that this workstation wrote after the last signature. */
const spans =
  (seq: number) =>
  ({ ledger, text }: Said): boolean => {
    const span = /Entr(?:y|ies) (\d+)(?: to (\d+))? (?:is|are) not what was signed/.exec(ledger?.reason ?? '')
    if (span) return Number(span[1]) <= seq && seq <= Number(span[2] ?? span[1])
    return ledger?.firstBad === seq || seq > lastCovered() ? text.includes('is not there') : false
  }
const says =
  (...words: (string | RegExp)[]) =>
  ({ text }: Said): boolean =>
    words.every((word) => (typeof word === 'string' ? text.includes(word) : word.test(text)))

const lastCovered = (): number =>
  Math.max(...real.entries.map(({ detail }) => Number(detail['coversSeq'] ?? 0)))
const actions = (): CustodyEntry['action'][] => [...new Set(real.entries.map(({ action }) => action))]
const firstOf = (action: string): CustodyEntry => real.entries.find((one) => one.action === action)!
const edit = (db: Database.Database, seq: number, column: string, value: unknown): void =>
  void db.prepare(`UPDATE custody SET ${column} = ? WHERE seq = ?`).run(value, seq)
const setDetail = (db: Database.Database, { seq, detail }: CustodyEntry, changes: object): void =>
  edit(db, seq, 'detail', canonicalJson({ ...detail, ...changes }))

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? 'ab'.repeat(32) : `${value}x`
  if (Array.isArray(value)) return [...(value as unknown[]), 'x']
  return value === null ? 'x' : { ...(value as object), x: 1 }
}

it('finds nothing in the case as it is, by whoever looks', async () => {
  expect((await saidOf(real, () => undefined)).text).toBe('')
  expect(actions().length).toBeGreaterThanOrEqual(22)
})

describe('one entry of the ledger', () => {
  it(
    'a field of what it says changed, of every kind of entry and every field',
    async () => {
      const kinds = actions().flatMap((action): Kind[] => {
        const fields = Object.keys(
          Object.assign({}, ...(allOf(action).map(({ detail }) => detail) as object[])),
        )
        return fields.map((field) => {
          const entry = allOf(action).find(({ detail }) => field in detail)!
          return {
            name: `${action}.${field}`,
            tamper: ({ db }) => setDetail(db, entry, { [field]: other(entry.detail[field]) }),
            found: from(entry.seq),
          }
        })
      })
      expect(kinds.length).toBeGreaterThan(80)
      expect(await missed(kinds)).toEqual([])
    },
    10 * minutes,
  )

  it(
    'a column changed, of every kind of entry',
    async () => {
      const columns: [string, (entry: CustodyEntry) => unknown][] = [
        ['time', () => '2020-01-01T00:00:00.000Z'],
        ['actor', ({ actor }) => `${actor}x`],
        ['action', ({ action }) => (action === 'view' ? 'verify' : 'view')],
        [
          'item_id',
          ({ itemId }) => (itemId === null ? real.entries.find((one) => one.itemId)!.itemId : null),
        ],
        ['input_sha256', () => 'cd'.repeat(32)],
        ['output_sha256', () => 'cd'.repeat(32)],
        ['tool_version', () => '99.0.0'],
        ['previous', () => 'cd'.repeat(32)],
        ['hash', () => 'cd'.repeat(32)],
        ['detail', () => '{}x'],
      ]
      const kinds = columns.map(([column, value], index): Kind => {
        const action = actions()[index + 2]!
        const entry = firstOf(action)
        return {
          name: `${column} of ${action}`,
          tamper: ({ db }) => edit(db, entry.seq, column, value(entry)),
          found: from(entry.seq),
        }
      })
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )

  it(
    'changed and everything after it written anew, the end too, of every kind of entry',
    async () => {
      const kinds = actions().map((action): Kind => {
        const entry = firstOf(action)
        return {
          name: `${action}, entry ${entry.seq}`,
          tamper: ({ db }) => {
            edit(db, entry.seq, 'actor', 'Mallory')
            rewriteFrom(db, entry.seq)
          },
          found: spans(entry.seq),
        }
      })
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )
})

const allOf = (action: string): CustodyEntry[] => real.entries.filter((one) => one.action === action)

describe('the order of the ledger', () => {
  const last = (): number => real.entries.length
  const remove = (db: Database.Database, where: string): void =>
    void db.exec(`DELETE FROM custody WHERE ${where}`)
  const moveUp = (db: Database.Database, seq: number): void =>
    void db.exec(
      `UPDATE custody SET seq = -(seq - 1) WHERE seq > ${seq}; UPDATE custody SET seq = -seq WHERE seq < 0`,
    )
  const insertCopy = (db: Database.Database, seq: number): void =>
    void db.exec(
      `UPDATE custody SET seq = -(seq + 1) WHERE seq > ${seq}; UPDATE custody SET seq = -seq WHERE seq < 0;
       INSERT INTO custody SELECT ${seq + 1}, time, 'Mallory', action, item_id, input_sha256, output_sha256, detail,
         tool_version, previous, lower(hex(randomblob(32))) FROM custody WHERE seq = ${seq}`,
    )
  const swap = (db: Database.Database, one: number, two: number): void =>
    void db.exec(
      `UPDATE custody SET seq = -1 WHERE seq = ${one}; UPDATE custody SET seq = ${one} WHERE seq = ${two};
       UPDATE custody SET seq = ${two} WHERE seq = -1`,
    )
  const lacks = says('is not there', /Entry \d+ of the custody ledger/)

  it(
    'entries removed, moved, put in, or cut off the end',
    async () => {
      const kinds: Kind[] = [
        ...[1, 2, 5, 9].map((seq) => ({
          name: `entry ${seq} removed`,
          tamper: ({ db }: Copy) => remove(db, `seq = ${seq}`),
          found: from(seq),
        })),
        {
          name: 'the last removed',
          tamper: ({ db }) => remove(db, `seq = ${last()}`),
          found: (said) => from(last())(said),
        },
        {
          name: 'five in the middle removed',
          tamper: ({ db }) => remove(db, 'seq BETWEEN 4 AND 8'),
          found: from(4),
        },
        { name: 'all removed', tamper: ({ db }) => remove(db, 'true'), found: from(1) },
        {
          name: 'one removed, those after it numbered anew',
          tamper: ({ db }) => {
            remove(db, 'seq = 4')
            moveUp(db, 4)
            recordEnd(db)
          },
          found: from(4),
        },
        {
          name: 'one removed, those after it numbered and hashed anew',
          tamper: ({ db }) => {
            remove(db, 'seq = 4')
            moveUp(db, 4)
            rewriteFrom(db, 4)
          },
          found: spans(4),
        },
        ...[
          [3, 4],
          [2, 9],
          [5, 12],
        ].map(([one = 0, two = 0]) => ({
          name: `entries ${one} and ${two} swapped`,
          tamper: ({ db }: Copy) => swap(db, one, two),
          found: from(one),
        })),
        {
          name: 'swapped, hashed anew',
          tamper: ({ db }) => {
            swap(db, 5, 6)
            rewriteFrom(db, 5)
          },
          found: spans(5),
        },
        {
          name: 'one put in',
          tamper: ({ db }) => {
            insertCopy(db, 6)
            recordEnd(db)
          },
          found: from(7),
        },
        {
          name: 'one put in, all after it hashed anew',
          tamper: ({ db }) => {
            insertCopy(db, 6)
            rewriteFrom(db, 7)
          },
          found: spans(7),
        },
        {
          name: 'one added at the end, not recorded as the end',
          tamper: ({ db }) => insertCopy(db, last()),
          found: (said) => from(last() + 1)(said),
        },
        {
          name: 'cut back to a signed head, and that recorded as the end',
          tamper: ({ db }) => {
            remove(db, `seq > ${firstOf('ledger-signed').seq}`)
            recordEnd(db)
          },
          found: lacks,
        },
        {
          name: 'the last entry cut off, and that recorded as the end',
          tamper: ({ db }) => {
            remove(db, `seq = ${last()}`)
            recordEnd(db)
          },
          found: lacks,
        },
        {
          name: 'all signatures removed, everything hashed anew',
          tamper: ({ db }) => {
            remove(db, `action = 'ledger-signed'`)
            const rows = db.prepare('SELECT seq FROM custody ORDER BY seq').all() as { seq: number }[]
            for (const [index, { seq }] of rows.entries())
              db.prepare('UPDATE custody SET seq = ? WHERE seq = ?').run(index + 1, seq)
            rewriteFrom(db, 1)
          },
          found: lacks,
        },
      ]
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )
})

describe('a signature of the ledger', () => {
  it(
    'changed, exchanged, or made by somebody else, with everything after it written anew',
    async () => {
      const mallory = await makeSigner('Exhibit workstation')
      const der = Buffer.from(mallory.key.certificate.der).toString('base64')
      const [first, second] = allOf('ledger-signed') as [CustodyEntry, CustodyEntry]
      const change = (name: string, changes: object, found = from(first.seq)): Kind => ({
        name,
        tamper: ({ db }) => {
          setDetail(db, first, changes)
          rewriteFrom(db, first.seq)
        },
        found,
      })
      const signature = Buffer.from(String(first.detail['signature']), 'base64')
      signature[9] = (signature[9] ?? 0) ^ 1
      const statement = String(first.detail['statement'])
      const forged = signMessage(mallory.key.privateKey, Buffer.from(statement, 'utf8'))
      const foreign = statement.replace(/"case":"[^"]+"/, '"case":"00000000-0000-4000-8000-000000000000"')
      const signedFor = (text: string): object => ({
        statement: text,
        certificate: der,
        signature: Buffer.from(signMessage(mallory.key.privateKey, Buffer.from(text)).signature).toString(
          'base64',
        ),
      })
      const kinds: Kind[] = [
        change('a bit of the signature', { signature: signature.toString('base64') }),
        change('no signature', { signature: '' }),
        change('the certificate', { certificate: der }),
        change('no certificate', { certificate: 'AAAA' }),
        change('the algorithm', { algorithm: 'ECDSA SHA-256' }),
        change('the statement', { statement: statement.replace('Exhibit', 'exhibit') }),
        change('what it covers', { coversSeq: Number(first.detail['coversSeq']) - 1 }),
        change('the hash that it covers', { coversHash: 'ab'.repeat(32) }),
        change('that of another entry', { ...second.detail }, spans(first.seq)),
        change('one made for another case', signedFor(foreign)),
        // It holds; but nobody here knows the signer, and the next signature covers another hash.
        change(
          'one by somebody else',
          { certificate: der, signature: Buffer.from(forged.signature).toString('base64') },
          says(`signature in entry ${first.seq}: intact, unknown`, 'not what was signed'),
        ),
      ]
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )

  it(
    'all of them made anew by somebody else: each holds, nobody is known, and the end is not the one written here',
    async () => {
      const { key } = await makeSigner('Exhibit workstation')
      const kind: Kind = {
        name: 'everything re-signed',
        tamper: ({ db }) => {
          edit(db, 2, 'actor', 'Mallory')
          rewriteFrom(db, 2)
          for (const { seq, detail } of allOf('ledger-signed')) {
            const coversSeq = Number(detail['coversSeq'])
            const { hash } = db.prepare('SELECT hash FROM custody WHERE seq = ?').get(coversSeq) as {
              hash: string
            }
            const said = JSON.parse(String(detail['statement'])) as object
            const statement = canonicalJson({ ...said, head: hash })
            const { algorithm, signature } = signMessage(key.privateKey, Buffer.from(statement))
            const certificate = Buffer.from(key.certificate.der).toString('base64')
            setDetail(db, { seq, detail } as CustodyEntry, {
              ...{ coversHash: hash, statement, algorithm, certificate },
              signature: Buffer.from(signature).toString('base64'),
            })
            rewriteFrom(db, seq)
          }
        },
        found: (said) =>
          said.ledger?.valid === true &&
          allOf('ledger-signed').every(({ seq }) => says(`entry ${seq}: intact, unknown`)(said)) &&
          says('is not there')(said),
      }
      expect(await missed([kind])).toEqual([])
    },
    5 * minutes,
  )
})

describe('what the ledger speaks of', () => {
  const itemIdOf = (name: string): string =>
    real.entries.find(({ action, detail }) => action === 'ingest' && detail['path'] === name)!.itemId!
  /** Every column of a table with another value in it, but for those named. */
  function columns(
    table: string,
    where: string,
    { except, found }: { except: string[]; found: Kind['found'] },
    values: Record<string, unknown> = {},
  ): Kind[] {
    const names = tableColumns[table]!.filter((name) => !except.includes(name))
    return names.map((column) => ({
      name: `${table}.${column}`,
      tamper: ({ db }) => {
        const row = db.prepare(`SELECT ${column} AS value FROM ${table} WHERE ${where}`).get() as {
          value: unknown
        }
        const value = column in values ? values[column] : otherStored(row.value)
        expect(value).not.toEqual(row.value)
        expect(db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(value).changes).toBe(1)
      },
      found,
    }))
  }
  const tableColumns: Record<string, string[]> = {}
  beforeAll(async () => {
    await saidOf(real, ({ db }) => {
      for (const table of tables)
        tableColumns[table] = (db.pragma(`table_info(${table})`) as { name: string }[]).map(
          ({ name }) => name,
        )
    })
  })
  const tables = [
    ...['case_info', 'item', 'verification', 'trust_anchor', 'revocation_list', 'clock_offset'],
    ...['clock_withdrawal', 'metadata_frame', 'metadata_event'],
  ]

  it(
    'the row of the case',
    async () => {
      const kinds = columns(
        'case_info',
        'true',
        {
          except: ['only', 'ledger_seq', 'ledger_head'],
          found: says(/The (number|reference|examiner) of the case|begun at/),
        },
        {
          created_at: '2020-01-01T00:00:00.000Z',
          id: '00000000-0000-4000-8000-000000000000',
        },
      )
      const end = (name: string, sql: string, seq: number): Kind => ({
        name,
        tamper: ({ db }) => db.exec(`UPDATE case_info SET ${sql}`),
        found: from(seq),
      })
      const last = real.entries.length
      kinds.push(end('fewer entries recorded', `ledger_seq = ${last - 1}`, last))
      kinds.push(end('more entries recorded', `ledger_seq = ${last + 1}`, last + 1))
      kinds.push(end('another end recorded', `ledger_head = '${'ab'.repeat(32)}'`, last))
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )

  it(
    'every column of an item, but for what is made from it at any time',
    async () => {
      const id = itemIdOf('sealed.mp4')
      const kinds = columns(
        'item',
        `id = '${id}'`,
        // A thumbnail is made again; an index that is not marked as whole too, and openings say so.
        { except: ['key', 'has_thumbnail', 'metadata_indexed'], found: says(id) },
        {
          id: '00000000-0000-4000-8000-000000000000',
          ...{
            sha256: 'ab'.repeat(32),
            status: 'partial',
            verdict: 'broken',
            intact: 'broken',
            trust: 'revoked',
          },
          ...{
            trust_today: 'revoked',
            media: 'authentic',
            custody: 'mismatch',
            kind: 'video',
            cameras: '["x"]',
          },
          ...{ start_origin: 'mvhd', missing: '[[1,2]]', completed_by: itemIdOf('plain.mp4') },
          ...{ ingested_at: '2020-01-01T00:00:00.000Z', start_time: '2020-01-01T00:00:00.000Z' },
          ...{ end_time: '2030-01-01T00:00:00.000Z', verified_at: '2020-01-01T00:00:00.000Z' },
          inspection: json('item', 'inspection', id, (value) => ({ ...value, durationSeconds: 99 })),
          conformance: json('item', 'conformance', id, (value) => ({ ...value, checks: [] })),
          findings: '[{"code":"x","severity":"info","offset":null,"path":null,"detail":"x","clause":null}]',
          original: '{"accessed":null,"changed":null,"created":null,"mode":"0777","modified":null}',
        },
      )
      expect(kinds.length).toBeGreaterThan(30)
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )

  /** What a JSON column holds, changed. */
  function json(table: string, column: string, id: string, change: (value: object) => object): string {
    const stored = storedJson[`${table}.${column}.${id}`]
    return JSON.stringify(change(JSON.parse(stored ?? '{}') as object))
  }
  const storedJson: Record<string, string> = {}
  beforeAll(async () => {
    await saidOf(real, ({ db }) => {
      for (const row of db.prepare('SELECT id, inspection, conformance FROM item').all() as Record<
        string,
        string
      >[])
        for (const column of ['inspection', 'conformance'])
          storedJson[`item.${column}.${row['id']}`] = row[column]!
    })
  })

  it(
    'verifications, trust, the clock and metadata: each column, rows taken out, rows put in',
    async () => {
      const id = itemIdOf('sealed.mp4')
      const plain = itemIdOf('plain.mp4')
      const utc = '2020-01-01T00:00:00.000Z'
      const ofItem = `item = (SELECT key FROM item WHERE id = '${id}')`
      const oldest = `key = (SELECT min(key) FROM verification WHERE ${ofItem})`
      const frame = `key = (SELECT min(key) FROM metadata_frame WHERE ${ofItem})`
      const clock = `${ofItem}`
      const ofAnchor = says(/trusted certificate|certificate or list/)
      const ofList = says(/list of revoked|certificate or list/)
      const plainKey = `(SELECT key FROM item WHERE id = '${plain}')`
      const sql = (name: string, text: string, found: Kind['found']): Kind => ({
        name,
        tamper: ({ db }) => void db.exec(text),
        found,
      })
      const kinds: Kind[] = [
        ...columns(
          'verification',
          oldest,
          { except: ['key', 'item'], found: says(id) },
          {
            ...{ verified_at: utc, verdict: 'broken', intact: 'broken', trust: 'revoked', report: '{}' },
          },
        ),
        sql('an old verification taken out', `DELETE FROM verification WHERE ${oldest}`, says(id)),
        sql(
          'the newest verification taken out',
          `DELETE FROM verification WHERE key = (SELECT max(key) FROM verification WHERE ${ofItem})`,
          says(id),
        ),
        sql(
          'a verification put in',
          `INSERT INTO verification SELECT NULL, item, verified_at, tool_version, verdict, intact, trust, report
         FROM verification WHERE ${oldest}`,
          says(id),
        ),
        sql(
          'a verification given to another item',
          `UPDATE verification SET item = ${plainKey} WHERE ${oldest}`,
          says(id, plain),
        ),
        ...columns(
          'trust_anchor',
          'true',
          { except: [], found: ofAnchor },
          {
            ...{
              not_before: utc,
              not_after: utc,
              imported_at: utc,
              sha256: 'ab'.repeat(32),
              der: Buffer.from('x'),
            },
          },
        ),
        sql('a root taken out', 'DELETE FROM trust_anchor', ofAnchor),
        sql(
          'a root put in',
          `INSERT INTO trust_anchor SELECT '${'ab'.repeat(32)}', der, subject, not_before, not_after, imported_at,
           imported_by, reason FROM trust_anchor`,
          ofAnchor,
        ),
        ...columns(
          'revocation_list',
          'true',
          { except: [], found: ofList },
          {
            ...{
              this_update: utc,
              next_update: utc,
              imported_at: utc,
              sha256: 'ab'.repeat(32),
              der: Buffer.from('x'),
            },
          },
        ),
        sql('a list taken out', 'DELETE FROM revocation_list', ofList),
        ...columns(
          'clock_offset',
          clock,
          { except: ['key'], found: says(id) },
          {
            ...{
              id: '00000000-0000-4000-8000-000000000000',
              item: 999_999,
              recorder_time: utc,
              reference_time: utc,
            },
            ...{ entered_at: utc },
          },
        ),
        sql('a clock entry taken out', `DELETE FROM clock_offset WHERE ${clock}`, says(id)),
        ...columns(
          'clock_withdrawal',
          'true',
          { except: ['key'], found: says(plain) },
          {
            ...{ withdrawn_at: utc, clock_offset: 999_999 },
          },
        ),
        sql('a withdrawal taken out', 'DELETE FROM clock_withdrawal', says(plain)),
        sql(
          'a withdrawal put in',
          `INSERT INTO clock_withdrawal (clock_offset, withdrawn_at, withdrawn_by, reason)
         SELECT key, '${utc}', 'x', 'x' FROM clock_offset WHERE ${clock}`,
          says(id),
        ),
        ...columns(
          'metadata_frame',
          frame,
          { except: ['key'], found: says(id) },
          { objects: '[]', item: 999_999 },
        ),
        ...columns(
          'metadata_event',
          'true',
          { except: ['key'], found: says(id) },
          {
            ...{ item: 999_999, operation: 'Deleted', source_items: '[["a","b"]]', key_items: '[["a","b"]]' },
            ...{ data_items: '[]', latitude: 1, longitude: 1, elevation: 1 },
          },
        ),
        sql('a frame taken out', `DELETE FROM metadata_frame WHERE ${frame}`, says(id)),
        sql(
          'a frame put in',
          `INSERT INTO metadata_frame SELECT NULL, item, time + 1, track, sample, source, objects
         FROM metadata_frame WHERE ${frame}`,
          says(id),
        ),
        sql('an event taken out', 'DELETE FROM metadata_event', says(id)),
        sql('an item taken out', `DELETE FROM item WHERE id = '${plain}'`, says(plain)),
      ]
      expect(await missed(kinds)).toEqual([])
    },
    10 * minutes,
  )

  it(
    'the vault, and the database as a whole',
    async () => {
      const sha256Of = (name: string): string =>
        real.entries.find(({ action, detail }) => action === 'ingest' && detail['path'] === name)!
          .outputSha256!
      const [sealed, plain] = [sha256Of('sealed.mp4'), sha256Of('plain.mp4')]
      const at = (path: string, sha256: string): string => join(path, 'vault', sha256.slice(0, 2), sha256)
      const id = itemIdOf('sealed.mp4')
      const opened = (path: string): string => {
        chmodSync(at(path, sealed), 0o644)
        return at(path, sealed)
      }
      const kinds: Kind[] = [
        {
          name: 'a byte changed',
          tamper: ({ path }) => {
            const bytes = readFileSync(opened(path))
            bytes[700] = (bytes[700] ?? 0) ^ 1
            writeFileSync(at(path, sealed), bytes)
          },
          found: says(id, sealed),
        },
        {
          name: 'missing',
          tamper: ({ path }) => rmSync(at(path, sealed)),
          found: says(id, sealed.slice(0, 16)),
        },
        {
          name: 'cut off',
          tamper: ({ path }) => truncateSync(opened(path), 100),
          found: says(id, sealed.slice(0, 16)),
        },
        {
          name: 'bytes added',
          tamper: ({ path }) => appendFileSync(opened(path), 'x'),
          found: says(id, sealed.slice(0, 16)),
        },
        {
          name: 'renamed',
          tamper: ({ path }) => renameSync(at(path, sealed), `${at(path, sealed)}x`),
          found: says(id, sealed.slice(0, 16)),
        },
        {
          name: 'one put in',
          tamper: ({ path }) => writeFileSync(join(path, 'vault', sealed.slice(0, 2), 'ab'.repeat(32)), 'x'),
          found: says('abababababababab'),
        },
        {
          name: 'another original in its place',
          tamper: ({ path }) => copyFileSync(at(path, plain), opened(path)),
          found: says(id, sealed),
        },
        {
          name: 'two originals exchanged, with their rows',
          tamper: ({ db }) => {
            db.exec(`UPDATE item SET sha256 = '${'ab'.repeat(32)}' WHERE sha256 = '${sealed}';
            UPDATE item SET sha256 = '${sealed}' WHERE sha256 = '${plain}';
            UPDATE item SET sha256 = '${plain}' WHERE sha256 = '${'ab'.repeat(32)}'`)
          },
          found: says(id, `${sealed} was ingested`),
        },
        {
          name: 'the database as it was before the last opening',
          tamper: ({ path, db }) => {
            db.close()
            copyFileSync(join(real.older, 'case.sqlite'), join(path, 'case.sqlite'))
          },
          found: says('is not there', `Entry ${real.entries.length} `),
        },
      ]
      expect(await missed(kinds)).toEqual([])
    },
    5 * minutes,
  )
})

/** Another value that a column could hold. */
function otherStored(value: unknown): unknown {
  // Times of metadata count more than a double can.
  if (typeof value === 'number') return value + (Number.isSafeInteger(value) ? 1 : 10_000_000)
  return typeof value === 'string' ? `${value}x` : 'x'
}

it('these were a hundred kinds and more', () => {
  expect(counted).toBeGreaterThan(250)
  console.info(`${counted} kinds of tampering, each found and placed`)
})
