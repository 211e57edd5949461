// Rows of cases of earlier versions, for tests of what later versions make of them.
import type { Connection } from '#engine/store/connection.ts'

export const hash = 'a'.repeat(64)
export const time = '2026-05-02T08:15:00.000Z'

export function contentOf(db: Connection, tables: string[]): Record<string, unknown>[] {
  return tables.flatMap((table) => db.prepare<Record<string, unknown>>(`SELECT * FROM ${table}`).all())
}

/** An item of version 20 whose newest verification is `report`, after one that says something else. */
export function at20(key: number, report: unknown): string {
  const id = `00000000-0000-4000-8000-0000000001${String(key).padStart(2, '0')}`
  const text = typeof report === 'string' ? report : JSON.stringify(report)
  const other = '{"seals":[{"status":"intact","trustDetail":{"today":"revoked"}}],"mediaSigning":[]}'
  const row = (content: string): string =>
    `INSERT INTO verification (item, verified_at, tool_version, verdict, intact, trust, report)
     VALUES (${key}, '${time}', '0.1.0', 'sealed', 'intact', 'trusted', '${content}');`
  return `INSERT INTO item VALUES (${key}, '${id}', 'a.mp4', 'a.mp4', '/media/a.mp4', 5,
    '${key.toString(16).padStart(64, '0')}', 'ingested', '${time}', '[]', NULL, NULL, NULL, 1.5, 1, 0, 0, 'sealed',
    'intact', 'trusted', 1, '${time}', 'complete', 0, '{}', '{}', '[]', 1);
    ${row(other)} ${row(text)}`
}
