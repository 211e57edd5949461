// Each row of the table of sentences, and the rules that hold for all of them.
import { describe, expect, it } from 'vitest'
import type { Intact } from '#contract/item.ts'
import {
  describeNotChecked,
  describeVerification,
  intactOf,
  sealChip,
  signerChip,
} from '#contract/messages/verdict.ts'
import { NotChecked, Trust, type Verification } from '#contract/seal.ts'
import {
  fakeSeal,
  fakeSigner,
  fakeTrustDetail,
  fakeVerification,
  unknownSigner,
  utc,
  verdicts,
} from '#test/support/fake-evidence.ts'

const said = (verification: Verification): string => describeVerification(verification).sentences.join(' ')

describe('a seal that matches', () => {
  it('names signer, time and root where the signer is trusted', () => {
    expect(said(verdicts.trusted)).toBe(
      'Unchanged since Metro VMS sealed it on 2 May 2026, 08:15:00 UTC. The signer is trusted by this workstation (root: Metro Evidence Root).',
    )
  })

  it('does not take an unknown signer’s word for his name', () => {
    expect(said(verdicts.untrusted)).toBe(
      'Unchanged since it was sealed on 2 May 2026, 08:15:00 UTC by a signer who calls himself ‘Metro VMS’. This workstation does not know that signer, so who sealed it is not proved.',
    )
  })

  it('says when the certificate had expired, and how it is today', () => {
    expect(said(verdicts.expired)).toContain('Unchanged since it was sealed on 2 May 2026, 08:15:00 UTC')
    expect(said(verdicts.expired)).toContain('certificate had expired on 13 November 2025 (today: expired).')
  })

  it('says from when the certificate is valid', () => {
    expect(said(verdicts.notYetValid)).toContain('is only valid from 1 June 2026 (today: trusted).')
  })

  it('says that a certificate which was valid then has expired since', () => {
    const seal = fakeSeal(0, { trustDetail: fakeTrustDetail({ today: 'expired' }) })
    expect(said(fakeVerification({ seals: [seal] }))).toContain('has since expired, on 1 January 2028.')
  })

  it('says that a revoked certificate proves nobody', () => {
    expect(said(fakeVerification({ seals: [fakeSeal(0, { trust: 'revoked' })] }))).toContain(
      'has been revoked, so who sealed it is not proved',
    )
  })

  it('claims no time that the file does not hold', () => {
    const seal = fakeSeal(0, {
      trustDetail: fakeTrustDetail({ judgedAtOrigin: 'now', judgedAt: utc('2026-11-22T10:00:00.000Z') }),
    })
    expect(said(fakeVerification({ seals: [seal] }))).toBe(
      'Unchanged since Metro VMS sealed it. The signer is trusted by this workstation (root: Metro Evidence Root). The file does not say when it was sealed, so the certificate was judged for today.',
    )
    expect(
      said(fakeVerification({ seals: [fakeSeal(0, { trust: 'not-checked', trustDetail: null })] })),
    ).toContain('does not say when')
  })

  it('speaks of the last seal first and of earlier ones after it', () => {
    const [first = '', ...rest] = describeVerification(verdicts.twice).sentences
    expect(first).toContain('‘City Lab’')
    expect(first).not.toContain('2 May')
    expect(rest.join(' ')).toContain(
      'An earlier seal, by ‘Metro VMS’ on 2 May 2026, 08:15:00 UTC, matches too.',
    )
  })

  it('tells of bytes outside the seal that were permitted there', () => {
    const tail = fakeVerification({ unsealedBytes: 16, unsealedRanges: [{ start: 56_381, end: 56_397 }] })
    expect(said(tail)).toContain('16 bytes outside the seal, the first at offset 56,381')
    expect(describeVerification(tail).intact).toBe('intact')
  })
})

describe('a seal that does not match', () => {
  it('names which seal of how many, and which still match', () => {
    expect(said(verdicts.broken)).toBe(
      'Changed after sealing, or sealed with another key. The bytes do not match the signature of seal 2 of 3. Seal 1 still matches.',
    )
  })

  it('does not count where there is only one', () => {
    expect(said(verdicts.brokenOnly)).toContain('The bytes do not match the signature of the only seal.')
  })

  it('tells a later seal that matches from an earlier one', () => {
    const seals = [fakeSeal(0, { status: 'broken', range: null }), fakeSeal(1)]
    expect(said(fakeVerification({ verdict: 'broken', seals }))).toContain(
      'signature of seal 1 of 2. Seal 2, made later, matches the file as it is now.',
    )
  })

  it('gives count, place and box of what was added after sealing', () => {
    expect(said(verdicts.added)).toBe(
      'Something was added after sealing: 64 bytes at offset 56,381 (box mdat) are not covered by any seal. What the seal covers is unchanged.',
    )
  })

  it('does not say that no seal covers what a later seal covers', () => {
    const reason =
      'Something was added after seal 1 of 2: 64 bytes at offset 100 (box mdat) are outside its reach.'
    const verification = fakeVerification({ verdict: 'broken', reason, seals: [fakeSeal(0), fakeSeal(1)] })
    expect(said(verification)).toBe(`The seals do not vouch for this file as it is. ${reason}`)
  })

  it('still says where, when the reason is worded otherwise', () => {
    const verification = { ...verdicts.added, reason: 'Something else.' }
    expect(said(verification)).toContain('64 bytes at offset 56,381 are not covered')
  })
})

