// Private keys from files: PEM (RFC 7468, RFC 5958), PKCS#12 (RFC 7292), DER. With the certificates that lie beside them.
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { open } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import { readCertificate } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { isPem, parsePem } from './pem.ts'
import type { PemBlock } from './pem.ts'
import { isPkcs12, readPkcs12 } from './pkcs12.ts'

export type KeyMaterial = {
  /** At least one. */
  keys: KeyObject[]
  certificates: Certificate[]
  /** Whether a part of the file is encrypted in a way not known here: a certificate may be in it. */
  incomplete: boolean
}

const fileLimit = 1 << 20

/** Loads all keys of a file. Fails with `key-unreadable` where there is none, or the password is wrong or missing. */
export async function loadPrivateKeys(path: string, password: string | null): Promise<KeyMaterial> {
  const bytes = await readKeyFile(path)
  const material = isPem(bytes) ? fromPem(path, bytes, password) : fromDer(path, bytes, password)
  if (material.keys.length === 0) {
    throw unreadable(
      path,
      material.incomplete ? 'its encryption is not known here' : 'there is no private key in it',
    )
  }
  return material
}

function fromPem(path: string, bytes: Uint8Array, password: string | null): KeyMaterial {
  const blocks = parsePem(bytes)
  const keys = blocks
    .filter((block) => block.label.endsWith('PRIVATE KEY'))
    .map((block) => readPemKey(path, block, password))
  const certificates = blocks
    .filter((block) => block.label.endsWith('CERTIFICATE'))
    .flatMap((block) => readCertificate(block.bytes) ?? [])
  return { keys, certificates, incomplete: false }
}

function readPemKey(path: string, block: PemBlock, password: string | null): KeyObject {
  const encrypted = block.label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(block.text)
  if (encrypted && password === null) throw unreadable(path, 'it needs a password')
  try {
    return plainRsa(createPrivateKey({ key: block.text, format: 'pem', passphrase: password ?? '' }))
  } catch (cause) {
    // Electron's cryptography (BoringSSL) knows fewer encryptions than OpenSSL: no scrypt, for one.
    const unknown = cause instanceof Error && /unsupported|unknown/i.test(cause.message)
    if (encrypted && unknown) throw unreadable(path, 'it is encrypted in a way not known here', cause)
    const why = encrypted ? 'the password does not open it' : 'it is not a key in a form that is known here'
    throw unreadable(path, why, cause)
  }
}

function fromDer(path: string, bytes: Uint8Array, password: string | null): KeyMaterial {
  if (isPkcs12(bytes)) {
    const reading = readPkcs12(bytes, password ?? '')
    if (!reading.ok) throw unreadable(path, `it ${reading.reason}`)
    return { ...reading.contents, keys: reading.contents.keys.map(plainRsa), incomplete: reading.incomplete }
  }
  for (const type of ['pkcs8', 'pkcs1'] as const) {
    try {
      const options = { key: Buffer.from(bytes), format: 'der', type, passphrase: password ?? '' } as const
      return { keys: [plainRsa(createPrivateKey(options))], certificates: [], incomplete: false }
    } catch {
      continue
    }
  }
  const why = 'it is neither PEM, nor PKCS#12, nor an unencrypted key in DER'
  throw unreadable(path, why)
}

/**
 * A key labelled RSASSA-PSS (RFC 4055 1.2) as a plain RSA key, as certificates are read here too; a key whose label
 * forbids the salt or hash of seals stays as it is and is found unsuitable.
 */
function plainRsa(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'rsa-pss') return key
  const { hashAlgorithm = 'sha256', saltLength = 0 } = key.asymmetricKeyDetails ?? {}
  if (hashAlgorithm !== 'sha256' || saltLength > 20) return key
  const information = pkijs.PrivateKeyInfo.fromBER(key.export({ type: 'pkcs8', format: 'der' }))
  information.privateKeyAlgorithm = new pkijs.AlgorithmIdentifier({
    algorithmId: '1.2.840.113549.1.1.1',
    algorithmParams: new asn1js.Null(),
  })
  return createPrivateKey({ key: Buffer.from(information.toSchema().toBER()), format: 'der', type: 'pkcs8' })
}

async function readKeyFile(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      if (size > fileLimit) throw unreadable(path, 'it is larger than 1 MiB')
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause
    throw unreadable(path, cause instanceof Error ? cause.message : 'it cannot be opened', cause)
  }
}

function unreadable(path: string, why: string, cause?: unknown): EvidenceError {
  const message = `The key file “${path}” cannot be read: ${why}.`
  return new EvidenceError('key-unreadable', message, { details: { path }, cause })
}
