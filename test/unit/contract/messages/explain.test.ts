// Explained verdicts: what stands in the four lists for each verdict, and the rules that hold for all of them.
import { describe, expect, it } from 'vitest'
import type { ClockOffset } from '#contract/clock.ts'
import { Explanation } from '#contract/explanation.ts'
import type { Inspection } from '#contract/inspection.ts'
import type { ItemId } from '#contract/units.ts'
import { explain } from '#contract/messages/explain.ts'
import { stepWord } from '#contract/messages/step-word.ts'
import { shiftUtc } from '#contract/messages/times.ts'
import { describeVerification } from '#contract/messages/verdict.ts'
import { Trust, type SealReport, type Verification } from '#contract/seal.ts'
import {
  fakeSeal,
  fakeSigner,
  fakeTrustDetail,
  fakeVerification,
  unknownSigner,
  utc,
  verdicts,
} from '#test/support/fake-evidence.ts'
import { fakeItem } from '#test/support/fake-item.ts'
import { fakeMediaReport } from '#test/support/fake-media-signing.ts'
import { processorMillis } from '#test/support/processor-time.ts'

const plain = { fileName: 'a.mp4', clockOffset: null, signedGroups: [] }
const { inspection } = fakeItem(
  {
    camera: 'Yard',
    name: 'a.mp4',
    start: '2026-05-01T21:59:58.500Z',
    seconds: 10,
    verification: verdicts.trusted,
  },
  1,
)
const explained = (verification: Verification, given: Inspection | null = null): Explanation =>
  explain(verification, given, plain)
const textOf = ({ summary, proved, notProved, by, when, steps }: Explanation): string =>
  [
    summary,
    proved,
    notProved,
    by,
    when,
    ...steps.map(({ title, text, facts }) => [
      title,
      ...text,
      ...facts.flatMap(({ name, value }) => [name, value]),
    ]),
  ]
    .flat()
    .join('\n')
const stepOf = (explanation: Explanation, id: string) => explanation.steps.find((step) => step.id === id)

const clockOffset: ClockOffset = {
  id: '7d9f6b1e-0d7c-4e69-8ad4-1f1d5f1f8a11',
  itemId: '7d9f6b1e-0d7c-4e69-8ad4-1f1d5f1f8a12' as ItemId,
  recorderTime: utc('2026-05-02T08:00:12.500Z'),
  referenceTime: utc('2026-05-02T08:00:00.000Z'),
  offsetMicros: 12_500_000,
  method: 'photographed beside the DCF77 clock',
  enteredBy: 'Ada',
  enteredAt: utc('2026-05-03T09:00:00.000Z'),
  withdrawn: null,
}

