// Password-based encryption as PKCS#12 files use it: PBES2 (RFC 8018 6.2), the older PKCS#12 schemes, and the PKCS#12
// key derivation with its MAC (RFC 7292 4 and appendix B).
import { createDecipheriv, createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import type { AsnType } from 'asn1js'
import { childrenOf, octetsOf, oidOf, smallIntegerOf } from './asn1.ts'

/** More rounds than any program writes; a file that asks for more would only stall this one. */
const iterationLimit = 5_000_000

const hmacHashes: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}
const macHashes: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const ciphers: Record<string, { name: string; keyLength: number }> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyLength: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyLength: 24 },
}
/** RFC 7292 appendix C. RC2 is there only where the runtime still has it. */
const oldSchemes: Record<string, { name: string; keyLength: number }> = {
  '1.2.840.113549.1.12.1.3': { name: 'des-ede3-cbc', keyLength: 24 },
  '1.2.840.113549.1.12.1.5': { name: 'rc2-cbc', keyLength: 16 },
  '1.2.840.113549.1.12.1.6': { name: 'rc2-40-cbc', keyLength: 5 },
}
const pbes2 = '1.2.840.113549.1.5.13'
const pbkdf2Oid = '1.2.840.113549.1.5.12'

export type Decryption = { ok: true; bytes: Uint8Array } | { ok: false; why: 'password' | 'unsupported' }

/** Decrypts the contents of an EncryptedData under the AlgorithmIdentifier given. */
export function decryptWithPassword(algorithm: AsnType, encrypted: Uint8Array, password: string): Decryption {
  const fields = childrenOf(algorithm)
  const oid = oidOf(fields?.[0])
  if (oid === null) return { ok: false, why: 'unsupported' }
  const plan = oid === pbes2 ? planPbes2(fields?.[1], password) : planOld(oid, fields?.[1], password)
  if (plan === null) return { ok: false, why: 'unsupported' }
  let decipher
  try {
    decipher = createDecipheriv(plan.cipher, plan.key, plan.iv)
  } catch {
    return { ok: false, why: 'unsupported' }
  }
  try {
    return { ok: true, bytes: Buffer.concat([decipher.update(encrypted), decipher.final()]) }
  } catch {
    return { ok: false, why: 'password' }
  }
}

type Plan = { cipher: string; key: Uint8Array; iv: Uint8Array }

function planPbes2(parameters: AsnType | undefined, password: string): Plan | null {
  const [derivation, encryption] = childrenOf(parameters) ?? []
  const [derivationOid, derivationParameters] = childrenOf(derivation) ?? []
  const [cipherOid, ivValue] = childrenOf(encryption) ?? []
  const [saltValue, roundsValue, ...rest] = childrenOf(derivationParameters) ?? []
  const cipher = ciphers[oidOf(cipherOid) ?? '']
  const iv = octetsOf(ivValue)
  const salt = octetsOf(saltValue)
  const rounds = smallIntegerOf(roundsValue, iterationLimit)
  if (oidOf(derivationOid) !== pbkdf2Oid || !cipher || !iv || !salt || !rounds) return null
  // After the rounds: an optional key length, then an optional pseudo-random function, HMAC with SHA-1 by default.
  const functionOid = rest.map((value) => oidOf(childrenOf(value)?.[0])).find((found) => found !== null)
  const hash = functionOid === undefined ? 'sha1' : hmacHashes[functionOid]
  if (hash === undefined) return null
  return { cipher: cipher.name, key: pbkdf2Sync(password, salt, rounds, cipher.keyLength, hash), iv }
}

function planOld(oid: string, parameters: AsnType | undefined, password: string): Plan | null {
  const scheme = oldSchemes[oid]
  const [saltValue, roundsValue] = childrenOf(parameters) ?? []
  const salt = octetsOf(saltValue)
  const rounds = smallIntegerOf(roundsValue, iterationLimit)
  if (!scheme || !salt || !rounds) return null
  const bytes = passwordBytes(password)
  return {
    cipher: scheme.name,
    key: derive('sha1', 1, bytes, salt, rounds, scheme.keyLength),
    iv: derive('sha1', 2, bytes, salt, rounds, 8),
  }
}

/**
 * Checks the MAC of a PKCS#12 file over `content`. `unknown` where it is made in a way that this version does not know.
 */
export function checkMac(
  macData: AsnType,
  content: Uint8Array,
  password: string,
): 'right' | 'wrong' | 'unknown' {
  const [digestInfo, saltValue, roundsValue] = childrenOf(macData) ?? []
  const [algorithm, macValue] = childrenOf(digestInfo) ?? []
  const hash = macHashes[oidOf(childrenOf(algorithm)?.[0]) ?? '']
  const mac = octetsOf(macValue)
  const salt = octetsOf(saltValue)
  const rounds = roundsValue === undefined ? 1 : smallIntegerOf(roundsValue, iterationLimit)
  if (!hash || !mac || !salt || !rounds) return 'unknown'
  // An empty password is written as nothing by some programs and as an empty string with its end by others.
  const forms = password === '' ? [new Uint8Array(0), passwordBytes('')] : [passwordBytes(password)]
  const right = forms.some((form) => {
    const again = createHmac(hash, derive(hash, 3, form, salt, rounds, mac.length))
      .update(content)
      .digest()
    return again.length === mac.length && timingSafeEqual(again, mac)
  })
  return right ? 'right' : 'wrong'
}

/** RFC 7292 B.1: UTF-16 big-endian with two zero bytes at the end. */
function passwordBytes(password: string): Uint8Array {
  const bytes = Buffer.from(`${password}\0`, 'utf16le')
  return bytes.swap16()
}

/** RFC 7292 B.2. `purpose`: 1 for a key, 2 for an initial value, 3 for a MAC. */
function derive(
  hash: string,
  purpose: 1 | 2 | 3,
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Uint8Array {
  const block = hash === 'sha384' || hash === 'sha512' ? 128 : 64
  const diversifier = new Uint8Array(block).fill(purpose)
  const input = Buffer.concat([repeat(salt, block), repeat(password, block)])
  const output: Uint8Array[] = []
  for (let made = 0; made < length;) {
    let part = createHash(hash).update(diversifier).update(input).digest()
    for (let round = 1; round < rounds; round += 1) part = createHash(hash).update(part).digest()
    output.push(part)
    made += part.length
    const addend = repeat(part, block).subarray(0, block)
    for (let at = 0; at < input.length; at += block) addOne(input.subarray(at, at + block), addend)
  }
  return Buffer.concat(output).subarray(0, length)
}

/** Repeats `bytes` to a multiple of `block`; nothing stays nothing. */
function repeat(bytes: Uint8Array, block: number): Uint8Array {
  const length = block * Math.ceil(bytes.length / block)
  return Uint8Array.from({ length }, (_, index) => bytes[index % bytes.length] ?? 0)
}

/** target = target + addend + 1, modulo 2^(8 * length). */
function addOne(target: Uint8Array, addend: Uint8Array): void {
  let carry = 1
  for (let index = target.length - 1; index >= 0; index -= 1) {
    const sum = (target[index] ?? 0) + (addend[index] ?? 0) + carry
    target[index] = sum & 0xff
    carry = sum >> 8
  }
}
