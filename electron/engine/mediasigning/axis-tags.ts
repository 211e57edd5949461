// The tags of Axis Signed Video: general 1, public key 2, product 3, hash list 4, signature 5, crypto 7, attestation 129.
import type { KeyObject } from 'node:crypto'
import { timeFromMicros } from './general-times.ts'
import { hashOfOid } from './hash-oid.ts'
import { isOneKey, readChain, readPublicKey } from './key-claims.ts'
import type { TagReading } from './onvif-tags.ts'
import { plainText } from './signing-record.ts'
import type { Device, GroupClaim } from './signing-record.ts'
import { readValue } from './tags.ts'
import type { Tag } from './tags.ts'

export const axisSignatureTag = 5
export const axisShortTags: ReadonlySet<number> = new Set([1, 7])
const attestationTag = 129
const generalVersion = 4

export function readAxisTags(tags: readonly Tag[]): TagReading {
  const reading: TagReading = { keys: [] }
  let publicKey: KeyObject | null = null
  const seen = new Set<number>()
  for (const { tag, value } of tags) {
    if (seen.has(tag)) reading.unsupported = `Tag ${tag} occurs twice.`
    seen.add(tag)
    if (tag === 1) readGeneral(value, reading)
    else if (tag === 2) publicKey = readPublicKey(value)
    else if (tag === 3) reading.device = readProduct(value)
    else if (tag === 4) reading.list = value.subarray(1)
    else if (tag === axisSignatureTag) readSignature(value, reading)
    else if (tag === 7) readCrypto(value, reading)
    else if (tag === attestationTag) reading.attested = true
  }
  if (publicKey) {
    const attestation = tags.find(({ tag }) => tag === attestationTag)
    const chain = attestation && readAttested(attestation.value, publicKey)
    reading.keys = [
      { publicKey, leaf: null, intermediates: [], userProvisioned: false, ...(chain ? chain : {}) },
    ]
  }
  return reading
}

function readGeneral(value: Uint8Array, reading: TagReading): void {
  const version = value[0] ?? 0
  if (version < 1 || version > generalVersion) {
    reading.unsupported = `Version ${version} of the general tag is not known.`
    return
  }
  reading.group = readValue(value, (cursor): GroupClaim => {
    cursor.skip(1)
    const counter = cursor.u32()
    const count = cursor.u16()
    cursor.skip(3)
    const flags = version >= 2 ? cursor.u8() : 0
    const timed = (flags & 1) === 1
    const start = timed && version >= 4 ? timeFromMicros(cursor.s64()) : null
    const end = timed ? timeFromMicros(cursor.s64()) : null
    const size = version >= 3 ? Math.floor(cursor.remaining / 2) : 0
    const linkedHash = size >= 16 ? cursor.take(size) : null
    const groupHash = size >= 16 ? cursor.take(size) : null
    return {
      partial: (flags & 2) === 2,
      counter,
      counts: [count],
      start,
      end,
      timesTurned: false,
      groupHash,
      linkedHash,
    }
  })
  if (!reading.group) reading.unsupported = 'The general tag is too short.'
}

function readProduct(value: Uint8Array): Device | null {
  return readValue(value, (cursor) => {
    cursor.skip(1)
    cursor.skip(cursor.u8())
    const firmware = plainText(cursor.take(cursor.u8()))
    const serialNumber = plainText(cursor.take(cursor.u8()))
    return { firmware, serialNumber, manufacturer: plainText(cursor.take(cursor.u8())) }
  })
}

function readSignature(value: Uint8Array, reading: TagReading): void {
  const signature = readValue(value, (cursor) => {
    const version = cursor.u8()
    cursor.skip(1)
    // Version 1 says what was signed: 0 the hash of the group, 1 the hash of the document.
    const overDocument = version === 1 ? cursor.u8() === 1 : true
    return { version, overDocument, bytes: cursor.take(cursor.u16()) }
  })
  reading.signature = signature?.bytes ?? new Uint8Array(0)
  if (signature && (signature.version < 1 || signature.version > 2)) {
    reading.uncheckable = `Version ${signature.version} of the signature is not known.`
  } else if (signature && !signature.overDocument) {
    reading.uncheckable =
      'The signature is over the pictures without the record, which this version does not check.'
  }
}

function readCrypto(value: Uint8Array, reading: TagReading): void {
  const oid = readValue(value, (cursor) => {
    cursor.skip(1)
    return cursor.take(cursor.u8())
  })
  const hash = oid && hashOfOid(oid)
  if (hash) reading.hash = hash
  else reading.uncheckable = 'The tag about the hash names an algorithm that is not known.'
}

/** The chain belongs to the attestation; it speaks of the signer only where its leaf has the signing key. */
function readAttested(value: Uint8Array, publicKey: KeyObject) {
  const chain = readValue(value, (cursor) => {
    cursor.skip(1)
    cursor.skip(cursor.u8())
    return cursor.rest()
  })
  const certificates = chain && readChain(chain)
  if (!certificates?.ok || !certificates.leaf.publicKey) return null
  if (!isOneKey(certificates.leaf.publicKey, publicKey)) return null
  return { leaf: certificates.leaf, intermediates: certificates.intermediates }
}