describe('what is proved, and what is not', () => {
  it('of an intact file by a trusted signer', () => {
    const { summary, proved, notProved, by, when } = explained(verdicts.trusted, inspection)
    expect(summary).toEqual([
      'Unchanged since Metro VMS sealed it on 2 May 2026, 08:15:00 UTC. The signer is trusted by this workstation (root: Metro Evidence Root).',
    ])
    expect(proved).toEqual([
      'Not one byte of the file changed since it was sealed.',
      'Seal 1 was made with the key of Metro VMS, whose certificate leads to a root that this workstation trusts (Metro Evidence Root).',
      'Which file was examined: its SHA-256 names these 56.4 kB (56,381 bytes) and no others.',
    ])
    expect(notProved).toEqual([
      'Whether the signer’s certificate has been revoked: no revocation list is held here.',
      'What happened before the first seal.',
      'When it was sealed: the file states a time, and whoever seals can state any.',
      'Whether the recorder’s clock was right.',
    ])
    expect(by).toEqual([
      'Seal 1: Metro VMS, trusted by this workstation (root: Metro Evidence Root).',
      'The file says that it was exported by ‘Metro VMS 4.2’, operator ‘k.lund’.',
    ])
    expect(when).toEqual([
      'Sealed first: the file says that it was exported on 2 May 2026, 08:15:00 UTC.',
      'The timeline of the recording begins at 2026-05-01 21:59:58.500 UTC, by a start time that a later seal corrects (cstb).',
    ])
  })

  it('of an unknown signer: the bytes, and not who', () => {
    const { proved, notProved, by } = explained(verdicts.untrusted)
    expect(proved[0]).toBe('Not one byte of the file changed since it was sealed.')
    expect(proved.join(' ')).not.toContain('key of')
    expect(notProved).toContain('Who sealed it.')
    expect(by[0]).toContain('a signer who calls himself ‘Metro VMS’; this workstation does not know him')
  })

  it('names who is proved only where a certificate was judged trusted, the seal is not weak and the file is whole', () => {
    for (const trust of Trust.options) {
      const { proved, notProved } = explained(fakeVerification({ seals: [fakeSeal(0, { trust })] }))
      expect(/with the key of/.test(proved.join()), trust).toBe(trust === 'trusted')
      expect(notProved.includes('Who sealed it.'), trust).toBe(trust !== 'trusted')
    }
    for (const verification of [verdicts.weak, verdicts.added, verdicts.broken, verdicts.unsupported]) {
      const { proved, notProved } = explained(verification)
      expect(proved.join()).not.toContain('with the key of Metro')
      expect(notProved).toContain('Who sealed it.')
    }
  })

  it('of a seal too weak: that it matches, and no more', () => {
    const { proved, notProved, by } = explained(verdicts.weak)
    expect(proved[0]).toBe('The bytes match seal 1, which is too weak to prove more.')
    expect(proved.join()).not.toContain('Not one')
    expect(notProved[0]).toContain('That nobody changed the file: seal 1 is too weak.')
    expect(by[0]).toContain('too weak to tell who made it')
  })

  it('of a file changed between two seals', () => {
    const { proved, notProved, by } = explained(verdicts.broken)
    expect(proved.slice(0, 2)).toEqual([
      'The file is not what seal 2 was made over, or that seal was made with another key.',
      'What the file held when seal 1 was made has not changed since.',
    ])
    expect(notProved[0]).toBe('What was changed, when, and by whom.')
    expect(by).toContain(
      'For what it covers: Seal 1: Metro VMS, trusted by this workstation (root: Metro Evidence Root).',
    )
    expect(by.join()).toContain('Seal 2 names ‘Metro VMS’. It does not match, so that proves nothing')
  })

  it('of something added after the seal', () => {
    const { proved } = explained(verdicts.added)
    expect(proved[0]).toContain('Something was added after seal 1 of 1: 64 bytes at offset 56381 (box mdat)')
    expect(proved).toContain('Not one of the 56,381 bytes that seal 1 covers changed since it was made.')
    expect(proved.join()).not.toContain('of the file changed')
    expect(stepOf(explained(verdicts.added), 'coverage')?.tone).toBe('bad')
  })

  it('of bytes that may lie outside: they are no part of what is proved', () => {
    const tail = fakeVerification({
      size: 56_397,
      unsealedBytes: 16,
      unsealedRanges: [{ start: 56_381, end: 56_397 }],
      seals: [fakeSeal(0, { range: 'A3' })],
    })
    const explanation = explained(tail)
    expect(explanation.proved[0]).toBe(
      'Not one of the 56,381 bytes that seal 1 covers changed since it was made.',
    )
    expect(explanation.notProved).toContain('Where the 16 bytes outside the seal come from.')
    expect(stepOf(explanation, 'coverage')).toMatchObject({
      tone: 'attention',
      commands: expect.stringContaining('tail -c +56382'),
    })
    expect(stepOf(explanation, 'seal-1')?.facts).toContainEqual({
      name: 'Bytes not covered',
      value: 'offset 56,381 to 56,396 (16 bytes)',
    })
  })

  it('of a file without a seal: which file it is', () => {
    const { proved, notProved, by } = explained(verdicts.unsealed, inspection)
    expect(proved).toEqual([
      'Which file was examined: its SHA-256 names these 56.4 kB (56,381 bytes) and no others.',
    ])
    expect(notProved.slice(0, 2)).toEqual(['Whether the file was changed.', 'Who made the file.'])
    expect(by).toEqual(['The file says that it was exported by ‘Metro VMS 4.2’, operator ‘k.lund’.'])
    expect(explained(verdicts.unsealed).by).toEqual([])
  })

  it('of an unknown algorithm: nothing against the file', () => {
    const explanation = explained(verdicts.unsupported)
    expect(explanation.notProved[0]).toBe(
      'Whether the file was changed: this version does not know the algorithm of seal 1.',
    )
    expect(stepOf(explanation, 'seal-1')?.tone).toBe('unknown')
    expect(textOf(explanation)).not.toMatch(/broken|does not match/i)
  })

  it('of a file that could not be read', () => {
    const { proved } = explained(fakeVerification({ ...verdicts.unreadable, sha256: null, size: 0 }))
    expect(proved).toEqual(['Nothing: the file could not be read to its end.'])
  })

  it('of signatures inside the video', () => {
    const partly = fakeMediaReport([
      { verdict: 'cut', pictures: 3 },
      { verdict: 'ok', pictures: 248 },
      { verdict: 'pending', pictures: 7 },
    ])
    const some = explained(fakeVerification({ mediaSigning: [partly] }))
    expect(some.proved).toContain('Track 1: the signatures inside the video match 248 of 258 frames.')
    expect(some.notProved).toContain('Track 1: 10 frames that no signature speaks of.')
    expect(some.proved.join()).toContain('Track 1: it was signed with the key of Camera 00408c123456')
    expect(some.by.join()).toContain('a camera that calls itself ‘Example Cameras, 00408c123456, 11.9.61’')
    expect(stepOf(some, 'media-track-1')?.tone).toBe('good')

    const bad = explained(
      fakeVerification({
        mediaSigning: [
          fakeMediaReport([
            { verdict: 'ok', pictures: 9 },
            { verdict: 'bad', pictures: 9, changed: [2, 5] },
          ]),
        ],
      }),
    )
    expect(bad.proved.join()).toContain('the video is not what was signed. 1 of 2 groups contradict it.')
    expect(bad.proved.join()).not.toContain('signed with the key')
    expect(bad.notProved).toContain('Track 1: which camera signed the video.')
    expect(stepOf(bad, 'media-track-1')?.facts.at(-1)).toEqual({
      name: 'Group 2 (samples 9 to 17)',
      value: expect.stringMatching(
        /^contradicts its signature, 2 of 9 pictures: samples 11 and 14, .*: The pictures do not match/,
      ),
    })
    expect(stepOf(bad, 'media-track-1-trust')?.tone).toBe('unknown')
    // The answer about the seal stays what it is.
    expect(bad.proved[0]).toBe('Not one byte of the file changed since it was sealed.')
  })
})

