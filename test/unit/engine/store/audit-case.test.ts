import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { auditItems } from '#engine/store/audit-items.ts'
import { openCase } from '#engine/store/case-database.ts'
import { newCase } from '#test/support/store.ts'

test.each([
  [
    'reference',
    `UPDATE case_info SET reference = 'R-9'`,
    'The reference of the case is “R-9”, the ledger says “R-2”.',
  ],
  [
    'examiner',
    `UPDATE case_info SET examiner = 'Eve'`,
    'The examiner of the case is “Eve”, the ledger says “Ada”.',
  ],
])(
  'an edited %s of the case is told at each opening; a renamed case is as its ledger says',
  async (_, sql, problem) => {
    const database = await newCase()
    database.rename('R-2', 'Ada')
    database.rename('R-2', 'Ada')
    expect(auditItems(database)).toEqual([])
    expect(database.custody.verifyLedger().entries).toBe(2)
    database.close()
    const file = new Database(database.folder.database)
    file.exec(sql)
    file.close()
    const opened = await openCase(database.folder.root, { actor: '', readOnly: true })
    expect(auditItems(opened)).toEqual([{ itemId: '', problem }])
    expect(opened.notices).toEqual([`${problem} Somebody changed the database by other means.`])
    opened.close()
  },
)
