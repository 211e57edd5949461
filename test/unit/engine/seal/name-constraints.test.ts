import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeNames } from '#engine/seal/name-constraints.ts'
import { authority } from './certificates.ts'
import { der, sequence } from './revocation-lists.ts'

const lab = authority('Leaf', 0, null, { organization: 'Lab' }).certificate
const host = authority('cam.lab.example', 0).certificate
const permitted = (...bases: Uint8Array[]): Buffer =>
  sequence(der(0xa0, ...bases.map((base) => sequence(base))))
const excluded = (...bases: Uint8Array[]): Buffer =>
  sequence(der(0xa1, ...bases.map((base) => sequence(base))))
const name = (...attributes: [string, string][]): Buffer =>
  der(
    0xa4,
    sequence(
      ...attributes.map(([oid, value]) => der(0x31, sequence(der(0x06, oid), der(0x13, Buffer.from(value))))),
    ),
  )
const dns = (text: string): Buffer => der(0x82, Buffer.from(text))
const organization = '55040a'

describe('judgeNames', () => {
  it('compares directory names from their beginning, whatever the kind of string and the case', () => {
    expect(judgeNames(permitted(name([organization, 'LAB'])), lab)).toBe('inside')
    expect(judgeNames(permitted(name([organization, 'La'])), lab)).toBe('outside')
    expect(judgeNames(permitted(name(['550403', 'Leaf'])), lab)).toBe('outside')
    expect(judgeNames(permitted(name()), lab)).toBe('inside')
    expect(judgeNames(permitted(name([organization, 'Shop']), name([organization, 'Lab'])), lab)).toBe(
      'inside',
    )
    expect(judgeNames(excluded(name([organization, 'Lab'])), lab)).toBe('outside')
    expect(judgeNames(excluded(name([organization, 'Shop'])), lab)).toBe('inside')
  })

  it('compares hosts from their end, by whole parts', () => {
    expect(judgeNames(permitted(dns('lab.example')), host)).toBe('inside')
    expect(judgeNames(permitted(dns('.LAB.example')), host)).toBe('inside')
    expect(judgeNames(permitted(dns('ab.example')), host)).toBe('outside')
    expect(judgeNames(excluded(dns('')), host)).toBe('outside')
    expect(judgeNames(excluded(dns('other.example')), host)).toBe('inside')
    // A name without hosts is not limited by hosts.
    expect(judgeNames(permitted(dns('lab.example')), lab)).toBe('inside')
  })

  it('leaves open what it does not judge, and only where it matters', () => {
    expect(judgeNames(permitted(der(0x87, '0a000000ff000000')), lab)).toBe('inside')
    expect(judgeNames(sequence(), lab)).toBe('unjudged')
    expect(judgeNames(sequence(der(0xa2)), lab)).toBe('unjudged')
    expect(judgeNames(sequence(der(0xa0, sequence(dns('a'), der(0x80, '01')))), lab)).toBe('unjudged')
    expect(judgeNames(Buffer.from('nonsense'), null)).toBe('unjudged')
    expect(judgeNames(permitted(dns('a')), null)).toBe('inside')
  })

  it('throws at no bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(['inside', 'outside', 'unjudged']).toContain(judgeNames(bytes, lab))
        expect(['inside', 'outside', 'unjudged']).toContain(judgeNames(sequence(der(0xa0, bytes)), lab))
      }),
      { seed: 5, numRuns: 1_000 },
    )
  })
})
