// The free part of a ledger entry as names and values. Whatever stands in it is shown; only empty lists are left out.
import type { CustodyEntry } from '#contract/custody.ts'

export function describeDetail(detail: CustodyEntry['detail']): { name: string; value: string }[] {
  const told = Object.entries(detail).filter(([, value]) => !Array.isArray(value) || value.length > 0)
  return told.map(([key, value]) => ({ name: spell(key), value: say(value) }))
}

/** What the entry is about, in one word or path, where it is not about an item. */
export function subjectOf({ detail }: CustodyEntry): string | null {
  const found = [detail['path'], detail['sourcePath'], detail['subject'], detail['reference']]
  return found.find((value): value is string => typeof value === 'string' && value !== '') ?? null
}

/** `sourcePath` → “Source path”. */
function spell(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function say(value: CustodyEntry['detail'][string]): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  return JSON.stringify(value)
}
