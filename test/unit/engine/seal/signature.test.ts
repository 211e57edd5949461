import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { defaultAlgorithm } from '#engine/seal/algorithm.ts'
import type { SignatureAlgorithm } from '#engine/seal/algorithm.ts'
import { createSealSigner, verifyDigest } from '#engine/seal/signature.ts'
import { encodePss, makeRsaPair, signRaw } from './rsa-material.ts'
import type { PssFaults, RsaPair } from './rsa-material.ts'

const message = Buffer.from('the bytes that a seal covers')
const digest = createHash('sha256').update(message).digest()
const pair = makeRsaPair(2048)
const auto: SignatureAlgorithm = { kind: 'rsa-pss', hash: 'sha256', mgfHash: 'sha256', saltLength: 'auto' }
const pss = (saltLength: number): SignatureAlgorithm => ({ ...auto, kind: 'rsa-pss', saltLength })

const signPss = (key: RsaPair, saltLength: number, hash = 'sha256'): Buffer =>
  sign(hash, message, { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })

const check = (
  signature: Uint8Array,
  algorithm: SignatureAlgorithm = defaultAlgorithm,
  key = pair,
  over = digest,
) => verifyDigest({ algorithm, publicKey: key.publicKey, digest: over, signature })

const nodeSays = (key: RsaPair, signature: Uint8Array): boolean =>
  verify(
    'sha256',
    message,
    {
      key: key.publicKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_AUTO,
    },
    signature,
  )

