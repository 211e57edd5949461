// Revocation as part of the second answer: which list speaks at which time, and for whom.
import { describe, expect, it } from 'vitest'
import { readRevocationList } from '#engine/seal/revocation-list.ts'
import type { RevocationListFile } from '#engine/seal/revocation-list.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import type { TimeOrigin } from '#engine/seal/trust-path.ts'
import { authority, certify } from './certificates.ts'
import type { Entity } from './certificates.ts'
import { entry, extension, invalidityDate, makeList, reasonCode, sequence } from './revocation-lists.ts'
import type { ListOptions } from './revocation-lists.ts'

const root = authority('Root', 0)
const middle = authority('Middle', 1, root)
const leaf = certify('Leaf', 2, middle)
/** The same name and key, certified by another root. */
const otherRoot = authority('Other root', 3)
const crossed = authority('Middle', 1, otherRoot)

function list(issuer: Entity, options: ListOptions = {}): RevocationListFile {
  const reading = readRevocationList(makeList(issuer, options))
  if (!reading.ok) throw new Error(reading.reason)
  return reading.list
}
const serialOf = ({ certificate }: Entity): Uint8Array =>
  certificate.parsed.serialNumber.valueBlock.valueHexView
const revoked = (entity: Entity, since: string, ...extensions: Uint8Array[]): ListOptions => ({
  entries: [entry(serialOf(entity), since, ...extensions)],
})

const mayTenth = new Date('2026-05-10T00:00:00Z')
const november = new Date('2026-11-01T00:00:00Z')

function judge(
  lists: RevocationListFile[],
  options: { anchors?: Entity[]; at?: Date; atOrigin?: TimeOrigin; now?: Date } = {},
) {
  const { anchors = [root], at = mayTenth, atOrigin = 'export-time', now = november } = options
  const { trust, detail } = judgeTrust({
    leaf: leaf.certificate,
    intermediates: [middle.certificate, crossed.certificate],
    anchors: anchors.map(({ certificate }) => certificate),
    revocationLists: lists,
    at,
    atOrigin,
    now,
  })
  return { trust, today: detail.today, revocation: detail.revocation, detail }
}
const allGood = [list(root), list(middle)]

