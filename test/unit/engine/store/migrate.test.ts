// Cases of earlier versions, step by step: what stays, and what is derived anew.
import { expect, test } from 'vitest'
import type { Connection } from '#engine/store/connection.ts'
import { latestVersion, migrate, versionOf } from '#engine/store/migrate.ts'
import { migrations } from '#engine/store/migrations/all.ts'
import { emptyDatabase, schemaOf } from '#test/support/empty-database.ts'
import { at20, contentOf, hash, time } from '#test/support/older-rows.ts'

const rowsAt10 = `
INSERT INTO case_info (only, id, reference, examiner, created_at)
  VALUES (1, '00000000-0000-4000-8000-000000000001', 'R', 'Ada', '${time}');
INSERT INTO item VALUES (7, '00000000-0000-4000-8000-000000000002', 'a.mp4', 'a.mp4', '/media/a.mp4', 5, '${hash}',
  'ingested', '${time}', '[]', NULL, NULL, NULL, 1.5, 1, 0, 0, 'sealed', 'intact', 'trusted', 1, '${time}', 'complete', 0,
  '{}', '{}', '[]');
INSERT INTO verification VALUES (1, 7, '${time}', '0.1.0', 'sealed', 'intact', 'trusted', '{}');
INSERT INTO trust_anchor VALUES ('${hash}', x'3082', 'CN=Root', '${time}', '${time}', '${time}', 'Ada', 'known');
INSERT INTO custody VALUES (1, '${time}', 'Ada', 'case-created', NULL, NULL, NULL, '{}', '0.1.0', '${'0'.repeat(64)}', '${hash}');
UPDATE case_info SET ledger_seq = 1, ledger_head = '${hash}';
`
const tablesAt10 = ['case_info', 'item', 'verification', 'trust_anchor', 'custody']

test('10 to 20: every row stays as it was, and its metadata is marked as not yet indexed', () => {
  const db = emptyDatabase()
  migrate(db, 10)
  db.exec(rowsAt10)
  const before = contentOf(db, tablesAt10)
  expect(before).toHaveLength(5)
  migrate(db, 20)
  expect(versionOf(db)).toBe(20)
  const expected = before.map((row) => ('source_path' in row ? { ...row, metadata_indexed: 0 } : row))
  expect(contentOf(db, tablesAt10)).toEqual(expected)
})

const seal = (today: string | null, ...codes: string[]): unknown => ({
  status: 'intact',
  trustDetail: today === null ? null : { today },
  deviations: codes.map((code) => ({ code, detail: '' })),
})

test('20 to 30: what the newest verification of each item says fills the new columns, and nothing else changes', () => {
  const db = emptyDatabase()
  migrate(db, 20)
  const reports: [unknown, string, number, string | null][] = [
    [{ seals: [], mediaSigning: [] }, 'not-checked', 0, null],
    [{ seals: [seal('revoked'), seal('expired')], mediaSigning: [] }, 'expired', 0, null],
    [{ seals: [seal(null, 'x', 'weak-algorithm'), seal('trusted')], mediaSigning: [] }, 'trusted', 1, null],
    [
      { seals: [{ ...(seal(null, 'weak-algorithm') as object), status: 'broken' }], mediaSigning: [] },
      'not-checked',
      0,
      null,
    ],
    [
      {
        seals: [],
        mediaSigning: ['authentic', 'not-checkable', 'not-signed'].map((verdict) => ({ verdict })),
      },
      'not-checked',
      0,
      'not-checkable',
    ],
    [
      { seals: [], mediaSigning: ['not-checkable', 'not-authentic'].map((verdict) => ({ verdict })) },
      'not-checked',
      0,
      'not-authentic',
    ],
    // A case may come from anywhere.
    [
      { seals: [5, 'x', null, seal('tomorrow')], mediaSigning: [7, { verdict: 'fine' }] },
      'not-checked',
      0,
      null,
    ],
    [{ seals: 'none', mediaSigning: {} }, 'not-checked', 0, null],
    [{}, 'not-checked', 0, null],
  ]
  for (const [at, [report]] of reports.entries()) db.exec(at20(at + 1, report))
  const before = contentOf(db, ['item', 'verification'])
  migrate(db, 30)
  const items = db.prepare<Record<string, unknown>>('SELECT * FROM item ORDER BY key').all()
  expect(items.map(({ trust_today, weak, media }) => [trust_today, weak, media])).toEqual(
    reports.map(([, ...expected]) => expected),
  )
  const old = contentOf(db, ['item', 'verification']).map(
    ({ trust_today: _, weak: __, media: ___, ...rest }) => rest,
  )
  expect(old).toEqual(before)
})

