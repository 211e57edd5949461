// Signatures over the border: openssl signs and we verify, we sign and openssl verifies.
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultAlgorithm, formatAlgorithm, readAlgorithmIdentifier } from '#engine/seal/algorithm.ts'
import type { HashName, SignatureAlgorithm } from '#engine/seal/algorithm.ts'
import { outerSequenceLength } from '#engine/seal/asn1.ts'
import { createSealSigner, verifyDigest } from '#engine/seal/signature.ts'
import { hasOpenssl, OpensslFolder } from '../support/openssl-folder.ts'

const message = Buffer.from('evidence '.repeat(1_000))
const bitsOfKeys = [2047, 2048, 2049, 3072, 4096]

describe.skipIf(!hasOpenssl)('signatures of and for openssl', () => {
  const folder = new OpensslFolder()
  const privateKey = (name: string) => createPrivateKey(folder.read(name))
  const publicKey = (name: string) => createPublicKey(folder.read(name))

  beforeAll(() => {
    folder.write('message', message)
    for (const bits of bitsOfKeys) folder.run('genrsa', '-out', `${bits}.pem`, String(bits))
    folder.run('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'ec.pem')
  })
  afterAll(() => folder.remove())

  const signWith = (key: string, hash: HashName, ...options: string[]): Buffer => {
    const sigopts = options.flatMap((option) => ['-sigopt', option])
    folder.run('dgst', `-${hash}`, ...sigopts, '-sign', key, '-out', 'signature', 'message')
    return folder.read('signature')
  }
  const verify = (algorithm: SignatureAlgorithm & { hash: HashName }, key: string, signature: Uint8Array) => {
    const digest = createHash(algorithm.hash).update(message).digest()
    return verifyDigest({ algorithm, publicKey: publicKey(key), digest, signature })
  }

  const hashes = ['sha256', 'sha384', 'sha512', 'sha1'] as const
  const cases = bitsOfKeys.flatMap((bits) => hashes.map((hash) => [bits, hash] as const))

  it.each(cases)(
    'openssl signs with %i bits and %s, PSS of every salt and PKCS#1: we verify',
    (bits, hash) => {
      const hashLength = createHash(hash).digest().length
      const longest = Math.ceil((bits - 1) / 8) - hashLength - 2
      for (const salt of [0, 20, 32, 'max'] as const) {
        const signature = signWith(`${bits}.pem`, hash, 'rsa_padding_mode:pss', `rsa_pss_saltlen:${salt}`)
        const saltLength = salt === 'max' ? longest : salt
        for (const wanted of [saltLength, 'auto'] as const) {
          const algorithm = { kind: 'rsa-pss', hash, mgfHash: hash, saltLength: wanted } as const
          expect(verify(algorithm, `${bits}.pem`, signature)).toMatchObject({ matches: true, saltLength })
          const other = { ...algorithm, saltLength: saltLength + 1 }
          expect(verify(other, `${bits}.pem`, signature)).toMatchObject({ matches: false })
        }
        expect(verify({ kind: 'rsa-pkcs1', hash }, `${bits}.pem`, signature)).toMatchObject({
          matches: false,
        })
      }
      const plain = signWith(`${bits}.pem`, hash)
      expect(verify({ kind: 'rsa-pkcs1', hash }, `${bits}.pem`, plain)).toMatchObject({ matches: true })
    },
  )

  it('verifies a mask of another hash', () => {
    const pss = ['rsa_padding_mode:pss', 'rsa_pss_saltlen:20', 'rsa_mgf1_md:sha1']
    const signature = signWith('2048.pem', 'sha256', ...pss)
    const algorithm = { kind: 'rsa-pss', hash: 'sha256', mgfHash: 'sha1', saltLength: 20 } as const
    expect(verify(algorithm, '2048.pem', signature)).toMatchObject({ matches: true })
    expect(verify({ ...algorithm, mgfHash: 'sha256' }, '2048.pem', signature)).toMatchObject({
      matches: false,
    })
  })

  it.each([2048, 3072, 4096, 2049])(
    'we sign with %i bits: openssl verifies, and refuses a changed message',
    (bits) => {
      if ((privateKey(`${bits}.pem`).asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return
      const signer = createSealSigner(privateKey(`${bits}.pem`))
      for (let at = 0; at < message.length; at += 100) signer.update(message.subarray(at, at + 100))
      folder.write('ours', signer.sign())
      folder.run('rsa', '-in', `${bits}.pem`, '-pubout', '-out', 'public.pem')
      folder.write('changed', Buffer.concat([message, Buffer.alloc(1)]))
      const ask = (file: string, salt = '20'): string => {
        const options = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', `rsa_pss_saltlen:${salt}`]
        return folder.ask('dgst', '-sha256', ...options, '-verify', 'public.pem', '-signature', 'ours', file)
      }
      expect(ask('message')).toContain('Verified OK')
      expect(ask('message', '32')).not.toContain('Verified OK')
      expect(ask('changed')).not.toContain('Verified OK')
    },
  )

  it('verifies ECDSA of openssl', () => {
    const signature = Buffer.concat([signWith('ec.pem', 'sha256'), Buffer.alloc(4)])
    const algorithm = { kind: 'ecdsa', hash: 'sha256' } as const
    const digest = createHash('sha256').update(message).digest()
    expect(verifyDigest({ algorithm, publicKey: publicKey('ec.pem'), digest, signature })).toMatchObject({
      matches: true,
    })
    expect(formatAlgorithm(algorithm, publicKey('ec.pem'))).toBe('ECDSA P-256 SHA-256')
  })

  it('reads the AlgorithmIdentifiers that openssl writes into certificates', () => {
    const written = (...options: string[]): ReturnType<typeof readAlgorithmIdentifier> => {
      folder.run('req', '-new', '-x509', '-subj', '/CN=x', '-outform', 'der', '-out', 'x.der', ...options)
      const der = folder.read('x.der')
      // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature }
      const content = der.subarray(der[1] === 0x82 ? 4 : 3)
      return readAlgorithmIdentifier(content.subarray(outerSequenceLength(content) ?? 0))
    }
    const words = (...options: string[]): string => {
      const reading = written(...options)
      return reading.ok ? formatAlgorithm(reading.algorithm) : reading.reason
    }
    const pss = (salt: string, ...more: string[]) => [
      ...['-key', '2048.pem', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', `rsa_pss_saltlen:${salt}`],
      ...more,
    ]
    expect(written(...pss('20'))).toMatchObject({ ok: true, algorithm: defaultAlgorithm })
    expect(words(...pss('32'))).toBe('RSASSA-PSS SHA-256 salt 32')
    expect(words(...pss('64', '-sha512'))).toBe('RSASSA-PSS SHA-512 salt 64')
    expect(words(...pss('20', '-sha1'))).toBe('RSASSA-PSS SHA-1 salt 20')
    expect(words(...pss('20', '-sigopt', 'rsa_mgf1_md:sha1'))).toBe('RSASSA-PSS SHA-256 MGF1-SHA-1 salt 20')
    expect(words('-key', '2048.pem', '-sha384')).toBe('RSASSA-PKCS1-v1_5 SHA-384')
    expect(words('-key', 'ec.pem', '-sha512')).toBe('ECDSA SHA-512')
    folder.run('genpkey', '-algorithm', 'ed25519', '-out', 'ed.pem')
    expect(words('-key', 'ed.pem')).toBe('Ed25519')
    folder.run('genpkey', '-algorithm', 'ed448', '-out', 'ed448.pem')
    expect(words('-key', 'ed448.pem')).toBe('1.3.101.113')
  })
})