describe('without an answer', () => {
  it('says that nothing can be told without a seal', () => {
    expect(said(verdicts.unsealed)).toBe(
      'No seal. Whether this file was changed cannot be told from the file.',
    )
  })

  it('says that a seal was begun and never finished', () => {
    const seals = [fakeSeal(0, { status: 'empty', range: null })]
    expect(said(fakeVerification({ verdict: 'unsealed', seals }))).toContain(
      'a seal was begun and never finished',
    )
  })

  it('calls an unknown algorithm neither right nor wrong', () => {
    expect(said(verdicts.unsupported)).toBe(
      'Sealed with an algorithm that this version cannot check (1.2.3.4.5). Neither confirmed nor refuted.',
    )
    expect(intactOf(verdicts.unsupported)).toBe('unsupported')
  })

  it('says why a file cannot be read', () => {
    expect(said(verdicts.unreadable)).toBe(
      'This file cannot be read, so nothing could be checked. The file ends within its first box.',
    )
  })
})

describe('signatures inside the video', () => {
  const report = {
    trackId: 1,
    scheme: 'onvif',
    verdict: 'authentic',
    trust: 'trusted',
    frames: 255,
    framesVerified: 248,
    framesPending: 7,
    gops: { ok: 31, missing: 0, bad: 0 },
    firstVerifiedTime: null,
    lastVerifiedTime: null,
  } as const

  it('says how far they reach', () => {
    expect(said(fakeVerification({ mediaSigning: [report] }))).toContain(
      'The camera’s own signature confirms 248 of 255 frames. The last 7 come after the last signature. None contradicts it.',
    )
  })

  it('says what they contradict, and does not mix it with the seal', () => {
    const bad = { ...report, verdict: 'not-authentic', gops: { ok: 31, missing: 0, bad: 1 } } as const
    const text = describeVerification(fakeVerification({ mediaSigning: [bad] }))
    expect(text.sentences.at(-1)).toContain('one of 32 groups of pictures is not what the camera signed')
    expect(text.seal.tone).toBe('good')
  })

  it('is silent where the video carries none', () => {
    expect(said(fakeVerification({ mediaSigning: [{ ...report, verdict: 'not-signed' }] }))).toBe(
      said(verdicts.trusted),
    )
  })
})

describe('the two answers', () => {
  it('are independent: trust never changes the first', () => {
    for (const trust of Trust.options) {
      const text = describeVerification(fakeVerification({ seals: [fakeSeal(0, { trust })] }))
      expect([text.intact, text.seal.tone], trust).toEqual(['intact', 'good'])
      expect(text.signer.tone === 'good', trust).toBe(trust === 'trusted')
    }
  })

  it('give no green to the certificate of a seal that does not match', () => {
    const text = describeVerification(
      fakeVerification({ verdict: 'broken', seals: [fakeSeal(0, { status: 'broken', trust: 'trusted' })] }),
    )
    expect(text.seal.tone).toBe('bad')
    expect([text.signer.tone, text.signer.word]).toEqual(['unknown', 'Not proved'])
  })

  it('have a word and a reason in every state', () => {
    const states: Intact[] = ['intact', 'broken', 'unsealed', 'unsupported', 'unreadable', 'not-checked']
    for (const intact of states) {
      for (const chip of [sealChip(intact), ...Trust.options.map((trust) => signerChip(intact, trust))]) {
        expect(chip.word).toMatch(/^[A-Z]/)
        expect(chip.why.length).toBeGreaterThan(20)
      }
    }
  })
})

describe('words', () => {
  it('list what was not checked', () => {
    expect(describeVerification(verdicts.trusted).notChecked).toBe(
      'Not checked: whether the certificate has been revoked; the camera’s own signatures inside the video; whether the clocks of camera and recorder were right.',
    )
    expect(describeNotChecked([])).toBe('')
    for (const one of NotChecked.options) expect(describeNotChecked([one])).toMatch(/^Not checked: .+\.$/)
  })

  it('never overclaim, in any verdict', () => {
    for (const verification of Object.values(verdicts)) {
      const { sentences, seal, signer, notChecked } = describeVerification(verification)
      const all = [...sentences, seal.word, seal.why, signer.word, signer.why, notChecked].join(' ')
      expect(all).not.toMatch(/authentic|verified|100 ?%|successful|!|genuine|guarantee/i)
      expect(all).not.toMatch(/\{\w+\}|undefined|null|NaN/)
    }
  })

  it('show control characters in a signer’s name instead of obeying them', () => {
    const seal = fakeSeal(0, unknownSigner('CN=Metro\u202eSMV\u0007, O=X'))
    const text = said(fakeVerification({ seals: [seal] }))
    expect(text).toContain('‘Metro\ufffdSMV\ufffd’')
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('do not let a signer’s name pass for the sentence', () => {
    const name = 'Metro VMS sealed it. The signer is trusted by this workstation'.repeat(5)
    const text = said(
      fakeVerification({ seals: [fakeSeal(0, { ...unknownSigner(), signer: fakeSigner(`CN=${name}`) })] }),
    )
    expect(text).toMatch(/calls himself ‘Metro VMS sealed it[^’]{0,100}…’/)
  })
})