test('20 to 30: a verification that is no JSON is passed over, for the one before it', () => {
  const db = emptyDatabase()
  migrate(db, 20)
  db.pragma('ignore_check_constraints = ON')
  db.exec(at20(1, '{"seals": ['))
  db.pragma('ignore_check_constraints = OFF')
  migrate(db, 30)
  expect(db.prepare<{ today: string }>('SELECT trust_today AS today FROM item').get()?.today).toBe('revoked')
})

/** What version 40 says of an item that an older version took in: an export, whole, of an original nobody looked at. */
const plainItem = {
  kind: 'export',
  missing: '[]',
  missing_bytes: 0,
  completed_by: null,
  original: '{"accessed":null,"changed":null,"created":null,"mode":null,"modified":null}',
}

test('30 to 40: every row stays as it was, and every item is an export that lacks nothing', () => {
  const db = emptyDatabase()
  migrate(db, 20)
  for (const key of [1, 2]) db.exec(at20(key, { seals: [seal('trusted')], mediaSigning: [] }))
  migrate(db, 30)
  db.exec(`INSERT INTO clock_offset VALUES (1, '00000000-0000-4000-8000-000000000009', 1, '${time}', '${time}', 0, 'm', 'A', '${time}');
    INSERT INTO clock_withdrawal VALUES (1, '${time}', 'A', 'r');
    INSERT INTO revocation_list VALUES ('${hash}', x'3082', 'CN=Root', '${time}', NULL, 3, '${time}', 'Ada', 'known')`)
  const tables = ['item', 'verification', 'clock_offset', 'clock_withdrawal', 'revocation_list']
  const before = contentOf(db, tables)
  expect(before).toHaveLength(9)
  migrate(db, 40)
  expect(versionOf(db)).toBe(40)
  const expected = before.map((row) => ('source_path' in row ? { ...row, ...plainItem } : row))
  expect(contentOf(db, tables)).toEqual(expected)
  expect(contentOf(db, ['intake', 'intake_file'])).toEqual([])
})

test('40 to 50: every row stays as it was, and what has metadata is marked as not yet indexed', () => {
  const db = emptyDatabase()
  migrate(db, 20)
  for (const key of [1, 2, 3]) db.exec(at20(key, {}))
  migrate(db, 40)
  db.exec(`INSERT INTO metadata_frame VALUES (1, 1, 5, 2, 0, NULL, '[]');
    INSERT INTO metadata_event VALUES (1, 3, 5, 2, 0, 'tns1:A', NULL, '[]', '[]', '[]', NULL, NULL, NULL)`)
  const tables = ['item', 'verification', 'metadata_frame', 'metadata_event']
  const before = contentOf(db, tables)
  migrate(db, 50)
  expect(versionOf(db)).toBe(50)
  const state: Record<string, number> = { 1: 0, 2: 1, 3: 0 }
  const expected = before.map((row) =>
    'source_path' in row ? { ...row, metadata_indexed: state[String(row['key'])] } : row,
  )
  expect(contentOf(db, tables)).toEqual(expected)
  expect(contentOf(db, ['search_entry', 'search_value', 'search_text'])).toEqual([])
})

