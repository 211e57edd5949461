// What is said of kinds of items and of missing bytes, in a word and in a sentence.
import { describe, expect, it } from 'vitest'
import {
  attachmentCodes,
  describeKind,
  describeMissing,
  kindChip,
  keptSealChip,
  missingChip,
  missingLines,
  missingReason,
  otherReason,
} from '#contract/messages/kinds.ts'
import { answersOf, describeVerification, itemChips, notCheckedOf } from '#contract/messages/verdict.ts'
import { fakeVerification, verdicts } from '#test/support/fake-evidence.ts'
import { ranges } from '#test/support/partial-item.ts'

const gaps = ranges([0, 512], [1_000_000, 1_004_096])

describe('kinds', () => {
  it('have a word each; only what is not expected gets a chip', () => {
    expect(['export', 'video', 'attachment'].map((kind) => describeKind(kind as never).word)).toEqual([
      'Export',
      'View only',
      'Attachment',
    ])
    expect(kindChip({ kind: 'export' })).toBeNull()
    expect(kindChip({ kind: 'video' })).toMatchObject({ word: 'View only', tone: 'unknown' })
  })

  it('promise no look at what nothing here can show', () => {
    expect(kindChip({ kind: 'video' }, false)).toMatchObject({ word: 'Kept only' })
    expect(kindChip({ kind: 'video' }, false)?.why).toContain('ffmpeg is needed')
    expect(kindChip({ kind: 'attachment' }, false)?.word).toBe('Attachment')
  })

  it('a format that knows no seals has none, also where bytes of it are missing', () => {
    expect(keptSealChip({ kind: 'video', missingBytes: 512 })?.word).toBe('No seal')
    expect(keptSealChip({ kind: 'export', missingBytes: 512 })?.word).toBe('Incomplete')
  })

  const issue = (code: string) => [
    { code, severity: 'warning' as const, offset: null, path: null, detail: '', clause: null },
  ]
  it.each([
    ['attachment', [], 'Not a video: kept as an attachment.'],
    ['attachment', issue(attachmentCodes.notOpened), 'Not a video that can be opened'],
    ['attachment', issue(attachmentCodes.notLookedAt), 'was not looked at, because ffmpeg was not found'],
    ['attachment', issue(attachmentCodes.notRead), 'Its name is that of an export'],
    ['video', [], 'Not an export file (format avi): no seal.'],
  ] as const)('%s: the reason says no more than was found', (kind, issues, said) => {
    expect(otherReason(kind, { format: kind === 'video' ? 'avi' : null, issues: [...issues] }, [])).toContain(
      said,
    )
    const lacking = otherReason(kind, { format: 'avi', issues: [...issues] }, gaps)
    expect(lacking).toContain('4,608 bytes at 2 places could not be read')
    expect(lacking).not.toContain('Not a video')
  })
})

describe('missing bytes', () => {
  it('in short, with places where they are known', () => {
    expect(describeMissing([])).toBe('')
    expect(describeMissing(0)).toBe('')
    expect(describeMissing(4_608)).toBe('4.61 kB missing')
    expect(describeMissing(gaps)).toBe('4.61 kB missing, in 2 places')
    expect(describeMissing(gaps.slice(0, 1))).toBe('512 bytes missing')
    expect(missingChip({ missingBytes: 0 })).toBeNull()
    expect(missingChip({ missingBytes: 512 })).toMatchObject({ word: '512 bytes missing', tone: 'attention' })
  })

  it('range by range, bounded', () => {
    expect(missingLines(gaps)).toEqual([
      'Bytes 0 to 511 (512 bytes)',
      'Bytes 1,000,000 to 1,004,095 (4.1 kB (4,096 bytes))',
    ])
    expect(missingLines(gaps, 1).at(-1)).toBe('1 more place')
  })

  it('leave no answer about the bytes, whatever a verification claims beside', () => {
    const claimed = { missing: gaps, reason: missingReason(gaps) }
    for (const given of Object.values(verdicts)) {
      const verification = { ...given, ...claimed, seals: [], verdict: 'unreadable' as const }
      const text = describeVerification(verification)
      expect(text.intact).toBe('not-checked')
      expect(text.sentences[0]).toBe(missingReason(gaps))
      expect([text.seal.word, text.signer.word]).toEqual(['Incomplete', 'Not checked'])
      // The row of the table says the same.
      const row = itemChips({ ...answersOf(verification), kind: 'export', missingBytes: 4_608 })
      expect([row.seal, row.signer]).toEqual([text.seal, text.signer])
    }
  })

  it('a whole export is spoken of as before', () => {
    const row = itemChips({ ...answersOf(verdicts.trusted), kind: 'export', missingBytes: 0 })
    expect([row.seal.word, row.signer.word]).toEqual(['Intact', 'Trusted'])
  })

  it('of a video that can only be looked at, the camera’s own signatures were not looked for', () => {
    const video = fakeVerification({ kind: 'video', seals: [], notChecked: ['media-signing', 'clock'] })
    expect(notCheckedOf(video)).toContain('media-signing')
  })
})
