// Public keys of Ed25519 (RFC 8410 4, RFC 8032 5.1.3): their 32 bytes, and whether they bind a signature to anyone.
import { ed25519 } from '@noble/curves/ed25519.js'
import type { KeyObject } from 'node:crypto'

const keyLength = 32

/** The encoded point A; null where it is a key of another kind. */
export function ed25519KeyBytes(publicKey: KeyObject): Uint8Array | null {
  if (publicKey.asymmetricKeyType !== 'ed25519') return null
  // SubjectPublicKeyInfo ends with the key's bits; an Ed25519 key has no parameters and one form (RFC 8410 3 and 4).
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(-keyLength)
}

/** A point from its one canonical encoding (RFC 8032 5.1.3); null where the bytes are none. */
export function decodePoint(bytes: Uint8Array): InstanceType<typeof ed25519.Point> | null {
  try {
    return ed25519.Point.fromBytes(Uint8Array.from(bytes), false)
  } catch {
    return null
  }
}

/** One of the eight points that vanish when multiplied by 8: for such a key anybody can make signatures. */
export function hasSmallOrder(publicKey: KeyObject): boolean {
  const bytes = ed25519KeyBytes(publicKey)
  return bytes !== null && (decodePoint(bytes)?.isSmallOrder() ?? false)
}
