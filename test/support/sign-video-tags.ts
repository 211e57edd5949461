// The two schemes' own bytes: which tags a signing SEI has and what stands in them (ONVIF Media Signing 5.7; Axis Signed
// Video, its present format and the first one). Written from the documents; shares nothing with what verifies.
import { chainPem, signDocument } from './sign-video-keys.ts'
import type { HashName, VideoSigner } from './sign-video-keys.ts'
import { joined, tagOf } from './sign-video-sei.ts'
import type { SignatureTag, Tag } from './sign-video-sei.ts'

export type Scheme = 'onvif' | 'axis' | 'axis-v1'

/** One group as its SEI states it. Times in milliseconds since 1970; `end` is exclusive. */
export type GroupRecord = {
  counter: number
  partial: boolean
  start: number
  end: number
  list: Uint8Array[]
  groupHash: Uint8Array
  linkedHash: Uint8Array
}

export type TagOptions = {
  scheme: Scheme
  hash: HashName
  hashList: boolean
  littleEndian: boolean
  /** Version of Axis' general tag: 3 states the time of the picture that ended the group, 4 when it began too. */
  axisGeneral: 3 | 4
}

export const uuidOf = (scheme: Scheme): string =>
  scheme === 'onvif' ? '005bc93f-2d71-5e95-ada4-796f90877a6f' : '5369676e-6564-2056-6964-656f2e2e2e30'

const hashOid: Record<HashName, string> = {
  sha256: '0609608648016503040201',
  sha384: '0609608648016503040202',
  sha512: '0609608648016503040203',
}
const hashOidBytes = (hash: HashName): Buffer => Buffer.from(hashOid[hash], 'hex')
const rsassaPss = Buffer.from('06092a864886f70d01010a', 'hex')

export const device = { manufacturer: 'Example Cameras', serialNumber: 'SN-0042', firmware: '9.8.7' }

const counted = (text: string): Buffer => joined([1, text.length], text)

/** What belongs to the stream and not to a group: algorithms, device, key. */
export function streamTags(options: TagOptions, signer: VideoSigner, user: VideoSigner | null): Tag[] {
  const { scheme, hash } = options
  const { firmware, serialNumber, manufacturer } = device
  if (scheme === 'onvif') {
    return [
      cryptoTag(hash, user ?? signer),
      tagOf('vendor', 5, 2, joined([1, 1], counted(firmware), counted(serialNumber), counted(manufacturer))),
      ...chainTags(signer, user),
    ]
  }
  const texts = ['HW1', firmware, serialNumber, manufacturer, 'Example Street 1']
  const first = scheme === 'axis-v1'
  return [
    // The first format names the kind of key: 0 for RSA, 1 for ECDSA; and its texts include the final NUL.
    tagOf('key', 2, 2, joined([1, first ? 1 : 2], ...keyKind(signer, first), signer.publicPem)),
    tagOf(
      'vendor',
      3,
      2,
      joined([1, first ? 1 : 2], ...texts.map((text) => counted(first ? `${text}\0` : text))),
    ),
    ...(first ? [] : [tagOf('crypto', 7, 1, joined([1, 1], [1, 11], hashOidBytes(hash)))]),
  ]
}

const keyKind = (signer: VideoSigner, named: boolean): [1, number][] =>
  named ? [[1, signer.kind === 'rsa' ? 0 : 1]] : []

/** The hash with which units are hashed, and how the key signs; for EC nothing is said of the key. */
function cryptoTag(hash: HashName, signer: VideoSigner): Tag {
  const oid = hashOidBytes(hash)
  const rsa = signer.kind === 'rsa'
  const algorithm = rsa ? rsassaPss : Buffer.alloc(0)
  const value = joined([1, 1], [1, oid.length], oid, [1, algorithm.length], algorithm, [2, rsa ? 2048 : 0])
  return tagOf('crypto', 4, 2, value)
}

