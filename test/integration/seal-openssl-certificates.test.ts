// Certificates and key files over the border: openssl judges what we make, and we read what openssl makes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCertificates } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { loadSealingKey } from '#engine/seal/key-file.ts'
import { makeLeaf, makeRoot } from '#engine/seal/make-certificate.ts'
import type { KeyAndCertificate } from '#engine/seal/make-certificate.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { createSealSigner } from '#engine/seal/signature.ts'
import { loadTrust } from '#engine/seal/trust-anchors.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { loadOrMakeWorkstationKey } from '#engine/seal/workstation-key.ts'
import { hasOpenssl, OpensslFolder } from '../support/openssl-folder.ts'

describe.skipIf(!hasOpenssl)('certificates of and for openssl', () => {
  const folder = new OpensslFolder()
  const now = new Date()
  /** When all certificates that are made in the course of these tests are valid. */
  const soon = new Date(now.getTime() + 3_600_000)
  const years = (count: number): Date => new Date(now.getTime() + count * 365.25 * 86_400_000)
  let root: KeyAndCertificate
  let leaf: KeyAndCertificate

  const read = (name: string): Certificate => {
    const reading = readCertificates(folder.read(name))
    if (!reading.ok) throw new Error(reading.reason)
    return reading.leaf
  }
  const judge = (leafFile: string, intermediates: string[], anchors: string[]) =>
    judgeTrust({
      leaf: read(leafFile),
      intermediates: intermediates.map(read),
      anchors: anchors.map(read),
      at: soon,
      now: soon,
    })
  const selfSigned = (name: string, ...options: string[]): void => {
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`]
    folder.run(
      'req',
      '-x509',
      ...key,
      '-subj',
      `/CN=${name}`,
      '-days',
      '30',
      '-out',
      `${name}.pem`,
      ...options,
    )
  }
  /** Makes a certificate for a new key, signed by `issuer`; `extensions` in the words of openssl. */
  const signed = (name: string, issuer: string, extensions: string | null, ...options: string[]): void => {
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`]
    folder.run('req', '-new', ...key, '-subj', `/CN=${name}`, '-out', `${name}.csr`)
    folder.write('extensions', extensions ?? '')
    const by = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
    const extfile = extensions === null ? [] : ['-extfile', 'extensions']
    folder.run(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...by,
      '-days',
      '20',
      '-out',
      `${name}.pem`,
      ...extfile,
      ...options,
    )
  }

  beforeAll(async () => {
    const validity = { notBefore: new Date(now.getTime() - 1_000), notAfter: years(30) }
    root = await makeRoot({ commonName: 'Our root', organization: 'Lab Ä', ...validity }, 2048)
    leaf = await makeLeaf({ commonName: 'Our leaf', ...validity }, root)
    folder.write('our-root.pem', formatPem('CERTIFICATE', root.certificate.der))
    folder.write('our-leaf.pem', formatPem('CERTIFICATE', leaf.certificate.der))
    folder.write('our-leaf.key', leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  })
  afterAll(() => folder.remove())

  it('our certificates pass openssl verify -x509_strict, and none does under another root', () => {
    const strict = ['verify', '-x509_strict', '-purpose', 'any', '-CAfile']
    expect(folder.run(...strict, 'our-root.pem', 'our-leaf.pem', 'our-root.pem')).toMatch(
      /leaf.pem: OK\n.*root.pem: OK/,
    )
    selfSigned('stranger')
    expect(folder.ask(...strict, 'stranger.pem', 'our-leaf.pem')).toContain('verification failed')
    const text = folder.run('x509', '-in', 'our-leaf.pem', '-noout', '-text')
    expect(text).toMatch(/Version: 3[^]*CA:FALSE[^]*Key Usage: critical\s+Digital Signature\n/)
    expect(text).toContain('sha256WithRSAEncryption')
    expect(folder.run('x509', '-in', 'our-root.pem', '-noout', '-text')).toMatch(
      /CA:TRUE[^]*Certificate Sign, CRL Sign/,
    )
  })

  it('the workstation makes a certificate that openssl takes strictly, and its signature verifies', async () => {
    const { privateKey } = await loadOrMakeWorkstationKey(folder.file('data'), 'Desk 7')
    const cert = 'data/certificate.pem'
    expect(folder.run('verify', '-x509_strict', '-CAfile', cert, cert)).toContain(': OK')
    expect(folder.run('pkey', '-in', 'data/key.pem', '-check', '-noout')).toContain('valid')
    const signer = createSealSigner(privateKey)
    signer.update(Buffer.from('ledger'))
    folder.write('message', 'ledger')
    folder.write('signature', signer.sign())
    folder.write('public.pem', folder.run('x509', '-in', cert, '-pubkey', '-noout'))
    const options = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:20']
    const parameters = ['-verify', 'public.pem', '-signature', 'signature', 'message']
    expect(folder.run('dgst', '-sha256', ...options, ...parameters)).toContain('Verified OK')
  })

  it('tells of a certificate what openssl tells of it', () => {
    selfSigned(
      'named',
      '-subj',
      '/C=DE/O=Lab, Inc./OU=a+b/CN=Müller "x" ',
      '-utf8',
      '-set_serial',
      '0x00ff01',
    )
    const { signer } = read('named.pem')
    const say = (what: string, ...more: string[]) =>
      folder.run('x509', '-in', 'named.pem', '-noout', what, ...more)
    const ours = say('-subject', '-nameopt', 'rfc2253,-esc_msb,utf8').replace('subject=', '').trimEnd()
    expect(signer.subject.replaceAll(', ', ',')).toBe(ours.replace('Lab\\, Inc.', 'Lab\\,Inc.'))
    expect(signer.serialNumber).toBe(say('-serial').replace('serial=', '').trim().toLowerCase())
    const fingerprint = say('-fingerprint', '-sha256').split('=')[1]?.replaceAll(':', '').trim().toLowerCase()
    expect(signer.sha256).toBe(fingerprint)
    expect(new Date(signer.notAfter)).toEqual(new Date(say('-enddate').replace('notAfter=', '')))
    expect(new Date(signer.notBefore)).toEqual(new Date(say('-startdate').replace('notBefore=', '')))
  })

  it('reads keys labelled RSASSA-PSS as RSA, EC with their size, and others without a key at worst', () => {
    folder.run('genpkey', '-algorithm', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'pss.key')
    folder.run('req', '-x509', '-new', '-key', 'pss.key', '-subj', '/CN=pss', '-out', 'pss.pem')
    expect(read('pss.pem')).toMatchObject({ keyBits: 2048, publicKey: { asymmetricKeyType: 'rsa' } })
    folder.run('ecparam', '-name', 'secp384r1', '-genkey', '-noout', '-out', 'ec.key')
    folder.run('req', '-x509', '-new', '-key', 'ec.key', '-subj', '/CN=ec', '-out', 'ec.pem')
    expect(read('ec.pem')).toMatchObject({ keyBits: 384, publicKey: { asymmetricKeyType: 'ec' } })
    folder.run('ecparam', '-name', 'brainpoolP256r1', '-genkey', '-noout', '-out', 'bp.key')
    folder.run('req', '-x509', '-new', '-key', 'bp.key', '-subj', '/CN=bp', '-out', 'bp.pem')
    expect(read('bp.pem').signer.subject).toBe('CN=bp')
  })

  it('judges paths of openssl as openssl does', () => {
    const authority = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
    selfSigned('ca')
    signed('middle', 'ca', authority)
    signed('signer', 'middle', 'keyUsage=critical,digitalSignature\n')
    expect(folder.run('verify', '-CAfile', 'ca.pem', '-untrusted', 'middle.pem', 'signer.pem')).toContain(
      ': OK',
    )
    expect(judge('signer.pem', ['middle.pem'], ['ca.pem'])).toMatchObject({
      trust: 'trusted',
      detail: { path: ['CN=signer', 'CN=middle', 'CN=ca'] },
    })
    // An intermediate of version 1, or one that is none: openssl refuses both, so do we.
    signed('v1middle', 'ca', null)
    signed('v1signer', 'v1middle', null)
    expect(folder.ask('verify', '-CAfile', 'ca.pem', '-untrusted', 'v1middle.pem', 'v1signer.pem')).toContain(
      'failed',
    )
    expect(judge('v1signer.pem', ['v1middle.pem'], ['ca.pem']).trust).toBe('untrusted')
    // But whoever lists a version 1 certificate as trusted means it.
    expect(read('v1middle.pem').parsed.version).toBe(0)
    expect(judge('v1signer.pem', [], ['v1middle.pem']).trust).toBe('trusted')
    expect(judge('v1middle.pem', [], ['v1middle.pem']).trust).toBe('trusted')
    const limits = [
      ['nameConstraints', 'critical,permitted;dirName:section\n[section]\nO=Lab'],
      ['nameConstraints', 'permitted;dirName:section\n[section]\nO=Lab'],
      ['policyConstraints', 'requireExplicitPolicy:0'],
    ]
    for (const [name = '', value] of limits) {
      signed('constrained', 'ca', `${authority}${name}=${value}\n`)
      signed('below', 'constrained', null)
      expect(judge('below.pem', ['constrained.pem'], ['ca.pem'])).toMatchObject({
        trust: 'untrusted',
        detail: { reason: expect.stringContaining(name) },
      })
    }
    signed('sha1', 'ca', null, '-sha1')
    expect(judge('sha1.pem', [], ['ca.pem'])).toMatchObject({
      trust: 'untrusted',
      detail: { reason: expect.stringContaining('SHA-1') },
    })
  })

  it('looks for the hash of a certificate signed with RSASSA-PSS in its parameters', () => {
    selfSigned('pssca')
    const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:20']
    // OpenSSL itself no longer makes such signatures with MD5.
    for (const hash of ['SHA-1', 'SHA-256', 'SHA-512']) {
      signed('psssigned', 'pssca', null, `-${hash.replace('-', '').toLowerCase()}`, ...pss)
      expect(read('psssigned.pem').parsed.signatureAlgorithm.algorithmId).toBe('1.2.840.113549.1.1.10')
      const { trust, detail } = judge('psssigned.pem', [], ['pssca.pem'])
      const isWeak = hash === 'SHA-1'
      expect(trust, hash).toBe(isWeak ? 'untrusted' : 'trusted')
      if (isWeak) expect(detail.reason).toContain(`signed with ${hash}, which can be forged`)
    }
  })

  const p12Forms: [string, string[]][] = [
    ['the form of OpenSSL 3', []],
    ['triple DES and SHA-1', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['AES-128, SHA-512 MAC', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512']],
    ['no encryption, only a MAC', ['-keypbe', 'NONE', '-certpbe', 'NONE']],
    ['no MAC', ['-nomac']],
    ['many rounds', ['-iter', '50000', '-maciter']],
  ]

  it.each(p12Forms)('opens PKCS#12 in %s', async (_, options) => {
    const own = ['-inkey', 'our-leaf.key', '-in', 'our-leaf.pem', '-certfile', 'our-root.pem']
    for (const password of ['secret', 'pässwörd €', '']) {
      folder.run('pkcs12', '-export', ...own, '-passout', `pass:${password}`, '-out', 'a.p12', ...options)
      const loaded = await loadSealingKey({ keyPath: folder.file('a.p12'), certPath: null, password })
      expect(loaded.certificate.signer).toEqual(leaf.certificate.signer)
      expect(loaded.chain.map((certificate) => certificate.signer)).toEqual([root.certificate.signer])
      const wrong = loadSealingKey({ keyPath: folder.file('a.p12'), certPath: null, password: 'wrong' })
      await expect(wrong).rejects.toMatchObject({
        code: 'key-unreadable',
        message: expect.stringContaining('password'),
      })
    }
  })

  it('opens PKCS#12 with RC2 as far as it can, and takes the certificate from beside it', async () => {
    const legacy = [
      '-legacy',
      '-inkey',
      'our-leaf.key',
      '-in',
      'our-leaf.pem',
      '-passout',
      'pass:x',
      '-out',
      'old.p12',
    ]
    if (/error|unable/i.test(folder.ask('pkcs12', '-export', ...legacy))) return
    const input = { keyPath: folder.file('old.p12'), password: 'x' }
    const alone = await loadSealingKey({ ...input, certPath: null }).catch((error: unknown) => error)
    if (alone instanceof Error) expect(alone).toMatchObject({ code: 'certificate-unreadable' })
    const beside = await loadSealingKey({ ...input, certPath: folder.file('our-leaf.pem') })
    expect(beside.certificate.signer).toEqual(leaf.certificate.signer)
  })

  it('opens keys as openssl writes them: PKCS#1, PKCS#8, encrypted, labelled RSASSA-PSS', async () => {
    const certPath = folder.file('our-leaf.pem')
    folder.run(
      'rsa',
      '-in',
      'our-leaf.key',
      '-traditional',
      '-aes256',
      '-passout',
      'pass:x',
      '-out',
      'old.key',
    )
    folder.run('pkcs8', '-topk8', '-in', 'our-leaf.key', '-passout', 'pass:x', '-out', 'new.key')
    folder.run(
      'pkcs8',
      '-topk8',
      '-scrypt',
      '-in',
      'our-leaf.key',
      '-passout',
      'pass:x',
      '-out',
      'scrypt.key',
    )
    for (const name of ['old.key', 'new.key', 'scrypt.key']) {
      const loaded = await loadSealingKey({ keyPath: folder.file(name), certPath, password: 'x' })
      expect(loaded.certificate.signer, name).toEqual(leaf.certificate.signer)
    }
    const pss = { keyPath: folder.file('pss.key'), certPath: folder.file('pss.pem'), password: null }
    expect((await loadSealingKey(pss)).privateKey.asymmetricKeyType).toBe('rsa')
    const only512 = ['-pkeyopt', 'rsa_keygen_bits:2048', '-pkeyopt', 'rsa_pss_keygen_md:sha512']
    folder.run('genpkey', '-algorithm', 'rsa-pss', ...only512, '-out', 'pss512.key')
    await expect(loadSealingKey({ ...pss, keyPath: folder.file('pss512.key') })).rejects.toMatchObject({
      code: 'key-unsuitable',
    })
  })

  it('loads the certificates of a whole system, where there is a bundle', async () => {
    const bundle = '/etc/ssl/certs/ca-certificates.crt'
    const anchors = await loadTrust([bundle]).then(
      (trust) => trust.anchors,
      () => null,
    )
    if (anchors === null) return console.warn(`SKIPPED: no “${bundle}” here.`)
    expect(anchors.length).toBeGreaterThan(50)
    for (const anchor of anchors) {
      const { subject, sha256 } = anchor.signer
      expect(anchor.publicKey, subject).not.toBeNull()
      const detail = judgeTrust({ leaf: anchor, intermediates: anchors, anchors, at: null, now }).detail
      expect(detail, sha256).toMatchObject({ path: [subject] })
    }
  })
})
