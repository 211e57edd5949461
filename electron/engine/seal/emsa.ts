// The two encodings of RFC 8017 clause 9, checked over a digest that is already there: EMSA-PSS-VERIFY (9.1.2) and
// EMSA-PKCS1-v1_5 (9.2). Only public values are handled, so nothing here needs constant time.
import { createHash } from 'node:crypto'
import type { HashName } from './algorithm.ts'

export type PssCheck = { matches: true; saltLength: number } | { matches: false }

const no: PssCheck = { matches: false }

/**
 * EMSA-PSS-VERIFY, RFC 8017 9.1.2, from step 3 on (the message is hashed already).
 * `encoded` is the encoded message of exactly ceil(`encodedBits`/8) bytes; `encodedBits` is the modulus length less 1.
 */
export function checkEmsaPss(
  encoded: Uint8Array,
  encodedBits: number,
  digest: Uint8Array,
  parameters: { hash: HashName; mgfHash: HashName; saltLength: number | 'auto' },
): PssCheck {
  const { hash, mgfHash, saltLength } = parameters
  const hashLength = digest.length
  const length = Math.ceil(encodedBits / 8)
  if (encoded.length !== length) return no
  // Step 3, with the shortest salt where any length will do.
  if (length < hashLength + (saltLength === 'auto' ? 0 : saltLength) + 2) return no
  // Steps 4 to 6: trailer, and zero bits above the encoded message.
  if (encoded[length - 1] !== 0xbc) return no
  const unusedBits = 8 * length - encodedBits
  const topMask = 0xff >> unusedBits
  if (((encoded[0] ?? 0) & ~topMask) !== 0) return no
  // Steps 7 to 9: take the mask off DB.
  const dbLength = length - hashLength - 1
  const h = encoded.subarray(dbLength, dbLength + hashLength)
  const mask = mgf1(mgfHash, h, dbLength)
  const db = encoded.slice(0, dbLength)
  for (let index = 0; index < dbLength; index += 1) db[index] = (db[index] ?? 0) ^ (mask[index] ?? 0)
  db[0] = (db[0] ?? 0) & topMask
  // Step 10: zeros, then 0x01, then the salt.
  const separator = db.findIndex((byte) => byte !== 0)
  if (separator < 0 || db[separator] !== 0x01) return no
  const found = dbLength - separator - 1
  if (saltLength !== 'auto' && found !== saltLength) return no
  // Steps 11 to 14: hash of eight zero bytes, digest and salt.
  const again = createHash(hash)
    .update(new Uint8Array(8))
    .update(digest)
    .update(db.subarray(separator + 1))
    .digest()
  return again.equals(h) ? { matches: true, saltLength: found } : no
}

/** MGF1, RFC 8017 B.2.1. */
function mgf1(hash: HashName, seed: Uint8Array, length: number): Uint8Array {
  const mask = new Uint8Array(length)
  const counter = new DataView(new ArrayBuffer(4))
  for (let at = 0, block = 0; at < length; block += 1) {
    counter.setUint32(0, block)
    const part = createHash(hash).update(seed).update(new Uint8Array(counter.buffer)).digest()
    mask.set(part.subarray(0, length - at), at)
    at += part.length
  }
  return mask
}

/** DigestInfo without the digest (RFC 8017 9.2 note 1): algorithm with NULL parameters, and the OCTET STRING header. */
const digestInfo: Record<HashName, string> = {
  md5: '3020300c06082a864886f70d020505000410',
  sha1: '3021300906052b0e03021a05000414',
  sha224: '302d300d06096086480165030402040500041c',
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
}

/**
 * EMSA-PKCS1-v1_5, RFC 8017 9.2: the one encoded message of `length` bytes that a signature over `digest` must give.
 * It is compared as a whole, so there is no parsing that could be led astray. Null where the key is too short.
 */
export function encodeEmsaPkcs1(hash: HashName, digest: Uint8Array, length: number): Uint8Array | null {
  const info = Buffer.from(digestInfo[hash], 'hex')
  const padding = length - 3 - info.length - digest.length
  if (padding < 8) return null
  return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(padding, 0xff), Buffer.from([0]), info, digest])
}