describe('revocation', () => {
  it('is good where every certificate below the anchor was looked up', () => {
    expect(judge(allGood)).toMatchObject({ trust: 'trusted', revocation: 'good' })
    expect(judge([list(middle)])).toMatchObject({ trust: 'trusted', revocation: 'not-checked' })
    expect(judge([list(middle)], { anchors: [middle] })).toMatchObject({ revocation: 'good' })
    expect(judge([list(middle)], { anchors: [leaf] })).toMatchObject({
      trust: 'trusted',
      revocation: 'not-checked',
      detail: { revocationDetail: expect.stringContaining('the certificate itself is the trusted one') },
    })
    expect(judge([], {}).detail.revocationDetail).toContain('no revocation list is held here')
  })

  it('is told by a list of that time or later, and by an earlier one as long as it was to be valid', () => {
    const of = (thisUpdate: string, nextUpdate: string | null) =>
      judge([list(root), list(middle, { thisUpdate, nextUpdate })]).revocation
    expect(of('260510000000Z', null)).toBe('good')
    expect(of('260601000000Z', null)).toBe('good')
    expect(of('260509235959Z', null)).toBe('not-checked')
    expect(of('260401000000Z', '260510000000Z')).toBe('good')
    expect(of('260401000000Z', '260509235959Z')).toBe('not-checked')
    // Made after the certificate expired, or after today, it says nothing for it.
    expect(of('270101000001Z', null)).toBe('not-checked')
    expect(judge([list(root), list(middle, { thisUpdate: '261103000000Z' })])).toMatchObject({
      revocation: 'not-checked',
      detail: { revocationDetail: expect.stringContaining('lies in the future') },
    })
  })

  it('takes the newest list that tells, in whatever order they are given', () => {
    const old = list(middle, { thisUpdate: '260101000000Z', nextUpdate: '260102000000Z' })
    const future = list(middle, { thisUpdate: '270601000000Z', nextUpdate: null })
    expect(judge([old, future, ...allGood]).revocation).toBe('good')
    expect(judge([...allGood, future, old]).revocation).toBe('good')
  })

  it('counts from the time of revocation, to the second', () => {
    const at = (since: string) => judge([list(root), list(middle, revoked(leaf, since))])
    expect(at('260510000000Z')).toMatchObject({ trust: 'revoked', today: 'revoked', revocation: 'revoked' })
    expect(at('260510000001Z')).toMatchObject({ trust: 'trusted', today: 'revoked', revocation: 'good' })
  })

  it('counts from the date of invalidity where that is earlier', () => {
    const before = revoked(leaf, '260601000000Z', reasonCode(4), invalidityDate('20260501000000Z'))
    const after = revoked(leaf, '260601000000Z', reasonCode(4), invalidityDate('20260520000000Z'))
    expect(judge([list(middle, before)]).trust).toBe('revoked')
    expect(judge([list(middle, after)])).toMatchObject({ trust: 'trusted', today: 'revoked' })
  })

  it('of a compromised key spares only a time before it that the examiner gives, never one that the file claims', () => {
    for (const code of [1, 2]) {
      const before = list(
        middle,
        revoked(leaf, '260601000000Z', reasonCode(code), invalidityDate('20260501000000Z')),
      )
      const after = list(
        middle,
        revoked(leaf, '260601000000Z', reasonCode(code), invalidityDate('20260520000000Z')),
      )
      for (const atOrigin of ['export-time', 'recording-time'] as const) {
        expect(judge([before], { atOrigin }).trust).toBe('revoked')
        expect(judge([after], { atOrigin })).toMatchObject({
          trust: 'revoked',
          today: 'revoked',
          detail: { reason: expect.stringContaining('a time that the file itself states does not count') },
        })
      }
      expect(judge([before], { atOrigin: 'given' }).trust).toBe('revoked')
      expect(judge([after], { atOrigin: 'given' })).toMatchObject({ trust: 'trusted', today: 'revoked' })
      // An authority's key counts like the signer's.
      const ofMiddle = revoked(middle, '260601000000Z', reasonCode(code), invalidityDate('20260520000000Z'))
      expect(judge([list(root, ofMiddle)]).trust).toBe('revoked')
      expect(judge([list(root, ofMiddle)], { atOrigin: 'given' }).trust).toBe('trusted')
    }
  })

  it('counts for all times where a key was compromised and nobody says since when', () => {
    for (const code of [1, 2]) {
      expect(judge([list(middle, revoked(leaf, '260601000000Z', reasonCode(code)))])).toMatchObject({
        trust: 'revoked',
        detail: { reason: expect.stringContaining('no time before it counts') },
      })
    }
    expect(judge([list(middle, revoked(leaf, '260601000000Z', reasonCode(5)))]).trust).toBe('trusted')
  })

  it('lasts: a later list without the entry does not undo it, but lifts a hold', () => {
    const later = list(middle, { thisUpdate: '260601000000Z' })
    expect(judge([list(middle, revoked(leaf, '260401000000Z')), later]).trust).toBe('revoked')
    const hold = list(middle, revoked(leaf, '260401000000Z', reasonCode(6)))
    expect(judge([hold]).trust).toBe('revoked')
    expect(judge([hold, later]).trust).toBe('trusted')
    // Nor does a list of the future, one that speaks of others, or one of the very same time, lift it.
    const future = list(middle, { thisUpdate: '261103000000Z' })
    const others = { extensions: [extension('551d1c', true, sequence('8201ff'))] }
    expect(judge([hold, future]).trust).toBe('revoked')
    expect(judge([hold, list(middle, { thisUpdate: '260601000000Z', ...others })]).trust).toBe('revoked')
    for (const both of [
      [hold, list(middle)],
      [list(middle), hold],
    ])
      expect(judge(both).trust).toBe('revoked')
    // A list from after the certificate expired need not name it any more.
    expect(judge([hold, list(middle, { thisUpdate: '270201000000Z' })]).trust).toBe('revoked')
  })

  it('reaches back as far as any entry says, where a list has several for one certificate', () => {
    const late = entry(serialOf(leaf), '260601000000Z', reasonCode(4))
    const hold = entry(serialOf(leaf), '260301000000Z', reasonCode(6))
    const compromise = entry(serialOf(leaf), '260601000000Z', reasonCode(1))
    for (const entries of [
      [late, compromise],
      [compromise, late],
      [late, hold],
      [hold, late],
    ])
      expect(judge([list(middle, { entries })]).trust).toBe('revoked')
    expect(judge([list(middle, { entries: [late, late] })])).toMatchObject({
      trust: 'trusted',
      today: 'revoked',
    })
  })

  it('is of one certificate: another path around a revoked authority is as good as before', () => {
    const middleRevoked = list(root, revoked(middle, '260401000000Z'))
    expect(judge([middleRevoked, list(middle)])).toMatchObject({
      trust: 'revoked',
      detail: { path: ['CN=Leaf', 'CN=Middle', 'CN=Root'], reason: expect.stringContaining('“CN=Middle”') },
    })
    expect(judge([middleRevoked, list(middle)], { anchors: [root, otherRoot] })).toMatchObject({
      trust: 'trusted',
      detail: { path: ['CN=Leaf', 'CN=Middle', 'CN=Other root'] },
    })
    // Revoked itself, the signer is so on every path, even where the keeper trusts it directly.
    const leafRevoked = list(middle, revoked(leaf, '260401000000Z'))
    expect(judge([leafRevoked], { anchors: [root, otherRoot, leaf, middle] }).trust).toBe('revoked')
  })

  it('is not believed from lists that the issuer did not sign', () => {
    const impostor = authority('Middle', 3)
    expect(judge([list(impostor, revoked(leaf, '260401000000Z'))])).toMatchObject({
      trust: 'trusted',
      revocation: 'not-checked',
      detail: { revocationDetail: expect.stringContaining('signature does not match') },
    })
    // Nor from an issuer that leads to no anchor.
    expect(
      judge([list(middle, revoked(leaf, '260401000000Z'))], { anchors: [authority('Stranger', 4)] }),
    ).toMatchObject({ trust: 'untrusted', revocation: 'not-checked' })
  })

  it('comes before expiry', () => {
    const lists = [list(middle, revoked(leaf, '260401000000Z'))]
    const late = new Date('2028-01-01T00:00:00Z')
    expect(judge(lists, { at: late, now: late }).trust).toBe('revoked')
    expect(judge([], { at: late, now: late }).trust).toBe('expired')
  })
})