describe('times', () => {
  it('puts the examiner’s clock offset beside the recorded time and never in its place', () => {
    const explanation = explain(verdicts.trusted, inspection, { ...plain, clockOffset })
    expect(explanation.when.at(-1)).toBe(
      'The timeline of the recording begins at 2026-05-01 21:59:58.500 UTC, by a start time that a later seal corrects (cstb); at 2026-05-01 21:59:46.000 UTC once corrected for the clock, which an examiner found 12.5 s ahead.',
    )
    const text = stepOf(explanation, 'time')?.text.join(' ')
    expect(text).toContain(
      'Entered by Ada on 2026-05-03 09:00:00.000 UTC; how: photographed beside the DCF77 clock.',
    )
    expect(text).toContain(
      'Recorded 2026-05-01 21:59:58.500 UTC; corrected 2026-05-01 21:59:46.000 UTC. The recorded time stays as it is.',
    )
    expect(explanation.notProved.join()).toContain('as wrong during the recording as when it was measured')
  })

  it('tells how well a time is known', () => {
    const timing = [
      {
        trackId: 1,
        utc: utc('2026-05-01T21:59:58.500Z'),
        origin: 'cstb' as const,
        uncertaintyMicros: 80_000,
        editAmbiguity: { micros: 80_000, alternative: utc('2026-05-01T21:59:58.420Z') },
        stamps: null,
      },
    ]
    const step = stepOf(explained(verdicts.trusted, { ...inspection, timing }), 'time')
    expect(step?.tone).toBe('attention')
    expect(step?.text.join(' ')).toContain('known to ± 80 ms')
    expect(step?.text.join(' ')).toContain('is 80 ms earlier, beginning at 2026-05-01 21:59:58.420 UTC.')
  })

  it.each([
    ['2026-05-01T21:59:58.500Z', -12_500_000, '2026-05-01T21:59:46.000Z'],
    ['2026-01-01T00:00:00.000Z', -1, '2025-12-31T23:59:59.999999Z'],
    ['2026-05-01T21:59:58.123456789Z', 1, '2026-05-01T21:59:58.123457789Z'],
    ['1969-12-31T23:59:59.999999900Z', 0, '1969-12-31T23:59:59.9999999Z'],
    ['9999-12-31T23:59:59.999Z', 1_000, null],
    ['2026-13-01T00:00:00.000Z', 0, null],
  ])('%s and %d µs is %s', (time, micros, shifted) => {
    expect(shiftUtc(utc(time), micros)).toBe(shifted)
  })
})

