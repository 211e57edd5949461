// Somebody who can write in the case folder, and puts the guards of the database back afterwards: whatever they change in the
// tables that the ledger speaks of, in the vault, or with the database as a whole is found, and said of which item.
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
import { saidOf } from '../support/tamper.ts'
import { minutes, tampering } from '../support/tampering.ts'
import type { Kind } from '../support/tampering.ts'

const { caseMade, missed, found, counted } = tampering()
const { from, says } = found

describe('what the ledger speaks of', () => {
  const itemIdOf = (name: string): string =>
    caseMade().entries.find(({ action, detail }) => action === 'ingest' && detail['path'] === name)!.itemId!
  /** Every column of a table with another value in it, but for those named. */
  function columns(
    table: string,
    where: string,
    { except, found: isFound }: { except: string[]; found: Kind['found'] },
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
      found: isFound,
    }))
  }
  const tableColumns: Record<string, string[]> = {}
  beforeAll(async () => {
    await saidOf(caseMade(), ({ db }) => {
      for (const table of tables)
        tableColumns[table] = (db.pragma(`table_info(${table})`) as { name: string }[]).map(
          ({ name }) => name,
        )
    })
  })
  const tables = [
    ...['case_info', 'item', 'verification', 'trust_anchor', 'revocation_list', 'clock_offset'],
    ...['clock_withdrawal', 'metadata_frame', 'metadata_event', 'mark'],
  ]

  it(
    'the row of the case',
    async () => {
      const kinds = columns(
        'case_info',
        'true',
        {
          except: ['only', 'ledger_seq', 'ledger_head'],
          found: says(/The (number|reference|examiner) of the case|begun at|veils every item/),
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
      const last = caseMade().entries.length
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
    await saidOf(caseMade(), ({ db }) => {
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
      const clock = ofItem
      const ofAnchor = says(/trusted certificate|certificate or list/)
      const ofList = says(/list of revoked|certificate or list/)
      const plainKey = `(SELECT key FROM item WHERE id = '${plain}')`
      const sql = (name: string, text: string, isFound: Kind['found']): Kind => ({
        name,
        tamper: ({ db }) => void db.exec(text),
        found: isFound,
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
          'mark',
          'true',
          { except: ['key'], found: says(id) },
          {
            ...{ id: '00000000-0000-4000-8000-000000000000', item: 999_999, colour: 'grey' },
            ...{ made_at: utc, changed_at: utc },
          },
        ),
        sql('a mark taken out', 'DELETE FROM mark', says(id)),
        ...columns(
          'metadata_frame',
          frame,
          { except: ['key'], found: says(id) },
          {
            ...{ objects: '[]', item: 999_999, ended: '["1"]', ptz: '{"moving":"IDLE"}' },
            aspects: '[[1.6,1,1,0,0]]',
          },
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
          `INSERT INTO metadata_frame SELECT NULL, item, time + 1, track, sample, source, objects, ended, ptz, aspects
         FROM metadata_frame WHERE ${frame}`,
          says(id),
        ),
        sql(
          'a PTZ state put in',
          `INSERT INTO metadata_ptz SELECT NULL, item, time, track, sample, '{"moving":"IDLE"}'
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
        caseMade().entries.find(({ action, detail }) => action === 'ingest' && detail['path'] === name)!
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
            copyFileSync(join(caseMade().older, 'case.sqlite'), join(path, 'case.sqlite'))
          },
          found: says('is not there', `Entry ${caseMade().entries.length} `),
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
  expect(counted()).toBeGreaterThan(100)
})