describe('RSASSA-PSS', () => {
  it.each([0, 20, 32, 222])('verifies a salt of %i bytes, given and found', (saltLength) => {
    const signature = signPss(pair, saltLength)
    const right = { matches: true, saltLength, weak: [], reason: null }
    expect(check(signature, pss(saltLength))).toEqual(right)
    expect(check(signature, auto)).toEqual(right)
    expect(check(signature, pss(saltLength + 1))).toMatchObject({ matches: false, saltLength: null })
  })

  it.each(['sha1', 'sha224', 'sha384', 'sha512', 'md5'] as const)('verifies with %s', (hash) => {
    const algorithm: SignatureAlgorithm = { kind: 'rsa-pss', hash, mgfHash: hash, saltLength: 20 }
    const result = check(signPss(pair, 20, hash), algorithm, pair, createHash(hash).update(message).digest())
    const weak = hash === 'sha1' || hash === 'md5' ? [expect.stringContaining('no longer safe')] : []
    expect(result).toEqual({ matches: true, saltLength: 20, weak, reason: null })
  })

  it('refuses every single flipped bit of a sample in signature and digest', () => {
    const signature = signPss(pair, 20)
    expect(check(signature)).toMatchObject({ matches: true })
    for (let bit = 0; bit < signature.length * 8; bit += 7) {
      const changed = Buffer.from(signature)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(check(changed), `signature bit ${bit}`).toMatchObject({ matches: false })
    }
    for (let bit = 0; bit < 256; bit += 1) {
      const changed = Buffer.from(digest)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(check(signature, auto, pair, changed), `digest bit ${bit}`).toMatchObject({ matches: false })
    }
  })

  it.each([2041, 2047, 2048, 2049, 2050, 2055, 3073])('handles a modulus of %i bits', (bits) => {
    const key = makeRsaPair(bits)
    const signature = signRaw(key, encodePss(digest, bits, randomBytes(20)))
    expect(nodeSays(key, signature)).toBe(true)
    expect(check(signature, defaultAlgorithm, key)).toMatchObject({ matches: true, saltLength: 20 })
    expect(check(signPss(key, 32), auto, key)).toMatchObject({ matches: true, saltLength: 32 })
    const longest = Math.ceil((bits - 1) / 8) - 34
    expect(check(signPss(key, longest), auto, key)).toMatchObject({ matches: true, saltLength: longest })
  })

  it('refuses each fault of the encoding that RFC 8017 9.1.2 names, as OpenSSL does', () => {
    const faults: PssFaults[] = [
      { trailer: 0xcc },
      { separator: 0x02 },
      { separator: 0x00 },
      { paddingByte: 0x01 },
      { paddingByte: 0x80 },
      { wrongHash: true },
    ]
    const salt = randomBytes(20)
    for (const bits of [2048, 2049, 2050]) {
      const key = bits === 2048 ? pair : makeRsaPair(bits)
      expect(check(signRaw(key, encodePss(digest, bits, salt)), defaultAlgorithm, key)).toMatchObject({
        matches: true,
      })
      for (const fault of faults) {
        const signature = signRaw(key, encodePss(digest, bits, salt, fault))
        expect(check(signature, defaultAlgorithm, key), JSON.stringify(fault)).toMatchObject({
          matches: false,
        })
        expect(nodeSays(key, signature), JSON.stringify(fault)).toBe(false)
      }
    }
  })

  it('refuses bits above the encoded message, and a byte before it where the modulus has 8k+1 bits', () => {
    const odd = makeRsaPair(2049)
    const encoded = encodePss(digest, 2049, randomBytes(20))
    expect(encoded.length).toBe(256)
    // The block must stay below the modulus to be signable at all.
    const modulusOf = (key: RsaPair) =>
      Buffer.from(key.publicKey.export({ format: 'jwk' }).n ?? '', 'base64url')
    let block: Buffer
    do block = Buffer.concat([Buffer.from([1]), encodePss(digest, 2049, randomBytes(20))])
    while (block.compare(modulusOf(odd)) >= 0)
    expect(check(signRaw(odd, block), auto, odd)).toMatchObject({ matches: false })

    const wide = makeRsaPair(2055)
    let loose: Buffer
    do loose = encodePss(digest, 2055, randomBytes(20), { keepTopBits: true })
    while (((loose[0] ?? 0) & 0xc0) === 0 || loose.compare(modulusOf(wide)) >= 0)
    expect(nodeSays(wide, signRaw(wide, loose))).toBe(false)
    expect(check(signRaw(wide, loose), auto, wide)).toMatchObject({ matches: false })
  })

  it('refuses signatures of another length or not below the modulus, with the reason', () => {
    const signature = signPss(pair, 20)
    for (const wrong of [
      signature.subarray(1),
      Buffer.concat([signature, Buffer.alloc(1)]),
      Buffer.alloc(0),
    ]) {
      expect(check(wrong)).toMatchObject({ matches: false, reason: expect.stringContaining('bytes') })
    }
    const modulus = Buffer.from(pair.publicKey.export({ format: 'jwk' }).n ?? '', 'base64url')
    for (const tooLarge of [modulus, Buffer.alloc(256, 0xff)]) {
      expect(check(tooLarge)).toMatchObject({ matches: false, reason: expect.stringContaining('modulus') })
    }
    for (const trivial of [Buffer.alloc(256), Buffer.from([...Buffer.alloc(255), 1])]) {
      expect(check(trivial, auto)).toMatchObject({ matches: false })
    }
  })

  it('never matches with a key with which anybody can sign', () => {
    const { n } = pair.publicKey.export({ format: 'jwk' })
    const publicKey = createPublicKey({ key: { kty: 'RSA', n: n ?? '', e: 'AQ' }, format: 'jwk' })
    const block = Buffer.from([0, 1, ...Buffer.alloc(202, 0xff), 0])
    const info = Buffer.from('3031300d060960864801650304020105000420', 'hex')
    const forgeries: [SignatureAlgorithm, Buffer][] = [
      [auto, encodePss(digest, 2048, randomBytes(20))],
      [{ kind: 'rsa-pkcs1', hash: 'sha256' }, Buffer.concat([block, info, digest])],
    ]
    for (const [algorithm, signature] of forgeries) {
      expect(signature.length).toBe(256)
      expect(verifyDigest({ algorithm, publicKey, digest, signature })).toMatchObject({
        matches: false,
        reason: 'With the public exponent of this key anybody can make signatures.',
      })
    }
    const three = makeRsaPair(2048, 3n)
    expect(check(signPss(three, 20), defaultAlgorithm, three)).toMatchObject({ matches: true, weak: [] })
  })

  it('flags a short key and still verifies it; refuses a salt that does not fit', () => {
    const short = makeRsaPair(1024)
    const result = check(signPss(short, 20), defaultAlgorithm, short)
    expect(result).toMatchObject({ matches: true, weak: [expect.stringContaining('1024 bits')] })
    const tiny = makeRsaPair(512)
    const sha512: SignatureAlgorithm = { kind: 'rsa-pss', hash: 'sha512', mgfHash: 'sha512', saltLength: 20 }
    expect(
      check(Buffer.alloc(64, 1), sha512, tiny, createHash('sha512').update(message).digest()),
    ).toMatchObject({
      matches: false,
    })
  })
})