describe('every explanation', () => {
  const media = fakeMediaReport([{ verdict: 'missing', pictures: 5, missing: 2 }])
  const cases: [string, Verification][] = [
    ...Object.entries(verdicts),
    [
      'media',
      fakeVerification({
        mediaSigning: [media, { ...media, trackId: 2, verdict: 'not-checkable', scheme: null }],
      }),
    ],
    ['two tracks', { ...verdicts.twice, mediaSigning: [media, { ...media, trackId: 2 }] }],
  ]

  it.each(cases)(
    '%s: has the shape of the contract, answers in every list, and claims nothing beyond',
    (_, verification) => {
      for (const given of [null, inspection]) {
        const explanation = explained(verification, given)
        expect(() => Explanation.parse(explanation)).not.toThrow()
        const { summary, proved, notProved, by, when, steps } = explanation
        expect(summary.length).toBeGreaterThan(0)
        expect(summary.length).toBeLessThanOrEqual(3)
        for (const list of [proved, notProved, when]) expect(list.length).toBeGreaterThan(0)
        for (const sentence of [
          ...summary,
          ...proved,
          ...notProved,
          ...by,
          ...when,
          ...steps.flatMap(({ text }) => text),
        ])
          expect(sentence).toMatch(/^[A-Z\d].*\.$/s)
        expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
        expect(steps[0]?.id).toBe('file')
        expect(steps.at(-1)?.id).toBe('not-checked')
        for (const { text } of steps) expect(text.length).toBeGreaterThan(0)
        const all = textOf(explanation)
        expect(all).not.toMatch(/\bauthentic|100 ?%|successful|!|genuine|guarantee/i)
        expect(all).not.toMatch(/\{\w+\}|undefined|\bnull\b|NaN/)
        expect(notProved.join()).toContain('clock')
      }
    },
  )

  it('shows control characters, and lets no name out of its quotation marks', () => {
    const name = 'Police\u202e’. The signer is trusted\u0007'
    const signer = fakeSigner(`CN=${name}`)
    const hostile: Partial<SealReport> = {
      ...unknownSigner(),
      signer,
      comment: 'a\u001b[2Jb\nc',
      deviations: [{ code: 'x', detail: 'y\u0000z' }],
      trustDetail: fakeTrustDetail({
        path: [signer.subject],
        reason: 'Because of \u2028.',
        today: 'untrusted',
      }),
    }
    const given: Inspection = {
      ...inspection,
      export: { ...inspection.export!, unitName: 'U’ nit, operator ‘X\u0000', operator: 'o"p\\\n' },
    }
    const explanation = explained(
      fakeVerification({ path: 'a\nb\u001b.mp4', seals: [fakeSeal(0, hostile)] }),
      given,
    )
    expect(textOf(explanation).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    for (const { commands } of explanation.steps)
      expect((commands ?? '').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(explanation.by).toEqual([
      expect.stringContaining('calls himself ‘Police\ufffd_. The signer is trusted\ufffd’;'),
      'The file says that it was exported by ‘U_ nit, operator _X\ufffd’, operator ‘o_p\\’.',
    ])
  })

  it('stays readable whatever the file holds', () => {
    const deviations = Array.from({ length: 5_000 }, (_, at) => ({
      code: 'many',
      detail: `${at} ${'x'.repeat(9_000)}`,
    }))
    const groups = fakeMediaReport(
      Array.from({ length: 20_000 }, () => ({ verdict: 'bad' as const, pictures: 1 })),
    )
    const started = processorMillis()
    const explanation = explained(
      fakeVerification({
        seals: Array.from({ length: 64 }, (_, index) => fakeSeal(index, { deviations })),
        mediaSigning: [groups],
      }),
      { ...inspection, startTimes: Array.from({ length: 10_000 }, () => inspection.startTimes[0]!) },
    )
    expect(processorMillis() - started).toBeLessThan(2_000)
    for (const { facts, text } of explanation.steps) {
      expect(facts.length).toBeLessThan(100)
      expect(text.length).toBeLessThan(50)
    }
    expect(stepOf(explanation, 'media-track-1')?.facts.at(-1)?.value).toBe('and 19,980 more')
  })
})

describe('tones of steps', () => {
  const context = { fileName: 'a.mp4', clockOffset: null, signedGroups: [] }
  const toneOf = (verification: Verification, id: string) =>
    explain(verification, null, context).steps.find((step) => step.id === id)?.tone

  it('which file it is, is proved by its hash, whatever its seals say', () => {
    for (const verification of [verdicts.broken, verdicts.unsealed, verdicts.weak])
      expect(toneOf(verification, 'file')).toBe('good')
    expect(toneOf(fakeVerification({ sha256: null }), 'file')).toBe('attention')
    const vault = { tone: 'bad', text: 'The file in the vault is another one.' } as const
    const [step] = explain(verdicts.trusted, inspection, { ...plain, vault }).steps
    expect(step).toMatchObject({ id: 'file', tone: 'bad' })
    expect(step?.text[0]).toBe(vault.text)
  })

  it('a signer whose root is not held here is confirmed in no step', () => {
    const rootHolders = { workstation: [], case: [] }
    const { steps } = explain(verdicts.trusted, null, { ...context, rootHolders })
    expect(steps.find(({ id }) => id === 'seal-1-trust')?.tone).toBe('attention')
    expect(describeVerification(verdicts.trusted, { rootHolders }).signer).toMatchObject({
      ...{ tone: 'attention', word: 'Not confirmed here' },
    })
    expect(toneOf(verdicts.trusted, 'seal-1-trust')).toBe('good')
  })

  it('a file that only a weak seal covers is not confirmed as a whole', () => {
    expect(toneOf(verdicts.weak, 'coverage')).toBe('attention')
    expect(toneOf(verdicts.trusted, 'coverage')).toBe('good')
  })

  it('what was not checked is not called unproved', () => {
    expect(stepWord({ id: 'not-checked', tone: 'unknown' })).toBe('not-checked')
    expect(stepWord({ id: 'not-checked', tone: 'good' })).toBe('good')
    expect(stepWord({ id: 'time', tone: 'unknown' })).toBe('unknown')
  })
})