test('50 to 60: every row stays as it was, and nothing is marked yet', () => {
  const db = emptyDatabase()
  migrate(db, 20)
  for (const key of [1, 2]) db.exec(at20(key, { seals: [], mediaSigning: [] }))
  migrate(db, 40)
  const [intake, place] = ['00000000-0000-4000-8000-000000000009', '{"path":"/media/a.mp4"}']
  db.exec(`INSERT INTO intake VALUES (1, '${intake}', '${time}', 'A', '["/media"]', NULL, 'open', '');
    INSERT INTO intake_file (intake, position, source) VALUES (1, 0, '${place}')`)
  migrate(db, 50)
  const tables = ['item', 'verification', 'intake', 'intake_file']
  const before = contentOf(db, tables)
  expect(before).toHaveLength(8)
  migrate(db, 60)
  expect(versionOf(db)).toBe(60)
  expect(contentOf(db, tables)).toEqual(before)
  expect(contentOf(db, ['mark'])).toEqual([])
})

test('60 to 70: every row stays as it was, and nothing is veiled', () => {
  const db = emptyDatabase()
  migrate(db, 10)
  db.exec(rowsAt10)
  migrate(db, 60)
  const tables = [...tablesAt10, 'mark']
  const before = contentOf(db, tables)
  expect(before).toHaveLength(5)
  migrate(db, 70)
  expect(versionOf(db)).toBe(70)
  const expected = before.map((row) => ({
    ...row,
    ...('source_path' in row ? { sensitive: 0 } : {}),
    ...('ledger_head' in row ? { veils_all: 0 } : {}),
  }))
  expect(contentOf(db, tables)).toEqual(expected)
  for (const sql of ['UPDATE item SET sensitive = 2', 'UPDATE case_info SET veils_all = 2'])
    expect(() => db.exec(sql), sql).toThrow('CHECK')
})

test('70 to 90: every row stays as it was, and what has a time is on its lane, also beside what is damaged', () => {
  const db = emptyDatabase()
  migrate(db, 20)
  for (const key of [1, 2, 3, 4]) db.exec(at20(key, { seals: [], mediaSigning: [] }))
  migrate(db, 80)
  const start = Date.parse('2026-05-01T12:00:00.250Z') * 1000
  const inspection = JSON.stringify({
    tracks: [{ id: 1, kind: 'video', samples: 3, startTime: '2026-05-01T12:00:00.250Z', timescale: 1000 }],
    gaps: [
      { trackId: 1, fromTicks: 2_000, toTicks: 3_000 },
      { trackId: 2, fromTicks: 0, toTicks: 9 },
      'nothing',
    ],
  })
  db.exec(`UPDATE item SET start_time = '2026-05-01T12:00:00.250Z', end_time = '2026-05-01T12:00:10.250Z',
      cameras = '["North","Gate"]', inspection = '${inspection}', media = 'authentic' WHERE key = 1;
    UPDATE item SET start_time = '2026-05-01T12:00:00.250Z', end_time = NULL, cameras = '[]' WHERE key = 2;
    UPDATE item SET start_time = NULL WHERE key = 3;
    INSERT INTO clock_offset VALUES (1, '00000000-0000-4000-8000-000000000009', 1, '${time}', '${time}', 1500000, 'm', 'A', '${time}');
    INSERT INTO mark VALUES (1, '00000000-0000-4000-8000-000000000008', 1, 1, 0, 1, 4000, 5000, '', '', 'blue', 'A', '${time}', 'A', '${time}')`)
  db.pragma('ignore_check_constraints = ON')
  db.exec(`UPDATE item SET start_time = 'yesterday', cameras = '[', inspection = '{"tracks":[' WHERE key = 4`)
  db.pragma('ignore_check_constraints = OFF')
  const tables = ['item', 'verification', 'clock_offset', 'mark']
  const before = contentOf(db, tables)
  migrate(db, 90)
  expect(versionOf(db)).toBe(90)
  expect(contentOf(db, tables)).toEqual(before)
  const parts = db
    .prepare<{ name: string; kind: string; detail: string; first: number; last: number }>(
      'SELECT name, kind, detail, first, last FROM lane_part JOIN lane ON lane.key = lane ORDER BY name DESC, kind',
    )
    .all()
  const behind = start - 1_500_000
  expect(parts.map(({ name, kind, detail, first, last }) => [name, kind, detail, first, last])).toEqual([
    ['a.mp4', 'recording', '', start, start],
    ['North, Gate', 'gap', '', behind + 2_000_000, behind + 3_000_000],
    ['North, Gate', 'mark', 'blue', behind + 4_000_000, behind + 5_000_000],
    ['North, Gate', 'recording', 'authentic', behind, behind + 10_000_000],
  ])
  expect(contentOf(db, ['lane_stale'])).toEqual([])
})

