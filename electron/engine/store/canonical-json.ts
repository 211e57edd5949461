// Canonical JSON (RFC 8785): the one text of a value, over which the hashes of the custody ledger are taken.

/** Deeper values are refused: hostile text must not exhaust the stack. */
const deepest = 64

/**
 * Keys sorted by UTF-16 code units, no spaces, numbers and strings as ECMAScript writes them. Lone surrogates,
 * which UTF-8 cannot carry, become U+FFFD. Throws a plain `Error` on what JSON cannot say (`undefined`, NaN, bigint)
 * and on values nested deeper than 64.
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > deepest) throw new Error(`A value is nested deeper than ${deepest}`)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed())
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((part) => canonicalJson(part, depth + 1)).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value, depth)
  throw new Error(`JSON cannot say a ${typeof value} like this`)
}

function canonicalObject(value: object, depth: number): string {
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key.toWellFormed())}:${canonicalJson(part, depth + 1)}`)
  return `{${members.join(',')}}`
}
