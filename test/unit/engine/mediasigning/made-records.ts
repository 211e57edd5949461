// Handmade streams for media signing: units with bytes of a few words, and records written straight from the tables of ONVIF
// Media Signing 26.06 5.11. Nothing here decodes.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { NalUnit } from '#engine/bitstream/nal-unit.ts'
import { SigningVerifier } from '#engine/mediasigning/signing-verifier.ts'
import type { SigningOutcome } from '#engine/mediasigning/signing-verifier.ts'
import { makeCertificate } from '#engine/seal/make-certificate.ts'
import { formatPem } from '#engine/seal/pem.ts'

export const h = (...parts: readonly Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest()

/** A unit of a stream before it is numbered. */
export type Piece = Omit<NalUnit, 'sample' | 'offset'> & { entry?: Buffer }

export function slice(name: string, kind: 'I' | 'P' | 'part' = 'P', type = kind === 'I' ? 5 : 1): Piece {
  const bytes = Buffer.from(`${kind} ${name}`)
  const picture = kind !== 'part'
  return {
    size: bytes.length,
    type,
    role: 'slice',
    startsPicture: picture,
    idr: kind === 'I',
    digest: h(bytes),
    bytes: null,
  }
}

/** `I0 P1 P2 …`: one group of `count` pictures. */
export const group = (name: string, count: number): Piece[] =>
  Array.from({ length: count }, (_, index) => slice(`${name}.${index}`, index === 0 ? 'I' : 'P'))

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255])
const u32 = (value: number): Buffer =>
  Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255])
const s64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}

export const tlv = (tag: number, ...value: readonly Uint8Array[]): Buffer => {
  const bytes = Buffer.concat(value)
  return Buffer.concat([Buffer.from([tag]), u16(bytes.length), bytes])
}

const digestOf = (piece: Piece): Buffer => {
  if (piece.digest) return Buffer.from(piece.digest)
  return h(piece.bytes ?? Buffer.alloc(0))
}

/** Hashes of a group as the standard has them; the first slice is the anchor unless another is given. */
export function entriesOf(pieces: readonly Piece[], anchor?: Buffer): Buffer[] {
  const first = pieces.find(({ role }) => role === 'slice')
  const link: Buffer = anchor ?? (first ? digestOf(first) : Buffer.alloc(32))
  return pieces.map((piece) => {
    if (piece.role === 'sei' || (piece === first && !anchor)) return digestOf(piece)
    return h(link, digestOf(piece))
  })
}

const oid = Buffer.from('0609608648016503040201', 'hex')
const uuid = Buffer.from('005bc93f2d715e95ada4796f90877a6f', 'hex')

export type Camera = { key: KeyObject; pem: Buffer }
let authority: KeyObject | null = null

export function makeCamera(commonName: string): Camera {
  authority ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = makeCertificate({
    commonName,
    publicKey,
    issuer: { privateKey: authority, certificate: null },
    notBefore: new Date('2025-01-01T00:00:00Z'),
    notAfter: new Date('2035-01-01T00:00:00Z'),
    authority: null,
  })
  return { key: privateKey, pem: Buffer.from(formatPem('CERTIFICATE', certificate.der)) }
}

export type RecordOptions = {
  pieces: readonly Piece[]
  counter: number
  linked?: Buffer
  anchor?: Buffer
  partial?: boolean
  list?: boolean
  /** Instead of what the pieces give. */
  count?: number
  entries?: Buffer[]
  groupHash?: Buffer
  times?: [Buffer, Buffer]
  /** Null: left to a later record. */
  camera: Camera | null
  chain?: Buffer[]
  extra?: Buffer[]
  version?: number
  hashOid?: Buffer
  behindSignature?: Buffer
  h265?: boolean
}

const time = s64(134_000_000_000_000_000n)