test('of an item, version 40 takes only kinds that there are, lists of missing ranges, and items that complete it', () => {
  const db = emptyDatabase()
  migrate(db, 20)
  for (const key of [1, 2]) db.exec(at20(key, {}))
  migrate(db)
  for (const [sql, said] of [
    [`UPDATE item SET kind = 'movie'`, 'CHECK'],
    [`UPDATE item SET missing = '{}'`, 'CHECK'],
    ['UPDATE item SET missing_bytes = -1', 'CHECK'],
    [`UPDATE item SET original = '[]'`, 'CHECK'],
    [`UPDATE item SET completed_by = 'nobody'`, 'FOREIGN KEY'],
  ] as const)
    expect(() => db.exec(sql), sql).toThrow(said)
  db.exec(`UPDATE item SET completed_by = (SELECT id FROM item WHERE key = 2) WHERE key = 1`)
})

test('entries on clocks and withdrawals cannot be changed or taken away', () => {
  const db = emptyDatabase()
  db.pragma('recursive_triggers = ON')
  migrate(db, 20)
  db.exec(at20(1, {}))
  migrate(db)
  db.exec(`INSERT INTO clock_offset VALUES (1, '00000000-0000-4000-8000-000000000009', 1, '${time}', '${time}', 0, 'm', 'A', '${time}');
    INSERT INTO clock_withdrawal VALUES (1, '${time}', 'A', 'r')`)
  for (const [sql, said] of [
    ['UPDATE clock_offset SET offset_micros = 5', 'cannot be changed'],
    ['DELETE FROM clock_offset', 'cannot be deleted'],
    [`UPDATE clock_withdrawal SET reason = 'x'`, 'cannot be changed'],
    ['DELETE FROM clock_withdrawal', 'cannot be deleted'],
    [`INSERT OR REPLACE INTO clock_withdrawal VALUES (1, '${time}', 'B', 'x')`, 'cannot be deleted'],
  ] as const)
    expect(() => db.exec(sql), sql).toThrow(said)
})

test('a step that fails is undone whole, and those before it stay', () => {
  const db = emptyDatabase()
  const failing = {
    id: 990,
    name: 'failing',
    up(db: Connection): void {
      db.exec('CREATE TABLE half (a) STRICT')
    },
  }
  expect(() => migrate(db, 990, [...migrations, failing])).toThrow('missing datatype')
  expect(versionOf(db)).toBe(latestVersion())
  const broken = {
    ...failing,
    up(db: Connection): void {
      db.exec('CREATE TABLE half (a TEXT) STRICT; PRAGMA defer_foreign_keys = ON')
      db.exec('INSERT INTO verification VALUES (1, 99, NULL, NULL, NULL, NULL, NULL, NULL)')
    },
  }
  expect(() => migrate(db, 990, [...migrations, broken])).toThrow()
  const whole = emptyDatabase()
  migrate(whole)
  expect(schemaOf(db)).toBe(schemaOf(whole))
})

test('a database that is at the target is left alone', () => {
  const db = emptyDatabase()
  migrate(db)
  migrate(db)
  expect(versionOf(db)).toBe(latestVersion())
})
