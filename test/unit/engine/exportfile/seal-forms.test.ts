// Seals in every form that writers give them: other algorithms and keys, certificates as text or in a row, room to spare. Each
// is verified, and said to differ where it does.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { KeyObject, RSAPSSKeyPairKeyObjectOptions } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SealReport, Verification } from '#contract/seal.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { makeCertificate } from '#engine/seal/make-certificate.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { examine, ftyp, meta, moov, sinf } from '#test/support/handmade-file.ts'
import type { SinfOptions } from '#test/support/handmade-file.ts'
import { makeSigner } from '#test/support/made-export.ts'
import type { Signer } from '#test/support/made-export.ts'
import { assemble } from '#test/support/signed-parts.ts'
import { codesOf } from '#test/support/verify.ts'

let signer: Signer
const ed25519 = generateKeyPairSync('ed25519')
const ed448 = generateKeyPairSync('ed448')
const p384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
const p521 = generateKeyPairSync('ec', { namedCurve: 'secp521r1' })
const rsa1024 = generateKeyPairSync('rsa', { modulusLength: 1024 })
beforeAll(async () => {
  signer = await makeSigner('VMS')
})

/** A certificate for a key of any kind, by the signer's root. */
const certificateOf = (publicKey: KeyObject): Uint8Array =>
  makeCertificate({
    commonName: 'Another',
    publicKey,
    issuer: signer.root,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2036-01-01T00:00:00Z'),
    authority: null,
  }).der

/** An RSASSA-PSS key without its label: PKCS#1 RSAPrivateKey is what PKCS#8 wraps (RFC 5958 2). */
function plainRsa(key: KeyObject): KeyObject {
  const wrapped = key.export({ type: 'pkcs8', format: 'der' })
  const at = wrapped.indexOf(Buffer.from('02010002820101', 'hex'))
  return createPrivateKey({ key: wrapped.subarray(at - 4), format: 'der', type: 'pkcs1' })
}

type Method = {
  place: number
  options?: SinfOptions
  /** Makes the signature over the file as it stands. */
  make: (file: Buffer) => Uint8Array
}

const body = (): Uint8Array[] => {
  const size = ftyp().length + moov([0], 64).length + 8
  return [ftyp(), moov([size], 64), writeBox('mdat', new Uint8Array(64).fill(7))]
}

/** A file with one seal after the other, each signed while the later ones are not there. */
function sealedBy(...methods: Method[]): Buffer {
  const sinfs: Uint8Array[] = []
  let file = Buffer.alloc(0)
  for (const { place, options, make } of methods) {
    const empty = sinf(signer, { ...options, signature: new Uint8Array(place) })
    file = Buffer.concat([...body(), meta([...sinfs, empty])])
    const at = file.lastIndexOf('sibo') + 4
    Buffer.from(make(file)).copy(file, at)
    sinfs.push(file.subarray(file.length - empty.length))
  }
  return file
}

const pss = (file: Buffer): Uint8Array =>
  sign('sha256', file, { key: signer.key.privateKey, padding: 6, saltLength: 20 })
const oid = {
  ed25519: Buffer.from('300506032b6570', 'hex'),
  ed448: Buffer.from('300506032b6571', 'hex'),
  ecdsaSha384: Buffer.from('300a06082a8648ce3d040303', 'hex'),
  ecdsaSha512: Buffer.from('300a06082a8648ce3d040304', 'hex'),
  rsaSha256: Buffer.from('300d06092a864886f70d01010b0500', 'hex'),
  rsaSha384: Buffer.from('300d06092a864886f70d01010c0500', 'hex'),
  rsaSha512: Buffer.from('300d06092a864886f70d01010d0500', 'hex'),
  rsaSha1: Buffer.from('300d06092a864886f70d0101050500', 'hex'),
}

const judge = async (file: Buffer): Promise<Verification> =>
  (await examine(file, [signer.root.certificate])).verification
async function sealOf(file: Buffer): Promise<SealReport> {
  const [seal] = (await judge(file)).seals
  if (!seal) throw new Error('no seal')
  return seal
}
/** No single changed bit of the media leaves it intact. */
async function expectSensitive(file: Buffer): Promise<void> {
  const changed = Buffer.from(file)
  changed[60] = (changed[60] ?? 0) ^ 1
  expect((await sealOf(changed)).status).toBe('broken')
}