/** One SEI about `pieces`. */
export function record(options: RecordOptions): Piece {
  const entries = options.entries ?? entriesOf(options.pieces, options.anchor)
  const [start, end] = options.times ?? [time, time]
  const chains = options.chain ?? (options.camera ? [chainTag(options.camera)] : [])
  const general = tlv(
    1,
    Buffer.from([options.version ?? 2, 26, 6, 0, options.partial ? 1 : 0]),
    start,
    end,
    u32(options.counter),
    u16(options.count ?? entries.length),
    options.groupHash ?? h(...entries),
    options.linked ?? Buffer.alloc(32),
  )
  const hash = options.hashOid ?? oid
  const crypto = tlv(4, Buffer.from([1, hash.length]), hash, Buffer.from([0, 0, 0]))
  const list = options.list === false ? [] : [tlv(2, Buffer.from([1]), ...entries)]
  const tags = [...(options.camera ? [crypto, ...chains] : []), general, ...list, ...(options.extra ?? [])]
  return sei(0, tags, options.camera?.key ?? null, options.behindSignature, options.h265)
}

export const chainTag = ({ pem }: Camera, user = false): Buffer => tlv(6, Buffer.from([1, user ? 1 : 0]), pem)

/** The certificate SEI: signed by the maker, announcing also a key of the user. */
export const certificateRecord = (maker: Camera, user?: Camera, signer = maker): Piece =>
  sei(
    0x80,
    [
      tlv(4, Buffer.from([1, oid.length]), oid, Buffer.from([0, 0, 0])),
      chainTag(maker),
      ...(user ? [chainTag(user, true)] : []),
    ],
    signer.key,
  )

export function sei(
  flags: number,
  tags: readonly Uint8Array[],
  key: KeyObject | null,
  behind?: Buffer,
  h265 = false,
): Piece {
  const room = 72
  const body = Buffer.concat([uuid, Buffer.from([flags]), ...tags])
  const size = body.length + (key ? 3 + 3 + room : 0) + (behind?.length ?? 0)
  const sizes = [...Array<number>(Math.floor(size / 255)).fill(255), size % 255]
  const document = Buffer.concat([Buffer.from([...(h265 ? [0x4e, 0x01] : [0x06]), 0x05, ...sizes]), body])
  const parts: Buffer[] = [document]
  if (key) {
    const signature = sign('sha256', document, key)
    const area = Buffer.concat([signature, Buffer.alloc(room - signature.length, 1)])
    parts.push(tlv(3, Buffer.from([1]), u16(signature.length), area))
  }
  const bytes = Buffer.concat([...parts, behind ?? Buffer.alloc(0), Buffer.from([0x80])])
  return { size: bytes.length, type: 6, role: 'sei', startsPicture: false, idr: false, digest: null, bytes }
}

/** Groups of one camera with their records, each right behind the first picture of the next group. */
export function signedGroups(
  camera: Camera,
  sizes: readonly number[],
  options: Partial<RecordOptions> = {},
): Piece[][] {
  let linked: Buffer = Buffer.alloc(32)
  const groups = sizes.map((count, index) => group(`g${index}`, count))
  const records = groups.map((pieces, index) => {
    const made = record({ pieces, counter: index + 1, linked, camera, ...options })
    linked = entriesOf(pieces)[0] ?? linked
    return made
  })
  return groups.map((pieces, index) => {
    const before = records[index - 1]
    const last = index === groups.length - 1 ? records[index] : undefined
    const [first, ...rest] = pieces
    return [...(first ? [first] : []), ...(before ? [before] : []), ...rest, ...(last ? [last] : [])]
  })
}

/** Numbers the units: a picture is a sample; what stands between belongs to the picture after it. */
export function verify(
  pieces: readonly Piece[],
  options: { hash?: 'sha256' | 'sha384' | null; codec?: 'h264' | 'h265' } = {},
): SigningOutcome {
  const verifier = new SigningVerifier({
    trackId: 1,
    codec: options.codec ?? 'h264',
    hash: options.hash === undefined ? 'sha256' : options.hash,
  })
  let sample = -1
  let offset = 100
  for (const piece of pieces) {
    if (piece.startsPicture) sample += 1
    verifier.unit({ ...piece, sample: Math.max(0, sample), offset })
    offset += piece.size + 4
  }
  return verifier.finish()
}