function chainTags(signer: VideoSigner, user: VideoSigner | null): Tag[] {
  const tag = (name: string, flag: number, of: VideoSigner): Tag =>
    tagOf(name, 6, 2, joined([1, 1], [1, flag], chainPem(of)))
  return [tag('certificate', 0, signer), ...(user ? [tag('user certificate', 1, user)] : [])]
}

/** What a certificate SEI says: the manufacturer's key signs it, so its algorithms are stated. */
export function certificateTags(options: TagOptions, signer: VideoSigner, user: VideoSigner | null): Tag[] {
  const [, ...others] = streamTags(options, signer, user)
  return [cryptoTag(options.hash, signer), ...others]
}

export function groupTags(options: TagOptions, group: GroupRecord): Tag[] {
  const general = generalTag(options, group)
  if (!options.hashList) return [general]
  const list = joined([1, 1], ...group.list)
  return [general, tagOf('hash list', options.scheme === 'onvif' ? 2 : 4, 2, list)]
}

const fileTime = (milliseconds: number): bigint =>
  BigInt(Math.round(milliseconds)) * 10_000n + 116_444_736_000_000_000n

function generalTag(options: TagOptions, group: GroupRecord): Tag {
  const { scheme, littleEndian, axisGeneral } = options
  const { counter, partial, start, end, list, groupHash, linkedHash } = group
  if (scheme === 'axis-v1') {
    return tagOf('general', 1, 1, joined([1, 1], [4, counter], [2, list.length], Uint8Array.of(1, 1, 3)))
  }
  if (scheme === 'axis') {
    const flags = 1 | (partial ? 2 : 0)
    const times = axisGeneral === 3 ? [end] : [start, end]
    const micros = times.map((time): [number, bigint] => [8, BigInt(Math.round(time)) * 1000n])
    const head = joined([1, axisGeneral], [4, counter], [2, list.length], Uint8Array.of(2, 3, 8), [1, flags])
    const value = joined(head, ...micros)
    return tagOf('general', 1, 1, Buffer.concat([value, linkedHash, groupHash]))
  }
  const number = (width: number, value: bigint | number): Uint8Array => {
    const bytes = joined([width, value])
    return littleEndian ? bytes.reverse() : bytes
  }
  const times = [number(8, fileTime(start)), number(8, fileTime(end)), number(4, counter)]
  const head = joined([1, 2], Uint8Array.of(26, 6, 0), [1, partial ? 1 : 0], ...times, [2, list.length])
  return tagOf('general', 1, 2, Buffer.concat([head, groupHash, linkedHash]))
}

/** Bytes of the whole tag that holds a signature of this key. */
export const signatureRoom = (scheme: Scheme, signer: VideoSigner): number =>
  3 + { onvif: 3, axis: 4, 'axis-v1': 5 }[scheme] + signer.room

/** Signs the document; the place not used is filled with 0x01. */
export function signatureTag(options: TagOptions, signer: VideoSigner, document: Uint8Array): SignatureTag {
  const signature = signDocument(signer, options.hash, document)
  // Axis: a byte of flags about the signature, and in the first format the kind of key once more.
  const before: Record<Scheme, Uint8Array> = {
    onvif: new Uint8Array(0),
    axis: Uint8Array.of(0),
    'axis-v1': Uint8Array.of(0, signer.kind === 'rsa' ? 0 : 1),
  }
  const tag = options.scheme === 'onvif' ? 3 : 5
  const length = signatureRoom(options.scheme, signer) - 3
  return {
    parts: [
      {
        name: 'signature header',
        bytes: joined([1, tag], [2, length], [1, options.scheme === 'axis' ? 2 : 1]),
      },
      { name: 'signature flags', bytes: before[options.scheme] },
      { name: 'signature size', bytes: joined([2, signature.length]) },
      { name: 'signature', bytes: signature },
      { name: 'signature padding', bytes: new Uint8Array(signer.room - signature.length).fill(1) },
    ],
  }
}
