import { describe, expect, it } from 'vitest'
import type { LedgerReport, LedgerSignature } from '#contract/custody.ts'
import { sha256, utc } from '#test/support/fake-evidence.ts'
import { fakeSignature, fakeTimeStamp } from '#test/support/fake-custody.ts'
import {
  breakIn,
  chainChip,
  chainSentence,
  describeGivenUp,
  describeSignature,
  describeTimeStamp,
  foremost,
  type Extent,
} from '../../../../../renderer/features/custody/ledger-text.ts'

const upTo = (last: number, firstBad: number | null = null): Extent => ({ last, firstBad })
const words = ({ chips }: ReturnType<typeof describeSignature>): string[] =>
  chips.map(({ label, word, tone }) => `${label}: ${word} (${tone})`)

describe('a signature over the ledger', () => {
  it('is two answers: whether it matches, and who made it', () => {
    expect(words(describeSignature(fakeSignature(), upTo(12)))).toEqual([
      'Signature: Intact (good)',
      'Signer: Examiner of this workstation (good)',
    ])
    const known: [LedgerSignature['known'], string][] = [
      ['own', 'Signer: This workstation (good)'],
      ['trusted', 'Signer: Trusted (good)'],
      ['unknown', 'Signer: Unknown signer (attention)'],
    ]
    for (const [one, said] of known)
      expect(words(describeSignature(fakeSignature({ known: one }), upTo(12)))).toEqual([
        'Signature: Intact (good)',
        said,
      ])
  })

  it('proves nobody where it does not match, however well known', () => {
    const broken = describeSignature(fakeSignature({ status: 'broken', reason: 'Another hash.' }), upTo(12))
    expect(words(broken)).toEqual(['Signature: Broken (bad)', 'Signer: Not proved (unknown)'])
    expect(broken.sentence).toBe('The signature in entry 12 does not match the ledger: Another hash.')
    expect(broken.covered).toBe('')
    expect(words(describeSignature(fakeSignature({ status: 'unsupported' }), upTo(12)))).toEqual([
      'Signature: Not checkable (unknown)',
      'Signer: Not proved (unknown)',
    ])
  })

  it('lets an unknown key only call itself something', () => {
    const { sentence } = describeSignature(
      fakeSignature({ known: 'unknown', subject: 'CN=K. Lund’ of us' }),
      upTo(12),
    )
    expect(sentence).toMatch(/^Signed up to entry 11 with a key that calls itself ‘K\. Lund_ of us’/)
  })

  it('names each entry that it does not cover, its own among them', () => {
    const after = (entries: number): string => describeSignature(fakeSignature(), upTo(entries)).covered
    expect(after(12)).toBe('Nothing was recorded after it but this entry itself, 12.')
    expect(after(13)).toBe('Entries 12 to 13 are not covered; 12 is this signature.')
    expect(after(1_500)).toBe('Entries 12 to 1,500 are not covered; 12 is this signature.')
    expect(describeTimeStamp(fakeTimeStamp(), upTo(20)).covered).toBe(
      'Entries 14 to 20 are not covered; 14 is this time stamp.',
    )
    // What was written between the head that was stamped and the answer of the authority.
    expect(describeTimeStamp(fakeTimeStamp({ seq: 16 }), upTo(16)).covered).toBe(
      'Entries 14 to 16 are not covered; 16 is this time stamp.',
    )
  })

  it('does not vouch for entries before it where one of them does not fit', () => {
    const at = (firstBad: number): string => describeSignature(fakeSignature(), upTo(15, firstBad)).covered
    expect(at(11)).toBe('Not all entries up to it fit: the ledger is broken at entry 11.')
    expect(at(12)).toBe('Entries 12 to 15 are not covered; 12 is this signature.')
    const stamp = describeTimeStamp(fakeTimeStamp({ trust: 'trusted' }), upTo(20, 3))
    expect(stamp.covered).toBe('Not all entries up to it fit: the ledger is broken at entry 3.')
    // That its own bytes match is no good news then.
    expect(words(stamp)[0]).toBe('Time stamp: Matches, over a broken ledger (attention)')
    const signature = (firstBad: number) => words(describeSignature(fakeSignature(), upTo(15, firstBad)))[0]
    expect(signature(11)).toBe('Signature: Matches, over a broken ledger (attention)')
    expect(signature(12)).toBe('Signature: Intact (good)')
  })
})

it('a time stamp names its authority as sure as it is', () => {
  const trusted = describeTimeStamp(fakeTimeStamp({ trust: 'trusted' }), upTo(14))
  expect(trusted.sentence).toBe(
    'The hash of entry 13 existed on 3 May 2026, 09:16:02 UTC, says Time Stamping Unit 3.',
  )
  expect(words(describeTimeStamp(fakeTimeStamp(), upTo(14)))).toEqual([
    'Time stamp: Intact (good)',
    'Authority: Unknown (attention)',
  ])
  expect(words(describeTimeStamp(fakeTimeStamp({ status: 'broken', trust: 'trusted' }), upTo(14)))).toEqual([
    'Time stamp: Broken (bad)',
    'Authority: Not proved (unknown)',
  ])
})

