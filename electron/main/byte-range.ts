// The Range header of RFC 9110, section 14: one range of bytes of something whose size is known.

export type ByteRangeAnswer =
  | { kind: 'whole' }
  /** Both ends inclusive, as in the header. */
  | { kind: 'part'; first: number; last: number }
  | { kind: 'unsatisfiable' }

/**
 * `bytes=a-b`, `bytes=a-` and `bytes=-n`. A header that is malformed, in another unit, or asks for several ranges is
 * ignored, which section 14.2 allows. Positions beyond 2^53 lie behind the end of any file and are treated so.
 */
export function parseByteRange(header: string | null, size: number): ByteRangeAnswer {
  const match = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '')
  const [, first = '', last = ''] = match ?? []
  if (first === '' && last === '') return { kind: 'whole' }
  if (first === '') return part(Math.max(0, size - Number(last)), size - 1)
  if (last !== '' && Number(last) < Number(first)) return { kind: 'whole' }
  return part(Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1))
}

const part = (first: number, last: number): ByteRangeAnswer =>
  first > last ? { kind: 'unsatisfiable' } : { kind: 'part', first, last }
