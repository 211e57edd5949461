// The numbers and names behind the steps of an explanation: names of facts, byte ranges, certificates.
import type { ClockOffset } from '../clock.ts'
import type { ExplanationStep } from '../explanation.ts'
import type { RootHolders, Signer } from '../seal.ts'
import type { ByteRange } from '../units.ts'
import { safeText, t } from './format.ts'
import type { SignedGroup } from './media-hand-check.ts'
import { formatByteCount, formatMicros, formatNumber } from './quantities.ts'
import { formatUtc } from './times.ts'
import type { VerdictLine } from './verdict.ts'

export type Facts = ExplanationStep['facts']

/** What an explanation knows beside the verification. */
export type ExplainContext = {
  /** As the commands are to call the file: a path, or its name. */
  fileName: string
  /** The examiner's entry on the recorder's clock that stands; null where there is none. */
  clockOffset: ClockOffset | null
  /** Signatures inside the video that can be checked by hand: at most one a track. */
  signedGroups: readonly SignedGroup[]
  /** Where the roots stand that answers rest on, if that was asked. */
  rootHolders?: RootHolders | undefined
  /** For an item of a case: that its vault does not hold what was taken in; null where that was not found. */
  vault?: VerdictLine | null | undefined
}

/** Most entries of one kind that a step lists. */
export const listLimit = 20

/** Text from evidence: one line, control characters shown, whole unless it is absurd. */
export const shown = (text: string): string => safeText(text, 2_000)

/** The first of a list, and how many more there are. */
export function listed<T>(list: readonly T[], fact: (one: T) => Facts[number]): Facts {
  const facts = list.slice(0, listLimit).map(fact)
  const last = facts.at(-1)
  const more = list.length - listLimit
  if (last && more > 0) facts.push({ name: last.name, value: t('explain.more', { count: more }) })
  return facts
}

/** Offsets for people: of the first and of the last byte. */
export function formatRange({ start, end }: ByteRange): string {
  const bytes = formatBytesPlainly(end - start)
  if (start >= end) return t('fact.nothing')
  return t('fact.range', { first: start, last: end - 1, bytes })
}

export const formatBytesPlainly = formatByteCount

/** What of a file of `size` bytes lies outside `covered`. */
export function outside(size: number, covered: readonly ByteRange[]): ByteRange[] {
  const holes: ByteRange[] = []
  let at = 0
  for (const { start, end } of [...covered].sort((one, other) => one.start - other.start)) {
    if (start > at) holes.push({ start: at, end: start })
    at = Math.max(at, end)
  }
  if (at < size) holes.push({ start: at, end: size })
  return holes
}

export function rangeFacts(name: string, ranges: readonly ByteRange[]): Facts {
  if (ranges.length === 0) return [{ name, value: t('fact.nothing') }]
  return listed(ranges, (range) => ({ name, value: formatRange(range) }))
}

export function signerFacts({ subject, issuer, serialNumber, sha256, notBefore, notAfter }: Signer): Facts {
  return [
    { name: t('fact.subject'), value: shown(subject) },
    { name: t('fact.issuer'), value: shown(issuer) },
    { name: t('fact.serial'), value: shown(serialNumber) },
    { name: t('fact.fingerprint'), value: sha256 },
    {
      name: t('fact.valid'),
      value: t('fact.validValue', { from: formatUtc(notBefore), to: formatUtc(notAfter) }),
    },
  ]
}

/** How far a recorder's clock was from the right time: `12.5 s ahead`. */
export function formatClockOffset(micros: number): string {
  if (micros === 0) return t('clockOffset.right')
  return t(micros > 0 ? 'clockOffset.ahead' : 'clockOffset.behind', { seconds: formatMicros(micros) })
}

/** A short stretch of time: `80 ms`, `1 µs`, `2.5 s`. */
export function formatSpan(micros: number): string {
  if (micros < 1_000) return `${formatNumber(micros)} µs`
  return micros < 1_000_000 ? `${formatNumber(micros / 1_000)} ms` : `${formatMicros(micros)} s`
}
