// Both answers on lines of their own, who holds the root, what the vault holds, and what stays open.
import { describe, expect, it } from 'vitest'
import type { ClockOffset } from '#contract/clock.ts'
import type { ItemSummary } from '#contract/item.ts'
import { explain } from '#contract/messages/explain.ts'
import { bearsProof, describeVerification, vaultLine } from '#contract/messages/verdict.ts'
import type { RootHolders, Verification } from '#contract/seal.ts'
import { fakeVerification, sha256, utc, verdicts } from '#test/support/fake-evidence.ts'
import { fakeMediaReport } from '#test/support/fake-media-signing.ts'

describe('both answers, apart', () => {
  it('each has its own line and its own state: a seal that matches lends nothing to its signer', () => {
    const told = (verification: Verification) =>
      describeVerification(verification).lines.map(({ tone, text }) => [tone, text.split(' ')[0]])
    expect(told(verdicts.trusted)).toEqual([
      ['good', 'Unchanged'],
      ['good', 'The'],
    ])
    expect(told(verdicts.untrusted).slice(0, 2)).toEqual([
      ['good', 'Unchanged'],
      ['attention', 'This'],
    ])
    expect(told(verdicts.broken)[0]).toEqual(['bad', 'Changed'])
    expect(told(verdicts.unsealed)).toEqual([['unknown', 'No']])
  })

  it('the lines say what the sentences say, no more and no less', () => {
    for (const verification of Object.values(verdicts)) {
      const { lines, sentences } = describeVerification(verification)
      expect(lines.map(({ text }) => text).join(' ')).toBe(sentences.join(' '))
    }
  })

  it('names the workstation only where it holds the root', () => {
    const anchor = verdicts.trusted.seals[0]?.trustDetail?.anchorSha256 ?? ''
    const told = (holders: RootHolders): string =>
      describeVerification(verdicts.trusted, { rootHolders: holders }).lines[1]?.text ?? ''
    expect(told({ workstation: [anchor], case: [anchor] })).toContain('trusted by this workstation (root')
    expect(told({ workstation: [], case: [anchor] })).toBe(
      'The signer is trusted in this case, not by this workstation (root: Metro Evidence Root).',
    )
    expect(told({ workstation: [], case: [] })).toContain('that root is not held here now')
    const explained = explain(verdicts.trusted, null, {
      ...{ fileName: 'a.mp4', clockOffset: null, signedGroups: [] },
      rootHolders: { workstation: [], case: [anchor] },
    })
    const all = JSON.stringify(explained)
    expect(all).not.toMatch(/trusted by this workstation|this workstation trusts/)
    expect(explained.by[0]).toContain('trusted in this case, not by this workstation')
  })
})

describe('a vault that does not hold what was taken in', () => {
  const summary = {
    ...{ custody: 'mismatch', sha256: sha256(1), ingestedAt: utc('2026-05-03T09:00:00.000Z') },
  } as ItemSummary
  it('is told before anything else, and what follows is said to be of the file that is there', () => {
    const other = fakeVerification({ sha256: sha256(2) })
    expect(vaultLine({ summary, verification: other })).toEqual({
      tone: 'bad',
      text: 'The file in the vault is not the one that was taken in on 3 May 2026, 09:00:00 UTC. What follows is said of the file that was found there.',
    })
  })
  it('of one that cannot be read, it is not certain of which file the last answer is', () => {
    expect(vaultLine({ summary, verification: fakeVerification({ sha256: sha256(1) }) })?.text).toContain(
      'it is missing, cannot be read, or another file stands in its place. What follows may be said of another file.',
    )
    expect(
      vaultLine({ summary: { ...summary, custody: 'complete' }, verification: fakeVerification() }),
    ).toBeNull()
  })
})

describe('what stays open', () => {
  const notChecked = ['clock'] as const
  it('of a clock is another question once it was compared', () => {
    const verification = fakeVerification({ notChecked: [...notChecked] })
    const clockOffset = { offsetMicros: 133_000_000 } as ClockOffset
    expect(describeVerification(verification).notChecked).toContain(
      'whether the clocks of camera and recorder were right',
    )
    expect(describeVerification(verification, { clockOffset }).notChecked).toBe(
      'Not checked: whether the recorder’s clock was as wrong during the recording as when it was compared.',
    )
  })
  it('is no clock where nothing was recorded', () => {
    const kept = { kind: 'attachment', verdict: 'unsealed', seals: [] } as const
    const attachment = fakeVerification({ ...kept, seals: [], notChecked: ['contents', 'clock'] })
    expect(describeVerification(attachment).notChecked).not.toContain('clock')
  })
  it('without a seal or a signature there was nothing to verify', () => {
    expect(bearsProof(verdicts.unsealed)).toBe(false)
    expect(bearsProof(verdicts.trusted)).toBe(true)
    expect(
      bearsProof({ ...verdicts.unsealed, mediaSigning: [fakeMediaReport([{ verdict: 'ok', pictures: 3 }])] }),
    ).toBe(true)
  })
})
