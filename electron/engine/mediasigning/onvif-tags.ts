// The tags of ONVIF Media Signing 26.06 5.11: general 1, hash list 2, signature 3, crypto 4, vendor 5, certificates 6,
// arbitrary data 7.
import { readFiletimes } from './general-times.ts'
import { hashOfOid } from './hash-oid.ts'
import { readChain } from './key-claims.ts'
import { plainText } from './signing-record.ts'
import type { Device, GroupClaim, KeyClaim, SigningRecord } from './signing-record.ts'
import { readValue } from './tags.ts'
import type { Tag } from './tags.ts'

export const onvifSignatureTag = 3
const arbitraryTag = 7
const generalVersion = 2

export type TagReading = Partial<
  Pick<
    SigningRecord,
    | 'group'
    | 'list'
    | 'hash'
    | 'signingOid'
    | 'signature'
    | 'keys'
    | 'device'
    | 'attested'
    | 'fault'
    | 'unsupported'
    | 'uncheckable'
  >
>

export function readOnvifTags(tags: readonly Tag[]): TagReading {
  const reading: TagReading & { keys: KeyClaim[] } = { keys: [] }
  const seen = new Set<number>()
  if (tags.length > 1 && tags.some(({ tag }) => tag === arbitraryTag)) {
    reading.fault = 'Arbitrary data stands beside other tags, which the standard calls not authentic.'
  }
  for (const { tag, value } of tags) {
    if (seen.has(tag) && tag <= 5) reading.unsupported = `Tag ${tag} occurs twice.`
    seen.add(tag)
    if (tag === 1) readGeneral(value, reading)
    else if (tag === 2) readList(value, reading)
    else if (tag === onvifSignatureTag) readSignature(value, reading)
    else if (tag === 4) readCrypto(value, reading)
    else if (tag === 5) reading.device = readVendor(value)
    else if (tag === 6) readKeys(value, reading)
  }
  return reading
}

function readGeneral(value: Uint8Array, reading: TagReading): void {
  const version = value[0] ?? 0
  if (version < 1 || version > generalVersion) {
    reading.unsupported = `Version ${version} of the general tag is not known.`
    return
  }
  const fixed = version === 1 ? 19 : 27
  const size = (value.length - fixed) / 2
  if (!Number.isInteger(size) || size < 16 || size > 64) {
    reading.unsupported = `The general tag has ${value.length} bytes, which is no length that it can have.`
    return
  }
  reading.group = readValue(value, (cursor): GroupClaim => {
    cursor.skip(4)
    const partial = cursor.u8() === 1
    const stated = version === 1 ? [cursor.s64()] : [cursor.s64(), cursor.s64()]
    const { times, turned } = readFiletimes(stated)
    const counter = cursor.u32()
    const count = cursor.u16()
    return {
      partial,
      // One byte order for the whole tag, says the standard; of the count it says nothing, so that both are tried.
      counter: turned ? Buffer.from(value).readUInt32LE(cursor.position - 6) : counter,
      counts: turned ? [count, ((count & 0xff) << 8) | (count >> 8)] : [count],
      // The first version has one time, that of the picture after the group.
      start: version === 1 ? null : (times[0] ?? null),
      end: times[times.length - 1] ?? null,
      timesTurned: turned,
      groupHash: cursor.take(size),
      linkedHash: cursor.take(size),
    }
  })
}

function readList(value: Uint8Array, reading: TagReading): void {
  if (value[0] === 1) reading.list = value.subarray(1)
  else reading.unsupported = `Version ${value[0] ?? 0} of the hash list is not known.`
}

function readSignature(value: Uint8Array, reading: TagReading): void {
  const signature = readValue(value, (cursor) => {
    const version = cursor.u8()
    return { version, bytes: cursor.take(cursor.u16()) }
  })
  if (signature && signature.version !== 1)
    reading.uncheckable = `Version ${signature.version} of the signature is not known.`
  reading.signature = signature?.bytes ?? new Uint8Array(0)
}

function readCrypto(value: Uint8Array, reading: TagReading): void {
  const crypto = readValue(value, (cursor) => {
    const version = cursor.u8()
    return { version, hash: cursor.take(cursor.u8()), signing: cursor.take(cursor.u8()) }
  })
  const hash = crypto && hashOfOid(crypto.hash)
  if (crypto?.version !== 1 || !hash) {
    reading.uncheckable = 'The tag about hash and signature names an algorithm that is not known.'
    return
  }
  reading.hash = hash
  reading.signingOid = crypto.signing.length > 0 ? crypto.signing : null
}

function readVendor(value: Uint8Array): Device | null {
  return readValue(value, (cursor) => {
    cursor.skip(1)
    const firmware = plainText(cursor.take(cursor.u8()))
    const serialNumber = plainText(cursor.take(cursor.u8()))
    return { firmware, serialNumber, manufacturer: plainText(cursor.take(cursor.u8())) }
  })
}

function readKeys(value: Uint8Array, reading: TagReading & { keys: KeyClaim[] }): void {
  const certificates = readChain(value.subarray(2))
  if (value[0] !== 1 || !certificates.ok) {
    // A chain that cannot be read is no reason to doubt the pictures: the key may come with another record.
    return
  }
  const { leaf, intermediates } = certificates
  if (leaf.publicKey === null || reading.keys.length >= 2) return
  reading.keys.push({ publicKey: leaf.publicKey, leaf, intermediates, userProvisioned: value[1] === 1 })
}