describe('RSASSA-PKCS1-v1_5', () => {
  const algorithm: SignatureAlgorithm = { kind: 'rsa-pkcs1', hash: 'sha256' }

  it.each(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const)('verifies with %s', (hash) => {
    const over = createHash(hash).update(message).digest()
    expect(
      check(sign(hash, message, pair.privateKey), { kind: 'rsa-pkcs1', hash }, pair, over),
    ).toMatchObject({
      matches: true,
      saltLength: null,
    })
  })

  it('refuses lenient readings of the padding: garbage, short padding, other hash, PSS', () => {
    const info = Buffer.from('3031300d060960864801650304020105000420', 'hex')
    const withoutNull = Buffer.from('302f300b0609608648016503040201 0420'.replace(' ', ''), 'hex')
    const block = (padding: number, ...rest: Uint8Array[]): Buffer => {
      const head = Buffer.from([0, 1, ...Buffer.alloc(padding, 0xff), 0])
      const body = Buffer.concat([head, ...rest])
      return Buffer.concat([body, Buffer.alloc(256 - body.length)])
    }
    expect(check(signRaw(pair, block(202, info, digest)), algorithm)).toMatchObject({ matches: true })
    expect(check(signRaw(pair, block(8, info, digest)), algorithm)).toMatchObject({ matches: false })
    expect(check(signRaw(pair, block(204, withoutNull, digest)), algorithm)).toMatchObject({ matches: false })
    expect(check(signPss(pair, 20), algorithm)).toMatchObject({ matches: false })
    expect(check(sign('sha512', message, pair.privateKey), algorithm)).toMatchObject({ matches: false })
    expect(check(sign('sha256', message, pair.privateKey), auto)).toMatchObject({ matches: false })
  })
})

describe('what cannot be verified here', () => {
  it('is unsupported, or no match where the key is of another kind', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const signature = sign('sha256', message, privateKey)
    expect(verifyDigest({ algorithm: defaultAlgorithm, publicKey, digest, signature })).toMatchObject({
      matches: false,
      reason: expect.stringContaining('no RSA key'),
    })
    const unknown: SignatureAlgorithm = { kind: 'unsupported', oid: '1.2.3', detail: 'Not known.' }
    expect(verifyDigest({ algorithm: unknown, publicKey, digest, signature })).toEqual({
      unsupported: 'Not known.',
    })
  })
})

describe('ECDSA over a digest', () => {
  it.each(['P-256', 'P-384', 'P-521'])('verifies %s; nothing but zeros may follow the signature', (curve) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: curve })
    const algorithm: SignatureAlgorithm = { kind: 'ecdsa', hash: 'sha256' }
    const signature = sign('sha256', message, privateKey)
    const over = (bytes: Uint8Array, key = publicKey) =>
      verifyDigest({ algorithm, publicKey: key, digest, signature: bytes })
    expect(over(signature)).toMatchObject({ matches: true, weak: [] })
    expect(over(Buffer.concat([signature, Buffer.alloc(3)]))).toMatchObject({ matches: true })
    for (const behind of [Buffer.from('x'), Buffer.from([0, 0, 1]), signature]) {
      expect(over(Buffer.concat([signature, behind]))).toMatchObject({
        matches: false,
        reason: expect.stringContaining('not zero'),
      })
    }
    const changed = Buffer.from(signature)
    changed[20] = (changed[20] ?? 0) ^ 1
    expect(over(changed)).toMatchObject({ matches: false })
    expect(over(Buffer.alloc(72))).toMatchObject({ matches: false })
    expect(over(signature, pair.publicKey)).toMatchObject({ matches: false })
    const other = generateKeyPairSync('ec', { namedCurve: curve })
    expect(over(signature, other.publicKey)).toMatchObject({ matches: false })
  })

  it('says of a curve it does not know that it cannot tell', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
    const algorithm: SignatureAlgorithm = { kind: 'ecdsa', hash: 'sha256' }
    expect(
      verifyDigest({ algorithm, publicKey, digest, signature: sign('sha256', message, privateKey) }),
    ).toHaveProperty('unsupported')
  })
})

describe('createSealSigner', () => {
  it('signs a stream with the default algorithm, in the length announced', () => {
    for (const key of [pair, makeRsaPair(3072), makeRsaPair(2049)]) {
      const signer = createSealSigner(key.privateKey)
      signer.update(message.subarray(0, 3))
      signer.update(message.subarray(3))
      const signature = signer.sign()
      expect(signature.length).toBe(signer.signatureLength)
      expect(check(signature, defaultAlgorithm, key)).toMatchObject({ matches: true, saltLength: 20 })
    }
  })

  it('is a bug to call with a short or public key', () => {
    expect(() => createSealSigner(makeRsaPair(1024).privateKey)).toThrow('Assertion')
    expect(() => createSealSigner(pair.publicKey)).toThrow('Assertion')
  })
})
