// What a report says of the ledger: whether it holds, who signed how much of it, that nobody stamped it, to whom evidence went.
import { beforeEach, describe, expect, it } from 'vitest'
import type { CustodyReport } from '#contract/custody.ts'
import type { ItemDetail } from '#contract/item.ts'
import { describeCoverage } from '#contract/messages/ledger.ts'
import { custodySections } from '#engine/report/custody-sections.ts'
import { otherFilesSections } from '#engine/report/other-files-section.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { fixedTime, itemDetail, newCase } from '#test/support/store.ts'

let database: CaseDatabase
let item: ItemDetail
beforeEach(async () => {
  database = await newCase()
  item = itemDetail('one', { name: 'one.mp4' })
  database.items.insert(item)
  database.custody.append({ actor: 'Ada', action: 'ingest', itemId: item.summary.id })
})

const build = (changes: Partial<CustodyReport> = {}): string =>
  JSON.stringify(custodySections(database, { ...database.custody.verifyLedger(), ...changes }))

const signature = {
  seq: 3,
  coversSeq: 2,
  time: fixedTime,
  status: 'intact',
  by: 'examiner',
  subject: 'CN=Ada',
  sha256: 'ab'.repeat(32) as never,
  known: 'unknown',
  reason: null,
} as const

describe('signatures and time stamps', () => {
  it('without any, both are said to be missing', () => {
    const text = build()
    expect(text).toContain('Not signed')
    expect(text).toContain('Not time-stamped')
    expect(text).not.toContain('"level":2,"blocks":[]')
  })

  it('are told as the command tells them, and whose key it is as a matter of its own', () => {
    const stamp = { seq: 4, coversSeq: 3, time: fixedTime, authority: 'CN=TSA', reason: null }
    const signed: Partial<CustodyReport> = {
      entries: 5,
      signatures: [signature],
      timeStamps: [{ ...stamp, status: 'intact', trust: 'untrusted' }],
    }
    const text = build(signed)
    for (const sentence of describeCoverage({ ...database.custody.verifyLedger(), ...signed }))
      expect(text).toContain(JSON.stringify(sentence.text).slice(1, -1))
    expect(text).toContain('The signer is not known here')
    expect(text).not.toContain('Not time-stamped')
  })

  it('one of an unknown key neither hides one that counts nor counts for as much', () => {
    const known = { ...signature, known: 'own', subject: 'CN=LAB-07' } as const
    const later = { ...signature, seq: 9, coversSeq: 8, subject: 'CN=Mallory' }
    const told = (given: Partial<CustodyReport>): [string, string][] =>
      describeCoverage({ ...database.custody.verifyLedger(), entries: 9, ...given }).map(({ text, tone }) => [
        tone,
        text,
      ])
    const both = told({ signatures: [known, later] })
    expect(both).toContainEqual([
      'good',
      expect.stringMatching(/^Entries 1 to 2 are covered by an intact .*LAB-07/),
    ])
    expect(both).toContainEqual(['unknown', '6 entries after it are not covered by it.'])
    expect(both).toContainEqual([
      'attention',
      expect.stringMatching(/^Entries 1 to 8 .* of a key that is not known/),
    ])
    const alone = told({ signatures: [later] })
    expect(alone.filter(([tone]) => tone === 'good')).toEqual([])
    const stamp = {
      seq: 4,
      coversSeq: 3,
      time: fixedTime,
      authority: 'CN=TSA',
      reason: null,
      status: 'intact',
    } as const
    const claims = told({ timeStamps: [{ ...stamp, trust: 'untrusted' }] })
    expect(claims).toContainEqual([
      'attention',
      expect.stringMatching(/^That entries 1 to 3 existed at .* is the claim/),
    ])
    const stamped = told({
      timeStamps: [
        { ...stamp, trust: 'trusted' },
        { ...stamp, seq: 7, coversSeq: 6, trust: 'untrusted' },
      ],
    })
    expect(stamped).toContainEqual(['good', expect.stringMatching(/^Entries 1 to 3 existed at/)])
  })

  it('one that does not match counts for nothing', () => {
    const text = build({ signatures: [{ ...signature, status: 'broken', reason: 'Another key.' }] })
    expect(text).toContain('Not signed')
    expect(text).toContain('does not hold: Another key.')
  })
})

describe('hand-overs', () => {
  const hand = (
    receiptId: string,
    detail: Record<string, never> | { failed: true; reason: string } = {},
  ): void => {
    const recipient = { name: 'Judge', organisation: 'Court', identification: '' }
    database.custody.append({
      actor: 'Ada',
      action: 'hand-over',
      itemId: item.summary.id,
      detail: { receiptId, recipient, reason: 'hearing', ...detail },
    })
  }

  it('are listed once each, with recipient, reason and receipt', () => {
    hand('R-1')
    hand('R-1')
    const text = build()
    expect(text.match(/Receipt R-1/g)).toHaveLength(1)
    expect(text).toContain(
      ': 2 items, by Ada to Judge, Court. Reason: hearing. Receipt R-1, last ledger entry 4.',
    )
  })

  it('but for those that were taken back', () => {
    hand('R-1')
    hand('R-1', { failed: true, reason: 'disk full' })
    expect(build()).not.toContain('Receipt R-1')
  })
})

describe('files that are not whole, or no exports', () => {
  it('are none in a case of whole exports', () => {
    expect(otherFilesSections([item])).toEqual([])
  })

  it('are named with what is missing of them', () => {
    const player = itemDetail('player', { name: 'player.exe', kind: 'attachment' })
    const torn = {
      ...itemDetail('torn', {
        name: 'torn.mp4',
        missingBytes: 1_024,
        size: 4_096,
        completedBy: item.summary.id,
      }),
      missing: [
        { start: 512, end: 1_024 },
        { start: 2_048, end: 2_560 },
      ],
    }
    const text = JSON.stringify(otherFilesSections([item, player, torn]))
    expect(text).toContain('player.exe: a file that came with the export.')
    expect(text).toContain('torn.mp4: 1,024 of 4,096 bytes could not be read')
    expect(text).toContain('(byte ranges: 512–1023, 2048–2559)')
    expect(text).toContain(`A whole copy was taken in later, as item ${item.summary.id}.`)
  })

  it('with a thousand holes are told shortly', () => {
    const missing = Array.from({ length: 1_000 }, (_, at) => ({ start: at * 10, end: at * 10 + 1 }))
    const text = JSON.stringify(
      otherFilesSections([{ ...itemDetail('x', { missingBytes: 1_000 }), missing }]),
    )
    expect(text).toContain('and 980 more')
  })
})
