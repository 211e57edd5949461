import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Signer } from '#contract/seal.ts'
import { certificateLimit, chainLimit, readCertificate, readCertificates } from '#engine/seal/certificate.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { authority, certify } from './certificates.ts'

const root = authority('Root', 0, null, { organization: 'Lab, “North” + South' })
const leaf = certify('Ä <leaf>\n', 1, root, { notBefore: new Date('1999-12-31T23:59:59.750Z') })
const rootDer = root.certificate.der
const der = leaf.certificate.der
const join = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts)

const codes = (bytes: Uint8Array): string[] => {
  const reading = readCertificates(bytes)
  if (!reading.ok) throw new Error(reading.reason)
  return reading.deviations.map((deviation) => deviation.code)
}

describe('readCertificates', () => {
  it('reads one certificate in DER with nothing to say', () => {
    const reading = readCertificates(der)
    expect(reading).toMatchObject({ ok: true, intermediates: [], deviations: [] })
    if (!reading.ok) return
    const { signer } = reading.leaf
    expect(Signer.parse(signer)).toEqual(signer)
    expect(signer).toMatchObject({
      subject: 'CN=Ä \\<leaf\\>\\0a',
      issuer: 'CN=Root, O=Lab\\, “North” \\+ South',
      notBefore: '1999-12-31T23:59:59.000Z',
      notAfter: '2027-01-01T00:00:00.000Z',
      sha256: createHash('sha256').update(der).digest('hex'),
    })
    expect(signer.serialNumber).toMatch(/^[0-9a-f]{32}$/)
    expect(reading.leaf.keyBits).toBe(2048)
  })

  it('keeps trailing bytes out of the certificate and of its fingerprint', () => {
    for (const tail of [Buffer.alloc(3), Buffer.from('30ff00', 'hex'), Buffer.alloc(2_000, 7)]) {
      const reading = readCertificates(join(der, tail))
      expect(reading).toMatchObject({ leaf: { signer: { sha256: leaf.certificate.signer.sha256 } } })
      expect(codes(join(der, tail))).toEqual(['certificate-trailing-bytes'])
      expect(readCertificate(join(der, tail))?.signer).toEqual(leaf.certificate.signer)
    }
  })

  it('reads several in a row: the first is the signer', () => {
    const reading = readCertificates(join(der, rootDer, rootDer))
    expect(reading).toMatchObject({ leaf: { signer: leaf.certificate.signer } })
    expect(reading.ok && reading.intermediates.length).toBe(2)
    expect(codes(join(der, rootDer))).toEqual(['certificate-chain'])
    expect(codes(join(der, rootDer, Buffer.alloc(1)))).toEqual([
      'certificate-trailing-bytes',
      'certificate-chain',
    ])
  })

  it('reads eight certificates of a seal and no more', () => {
    const chain = (count: number) => [der, ...Array<Uint8Array>(count - 1).fill(rootDer)]
    const pem = (count: number) =>
      Buffer.from(
        chain(count)
          .map((one) => formatPem('CERTIFICATE', one))
          .join(''),
      )
    expect(codes(join(...chain(chainLimit)))).toEqual(['certificate-chain'])
    expect(codes(pem(chainLimit))).toEqual(['certificate-pem', 'certificate-chain'])
    for (const bytes of [join(...chain(chainLimit + 1)), join(...chain(30)), pem(chainLimit + 1)]) {
      const reading = readCertificates(bytes)
      expect(reading.ok && reading.intermediates.length).toBe(chainLimit - 1)
      expect(codes(bytes).filter((code) => code !== 'certificate-pem')).toEqual([
        'certificate-chain-long',
        'certificate-chain',
      ])
    }
    expect(codes(join(...chain(chainLimit), Buffer.alloc(5)))).toContain('certificate-trailing-bytes')
  })

  it('reads PEM text, also with words around it', () => {
    const pem = formatPem('CERTIFICATE', der)
    expect(codes(Buffer.from(pem))).toEqual(['certificate-pem'])
    const both = Buffer.from(`subject=x\n${pem}\r\n${formatPem('X509 CERTIFICATE', rootDer)}\0\0`)
    expect(readCertificates(both)).toMatchObject({ leaf: { der: Buffer.from(der) }, intermediates: [{}] })
    const brokenFirst = Buffer.from(`${formatPem('CERTIFICATE', der.subarray(0, 300))}${pem}`)
    expect(readCertificates(brokenFirst).ok).toBe(false)
  })

  it('gives a reason for what it cannot read, and never throws', () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(10),
      Buffer.from('3000', 'hex'),
      Buffer.from('-----BEGIN '),
    ]) {
      expect(readCertificates(bytes)).toMatchObject({ ok: false, reason: expect.stringMatching(/\.$/) })
    }
    expect(readCertificates(join(der, Buffer.alloc(certificateLimit)))).toMatchObject({ ok: false })
    for (let length = 0; length < der.length; length += 1) {
      expect(readCertificates(der.subarray(0, length)).ok, `${length} bytes`).toBe(false)
    }
  })

  it('survives every byte changed, one at a time', () => {
    for (let at = 0; at < der.length; at += 1) {
      const changed = Buffer.from(der)
      changed[at] = (changed[at] ?? 0) ^ 0xff
      const certificate = readCertificate(changed)
      if (certificate !== null) expect(Signer.safeParse(certificate.signer).success, `byte ${at}`).toBe(true)
    }
  })
})