describe('Ed25519', () => {
  const declared = (): Method => ({
    place: 64,
    options: { sigC: oid.ed25519, certificate: certificateOf(ed25519.publicKey) },
    make: (file) => sign(null, file, ed25519.privateKey),
  })

  it('is verified where declared, in the one pass over the file', async () => {
    const file = sealedBy(declared())
    const seal = await sealOf(file)
    expect(seal).toMatchObject({
      status: 'intact',
      algorithm: 'Ed25519',
      keyBits: 256,
      digest: null,
      trust: 'trusted',
      range: 'A1',
      deviations: [],
    })
    const used = file.subarray(seal.signatureUsed?.start, seal.signatureUsed?.end)
    expect(verify(null, assemble(file, seal.signedParts), ed25519.publicKey, used)).toBe(true)
    await expectSensitive(file)
  })

  it('is a deviation where undeclared', async () => {
    const file = sealedBy({ ...declared(), options: { certificate: certificateOf(ed25519.publicKey) } })
    expect(await sealOf(file)).toMatchObject({
      status: 'intact',
      algorithm: 'Ed25519',
      deviations: [{ code: 'algorithm-undeclared' }],
    })
    await expectSensitive(file)
  })

  it('stays checkable under later seals, and beside them', async () => {
    const rsa: Method = { place: 256, make: pss }
    const file = sealedBy(declared(), rsa, declared())
    const report = await judge(file)
    expect(report.verdict).toBe('sealed')
    expect(report.seals.map(({ status, algorithm }) => [status, algorithm])).toEqual([
      ['intact', 'Ed25519'],
      ['intact', 'RSASSA-PSS SHA-256 salt 20'],
      ['intact', 'Ed25519'],
    ])
    for (const seal of [report.seals[0], report.seals[2]]) {
      const used = file.subarray(seal?.signatureUsed?.start, seal?.signatureUsed?.end)
      expect(verify(null, assemble(file, seal?.signedParts ?? []), ed25519.publicKey, used)).toBe(true)
    }
    await expectSensitive(file)
  })

  it('is broken with another key, a key of another kind, or a signature too short', async () => {
    const other = generateKeyPairSync('ed25519')
    const wrong = sealedBy({ ...declared(), make: (file) => sign(null, file, other.privateKey) })
    expect((await sealOf(wrong)).status).toBe('broken')
    const rsaKey = sealedBy({ ...declared(), options: { sigC: oid.ed25519 } })
    expect(await sealOf(rsaKey)).toMatchObject({
      status: 'broken',
      reason: expect.stringContaining('no Ed25519 key'),
    })
    const short = sealedBy({ ...declared(), place: 40, make: () => Buffer.alloc(40, 1) })
    expect(await sealOf(short)).toMatchObject({
      status: 'broken',
      reason: expect.stringContaining('40 bytes'),
    })
  })

  it('is not checked more than eight times in one file, and that is said', async () => {
    const report = await judge(sealedBy(...Array.from({ length: 10 }, declared)))
    expect(report.seals.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 8 }, () => 'intact'),
      'unsupported',
      'unsupported',
    ])
    expect(report.verdict).toBe('unreadable')
  })

  it('is no Ed448: that is unsupported, never broken', async () => {
    const make = (file: Buffer): Uint8Array => sign(null, file, ed448.privateKey)
    const certificate = certificateOf(ed448.publicKey)
    for (const options of [{ certificate, sigC: oid.ed448 }, { certificate }]) {
      const file = sealedBy({ place: 114, options, make })
      expect((await sealOf(file)).status).toBe('unsupported')
      expect((await judge(file)).verdict).toBe('unreadable')
    }
  })
})

