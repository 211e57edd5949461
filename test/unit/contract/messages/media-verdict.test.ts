// What is said of signatures inside the video: how far they reach, what they contradict, and whose they are.
import { describe, expect, it } from 'vitest'
import { explain } from '#contract/messages/explain.ts'
import { describeVerification } from '#contract/messages/verdict.ts'
import { Trust, type MediaSigningReport } from '#contract/seal.ts'
import { fakeSigner, fakeVerification, utc, verdicts } from '#test/support/fake-evidence.ts'
import { fakeMediaReport, type FakeGroup } from '#test/support/fake-media-signing.ts'

describe('signatures inside the video', () => {
  const groups = (...list: FakeGroup[]) => fakeMediaReport(list)
  const partly = groups({ verdict: 'ok', pictures: 248 }, { verdict: 'pending', pictures: 7 })
  const media = (report: MediaSigningReport): string =>
    describeVerification(fakeVerification({ mediaSigning: [report] })).sentences.at(-1) ?? ''

  it('says how far they reach', () => {
    expect(media(partly)).toBe(
      'The camera’s own signature confirms 248 of 255 frames. The last 7 come after the last signature. None contradicts it. The camera’s certificate is trusted by this workstation (root: Metro Evidence Root).',
    )
    expect(media(groups({ verdict: 'ok', pictures: 250 }))).toContain('confirms all 250 frames.')
  })

  it('does not call a beginning that was cut off changed, nor what follows the last signature', () => {
    const cut = groups(
      { verdict: 'cut', pictures: 80 },
      { verdict: 'ok', pictures: 100 },
      { verdict: 'pending', pictures: 1 },
    )
    expect(media(cut)).toContain(
      'confirms 100 of 181 frames. The first 80 cannot be checked: the file begins in the middle of their group of pictures. The last one comes after the last signature. None contradicts it.',
    )
  })

  it('counts what is missing', () => {
    const missing = groups({ verdict: 'ok', pictures: 25 }, { verdict: 'missing', pictures: 24, missing: 3 })
    expect(media(missing)).toContain(
      'confirms 49 of 49 frames. In one group of pictures something is missing. 3 frames that were signed are not there. None contradicts it.',
    )
  })

  it('says what they contradict, and does not mix it with the seal', () => {
    const bad = groups(...Array.from({ length: 31 }, () => ({ verdict: 'ok', pictures: 8 }) as const), {
      verdict: 'bad',
      pictures: 7,
    })
    const text = describeVerification(fakeVerification({ mediaSigning: [bad] }))
    expect(text.sentences.at(-1)).toBe(
      'The camera’s own signature contradicts the video: one of 32 groups of pictures is not what the camera signed. Of the others: 31 match.',
    )
    expect([text.seal.tone, text.media?.tone]).toEqual(['good', 'bad'])
    expect(media(groups({ verdict: 'bad', pictures: 7 }))).toContain('its only group of pictures is not')
    const reason = 'An SEI that is not signed holds arbitrary data beside other data.'
    expect(media({ ...partly, verdict: 'not-authentic', reason })).toBe(
      `The camera’s own signature contradicts the video. ${reason}`,
    )
  })

  it('says of every answer about the camera whether it is proved', () => {
    const said: Record<Trust, RegExp> = {
      trusted: /is trusted by this workstation/,
      untrusted: /Which camera signed is not proved: its certificate leads to no root/,
      expired: /had expired on 13 November 2025 \(today: expired\)/,
      'not-yet-valid': /was not yet valid/,
      revoked: /has been revoked, so which camera signed is not proved/,
      'not-checked': /not proved: whether to trust its certificate was not checked/,
    }
    for (const trust of Trust.options) {
      const anchorSha256 = trust === 'untrusted' ? null : partly.trustDetail!.anchorSha256
      const report: MediaSigningReport = {
        ...partly,
        trust,
        signer: fakeSigner(undefined, { notAfter: utc('2025-11-13T16:36:59.000Z') }),
        trustDetail: { ...partly.trustDetail!, anchorSha256, today: trust },
      }
      expect(media(report)).toMatch(said[trust])
    }
    expect(media({ ...partly, trust: 'not-checked', signer: null, trustDetail: null })).toContain(
      'the video brings the camera’s key, but no certificate that says whose it is',
    )
    const since = { ...partly, trustDetail: { ...partly.trustDetail!, today: 'revoked' as const } }
    expect(media(since)).toContain(
      'was trusted at the time that counts (root: Metro Evidence Root); for today the answer is “revoked”',
    )
  })

  it('says that they were not checked only where there may be some', () => {
    const notChecked = (mediaSigning: MediaSigningReport[]) =>
      describeVerification(fakeVerification({ mediaSigning, notChecked: ['media-signing', 'clock'] }))
        .notChecked
    expect(notChecked([partly])).not.toContain('inside the video')
    expect(notChecked([])).not.toContain('inside the video')
    expect(notChecked([partly, { ...partly, verdict: 'not-checkable', scheme: null }])).toContain(
      'inside the video',
    )
  })

  it('is silent where the video carries none', () => {
    const unsigned = fakeVerification({ mediaSigning: [{ ...partly, verdict: 'not-signed' }] })
    expect(describeVerification(unsigned).sentences).toEqual(describeVerification(verdicts.trusted).sentences)
  })
})

describe('counts of groups and pictures', () => {
  const report = fakeMediaReport([
    { verdict: 'cut', pictures: 30 },
    { verdict: 'ok', pictures: 100 },
    { verdict: 'ok', pictures: 100 },
    { verdict: 'ok', pictures: 46 },
    { verdict: 'bad', pictures: 62, changed: [1, 2] },
    { verdict: 'missing', pictures: 60, missing: 2 },
    { verdict: 'bad', pictures: 2 },
    { verdict: 'pending', pictures: 20 },
  ])

  it('have one base, said in every place: all groups of the file', () => {
    const said = describeVerification(fakeVerification({ mediaSigning: [report] })).sentences.at(-1)
    expect(said).toContain('2 of 8 groups of pictures are not what the camera signed.')
    expect(said).toContain('Of the others: 3 match, 1 is incomplete, 2 cannot be judged.')
    const explained = explain(fakeVerification({ mediaSigning: [report] }), null, {
      ...{ fileName: 'a.mp4', clockOffset: null, signedGroups: [] },
    })
    expect(explained.proved.join()).toContain('2 of 8 groups contradict it.')
    const facts = explained.steps.find(({ id }) => id === 'media-track-1')?.facts ?? []
    const valueOf = (name: string) => facts.find((fact) => fact.name.startsWith(name))?.value ?? ''
    expect(valueOf('Groups of pictures')).toBe(
      '3 match, 1 is incomplete, 2 contradict, 2 cannot be judged, of 8',
    )
    expect(valueOf('Group 5')).toContain('2 of 62 pictures: samples 277 and 278')
  })

  it('of pictures add up to all of them', () => {
    const { steps } = explain(fakeVerification({ mediaSigning: [report] }), null, {
      ...{ fileName: 'a.mp4', clockOffset: null, signedGroups: [] },
    })
    const value = steps
      .find(({ id }) => id === 'media-track-1')
      ?.facts.find(({ name }) => name === 'Frames')?.value
    const [all = 0, ...parts] = (value ?? '').match(/\d+/g)?.map(Number) ?? []
    expect(parts.reduce((sum, count) => sum + count, 0)).toBe(all)
    expect(all).toBe(420)
  })
})
