// Steps through DER (ITU-T X.690 10) without building a tree: for lists and bundles of hundreds of thousands of elements.
// Definite lengths and tags of one byte only; everything that is found lies within the bytes given.

export type DerElement = {
  /** The identifier byte: class, constructed bit and number, e.g. 0x30 for a SEQUENCE. */
  tag: number
  start: number
  /** Where the content begins. */
  content: number
  end: number
}

export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** The element that begins at `at` and ends by `limit`; null where none does. */
export function readDerElement(bytes: Uint8Array, at: number, limit = bytes.length): DerElement | null {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || at + 2 > limit) return null
  let length = first
  let content = at + 2
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 4 || content + count > limit) return null
    length = 0
    for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[content + index] ?? 0)
    content += count
  }
  const end = content + length
  return end <= limit ? { tag, start: at, content, end } : null
}

/** The elements that fill the content of `parent` exactly, at most `most`; null where they do not. */
export function derChildren(bytes: Uint8Array, parent: DerElement, most: number): DerElement[] | null {
  const found: DerElement[] = []
  for (let at = parent.content; at < parent.end;) {
    const element = readDerElement(bytes, at, parent.end)
    if (element === null || found.length >= most) return null
    found.push(element)
    at = element.end
  }
  return found
}

/** An element with its header. */
export const derBytes = (bytes: Uint8Array, { start, end }: DerElement): Uint8Array =>
  bytes.subarray(start, end)

/** The content of an element. */
export const derContent = (bytes: Uint8Array, { content, end }: DerElement): Uint8Array =>
  bytes.subarray(content, end)

/** UTCTime or GeneralizedTime in the one form that RFC 5280 4.1.2.5 allows (Zulu, with seconds); null where it is another. */
export function readDerTime(bytes: Uint8Array, element: DerElement): Date | null {
  const text = Buffer.from(derContent(bytes, element)).toString('latin1')
  const isShort = element.tag === derTags.utcTime
  if (!isShort && element.tag !== derTags.generalizedTime) return null
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  if (!match || match[1]?.length !== (isShort ? 2 : 4)) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  // Two digits stand for 1950 to 2049.
  const full = isShort ? year + (year < 50 ? 2000 : 1900) : year
  const date = new Date(0)
  date.setUTCFullYear(full, month - 1, day)
  date.setUTCHours(hour, minute, second)
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60
  return isReal && second < 60 ? date : null
}