it('says the newest first, and never hides one that does not hold behind it', () => {
  const marks = [
    fakeSignature({ seq: 5, coversSeq: 4 }),
    fakeSignature({ seq: 9, coversSeq: 8, status: 'broken' }),
    fakeSignature({ seq: 12 }),
  ].map((one) => describeSignature(one, upTo(12)))
  expect(foremost(marks).map(({ seq }) => seq)).toEqual([9, 12])
  expect(foremost([])).toEqual([])
  // Whoever can write to the case can sign with a key of their own after it.
  const unknown = [
    fakeSignature({ seq: 5 }),
    fakeSignature({ seq: 7 }),
    fakeSignature({ seq: 12, known: 'unknown' }),
  ]
  expect(foremost(unknown.map((one) => describeSignature(one, upTo(12)))).map(({ seq }) => seq)).toEqual([
    7, 12,
  ])
})

const ledgerOf = (given: Partial<LedgerReport> = {}): LedgerReport => ({
  ...{ entries: 60, valid: true, head: null, firstBad: null, reason: null },
  ...{ signatures: [], timeStamps: [], lost: null, accepted: [] },
  ...given,
})

it('entries that are missing at the end are no break at an entry that is not there', () => {
  const lost = { seq: 83, hash: sha256(93), time: utc('2026-05-03T18:02:11.000Z') }
  const missing = ledgerOf({ valid: false, firstBad: 83, lost, reason: 'Entry 83 is not there.' })
  expect(chainChip(missing, isAll)).toMatchObject({
    ...{ tone: 'bad', word: 'Entries missing: known up to 83, here up to 60' },
    why: 'Entry 83 is not there.',
  })
  expect(breakIn(missing)).toBeNull()
  // Where another entry stands in its place, or the chain breaks before, there is something to look at.
  expect(breakIn({ ...missing, entries: 90 })).toBe(83)
  expect(breakIn({ ...missing, firstBad: 57 })).toBe(57)
  expect(chainChip({ ...missing, firstBad: 57 }, isAll).word).toBe('Broken at entry 57')
})

it('a ledger that was accepted in place of another is not simply unbroken', () => {
  const accepted = { seq: 61, entries: 83, head: sha256(93) }
  const replaced = ledgerOf({ entries: 61, accepted: [accepted] })
  expect(chainChip(replaced, isAll)).toMatchObject({ tone: 'attention', word: 'Unbroken, replaced' })
  expect(chainSentence(replaced, isAll)).toContain('accepted in place of another one')
  expect(describeGivenUp(accepted)).toBe(
    'Entries 61 to 83 of the earlier ledger are not here. Accepted by entry 61, which says why. Whether the entries before it are those of the earlier ledger is not known.',
  )
  expect(describeGivenUp({ ...accepted, entries: 61 })).toMatch(
    /^Entry 61 of the earlier ledger is not here\./,
  )
  expect(describeGivenUp({ ...accepted, entries: 40 })).toMatch(
    /^Entry 40 of the earlier ledger is not the one that stands here\./,
  )
  expect(describeGivenUp({ ...accepted, entries: null })).toMatch(/^Accepted in place of another ledger/)
})

const isAll = { isChecked: true, failed: false }

it('places a break where it is known, and never calls a broken ledger anything else', () => {
  const report = (given: Partial<LedgerReport>): LedgerReport => ({
    ...{ entries: 1_200, valid: false, head: null, firstBad: null, reason: null },
    ...{ signatures: [], timeStamps: [], lost: null, accepted: [] },
    ...given,
  })
  for (const checked of [isAll, { isChecked: false, failed: false }, { isChecked: false, failed: true }]) {
    expect(chainChip(report({ firstBad: 1_057 }), checked)).toMatchObject({
      tone: 'bad',
      word: 'Broken at entry 1,057',
    })
    expect(chainChip(report({ reason: 'A signature is broken.' }), checked)).toMatchObject({
      tone: 'bad',
      word: 'Does not hold',
      why: 'A signature is broken.',
    })
  }
  expect(chainChip(report({ valid: true }), isAll)).toMatchObject({ tone: 'good', word: 'Unbroken' })
})

it('says nothing good of entries that were not walked', () => {
  const valid: LedgerReport = {
    ...{ entries: 1_200, valid: true, head: null, firstBad: null, reason: null },
    ...{ signatures: [], timeStamps: [], lost: null, accepted: [] },
  }
  const waiting = { isChecked: false, failed: false }
  const failed = { isChecked: false, failed: true }
  expect(chainChip(null, waiting)).toMatchObject({ tone: 'unknown', word: 'Being checked' })
  expect(chainChip(null, failed)).toMatchObject({ tone: 'unknown', word: 'Not checked' })
  expect(chainChip(valid, waiting)).toMatchObject({ tone: 'unknown', word: 'Unbroken up to entry 1,200' })
  expect(chainChip(valid, waiting).why).toContain('those after it are being checked')
  expect(chainChip(valid, failed).why).toContain('the newest check failed')
})

it('says nothing good any more once the newest check failed, though no entry was written since', () => {
  const valid: LedgerReport = {
    ...{ entries: 5, valid: true, head: null, firstBad: null, reason: null },
    ...{ signatures: [], timeStamps: [], lost: null, accepted: [] },
  }
  const checked = { isChecked: true, failed: true }
  expect(chainChip(valid, checked)).toMatchObject({ tone: 'unknown', word: 'Unbroken up to entry 5' })
  expect(chainSentence(valid, checked)).toContain('the newest check failed')
})
