// RSA keys of any exact modulus length (key generators round to whole bytes), and EMSA-PSS with knobs to do it wrong.
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generatePrimeSync,
  privateEncrypt,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'

export type RsaPair = { privateKey: KeyObject; publicKey: KeyObject; bits: number }

export function makeRsaPair(bits: number, exponent = 65_537n): RsaPair {
  for (;;) {
    const p = generatePrimeSync(Math.ceil(bits / 2), { bigint: true })
    const q = generatePrimeSync(Math.floor(bits / 2), { bigint: true })
    const n = p * q
    const d = inverse(exponent, (p - 1n) * (q - 1n))
    if (n.toString(2).length !== bits || p === q || d === null) continue
    const [big, small] = p > q ? [p, q] : [q, p]
    const numbers = { n, e: exponent, d, p: big, q: small, dp: d % (big - 1n), dq: d % (small - 1n) }
    const qi = inverse(small, big) ?? 0n
    const jwk: Record<string, string> = { kty: 'RSA' }
    for (const [name, value] of Object.entries({ ...numbers, qi })) jwk[name] = base64url(value)
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
    return { privateKey, publicKey: createPublicKey(privateKey), bits }
  }
}

const base64url = (value: bigint): string => {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
}

function inverse(value: bigint, modulus: bigint): bigint | null {
  let [r0, r1, t0, t1] = [modulus, value % modulus, 0n, 1n]
  while (r1 !== 0n) {
    const quotient = r0 / r1
    ;[r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1]
  }
  return r0 === 1n ? ((t0 % modulus) + modulus) % modulus : null
}

/** RSASP1: whatever encoded message, opened by the public key into exactly these bytes. */
export function signRaw(pair: RsaPair, encoded: Uint8Array): Buffer {
  const block = Buffer.alloc(Math.ceil(pair.bits / 8))
  block.set(encoded, block.length - encoded.length)
  return privateEncrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, block)
}

export type PssFaults = {
  trailer?: number
  separator?: number
  /** A byte put into the zeros before the separator. */
  paddingByte?: number
  /** Leaves the bits above the encoded message as the mask has them. */
  keepTopBits?: boolean
  wrongHash?: boolean
}

/** EMSA-PSS-ENCODE (RFC 8017 9.1.1) of a SHA-256 digest, with faults where asked for. */
export function encodePss(
  digest: Uint8Array,
  bits: number,
  salt: Uint8Array,
  faults: PssFaults = {},
): Buffer {
  const length = Math.ceil((bits - 1) / 8)
  const h = createHash('sha256').update(Buffer.alloc(8)).update(digest).update(salt).digest()
  if (faults.wrongHash) h[0] = (h[0] ?? 0) ^ 1
  const db = Buffer.alloc(length - h.length - 1)
  db[db.length - salt.length - 1] = faults.separator ?? 0x01
  if (faults.paddingByte !== undefined) db[db.length - salt.length - 2] = faults.paddingByte
  db.set(salt, db.length - salt.length)
  const mask = mgf1(h, db.length)
  const masked = db.map((byte, index) => byte ^ (mask[index] ?? 0))
  if (!faults.keepTopBits) masked[0] = (masked[0] ?? 0) & (0xff >> (8 * length - (bits - 1)))
  return Buffer.concat([masked, h, Buffer.from([faults.trailer ?? 0xbc])])
}

function mgf1(seed: Uint8Array, length: number): Buffer {
  const parts: Buffer[] = []
  for (let counter = 0; parts.length * 32 < length; counter += 1) {
    parts.push(
      createHash('sha256')
        .update(seed)
        .update(Buffer.from([0, 0, 0, counter]))
        .digest(),
    )
  }
  return Buffer.concat(parts).subarray(0, length)
}