describe('room to spare behind the signature', () => {
  const certificate = () => certificateOf(ed25519.publicKey)
  const cases: [string, () => Method][] = [
    ['RSASSA-PSS', () => ({ place: 300, make: pss })],
    [
      'Ed25519',
      () => ({
        place: 96,
        options: { sigC: oid.ed25519, certificate: certificate() },
        make: (file) => sign(null, file, ed25519.privateKey),
      }),
    ],
  ]

  it.each(cases)('%s: zeros are room and said to be, anything else is not', async (_, method) => {
    const file = sealedBy(method())
    const seal = await sealOf(file)
    expect(seal.status).toBe('intact')
    expect(codesOf(seal)).toEqual(['signature-padded'])
    const { signatureBytes, signatureUsed } = seal
    expect(signatureUsed?.start).toBe(signatureBytes?.start)
    expect((signatureBytes?.end ?? 0) - (signatureUsed?.end ?? 0)).toBeGreaterThan(30)
    file[(signatureBytes?.end ?? 0) - 1] = 1
    expect((await sealOf(file)).status).toBe('broken')
  })

  it('ECDSA: its DER ends where it says, and room behind it is no deviation', async () => {
    for (const [key, sigC, hash, place] of [
      [p384, oid.ecdsaSha384, 'sha384', 110],
      [p521, oid.ecdsaSha512, 'sha512', 145],
    ] as const) {
      const options = { sigC, certificate: certificateOf(key.publicKey) }
      const file = sealedBy({ place, options, make: (bytes) => sign(hash, bytes, key.privateKey) })
      const seal = await sealOf(file)
      expect(seal).toMatchObject({ status: 'intact', deviations: [] })
      const used = file.subarray(seal.signatureUsed?.start, seal.signatureUsed?.end)
      expect(used.length).toBeLessThan(place)
      const signed = assemble(file, seal.signedParts)
      expect(verify(hash, signed, key.publicKey, used)).toBe(true)
      expect(createHash(hash).update(signed).digest('hex')).toBe(seal.digest)
      await expectSensitive(file)
    }
  })
})

describe('other algorithms', () => {
  const pkcs1 = (hash: string, key: KeyObject) => (file: Buffer) => sign(hash, file, key)

  it('RSASSA-PKCS1-v1_5 with SHA-384 and SHA-512', async () => {
    for (const [hash, sigC] of [
      ['sha384', oid.rsaSha384],
      ['sha512', oid.rsaSha512],
    ] as const) {
      const file = sealedBy({ place: 256, options: { sigC }, make: pkcs1(hash, signer.key.privateKey) })
      const seal = await sealOf(file)
      expect(seal).toMatchObject({ status: 'intact', deviations: [], trust: 'trusted' })
      expect(createHash(hash).update(assemble(file, seal.signedParts)).digest('hex')).toBe(seal.digest)
    }
  })

  it('SHA-1 and short keys match, are called weak, and trust nobody', async () => {
    const sha1 = sealedBy({
      place: 256,
      options: { sigC: oid.rsaSha1 },
      make: pkcs1('sha1', signer.key.privateKey),
    })
    const short = sealedBy({
      place: 128,
      options: { certificate: certificateOf(rsa1024.publicKey) },
      make: (file) => sign('sha256', file, { key: rsa1024.privateKey, padding: 6, saltLength: 20 }),
    })
    for (const file of [sha1, short]) {
      const seal = await sealOf(file)
      expect(seal).toMatchObject({ status: 'intact', trust: 'untrusted' })
      expect(codesOf(seal)).toContain('weak-algorithm')
    }
  })

  it('a key for RSASSA-PSS alone: other use of it is verified, and said to be none that is allowed', async () => {
    const hash = (name: string) => ({ hashAlgorithm: name, mgf1HashAlgorithm: name })
    const pair = (options: object): { publicKey: KeyObject; privateKey: KeyObject } =>
      generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...options } as RSAPSSKeyPairKeyObjectOptions)
    const cases = [
      [pair({}), 20, []],
      [pair({ ...hash('sha256'), saltLength: 20 }), 20, []],
      [pair({ ...hash('sha256'), saltLength: 20 }), 32, ['algorithm-undeclared']],
      [pair({ ...hash('sha256'), saltLength: 32 }), 32, ['algorithm-undeclared']],
    ] as const
    for (const [{ publicKey, privateKey }, saltLength, codes] of cases) {
      const options = { certificate: certificateOf(publicKey) }
      const make = (file: Buffer) => sign('sha256', file, { key: privateKey, padding: 6, saltLength })
      const seal = await sealOf(sealedBy({ place: 256, options, make }))
      expect(seal.status).toBe('intact')
      expect(codesOf(seal)).toEqual(codes)
    }
    // The same numbers under the label of a plain RSA key, which signs as it likes.
    for (const [key, method, what] of [
      [pair({}), 'pkcs1', 'RSASSA-PSS only'],
      [pair({ ...hash('sha512'), saltLength: 64 }), 'pss', 'RSASSA-PSS SHA-512 salt 64 or more only'],
      [pair({ ...hash('sha256'), saltLength: 32 }), 'pss', 'RSASSA-PSS SHA-256 salt 32 or more only'],
    ] as const) {
      const privateKey = plainRsa(key.privateKey)
      const options = {
        certificate: certificateOf(key.publicKey),
        ...(method === 'pkcs1' ? { sigC: oid.rsaSha256 } : {}),
      }
      const make = (file: Buffer) =>
        method === 'pkcs1'
          ? sign('sha256', file, privateKey)
          : sign('sha256', file, { key: privateKey, padding: 6, saltLength: 20 })
      const seal = await sealOf(sealedBy({ place: 256, options, make }))
      expect(seal.status).toBe('intact')
      expect(seal.deviations).toEqual([{ code: 'key-restricted', detail: expect.stringContaining(what) }])
    }
  })

  it('without sigC only SHA-256 is tried: other hashes do not match by luck', async () => {
    const file = sealedBy({ place: 256, make: pkcs1('sha512', signer.key.privateKey) })
    expect((await sealOf(file)).status).toBe('broken')
    const tried = sealedBy({ place: 256, make: pkcs1('sha256', signer.key.privateKey) })
    expect(await sealOf(tried)).toMatchObject({
      status: 'intact',
      deviations: [{ code: 'algorithm-undeclared' }],
    })
  })
})

