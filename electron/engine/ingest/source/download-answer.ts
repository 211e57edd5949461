// What a server says of a file in the head of its answer (RFC 9110: 8.6 length, 8.8 validators, 14.4 ranges), read strictly:
// two answers are joined only where both are surely of the same bytes.
import type { IncomingHttpHeaders } from 'node:http'
import type { OriginalAttributes } from '#contract/item.ts'
import { filetimeFromDate, formatUtc } from '#engine/base/time.ts'

/** A file changed twice within a second can have one date; so a date must be old enough when it is told (8.8.2.2). */
const dateSettledMillis = 60_000

/** What is to be sent as `If-Range`: a strong entity tag, else a settled date; null where two answers cannot be joined. */
export function validatorOf({ etag, 'last-modified': modified, date }: IncomingHttpHeaders): string | null {
  if (etag !== undefined && /^"[\x21\x23-\x7e\x80-\xff]*"$/.test(etag)) return etag
  const [changed, told] = [Date.parse(modified ?? ''), Date.parse(date ?? '')]
  return modified !== undefined && told - changed >= dateSettledMillis ? modified : null
}

/** Of `Content-Length`; null where there is none. */
export function lengthOf({ 'content-length': length }: IncomingHttpHeaders): number | null {
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null
}

/** Whether the end of the body is marked, so that a broken connection cannot be taken for it. */
export const isEndMarked = (headers: IncomingHttpHeaders): boolean =>
  lengthOf(headers) !== null || /\bchunked\s*$/i.test(headers['transfer-encoding'] ?? '')

export type ContentRange = { start: number; end: number; total: number | null }

/** `bytes 5-9/10` as the half-open range 5…10 of 10; null where it is anything else. */
export function parseContentRange(text: string | undefined): ContentRange | null {
  const match = /^bytes\s+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(text ?? '')
  if (!match) return null
  const [start, end] = [Number(match[1]), Number(match[2]) + 1]
  const total = match[3] === '*' ? null : Number(match[3])
  return start < end && (total === null || end <= total) ? { start, end, total } : null
}

/** Null for the bytes as they are; else what was done to them. */
export function encodingOf({ 'content-encoding': encoding }: IncomingHttpHeaders): string | null {
  const named = (encoding ?? '').trim().toLowerCase()
  return named === '' || named === 'identity' ? null : named.slice(0, 100)
}

/** The server's word on the original; nothing else is known of it. */
export function originalOf({ 'last-modified': modified }: IncomingHttpHeaders): OriginalAttributes {
  const millis = Date.parse(modified ?? '')
  const time = Number.isFinite(millis) ? formatUtc(filetimeFromDate(new Date(millis))) : null
  return { modified: time, created: null, changed: null, accessed: null, mode: null }
}

/** What of the head stands in the ledger. */
export const recordOf = (headers: IncomingHttpHeaders): Record<string, string | null> =>
  Object.fromEntries(
    ['etag', 'last-modified', 'content-type', 'content-length', 'date', 'server'].map((name) => {
      const value = headers[name]
      return [name, typeof value === 'string' ? value.slice(0, 1_024) : null]
    }),
  )
