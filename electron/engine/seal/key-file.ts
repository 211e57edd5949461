// The key that seals are made with: PEM (RFC 7468, RFC 5958) with a certificate beside it, or PKCS#12 (RFC 7292).
// Seals are RSASSA-PSS with at least 2048 bits (ONVIF EFF 26.06 5.6.2), so other keys are refused with words.
import { createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import type { ErrorCode } from '#contract/errors.ts'
import { isSameKey } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { loadPrivateKeys } from './private-key.ts'
import { loadCertificates } from './trust-anchors.ts'

export type SealingKey = {
  /** RSA, at least 2048 bits. */
  privateKey: KeyObject
  /** The certificate of that very key. */
  certificate: Certificate
  /** Other certificates that came with it, in their order; not part of a seal. */
  chain: Certificate[]
}

/**
 * Loads a sealing key. `certPath` may be null where the key file holds the certificate too (PKCS#12, or PEM with both).
 * Fails with `key-unreadable` (file, format, password), `certificate-unreadable` (none, or not readable), and
 * `key-unsuitable` (no RSA key, too short, or not the key of the certificate).
 */
export async function loadSealingKey(input: {
  keyPath: string
  certPath: string | null
  password: string | null
}): Promise<SealingKey> {
  const { keyPath, certPath } = input
  const material = await loadPrivateKeys(keyPath, input.password)
  const given = certPath === null ? [] : await loadCertificates(certPath)
  const candidates = certPath === null ? material.certificates : given
  if (candidates.length === 0) {
    const why = material.incomplete
      ? 'its certificates are encrypted in a way not known here'
      : 'it holds none'
    const message = `A certificate must be named beside the key file “${keyPath}”: ${why}.`
    throw failure('certificate-unreadable', keyPath, message)
  }
  for (const key of material.keys) {
    const publicKey = createPublicKey(key)
    const certificate = candidates.find((it) => it.publicKey !== null && isSameKey(it.publicKey, publicKey))
    if (certificate === undefined) continue
    checkSuitable(keyPath, key)
    const chain = [...given, ...material.certificates].filter((other) => other !== certificate)
    return { privateKey: key, certificate, chain: once(certificate, chain) }
  }
  for (const key of material.keys) checkSuitable(keyPath, key)
  const place = certPath === null ? 'beside it' : `in “${certPath}”`
  const message = `The key in “${keyPath}” does not belong to the certificate ${place}.`
  throw failure('key-unsuitable', keyPath, message)
}

function checkSuitable(path: string, key: KeyObject): void {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa') {
    const kind = key.asymmetricKeyType ?? 'unknown'
    const message = `Seals are made with RSA keys; the key in “${path}” is of another kind (${kind}).`
    throw failure('key-unsuitable', path, message)
  }
  if (bits < 2048) {
    const message = `Seals need an RSA key of at least 2048 bits; the key in “${path}” has ${bits}.`
    throw failure('key-unsuitable', path, message)
  }
}

function once(leaf: Certificate, chain: Certificate[]): Certificate[] {
  const bySha256 = new Map(chain.map((certificate) => [certificate.signer.sha256, certificate]))
  bySha256.delete(leaf.signer.sha256)
  return [...bySha256.values()]
}

function failure(code: ErrorCode, path: string, message: string): EvidenceError {
  return new EvidenceError(code, message, { details: { path } })
}
