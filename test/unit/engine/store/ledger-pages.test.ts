// Looking through the ledger ends, however many ask at once and whoever writes to it meanwhile.
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LedgerQuery } from '#contract/ledger.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { anyEntry } from '../../../support/whole-ledger.ts'
import { newCase, temporaryFolder } from '../../../support/store.ts'

const note = (database: CaseDatabase, text: string): unknown =>
  database.custody.append({ actor: 'Ada', action: 'note', detail: { text } })

function writeNotes(database: CaseDatabase, count: number): void {
  database.transaction(() => {
    for (let n = 0; n < count; n += 1) note(database, `sheet ${n}`)
  })
}

const withWord = (text: string): LedgerQuery => ({ ...anyEntry, words: [{ text, actions: [] }] })

/** Fails where looking through does not end. */
function turns(most: number, between: (turn: number) => void = () => undefined): () => Promise<void> {
  let count = 0
  return async () => {
    count += 1
    if (count > most) throw new Error(`not done after ${most} turns`)
    between(count)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('looking through the ledger', () => {
  it('ends for every one of more questions at once than answers are kept', async () => {
    const database = await newCase()
    writeNotes(database, 4_100)
    const words = ['sh', 'she', 'shee', 'sheet', 'sheet ', 'sheet 1']
    const turn = turns(100)
    const pages = await Promise.all(
      words.map((word) => database.ledgerPages.page(withWord(word), null, 10, turn)),
    )
    expect(pages.map(({ found }) => found)).toEqual([4_100, 4_100, 4_100, 4_100, 4_100, 1_111])
  })

  it('ends while another program goes on writing, and keeps nothing of what it found meanwhile', async () => {
    const root = path.join(temporaryFolder(), 'case')
    const writer = await newCase(root)
    writeNotes(writer, 9_000)
    const reader = await openCase(root, { actor: 'Ben', readOnly: true })
    onTestFinished(() => reader.close())
    const query = withWord('sheet')
    const during = await reader.ledgerPages.page(
      query,
      null,
      10,
      turns(100, () => void note(writer, 'another sheet')),
    )
    expect(during.found).toBeGreaterThan(9_000)
    const after = await reader.ledgerPages.page(query, null, 10, turns(100))
    expect(after.edition).not.toBe(during.edition)
    const again = await reader.ledgerPages.page(query, null, 10, turns(100))
    expect([again.edition, again.found]).toEqual([after.edition, after.found])
  })
})
