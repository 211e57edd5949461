import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPem } from '#engine/seal/pem.ts'
import { findEntries, readRevocationList, whyNotSignedBy } from '#engine/seal/revocation-list.ts'
import type { RevocationListFile } from '#engine/seal/revocation-list.ts'
import { findSerial } from '#engine/seal/serial-index.ts'
import { authority, certify } from './certificates.ts'
import type { Entity } from './certificates.ts'
import { der, entry, extension, invalidityDate, makeList, reasonCode, sequence } from './revocation-lists.ts'
import type { ListOptions } from './revocation-lists.ts'
import { processorMillis } from '../../../support/processor-time.ts'

const root = authority('Root', 0)
const other = authority('Root', 1)
const leaf = certify('Leaf', 2, root)
const serial = leaf.certificate.parsed.serialNumber.valueBlock.valueHexView

function list(options: ListOptions = {}, issuer: Entity = root): RevocationListFile {
  const reading = readRevocationList(makeList(issuer, options))
  if (!reading.ok) throw new Error(reading.reason)
  return reading.list
}
const scopeOf = (...fields: (Uint8Array | string)[]): Pick<RevocationListFile, 'scope' | 'unusable'> =>
  list({ extensions: [extension('551d1c', true, sequence(...fields))] })

describe('readRevocationList', () => {
  it('reads issuer, times and entries, from DER, from DER with bytes behind it, and from PEM', () => {
    const bytes = makeList(root, { entries: [entry('05', '260401000000Z'), entry(serial, '260402000000Z')] })
    for (const form of [
      bytes,
      Buffer.concat([bytes, Buffer.alloc(5)]),
      Buffer.from(`words\n${formatPem('X509 CRL', bytes)}`),
    ]) {
      const reading = readRevocationList(form)
      expect(reading).toMatchObject({
        ok: true,
        list: {
          issuer: 'CN=Root',
          issuerKey: root.certificate.subjectKey,
          thisUpdate: '2026-05-01T00:00:00.000Z',
          nextUpdate: '2026-05-30T00:00:00.000Z',
          revoked: 2,
          scope: 'all',
          unusable: null,
        },
      })
      if (!reading.ok) continue
      expect(findEntries(reading.list, leaf.certificate)[0]).toMatchObject({
        revokedAt: new Date('2026-04-02T00:00:00Z'),
        invalidSince: null,
        reason: 'no reason given',
      })
      expect(findEntries(reading.list, root.certificate)).toEqual([])
      expect(Buffer.from(reading.list.der).equals(bytes)).toBe(true)
    }
  })

  it('reads lists of version 1, without a next update, and with times after 2049', () => {
    const first = list({ version: '', nextUpdate: null })
    expect(first).toMatchObject({ nextUpdate: null, revoked: 0, unusable: null })
    expect(list({ nextUpdate: '20700101000000Z' }).nextUpdate).toBe('2070-01-01T00:00:00.000Z')
  })

  it('reads reasons and the date of invalidity', () => {
    const found = list({
      entries: [entry(serial, '260402000000Z', reasonCode(1), invalidityDate('20260101000000Z'))],
    })
    expect(findEntries(found, leaf.certificate)[0]).toEqual({
      revokedAt: new Date('2026-04-02T00:00:00Z'),
      invalidSince: new Date('2026-01-01T00:00:00Z'),
      reason: 'key compromised',
      isCompromise: true,
      isHold: false,
      unusable: null,
    })
  })

  it('compares serial numbers as numbers, whatever zeros stand before them', () => {
    const padded = Buffer.concat([Buffer.alloc(2), serial])
    expect(findEntries(list({ entries: [entry(padded, '260402000000Z')] }), leaf.certificate)).toHaveLength(1)
    const longer = Buffer.concat([serial, Buffer.alloc(1)])
    expect(findEntries(list({ entries: [entry(longer, '260402000000Z')] }), leaf.certificate)).toEqual([])
  })

  it('finds every entry of a serial number among thousands, and none of another', () => {
    const numbers = Array.from({ length: 5_000 }, (_, index) => Buffer.from([1, index >> 8, index & 255]))
    const found = list({
      entries: [
        entry(serial, '260403000000Z', reasonCode(4)),
        ...numbers.map((number) => entry(number, '260401000000Z')),
        entry(serial, '260402000000Z', reasonCode(1)),
      ],
    })
    expect(findEntries(found, leaf.certificate).map(({ reason }) => reason)).toEqual([
      'superseded',
      'key compromised',
    ])
    for (const number of numbers) expect(findSerial(found.der, found.parts.serials, number)).toHaveLength(1)
    expect(findSerial(found.der, found.parts.serials, Buffer.from([2, 0, 0]))).toEqual([])
  })

  it('says of which certificates a list is complete', () => {
    expect(scopeOf()).toMatchObject({ scope: 'all', unusable: null })
    expect(scopeOf('8101ff')).toMatchObject({ scope: 'signers', unusable: null })
    expect(scopeOf('8201ff')).toMatchObject({ scope: 'authorities', unusable: null })
    expect(scopeOf('810100')).toMatchObject({ scope: 'all', unusable: null })
    expect(scopeOf('8101ff', '8201ff')).toMatchObject({ scope: 'part', unusable: null })
    expect(scopeOf('83020102')).toMatchObject({ scope: 'part', unusable: null })
    expect(scopeOf(der(0xa0, der(0xa0, der(0x86, Buffer.from('http://a')))))).toMatchObject({ scope: 'part' })
  })

  it('concludes nothing from lists that it does not know how to use', () => {
    const because = (options: ListOptions): string | null => list(options).unusable
    expect(because({ extensions: [extension('551d1b', true, der(0x02, '01'))] })).toContain('only changes')
    expect(scopeOf('8401ff').unusable).toContain('other issuers')
    expect(scopeOf('8501ff').unusable).toContain('kinds')
    expect(scopeOf('8601ff').unusable).toContain('cannot be read')
    expect(because({ extensions: [extension('2a0304', true, der(0x05))] })).toContain('critical extension')
    expect(because({ extensions: [extension('2a0304', false, der(0x05))] })).toBeNull()
    expect(because({ extensions: [extension('551d14', false, der(0x02, '01'))] })).toBeNull()
    const twice = extension('551d14', false, der(0x02, '01'))
    expect(because({ extensions: [twice, twice] })).toContain('cannot be read')
    expect(because({ algorithm: sequence('06092a864886f70d01010c', '0500') })).toContain('two different')
    // An entry about another issuer's certificate, and one that only a list of changes may have.
    const foreign = extension('551d1d', true, sequence())
    expect(because({ entries: [entry(serial, '260402000000Z', foreign)] })).toContain('critical extensions')
    expect(because({ entries: [entry(serial, '260402000000Z', reasonCode(8))] })).toContain(
      'lists of changes',
    )
  })

  it('refuses what is no list, in one sentence', () => {
    const wrong = [
      Buffer.alloc(0),
      Buffer.from('hello'),
      Buffer.from(leaf.certificate.der),
      Buffer.from(formatPem('CERTIFICATE', leaf.certificate.der)),
      sequence(),
      makeList(root, { version: '020102' }),
      makeList(root, { thisUpdate: '2605010000Z' }),
      makeList(root, { thisUpdate: '261301000000Z' }),
      makeList(root, { entries: [sequence(der(0x02, '01'))] }),
      makeList(root, { entries: [entry('05', '260401000000Z', der(0x05))] }),
      makeList(root).subarray(0, -1),
    ]
    for (const bytes of wrong) {
      expect(readRevocationList(bytes)).toEqual({
        ok: false,
        reason: expect.stringMatching(/^The revocation list cannot be read: .*\.$/),
      })
    }
  })

  it('reads a hundred thousand entries, and finds the last, in no time', () => {
    const blocks = Buffer.concat(
      Array.from({ length: 100_000 }, (_, index) => {
        const number = Buffer.alloc(4)
        number.writeUInt32BE(index + 0x0100_0000)
        return entry(number, '260401000000Z', reasonCode(4))
      }),
    )
    const began = processorMillis()
    const found = list({ entries: [blocks, entry(serial, '260402000000Z')] })
    expect(found.revoked).toBe(100_001)
    expect(findEntries(found, leaf.certificate)[0]?.revokedAt).toEqual(new Date('2026-04-02T00:00:00Z'))
    expect(processorMillis() - began).toBeLessThan(4_000)
  })

  it('throws at no bytes', () => {
    const written = makeList(root, {
      entries: [entry(serial, '260402000000Z', reasonCode(1), invalidityDate('20260101000000Z'))],
      extensions: [
        extension('551d1c', true, sequence('8101ff')),
        extension('551d14', false, der(0x02, '01')),
      ],
    })
    const edits = fc.array(fc.record({ at: fc.nat(written.length - 1), to: fc.nat(255) }), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(fc.oneof(edits, fc.uint8Array({ maxLength: 300 })), (given) => {
        const bytes = given instanceof Uint8Array ? Buffer.from(given) : Buffer.from(written)
        if (!(given instanceof Uint8Array)) for (const { at, to } of given) bytes[at] = to
        const reading = readRevocationList(bytes)
        if (!reading.ok) {
          expect(reading.reason).toMatch(/\.$/)
          return
        }
        findEntries(reading.list, leaf.certificate)
        // Whatever was changed in the signed part, the signature no longer holds.
        const { start, end } = reading.list.parts.content
        const isSame = Buffer.from(reading.list.der.subarray(start, end)).equals(written.subarray(start, end))
        if (!isSame) expect(whyNotSignedBy(reading.list, root.certificate)).not.toBeNull()
      }),
      { seed: 11, numRuns: 1_500 },
    )
  })
})

describe('whyNotSignedBy', () => {
  it('believes the issuer with that key alone', () => {
    expect(whyNotSignedBy(list(), root.certificate)).toBeNull()
    expect(whyNotSignedBy(list(), other.certificate)).toContain('does not match')
    expect(whyNotSignedBy(list(), leaf.certificate)).toContain('may not sign')
  })

  it('asks for cRLSign where usage is stated', () => {
    const keyCertSignOnly = authority('Root', 0, null, { keyUsage: 0x04 })
    expect(whyNotSignedBy(list(), keyCertSignOnly.certificate)).toContain('may not sign')
  })

  it('does not believe a weak hash', () => {
    expect(whyNotSignedBy(list({ hash: 'sha1' }), root.certificate)).toContain('forgeries')
  })
})
