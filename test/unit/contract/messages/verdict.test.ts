// Each row of the table of sentences, and the rules that hold for all of them.
import { describe, expect, it } from 'vitest'
import type { Intact } from '#contract/item.ts'
import {
  answersOf,
  describeNotChecked,
  describeVerification,
  intactOf,
  isAdded,
  itemChips,
  mediaChip,
  sealChip,
  signerChip,
} from '#contract/messages/verdict.ts'
import { MediaSigningVerdict, NotChecked, Trust, type Verification } from '#contract/seal.ts'
import {
  fakeSeal,
  fakeSigner,
  fakeTrustDetail,
  fakeVerification,
  unknownSigner,
  utc,
  verdicts,
} from '#test/support/fake-evidence.ts'
import { fakeMediaReport } from '#test/support/fake-media-signing.ts'

const said = (verification: Verification): string => describeVerification(verification).sentences.join(' ')

describe('a seal that matches', () => {
  it('names signer, time and root where the signer is trusted', () => {
    expect(said(verdicts.trusted)).toBe(
      'Unchanged since Metro VMS sealed it on 2 May 2026, 08:15:00 UTC. The signer is trusted by this workstation (root: Metro Evidence Root).',
    )
  })

  it('does not take an unknown signer’s word for his name', () => {
    expect(said(verdicts.untrusted)).toBe(
      'Unchanged since it was sealed by a signer who calls himself ‘Metro VMS’. This workstation does not know that signer, so who sealed it is not proved. The file says that it was exported on 2 May 2026, 08:15:00 UTC.',
    )
  })

  it('says when the certificate had expired, and how it is today', () => {
    expect(said(verdicts.expired)).toContain('Unchanged since it was sealed by a signer who calls himself')
    expect(said(verdicts.expired)).toContain('certificate had expired on 13 November 2025 (today: expired).')
    expect(said(verdicts.expired)).toContain(
      'The file says that it was exported on 2 May 2026, 08:15:00 UTC.',
    )
    const other = fakeSeal(0, { trust: 'expired', trustDetail: fakeTrustDetail({ today: 'expired' }) })
    const text = said(fakeVerification({ seals: [other] }))
    expect(text).toContain('A certificate that the signer’s rests on had expired')
    expect(text).not.toContain('2028')
  })

  it('says from when the certificate is valid', () => {
    expect(said(verdicts.notYetValid)).toContain('is only valid from 1 June 2026 (today: trusted).')
  })

  it('says that the date is a claim where the certificate was valid then and is not today', () => {
    const since = (today: Trust, judgedAtOrigin: 'export-time' | 'given' = 'export-time') =>
      describeVerification(
        fakeVerification({
          seals: [fakeSeal(0, { trustDetail: fakeTrustDetail({ today, judgedAtOrigin }) })],
          verifiedAt: utc('2028-05-03T00:00:00.000Z'),
        }),
      )
    const expired = since('expired')
    expect(expired.sentences).toEqual([
      'Unchanged since Metro VMS sealed it on 2 May 2026, 08:15:00 UTC. The signer was trusted at the time that counts (root: Metro Evidence Root); for today the answer is “expired”.',
      'The date is the signer’s own statement; the certificate has expired, on 1 January 2028.',
    ])
    expect([expired.seal.tone, expired.signer.tone, expired.signer.word]).toEqual([
      'good',
      'attention',
      'Trusted then',
    ])
    expect(since('revoked').sentences.join(' ')).toContain('own statement; the certificate has been revoked.')
    expect(since('revoked').signer.tone).toBe('attention')
    expect(since('untrusted').sentences.join(' ')).toContain('is “unknown signer”.')
    expect(since('expired', 'given').sentences.join(' ')).toContain(
      'as asked for. Since then the certificate has expired, on 1 January 2028.',
    )
    expect(since('trusted').sentences).toHaveLength(1)
    expect(since('trusted').signer.tone).toBe('good')
  })

  it('does not name the signer’s date where it is another certificate that has expired since', () => {
    const seal = fakeSeal(0, { trustDetail: fakeTrustDetail({ today: 'expired' }) })
    const text = said(fakeVerification({ seals: [seal] }))
    expect(text).toContain('for today the answer about the signer is “expired”')
    expect(text).not.toContain('2028')
  })

  it('is never green where algorithm or key is too weak, whoever signed', () => {
    const detail = 'MD5 is no longer safe for signatures.'
    const deviations = [{ code: 'weak-algorithm', detail }]
    for (const trust of Trust.options) {
      const text = describeVerification(fakeVerification({ seals: [fakeSeal(0, { trust, deviations })] }))
      expect([text.intact, text.seal.tone, text.seal.word], trust).toEqual([
        'intact',
        'attention',
        'Intact, weak',
      ])
      expect(text.signer.tone, trust).toBe(trust === 'revoked' ? 'bad' : 'attention')
      expect(text.signer.word, trust).not.toBe('Trusted')
      const all = text.sentences.join(' ')
      expect(all).toContain(`The seal uses an algorithm or key that is too weak to rely on: ${detail}`)
      expect(all).not.toMatch(/Unchanged since|is trusted/)
    }
  })

  it('names an earlier seal that is too weak', () => {
    const deviations = [{ code: 'weak-algorithm', detail: 'The RSA key has 512 bits.' }]
    const text = describeVerification(
      fakeVerification({ seals: [fakeSeal(0, { deviations }), fakeSeal(1), fakeSeal(2)] }),
    )
    expect(text.sentences.join(' ')).toContain(
      'Seal 1 of 3 uses an algorithm or key that is too weak to rely on: The RSA key has 512 bits.',
    )
    expect([text.seal.tone, text.signer.tone]).toEqual(['attention', 'attention'])
  })

  it('says why a path to a root is not relied on, instead of that there is none', () => {
    const reason = 'The certificate of “CN=Metro VMS” has an RSA key of only 1024 bits.'
    const seal = fakeSeal(0, { trust: 'untrusted', trustDetail: fakeTrustDetail({ reason }) })
    const text = said(fakeVerification({ seals: [seal] }))
    expect(text).toContain(`not in a way that can be relied on: ${reason}`)
    expect(text).not.toContain('does not know')
  })

  it('knows the time that the file states also where no root is configured', () => {
    const judgedNowhere = fakeTrustDetail({ today: 'not-checked', anchorSha256: null })
    const seal = fakeSeal(0, { trust: 'not-checked', trustDetail: judgedNowhere })
    const text = said(fakeVerification({ seals: [seal] }))
    expect(text).toContain('The file says that it was exported on 2 May 2026, 08:15:00 UTC.')
    expect(text).not.toContain('does not say when')
    expect(text).not.toContain('judged')
    const later = {
      ...seal,
      index: 1,
      trustDetail: { ...judgedNowhere, judgedAt: null, judgedAtOrigin: 'none' },
    }
    expect(said(fakeVerification({ seals: [fakeSeal(0), later as typeof seal] }))).toContain(
      'The file does not say when its last seal was made.',
    )
  })

  it('says for which time a certificate was judged', () => {
    const judged = (judgedAtOrigin: 'recording-time' | 'given') =>
      said(fakeVerification({ seals: [fakeSeal(0, { trustDetail: fakeTrustDetail({ judgedAtOrigin }) })] }))
    expect(judged('recording-time')).toContain(
      'judged for the time of the recording, 2 May 2026, 08:15:00 UTC.',
    )
    expect(judged('given')).toContain('judged for 2 May 2026, 08:15:00 UTC, as asked for.')
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
      'An earlier seal, by ‘Metro VMS’ (dated 2 May 2026, 08:15:00 UTC by its own statement), matches too.',
    )
  })

  it('tells of bytes outside the seal that were permitted there', () => {
    const tail = fakeVerification({ unsealedBytes: 16, unsealedRanges: [{ start: 56_381, end: 56_397 }] })
    expect(said(tail)).toContain(
      '16 bytes lie outside the seal, the first at offset 56,381, in boxes that players skip (an index or free space). None of the recording lies there.',
    )
    expect(said(tail)).not.toMatch(/no video|no sound/)
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

  it('gives the seal’s own reason where the seal is faulty, and says nothing of bytes', () => {
    const faulty = (index: number) =>
      fakeSeal(index, {
        status: 'broken',
        reason: 'The seal has no certificate that can be read.',
        range: null,
      })
    expect(said(fakeVerification({ verdict: 'broken', seals: [faulty(0)] }))).toBe(
      'Not proved to be unchanged: the only seal is faulty. The seal has no certificate that can be read.',
    )
    expect(said(fakeVerification({ verdict: 'broken', seals: [fakeSeal(0), faulty(1)] }))).toBe(
      'Not proved to be unchanged: seal 2 of 2 is faulty. The seal has no certificate that can be read. Seal 1 still matches.',
    )
    const mixed = said(
      fakeVerification({ verdict: 'broken', seals: [...verdicts.brokenOnly.seals, faulty(1), faulty(2)] }),
    )
    expect(mixed).toContain('The bytes do not match the signature of seal 1 of 3.')
    expect(mixed).toContain('seals 2 and 3 of 3 are faulty. The seal has no certificate that can be read.')
  })

  it('does not call a recording outside the seal an addition', () => {
    const reason = 'Seal 1 of 1 does not cover the recording: samples of track 1 lie at offset 56381.'
    const text = said({ ...verdicts.added, reason })
    expect(text).toBe(`The seals do not vouch for this file as it is. ${reason}`)
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

  it('does not claim to know why the place of a signature holds zeros', () => {
    const seals = [fakeSeal(0, { status: 'empty', range: null })]
    expect(said(fakeVerification({ verdict: 'unsealed', seals }))).toContain(
      'No seal. The place of the signature holds only zeros: signing was never finished, or the signature was removed.',
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
    for (const intact of ['broken', 'unsupported', 'unreadable'] as const) {
      for (const trust of Trust.options) expect(signerChip(intact, trust).word).toBe('Not proved')
    }
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

describe('the table of items', () => {
  it('has the chips of the screen that shows the whole verification', () => {
    for (const [name, verification] of Object.entries(verdicts)) {
      const { seal, signer, media } = describeVerification(verification)
      expect(itemChips({ ...answersOf(verification), added: isAdded(verification) }), name).toEqual({
        seal,
        signer,
        media,
      })
    }
  })

  it('keeps the worst answer of all tracks', () => {
    const ok = fakeMediaReport([{ verdict: 'ok', pictures: 9 }])
    const worst = (...list: MediaSigningVerdict[]) =>
      answersOf(fakeVerification({ mediaSigning: list.map((verdict) => ({ ...ok, verdict })) })).media
    expect(worst()).toBeNull()
    expect(worst('not-signed', 'authentic')).toBe('not-signed')
    expect(worst('authentic', 'not-checkable')).toBe('not-checkable')
    expect(worst('not-checkable', 'authentic-with-missing')).toBe('authentic-with-missing')
    expect(worst('not-authentic', 'authentic-with-missing')).toBe('not-authentic')
  })

  it('has a word for every answer about the camera’s signatures, green for one alone', () => {
    expect(mediaChip(null)).toBeNull()
    for (const verdict of MediaSigningVerdict.options) {
      const chip = mediaChip(verdict)
      expect(chip?.word).toMatch(/^[A-Z]/)
      expect(chip?.why.length).toBeGreaterThan(20)
      expect(chip?.tone === 'good', verdict).toBe(verdict === 'authentic')
    }
  })
})

describe('words', () => {
  it('list what was not checked', () => {
    expect(describeVerification(verdicts.trusted).notChecked).toBe(
      'Not checked: whether the certificate has been revoked; whether the clocks of camera and recorder were right.',
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

  it.each([
    'Police’. The signer is trusted by this workstation (root: P CA)',
    'Police", "HQ',
    "Police', 'HQ",
    'Police”, “HQ‛ ‚x„ «y» `z´ ＂a＇ ′b″ ʼc❜❞〞',
  ])('do not let the name %s close its own quotation', (name) => {
    const signer = fakeSigner(`CN=${name.replace(/[",]/g, '\\$&')}`)
    const text = said(fakeVerification({ seals: [fakeSeal(0, { ...unknownSigner(), signer })] }))
    const quoted = /calls himself ‘(.*)’\. This workstation does not know/.exec(text)?.[1] ?? ''
    expect(quoted).toMatch(/^Police_/)
    expect(quoted).not.toMatch(/[\p{Pi}\p{Pf}"'`´‚„＂＇′″ʼ❜❞〞]/u)
    expect([...quoted].length).toBeLessThanOrEqual(61)
  })

  it('do not let a signer’s name pass for the sentence', () => {
    const name = 'Metro VMS sealed it. The signer is trusted by this workstation'.repeat(5)
    const text = said(
      fakeVerification({ seals: [fakeSeal(0, { ...unknownSigner(), signer: fakeSigner(`CN=${name}`) })] }),
    )
    expect(text).toMatch(/calls himself ‘Metro VMS sealed it[^’]{0,60}…’/)
  })
})
