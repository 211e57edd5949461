import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { defaultAlgorithm, formatAlgorithm, readAlgorithmIdentifier } from '#engine/seal/algorithm.ts'
import type { SignatureAlgorithm } from '#engine/seal/algorithm.ts'

const read = (hex: string) => readAlgorithmIdentifier(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

/** Wraps hex in a tag and its length (short or one-byte long form). */
const wrap = (tag: string, ...parts: string[]): string => {
  const body = parts.join('').replaceAll(' ', '')
  const length = body.length / 2
  return `${tag}${length < 128 ? '' : '81'}${length.toString(16).padStart(2, '0')}${body}`
}
const sequence = (...parts: string[]) => wrap('30', ...parts)
const pssOid = '06092a864886f70d01010a'
const sha256 = sequence('0609608648016503040201', '0500')
const sha512 = sequence('0609608648016503040203')
const mgf1 = (hash: string) => sequence('06092a864886f70d010108', hash)
const pss = (...parameters: string[]) => read(sequence(pssOid, sequence(...parameters)))

const algorithmOf = (reading: ReturnType<typeof read>): SignatureAlgorithm => {
  if (!reading.ok) throw new Error(reading.reason)
  return reading.algorithm
}

describe('readAlgorithmIdentifier', () => {
  it('takes SHA-1 and salt 20 where RSASSA-PSS-params are empty (RFC 4055 3.1)', () => {
    expect(algorithmOf(pss())).toEqual({ kind: 'rsa-pss', hash: 'sha1', mgfHash: 'sha1', saltLength: 20 })
  })

  it('reads the default algorithm of EFF written out, with or without NULL', () => {
    const full = pss(wrap('a0', sha256), wrap('a1', mgf1(sha256)), wrap('a2', '020114'), wrap('a3', '020101'))
    expect(algorithmOf(full)).toEqual(defaultAlgorithm)
    expect(full).toMatchObject({ deviations: [] })
    const other = pss(wrap('a0', sha512), wrap('a1', mgf1(sha256)), wrap('a2', '020140'))
    expect(algorithmOf(other)).toEqual({ kind: 'rsa-pss', hash: 'sha512', mgfHash: 'sha256', saltLength: 64 })
  })

  it.each([
    ['30 0d 06 09 2a864886f70d01010b 0500', { kind: 'rsa-pkcs1', hash: 'sha256' }],
    ['30 0b 06 09 2a864886f70d01010d', { kind: 'rsa-pkcs1', hash: 'sha512' }],
    ['30 0a 06 08 2a8648ce3d040302', { kind: 'ecdsa', hash: 'sha256' }],
    ['30 0a 06 08 2a8648ce3d040304', { kind: 'ecdsa', hash: 'sha512' }],
  ])('reads %s', (hex, expected) => {
    expect(read(hex)).toEqual({ ok: true, algorithm: expected, deviations: [] })
  })

  it('calls an unknown algorithm unsupported, by its object identifier', () => {
    const ed448 = algorithmOf(read('30 05 06 03 2b6571'))
    expect(ed448).toMatchObject({ kind: 'unsupported', oid: '1.3.101.113' })
    expect(formatAlgorithm(ed448)).toBe('1.3.101.113')
  })

  it('knows Ed25519, and tells of parameters that it must not have', () => {
    const plain = read('30 05 06 03 2b6570')
    expect(plain).toEqual({ ok: true, algorithm: { kind: 'ed25519' }, deviations: [] })
    expect(formatAlgorithm(algorithmOf(plain))).toBe('Ed25519')
    expect(read('30 07 06 03 2b6570 0500')).toMatchObject({
      algorithm: { kind: 'ed25519' },
      deviations: [{ code: 'signature-parameters-unexpected' }],
    })
  })

  it('tells of bytes after the AlgorithmIdentifier, missing parameters, and a key type in its place', () => {
    const trailing = read('300d06092a864886f70d01010b0500 0000')
    expect(trailing).toMatchObject({ ok: true, deviations: [{ code: 'signature-algorithm-trailing-bytes' }] })
    const bare = read(sequence(pssOid))
    expect(bare).toMatchObject({
      algorithm: defaultAlgorithm,
      deviations: [{ code: 'signature-parameters-missing' }],
    })
    const keyType = read('300d06092a864886f70d0101010500')
    expect(keyType).toMatchObject({ deviations: [{ code: 'signature-algorithm-is-key-type' }] })
  })

  it.each([
    '',
    '00',
    '30',
    '3000',
    '3080',
    '30ff',
    '3084ffffffff',
    '300d06092a864886f70d01010b05',
    '3003020101',
    '0500',
    '300b06092a864886f70d01010b 0500'.replace('300b', '300c'),
    sequence(pssOid, '020101'),
    sequence(pssOid, sequence(wrap('a2', '020114'), wrap('a2', '020120'))),
    sequence(pssOid, sequence(wrap('a4', '020114'))),
    sequence(pssOid, '0500', '0500'),
  ])('says that “%s” is malformed instead of throwing', (hex) => {
    const reading = read(hex)
    expect(reading.ok).toBe(false)
    expect(reading).toHaveProperty('reason', expect.stringMatching(/^sigC cannot be read: .+\.$/))
  })
})

describe('formatAlgorithm', () => {
  it('uses the words of the command line contract', () => {
    expect(formatAlgorithm(defaultAlgorithm)).toBe('RSASSA-PSS SHA-256 salt 20')
    expect(formatAlgorithm({ kind: 'rsa-pkcs1', hash: 'sha256' })).toBe('RSASSA-PKCS1-v1_5 SHA-256')
    expect(formatAlgorithm({ kind: 'rsa-pss', hash: 'sha256', mgfHash: 'sha1', saltLength: 'auto' })).toBe(
      'RSASSA-PSS SHA-256 MGF1-SHA-1 salt auto',
    )
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(formatAlgorithm({ kind: 'ecdsa', hash: 'sha256' }, publicKey)).toBe('ECDSA P-256 SHA-256')
    expect(formatAlgorithm({ kind: 'ecdsa', hash: 'sha384' })).toBe('ECDSA SHA-384')
  })
})
