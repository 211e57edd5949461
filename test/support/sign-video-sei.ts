// The envelope of a signing SEI (ONVIF Media Signing 5.7, 5.10, 5.11; Axis Signed Video): header, size, UUID, reserved
// byte, tags, stop byte; and emulation prevention (H.264 7.3.1) at one of three moments.
import type { Codec, SeiPart } from './sign-video-stream.ts'

/**
 * `none`: stored as written, start codes and all, as the reference files are · `after-hash`: put in when it is stored ·
 * `before-hash`: put in first, and signed as such; the reserved byte says so.
 */
export type Escaping = 'none' | 'after-hash' | 'before-hash'

export type Tag = { name: string; bytes: Uint8Array }

/** The tag with the signature, and how its value divides: what is signed never reaches into it. */
export type SignatureTag = { parts: readonly Tag[] }

export type SeiRequest = {
  codec: Codec
  uuid: string
  reserved: number
  tags: readonly Tag[]
  escaping: Escaping
  /** Bytes of the whole signature tag; 0 where the SEI carries none. */
  signatureBytes: number
  sign: ((document: Uint8Array) => SignatureTag) | null
}

/** `document`: what was signed, as it was hashed; null where nothing was. */
export type WrittenSei = { bytes: Uint8Array; parts: SeiPart[]; document: Uint8Array | null }

export function writeSei(request: SeiRequest): WrittenSei {
  const { codec, uuid, reserved, tags, escaping, signatureBytes, sign } = request
  const inner = tags.reduce((sum, { bytes }) => sum + bytes.length, 17 + signatureBytes)
  const document: Tag[] = [
    { name: 'header', bytes: Uint8Array.from(codec === 'h264' ? [6] : [0x4e, 1]) },
    { name: 'payload type', bytes: Uint8Array.of(5) },
    { name: 'payload size', bytes: payloadSize(inner) },
    { name: 'uuid', bytes: Buffer.from(uuid.replaceAll('-', ''), 'hex') },
    { name: 'reserved', bytes: Uint8Array.of(reserved) },
    ...tags,
  ]
  const open = Buffer.concat(document.map(({ bytes }) => bytes))
  const all = [...document]
  const signed = sign === null ? null : escaping === 'before-hash' ? escape(open).bytes : open
  if (sign && signed) {
    const tag = sign(signed)
    const size = tag.parts.reduce((sum, { bytes }) => sum + bytes.length, 0)
    if (size !== signatureBytes)
      throw new Error(`a signature tag of ${size} bytes, ${signatureBytes} announced`)
    all.push(...tag.parts)
  }
  all.push({ name: 'stop', bytes: Uint8Array.of(0x80) })
  const raw = Buffer.concat(all.map(({ bytes }) => bytes))
  const { bytes, placeOf } =
    escaping === 'none' ? { bytes: raw, placeOf: (at: number): number => at } : escape(raw)
  let at = 0
  const parts = all.map(({ name, bytes: part }) => {
    const start = at === 0 ? 0 : placeOf(at - 1) + 1
    at += part.length
    return { name, start, end: at === 0 ? 0 : placeOf(at - 1) + 1 }
  })
  return { bytes, parts: parts.filter(({ start, end }) => end > start), document: signed }
}

function payloadSize(size: number): Uint8Array {
  return Uint8Array.from([...Array<number>(Math.floor(size / 255)).fill(255), size % 255])
}

/** Emulation prevention bytes put in; `placeOf` says where a byte went. */
function escape(raw: Uint8Array): { bytes: Uint8Array; placeOf(at: number): number } {
  const bytes: number[] = []
  const places = new Uint32Array(raw.length)
  let zeros = 0
  for (const [at, value] of raw.entries()) {
    if (zeros >= 2 && value <= 3) {
      bytes.push(3)
      zeros = 0
    }
    places[at] = bytes.length
    bytes.push(value)
    zeros = value === 0 ? zeros + 1 : 0
  }
  return { bytes: Uint8Array.from(bytes), placeOf: (at) => places[at] ?? 0 }
}

/** Big-endian numbers by width in bytes, texts and byte strings, one after the other. */
export function joined(
  ...fields: readonly (Uint8Array | string | [bytes: number, value: bigint | number])[]
): Buffer {
  return Buffer.concat(
    fields.map((field) => {
      if (typeof field === 'string') return Buffer.from(field, 'latin1')
      if (field instanceof Uint8Array) return field
      const [width, value] = field
      return Buffer.from(
        BigInt.asUintN(width * 8, BigInt(value))
          .toString(16)
          .padStart(width * 2, '0'),
        'hex',
      )
    }),
  )
}

/** Tag, length of `lengthBytes`, value. */
export const tagOf = (name: string, tag: number, lengthBytes: 1 | 2, value: Uint8Array): Tag => ({
  name,
  bytes: joined([1, tag], [lengthBytes, value.length], value),
})
