// Keys and certificates as records bring them. Cameras repeat theirs in every record, so that what was read is remembered:
// by its bytes, and only a few at a time.
import { createPublicKey, hash as digestOf } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isSameKey, readCertificates } from '#engine/seal/certificate.ts'
import type { CertificatesReading } from '#engine/seal/certificate.ts'
import { isPem, parsePem } from '#engine/seal/pem.ts'

const rememberLimit = 8

function remembered<T>(read: (bytes: Uint8Array) => T): (bytes: Uint8Array) => T {
  const known = new Map<string, T>()
  return (bytes) => {
    const name = digestOf('sha256', bytes, 'hex')
    const found = known.get(name)
    if (found !== undefined) return found
    if (known.size >= rememberLimit) known.clear()
    const made = read(bytes)
    known.set(name, made)
    return made
  }
}

/** The certificates of a chain, the leaf first. */
export const readChain: (bytes: Uint8Array) => CertificatesReading = remembered((bytes) =>
  readCertificates(bytes),
)

/** The first public key in PEM; null where there is none that can be read. */
export const readPublicKey: (bytes: Uint8Array) => KeyObject | null = remembered((bytes) => {
  const block = isPem(bytes) ? parsePem(bytes).find(({ label }) => label === 'PUBLIC KEY') : undefined
  if (!block) return null
  try {
    return createPublicKey({ key: Buffer.from(block.bytes), format: 'der', type: 'spki' })
  } catch {
    // Bytes that are no key: the record then brings none.
    return null
  }
})

/** As `isSameKey`, at once for a key that was remembered. */
export const isOneKey = (one: KeyObject, other: KeyObject): boolean => one === other || isSameKey(one, other)