describe('the certificate', () => {
  const der = () => signer.key.certificate.der
  const root = () => signer.root.certificate.der
  const pem = (bytes: Uint8Array): Buffer => Buffer.from(formatPem('CERTIFICATE', bytes))
  const forms: [string, () => Uint8Array, string, string[]][] = [
    ['DER', der, 'der', []],
    ['DER and zeros', () => Buffer.concat([der(), Buffer.alloc(9)]), 'der', ['certificate-trailing-bytes']],
    ['DER and its issuer', () => Buffer.concat([der(), root()]), 'der', ['certificate-chain']],
    ['PEM', () => pem(der()), 'pem', ['certificate-pem']],
    [
      'PEM with words before it, and its issuer',
      () => Buffer.concat([Buffer.from('Signer of the export\n'), pem(der()), pem(root())]),
      'pem',
      ['certificate-pem', 'certificate-chain'],
    ],
  ]

  it.each(forms)('%s: verified, its place told', async (_, certificate, encoding, codes) => {
    const file = sealedBy({ place: 256, options: { certificate: certificate() }, make: pss })
    const seal = await sealOf(file)
    expect(seal).toMatchObject({ status: 'intact', trust: 'trusted' })
    expect(codesOf(seal)).toEqual(codes)
    expect(seal.leafCertificate?.encoding).toBe(encoding)
    const place = seal.leafCertificate?.bytes
    const found = file.subarray(place?.start, place?.end)
    expect(found.equals(encoding === 'der' ? der() : Buffer.from(pem(der()).toString().trimEnd()))).toBe(true)
    const key = createPublicKey({
      key: signer.key.certificate.publicKey?.export({ type: 'spki', format: 'der' }) ?? '',
      format: 'der',
      type: 'spki',
    })
    const used = file.subarray(seal.signatureUsed?.start, seal.signatureUsed?.end)
    expect(
      verify('sha256', assemble(file, seal.signedParts), { key, padding: 6, saltLength: 20 }, used),
    ).toBe(true)
  })

  it('of another key, however well it reads, makes no seal', async () => {
    const certificate = Buffer.concat([root(), der()])
    expect((await sealOf(sealedBy({ place: 256, options: { certificate }, make: pss }))).status).toBe(
      'broken',
    )
  })
})
