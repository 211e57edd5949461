// Private keys at rest: EncryptedPrivateKeyInfo (RFC 5958 3) under PBES2 (RFC 8018 6.2) with scrypt (RFC 7914) and
// AES-256-CBC (RFC 8018 B.2.5), as `openssl pkcs8` reads it too. Undone here and not by Node: BoringSSL knows no scrypt there.
import * as asn1js from 'asn1js'
import type { AsnType } from 'asn1js'
import { createCipheriv, createDecipheriv, createPrivateKey, randomBytes, scrypt } from 'node:crypto'
import type { KeyObject, ScryptOptions } from 'node:crypto'
import { childrenOf, octetsOf, oidOf, parseAsn1, smallIntegerOf } from './asn1.ts'
import { formatPem, parsePem } from './pem.ts'

const oids = {
  pbes2: '1.2.840.113549.1.5.13',
  scrypt: '1.3.6.1.4.1.11591.4.11',
  aes256cbc: '2.16.840.1.101.3.4.1.42',
}
const label = 'ENCRYPTED PRIVATE KEY'
const keyLength = 32
/**
 * 16 MiB, gone through five times: as dear to a guesser as N = 2^17 and p = 1. OpenSSL reads nothing that needs 32 MiB, and
 * whoever has the file and the password must be able to read it without Exhibit.
 */
const cost = { N: 1 << 14, r: 8, p: 5 }
/** More than any program writes; a file that asks for more would only stall this one. */
const memoryLimit = 256 << 20

/** As PEM. */
export async function encryptKey(key: KeyObject, password: string): Promise<string> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)]
  const cipher = createCipheriv('aes-256-cbc', await derive(password, salt, cost), iv)
  const plain = key.export({ type: 'pkcs8', format: 'der' })
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()])
  plain.fill(0)
  const { N, r, p } = cost
  const kdf = sequence(
    oid(oids.scrypt),
    sequence(octets(salt), ...[N, r, p, keyLength].map((value) => new asn1js.Integer({ value }))),
  )
  const scheme = sequence(oid(oids.aes256cbc), octets(iv))
  const info = sequence(sequence(oid(oids.pbes2), sequence(kdf, scheme)), octets(encrypted))
  return formatPem(label, new Uint8Array(info.toBER()))
}

export type KeyDecryption = { ok: true; key: KeyObject } | { ok: false; why: 'password' | 'unreadable' }

/** Undoes `encryptKey`; `unreadable` for anything that is not made like it. Never throws on what is in the text. */
export async function decryptKey(pem: string, password: string): Promise<KeyDecryption> {
  const block = parsePem(Buffer.from(pem, 'latin1')).find((one) => one.label === label)
  const plan = block ? readPlan(block.bytes) : null
  if (plan === null) return { ok: false, why: 'unreadable' }
  try {
    const decipher = createDecipheriv('aes-256-cbc', await derive(password, plan.salt, plan.cost), plan.iv)
    const plain = Buffer.concat([decipher.update(plan.encrypted), decipher.final()])
    const key = createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' })
    plain.fill(0)
    return { ok: true, key }
  } catch {
    // The padding or what is in it does not fit: with another password as good as always.
    return { ok: false, why: 'password' }
  }
}

type Plan = { salt: Uint8Array; cost: typeof cost; iv: Uint8Array; encrypted: Uint8Array }

function readPlan(der: Uint8Array): Plan | null {
  const [algorithm, content] = childrenOf(parseAsn1(der) ?? undefined) ?? []
  const [scheme, parameters] = childrenOf(algorithm) ?? []
  const [kdf, cipher] = childrenOf(parameters) ?? []
  const [kdfOid, kdfParameters] = childrenOf(kdf) ?? []
  const [cipherOid, ivValue] = childrenOf(cipher) ?? []
  const [saltValue, ...numbers] = childrenOf(kdfParameters) ?? []
  if (oidOf(scheme) !== oids.pbes2 || oidOf(kdfOid) !== oids.scrypt) return null
  if (oidOf(cipherOid) !== oids.aes256cbc || numbers.length > 4) return null
  const [N, r, p, length = keyLength] = numbers.map((value) => smallIntegerOf(value, memoryLimit))
  const [salt, iv, encrypted] = [saltValue, ivValue, content].map(octetsOf)
  if (!salt || iv?.length !== 16 || !encrypted || length !== keyLength) return null
  if (!N || !r || !p || 128 * N * r > memoryLimit || p > 16) return null
  return { salt, cost: { N, r, p }, iv, encrypted }
}

function derive(password: string, salt: Uint8Array, { N, r, p }: typeof cost): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 2 * memoryLimit }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, keyLength, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

const sequence = (...value: AsnType[]): asn1js.Sequence => new asn1js.Sequence({ value })
const oid = (value: string): asn1js.ObjectIdentifier => new asn1js.ObjectIdentifier({ value })
const octets = (bytes: Uint8Array): asn1js.OctetString =>
  new asn1js.OctetString({ valueHex: Uint8Array.from(bytes).buffer })
