import { describe, expect, it } from 'vitest'
import type { LedgerReport, LedgerSignature } from '#contract/custody.ts'
import { fakeSignature, fakeTimeStamp } from '#test/support/fake-custody.ts'
import {
  chainChip,
  chainSentence,
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

  it('counts what comes after it, without the entry that carries it', () => {
    const after = (entries: number): string => describeSignature(fakeSignature(), upTo(entries)).covered
    expect(after(12)).toBe('Nothing was recorded after it.')
    expect(after(13)).toBe('One entry after it is not covered.')
    expect(after(15)).toBe('3 entries after it are not covered.')
  })

  it('does not vouch for entries before it where one of them does not fit', () => {
    const at = (firstBad: number): string => describeSignature(fakeSignature(), upTo(15, firstBad)).covered
    expect(at(11)).toBe('Not all entries up to it fit: the ledger is broken at entry 11.')
    expect(at(12)).toBe('3 entries after it are not covered.')
    const stamp = describeTimeStamp(fakeTimeStamp(), upTo(20, 3))
    expect(stamp.covered).toBe('Not all entries up to it fit: the ledger is broken at entry 3.')
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
