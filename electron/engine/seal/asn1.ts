// ASN.1 from evidence (ITU-T X.690): parsing that is bounded and never throws, and the length of an outer SEQUENCE.
import * as asn1js from 'asn1js'
import type { AsnType } from 'asn1js'

/** Far more than any certificate needs: a certificate with twenty extensions has about 200 nodes, 10 deep. */
const limits = { maxDepth: 32, maxNodes: 8_192, maxContentLength: 1 << 20, parseEmbedded: false }

/** Parses one value that may be followed by other bytes; null where it is not BER within the limits. */
export function parseAsn1(bytes: Uint8Array): AsnType | null {
  if (bytes.length === 0) return null
  try {
    const { offset, result } = asn1js.fromBER(bytes, limits)
    return offset === -1 || result.error !== '' ? null : result
  } catch {
    return null
  }
}

/**
 * Bytes that the SEQUENCE at the start takes with its header; null where there is none of definite length that ends
 * within `bytes`.
 */
export function outerSequenceLength(bytes: Uint8Array): number | null {
  const [tag, first] = bytes
  if (tag !== 0x30 || first === undefined) return null
  if (first < 0x80) return 2 + first <= bytes.length ? 2 + first : null
  const count = first & 0x7f
  if (count === 0 || count > 4 || bytes.length < 2 + count) return null
  let length = 0
  for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[2 + index] ?? 0)
  const total = 2 + count + length
  return total <= bytes.length ? total : null
}

/** The elements of a SEQUENCE, SET or other constructed value; null where it is not constructed. */
export function childrenOf(value: AsnType | undefined): AsnType[] | null {
  return value instanceof asn1js.Constructed ? value.valueBlock.value : null
}

/** An OBJECT IDENTIFIER as dotted decimals; null where it is something else. */
export function oidOf(value: AsnType | undefined): string | null {
  return value instanceof asn1js.ObjectIdentifier ? value.valueBlock.toString() : null
}

/** An INTEGER between 0 and `limit`; null where it is something else, negative or larger. */
export function smallIntegerOf(value: AsnType | undefined, limit: number): number | null {
  if (!(value instanceof asn1js.Integer)) return null
  const bytes = value.valueBlock.valueHexView
  if (bytes.length === 0 || bytes.length > 6 || (bytes[0] ?? 0) >= 0x80) return null
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  return number <= limit ? number : null
}

/** The bytes of an OCTET STRING, also where it is in pieces (BER) or implicitly tagged; null where it is neither. */
export function octetsOf(value: AsnType | undefined): Uint8Array | null {
  if (value instanceof asn1js.OctetString) return new Uint8Array(value.getValue())
  if (value instanceof asn1js.Primitive) return value.valueBlock.valueHexView
  const pieces = childrenOf(value)?.map(octetsOf)
  if (!pieces || pieces.includes(null)) return null
  return Buffer.concat(pieces.filter((piece) => piece !== null))
}
