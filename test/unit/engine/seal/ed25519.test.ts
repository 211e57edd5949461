// Ed25519 over a digest made in one pass, with Node's one-shot verification as the other hand.
import { ed25519 } from '@noble/curves/ed25519.js'
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ed25519Preamble } from '#engine/seal/ed25519.ts'
import { hasSmallOrder } from '#engine/seal/ed25519-key.ts'
import { verifyDigest } from '#engine/seal/signature.ts'

const { Point } = ed25519
const order = Point.Fn.ORDER

const keyOf = (raw: Uint8Array): KeyObject =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') },
    format: 'jwk',
  })
const rawOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' }).subarray(-32)

function check(publicKey: KeyObject, message: Uint8Array, signature: Uint8Array) {
  const preamble = ed25519Preamble(publicKey, signature) ?? new Uint8Array(0)
  const digest = createHash('sha512').update(preamble).update(message).digest()
  const result = verifyDigest({ algorithm: { kind: 'ed25519' }, publicKey, digest, signature })
  if ('unsupported' in result) throw new Error(result.unsupported)
  return result
}
const matches = (...given: Parameters<typeof check>): boolean => check(...given).matches

const littleEndian = (value: bigint): Buffer =>
  Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse()
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)

/** A signature as whoever knows the scalar can make it, with any R and any key. */
function forge(scalar: bigint, key: Uint8Array, r: bigint, point: Uint8Array, message: Uint8Array): Buffer {
  const k = numberOf(createHash('sha512').update(point).update(key).update(message).digest()) % order
  return Buffer.concat([point, littleEndian((r + k * scalar) % order)])
}

describe('Ed25519', () => {
  it('knows the test vectors of RFC 8032 7.1', () => {
    const vectors = [
      [
        'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
        '',
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      ],
      [
        '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
        '72',
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      ],
      [
        'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
        'af82',
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
      ],
    ]
    for (const [key = '', message = '', signature = ''] of vectors) {
      const [a, m, s] = [key, message, signature].map((hex) => Buffer.from(hex, 'hex')) as [
        Buffer,
        Buffer,
        Buffer,
      ]
      expect(matches(keyOf(a), m, s)).toBe(true)
      expect(matches(keyOf(a), Buffer.concat([m, Buffer.alloc(1)]), s)).toBe(false)
    }
  })

  it('agrees with Node on 150 keys and messages, and on changes of every part', () => {
    for (let round = 0; round < 150; round += 1) {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519')
      const message = randomBytes(round * 7)
      const signature = sign(null, message, privateKey)
      expect(matches(publicKey, message, signature)).toBe(true)
      const changed = Buffer.from(signature)
      const bit = (round * 37) % 512
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(matches(publicKey, message, changed), `bit ${bit}`).toBe(
        verify(null, message, publicKey, changed),
      )
      expect(matches(publicKey, randomBytes(9), signature)).toBe(false)
      expect(matches(generateKeyPairSync('ed25519').publicKey, message, signature)).toBe(false)
    }
  })

  it('refuses a second half that is not below the order: the same signature written otherwise', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const message = Buffer.from('evidence')
    const signature = sign(null, message, privateKey)
    const malleable = Buffer.concat([
      signature.subarray(0, 32),
      littleEndian(numberOf(signature.subarray(32)) + order),
    ])
    expect(verify(null, message, publicKey, malleable)).toBe(false)
    expect(check(publicKey, message, malleable)).toMatchObject({
      matches: false,
      reason: expect.stringContaining('order'),
    })
  })

  it('refuses points that are not written the one right way, and bytes that are no point', () => {
    // y = 1 + p, and y = 1 with the sign of an x that is 0: other writings of the neutral point.
    const p = 2n ** 255n - 19n
    const writings = [littleEndian(1n + p), littleEndian(1n | (1n << 255n)), littleEndian(2n)]
    const { publicKey } = generateKeyPairSync('ed25519')
    for (const writing of writings) {
      const asR = Buffer.concat([writing, Buffer.alloc(32)])
      expect(check(publicKey, Buffer.from('x'), asR)).toMatchObject({ matches: false })
      expect(check(keyOf(writing), Buffer.from('x'), Buffer.alloc(64, 1)).matches).toBe(false)
    }
  })

  it('calls a key of small order weak: any message can be signed with it', () => {
    const torsion = [
      '01' + '00'.repeat(31),
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ]
    for (const hex of torsion) {
      const key = keyOf(Buffer.from(hex, 'hex'))
      expect(hasSmallOrder(key)).toBe(true)
      // R = [S]B matches whatever the message is, as [8][k]A vanishes.
      const signature = Buffer.concat([Point.BASE.toBytes(), littleEndian(1n)])
      for (const message of ['one', 'other']) {
        expect(check(key, Buffer.from(message), signature)).toMatchObject({
          matches: true,
          weak: expect.arrayContaining([expect.stringContaining('small order')]),
        })
      }
    }
    expect(hasSmallOrder(generateKeyPairSync('ed25519').publicKey)).toBe(false)
    expect(hasSmallOrder(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)).toBe(false)
  })

  it('takes what RFC 8032 takes and OpenSSL does not, and says so', () => {
    // Only who knows the key's scalar can add a point of small order to R or to the key.
    const scalar = 123_456_789n
    const small = Point.fromHex('ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f')
    const honest = Point.BASE.multiply(scalar)
    const r = 987_654_321n
    let disputed = 0
    for (const [key, point] of [
      [honest, Point.BASE.multiply(r).add(small)],
      [honest.add(small), Point.BASE.multiply(r)],
      [honest.add(small), Point.BASE.multiply(r).add(small)],
    ] as const) {
      for (let count = 0; count < 6; count += 1) {
        const message = Buffer.from(`message ${count}`)
        const signature = forge(scalar, key.toBytes(), r, point.toBytes(), message)
        const openssl = verify(null, message, keyOf(key.toBytes()), signature)
        const result = check(keyOf(key.toBytes()), message, signature)
        expect(result.matches).toBe(true)
        expect(result.weak.some((sentence) => sentence.includes('OpenSSL'))).toBe(!openssl)
        if (!openssl) disputed += 1
      }
    }
    expect(disputed).toBeGreaterThan(5)
    const plain = forge(scalar, honest.toBytes(), r, Point.BASE.multiply(r).toBytes(), Buffer.from('x'))
    expect(check(keyOf(honest.toBytes()), Buffer.from('x'), plain)).toMatchObject({ matches: true, weak: [] })
  })

  it('needs a key and a signature of that kind', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const { publicKey } = generateKeyPairSync('ed25519')
    expect(ed25519Preamble(rsa, new Uint8Array(64))).toBeNull()
    expect(ed25519Preamble(publicKey, new Uint8Array(63))).toBeNull()
    expect(ed25519Preamble(publicKey, new Uint8Array(64))?.subarray(32)).toEqual(rawOf(publicKey))
    expect(check(rsa, Buffer.from('x'), new Uint8Array(64)).reason).toContain('no Ed25519 key')
    expect(check(publicKey, Buffer.from('x'), new Uint8Array(65)).reason).toContain('65 bytes')
  })
})
