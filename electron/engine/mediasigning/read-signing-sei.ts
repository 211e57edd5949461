// Whether an SEI is a record of media signing, and what it says (ONVIF Media Signing 26.06 5.10; Axis Signed Video). What
// was signed runs from the NAL unit header to the last byte before the signature tag, with or without emulation
// prevention as the reserved byte says.
import { hash as digestOf } from 'node:crypto'
import {
  removeEmulationPrevention,
  storedPlace,
  withoutTrailingZeros,
} from '#engine/bitstream/emulation-prevention.ts'
import { nalHeaderBytes } from '#engine/bitstream/nal-header.ts'
import type { NalUnit, VideoCodec } from '#engine/bitstream/nal-unit.ts'
import { findUserDataUuid } from '#engine/bitstream/sei.ts'
import { axisSigningUuid, onvifSigningUuid } from '#engine/bitstream/user-data.ts'
import type { HashName } from '#engine/seal/algorithm.ts'
import { axisShortTags, axisSignatureTag, readAxisTags } from './axis-tags.ts'
import { onvifSignatureTag, readOnvifTags } from './onvif-tags.ts'
import type { SigningRecord, SigningScheme } from './signing-record.ts'
import { readTags } from './tags.ts'

const uuidBytes = 16
const noShortTags: ReadonlySet<number> = new Set()

/** Null where the unit is no such record. Never throws: what cannot be read is said in `fault` or `unsupported`. */
export function readSigningSei(nal: NalUnit, codec: VideoCodec): SigningRecord | null {
  const { bytes } = nal
  if (nal.role !== 'sei' || bytes === null) return null
  // The document begins with the unit, so that only the first message can be a record.
  if (bytes[nalHeaderBytes(codec)] !== 5) return null
  const uuid = findUserDataUuid(bytes.subarray(0, 32_768), codec)
  const scheme = uuid === onvifSigningUuid ? 'onvif' : uuid === axisSigningUuid ? 'axis' : null
  return scheme && readRecord(nal, bytes, codec, scheme)
}

function readRecord(
  nal: NalUnit,
  bytes: Uint8Array,
  codec: VideoCodec,
  scheme: SigningScheme,
): SigningRecord {
  const stored = withoutTrailingZeros(bytes)
  const message = readMessage(stored, nalHeaderBytes(codec))
  const { payload, removed } = message
  const escaped = removed.length > 0
  const flags = payload[uuidBytes] ?? 0
  const onvif = scheme === 'onvif'
  const escapedFirst = (flags & (onvif ? 0x40 : 0x80)) !== 0
  const record: SigningRecord = {
    scheme,
    kind: (flags & (onvif ? 0x80 : 0x40)) === 0 ? 'group' : 'certificate',
    offset: nal.offset,
    size: nal.size,
    sample: nal.sample,
    old: !onvif && (flags & 0x30) === 0,
    group: null,
    list: null,
    hash: null,
    signingOid: null,
    signature: null,
    document: null,
    otherDocument: () => null,
    hashed: escapedFirst ? stored : message.unescaped,
    keys: [],
    device: null,
    attested: false,
    fault: null,
    unsupported: null,
    uncheckable: null,
  }
  const body = payload.subarray(uuidBytes + 1)
  const tags = readTags(body, onvif ? noShortTags : axisShortTags)
  if (message.cut || payload.length < uuidBytes + 1 || tags === null) {
    return { ...record, signature: new Uint8Array(0), fault: 'Its inner lengths do not fit.' }
  }
  if (onvif && (flags & 1) === 1) record.unsupported = 'It has more reserved bytes than this version knows.'
  const signatureTag = onvif ? onvifSignatureTag : axisSignatureTag
  Object.assign(record, onvif ? readOnvifTags(tags) : readAxisTags(tags))
  const place = tags.findIndex(({ tag }) => tag === signatureTag)
  const signature = tags[place]
  if (!signature) {
    if (record.group === null && record.kind === 'group') record.kind = 'data'
    return record
  }
  if (place !== tags.length - 1) record.fault ??= 'Tags that nobody signed stand behind the signature.'
  if (record.group === null && record.kind === 'group')
    record.unsupported ??= 'It says nothing about a group.'
  // Unescaped, the payload ends a known number of bytes after the header; the rest follows from that.
  const head = stored.subarray(0, message.offset)
  const end = uuidBytes + 1 + signature.at
  const plain = Buffer.concat([head, payload.subarray(0, end)])
  // Stored without: then either it never was put in, or somebody took it out again.
  const put = (): Uint8Array =>
    escaped ? stored.subarray(0, storedPlace(plain.length, removed)) : addEmulationPrevention(plain)
  record.document = escapedFirst ? put() : plain
  record.otherDocument = () => {
    const other = escapedFirst ? plain : put()
    return other.length === record.document?.length ? null : other
  }
  return record
}

type Message = {
  payload: Uint8Array
  /** Where the payload begins, with and without emulation prevention. */
  offset: number
  /** The unit without emulation prevention, and where it was taken out; nothing where there is none. */
  unescaped: Uint8Array
  removed: number[]
  /** The unit ends before its payload does. */
  cut: boolean
}

/**
 * The first message of the unit. Whether emulation prevention is there follows from the lengths alone: the payload and the
 * stop bit are all that comes, so that every byte more was put in between. Signed data may hold 00 00 03 itself.
 */
function readMessage(stored: Uint8Array, header: number): Message {
  let at = header + 1
  let size = 0
  while (stored[at] === 0xff) {
    size += 0xff
    at += 1
  }
  size += stored[at] ?? 0
  const offset = at + 1
  const surplus = stored.length - offset - size - 1
  const { bytes, removed } = surplus > 0 ? removeEmulationPrevention(stored) : { bytes: stored, removed: [] }
  const payload = bytes.subarray(offset, offset + size)
  return { payload, offset, unescaped: bytes, removed, cut: payload.length < size }
}

/** Digest of what a signature is over, or of the unit where it carries none. */
export function digestRecord({ signature, document, hashed }: SigningRecord, hash: HashName): Uint8Array {
  return digestOf(hash, signature === null ? hashed : (document ?? hashed), 'buffer')
}

/** As writers put it in: a 03 where two zeros are followed by a byte of 3 or less (H.264 7.4.1.1). */
function addEmulationPrevention(plain: Uint8Array): Uint8Array {
  const places: number[] = []
  let zeros = 0
  for (let at = 0; at < plain.length; at += 1) {
    const byte = plain[at] ?? 0
    if (zeros >= 2 && byte <= 3) {
      places.push(at)
      zeros = 0
    }
    zeros = byte === 0 ? zeros + 1 : 0
  }
  if (places.length === 0) return plain
  const bytes = new Uint8Array(plain.length + places.length)
  let from = 0
  for (const [count, place] of [...places, plain.length].entries()) {
    bytes.set(plain.subarray(from, place), from + count)
    if (place < plain.length) bytes[place + count] = 3
    from = place
  }
  return bytes
}
