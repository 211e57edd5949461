// One record of media signing: what one SEI says of the pictures before it (ONVIF Media Signing 26.06 5.10, 5.11; Axis
// Signed Video). Everything in it is a claim until its signature is checked.
import type { KeyObject } from 'node:crypto'
import type { Filetime } from '#engine/base/time.ts'
import type { HashName } from '#engine/seal/algorithm.ts'
import type { Certificate } from '#engine/seal/certificate.ts'

export type SigningScheme = 'onvif' | 'axis'

/** The tag about the group of pictures. */
export type GroupClaim = {
  /** The group ends before the next picture that decoding can begin with. */
  partial: boolean
  /** Goes up by one from record to record. */
  counter: number
  /** Hashed units; a second reading where the byte order of the tag is in doubt. */
  counts: number[]
  start: Filetime | null
  end: Filetime | null
  /** The times were plausible only with their bytes turned round. */
  timesTurned: boolean
  /** Hash over the hashes of the group; null in the old Axis format, which has lists only. */
  groupHash: Uint8Array | null
  /** Hash of the first unit of the group before; null in the old Axis format. */
  linkedHash: Uint8Array | null
}

/** A key that a record brings. */
export type KeyClaim = {
  publicKey: KeyObject
  /** Null where the record brings a bare key (Axis). */
  leaf: Certificate | null
  intermediates: Certificate[]
  /** Put into the camera by its user, beside that of its maker (ONVIF 5.11.6). */
  userProvisioned: boolean
}

export type Device = { manufacturer: string; serialNumber: string; firmware: string }

export type SigningRecord = {
  scheme: SigningScheme
  /** `certificate`: keys alone, about no group · `data`: without a group, hashed like a picture · `group`: all others. */
  kind: 'group' | 'certificate' | 'data'
  /** The NAL unit in the file, and the sample that it lies in. */
  offset: number
  size: number
  sample: number
  /** Axis before version 2: the record stands before the picture that ends its list. */
  old: boolean
  group: GroupClaim | null
  /** Hashes of the units of the group, one after the other; null where there is no list. */
  list: Uint8Array | null
  /** With which units are hashed; null where the record does not say. */
  hash: HashName | null
  /** Signing algorithm as DER OBJECT IDENTIFIER; null where it follows from the key. */
  signingOid: Uint8Array | null
  /** Null for records that a later one is to sign, as units of its group. */
  signature: Uint8Array | null
  /** What the signature is over by what the record says of itself (ONVIF 5.10); null where it carries none. */
  document: Uint8Array | null
  /** The same without emulation prevention instead of with it, or the other way round; null where that is the same. */
  otherDocument: () => Uint8Array | null
  /** The unit as hashed where it carries no signature. */
  hashed: Uint8Array
  keys: KeyClaim[]
  device: Device | null
  /** Axis: a statement of the camera's secure element on its key. */
  attested: boolean
  /** Why no signer wrote it so; it counts as changed. */
  fault: string | null
  /** Why this version cannot follow what it says. */
  unsupported: string | null
  /** Why this version cannot even check its signature. */
  uncheckable: string | null
}

/** Lets go of the SEI once its signature is checked: records wait for their pictures in thousands. */
export function forgetBytes(record: SigningRecord): void {
  const nothing = new Uint8Array(0)
  if (record.signature !== null) record.signature = nothing
  record.document = null
  record.otherDocument = () => null
  record.hashed = nothing
  record.signingOid = null
  record.list = record.list && Uint8Array.from(record.list)
  const { group } = record
  if (!group) return
  group.groupHash = group.groupHash && Uint8Array.from(group.groupHash)
  group.linkedHash = group.linkedHash && Uint8Array.from(group.linkedHash)
}

/** Names as they are shown: control characters replaced. */
export function plainText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 255))
  return text.replace(/\0+$/, '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
}
