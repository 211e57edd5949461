// Hostile bytes where evidence is read: sigC, cert, signatures. Nothing may throw, hang, or be taken for a match.
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Signer } from '#contract/seal.ts'
import { defaultAlgorithm, formatAlgorithm, readAlgorithmIdentifier } from '#engine/seal/algorithm.ts'
import { readCertificates } from '#engine/seal/certificate.ts'
import { makeCertificate } from '#engine/seal/make-certificate.ts'
import { readPkcs12 } from '#engine/seal/pkcs12.ts'
import { verifyDigest } from '#engine/seal/signature.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'

const seed = 20_260_101
console.info(`seal fuzz: seed ${seed}`)
const options = { seed, numRuns: 2_000, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false }

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const certificate = makeCertificate({
  commonName: 'Fuzz',
  publicKey,
  issuer: { privateKey, certificate: null },
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2027-01-01T00:00:00Z'),
  authority: null,
})
const now = new Date('2026-06-01T00:00:00Z')

/** A few bytes of `bytes` replaced, cut out or put in. */
const mutations = (bytes: Uint8Array) =>
  fc
    .array(
      fc.record({
        at: fc.nat(bytes.length - 1),
        cut: fc.nat(4),
        put: fc.uint8Array({ maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((edits) =>
      edits.reduce<Uint8Array>(
        (from, { at, cut, put }) => Buffer.concat([from.subarray(0, at), put, from.subarray(at + cut)]),
        bytes,
      ),
    )

/** Deep and wide DER: lengths that lie, nesting, indefinite forms. */
const derLike = fc.array(
  fc.constantFrom(0x30, 0x31, 0xa0, 0xa3, 0x80, 0x82, 0x84, 0x02, 0x06, 0x03, 0x00, 0x01, 0xff),
  {
    maxLength: 400,
  },
)

describe('hostile bytes', () => {
  it('in sigC are read or refused', () => {
    const written = Buffer.from(
      '304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020114',
      'hex',
    )
    expect(readAlgorithmIdentifier(written)).toMatchObject({ ok: true, algorithm: defaultAlgorithm })
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), derLike.map(Buffer.from), mutations(written))
    fc.assert(
      fc.property(bytes, (der) => {
        const reading = readAlgorithmIdentifier(der)
        if (reading.ok) expect(formatAlgorithm(reading.algorithm)).toMatch(/^[\w\d .-]*$/)
        else expect(reading.reason).toMatch(/\.$/)
      }),
      options,
    )
  })

  it('in cert are read or refused; what is read keeps to the contract and is not trusted', () => {
    const nested = fc.nat(30_000).map((depth) => Buffer.alloc(depth * 2, Buffer.from('3080', 'hex')))
    const bytes = fc.oneof(derLike.map(Buffer.from), nested, mutations(certificate.der))
    fc.assert(
      fc.property(bytes, (der) => {
        const reading = readCertificates(der)
        if (!reading.ok) return
        expect(Signer.safeParse(reading.leaf.signer).success).toBe(true)
        if (reading.leaf.signer.sha256 === certificate.signer.sha256) return
        const { leaf, intermediates } = reading
        expect(judgeTrust({ leaf, intermediates, anchors: [certificate], at: now, now }).trust).not.toBe(
          'trusted',
        )
      }),
      options,
    )
  })

  it('as a signature or digest never match', () => {
    const digest = createHash('sha256').update('x').digest()
    const right = sign('sha256', Buffer.from('x'), { key: privateKey, padding: 6, saltLength: 20 })
    const algorithm = {
      ...defaultAlgorithm,
      kind: 'rsa-pss',
      saltLength: 'auto',
      hash: 'sha256',
      mgfHash: 'sha256',
    } as const
    const key = createPublicKey(privateKey)
    expect(verifyDigest({ algorithm, publicKey: key, digest, signature: right })).toMatchObject({
      matches: true,
    })
    const signatures = fc.oneof(fc.uint8Array({ minLength: 256, maxLength: 256 }), mutations(right))
    fc.assert(
      fc.property(signatures, (signature) => {
        if (Buffer.from(signature).equals(right)) return
        for (const asked of [algorithm, { kind: 'rsa-pkcs1', hash: 'sha256' } as const]) {
          expect(verifyDigest({ algorithm: asked, publicKey: key, digest, signature })).toMatchObject({
            matches: false,
          })
        }
      }),
      options,
    )
  })

  it('in PKCS#12 files are read or refused', () => {
    const shell = Buffer.from(
      '302a020103302506092a864886f70d010701a01804163014301206092a864886f70d010701a00504033001',
      'hex',
    )
    fc.assert(
      fc.property(fc.oneof(derLike.map(Buffer.from), mutations(shell)), (bytes) => {
        expect(readPkcs12(bytes, 'x')).toHaveProperty('ok')
      }),
      options,
    )
  })
})
