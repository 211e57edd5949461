// The free part of a ledger entry as names and values. Whatever stands in it is shown; only empty lists are left out.
import type { CustodyEntry } from '#contract/custody.ts'
import { t } from '#contract/messages/format.ts'

export function describeDetail(detail: CustodyEntry['detail']): { name: string; value: string }[] {
  const told = Object.entries(detail).filter(([, value]) => !Array.isArray(value) || value.length > 0)
  return told.map(([key, value]) => ({ name: spell(key), value: say(value) }))
}

/** What a note says, or to whom something was handed over: it belongs in the line itself. */
export function gistOf({ action, detail }: CustodyEntry): string | null {
  if (action === 'note') return textIn(detail['text'])
  if (action === 'ledger-accepted') return textIn(detail['reason'])
  if (action === 'view') return veilIn(detail['veil'])
  if (action !== 'hand-over') return null
  const to = detail['recipient'] ?? detail['to']
  return typeof to === 'object' && to !== null && !Array.isArray(to) ? textIn(to['name']) : textIn(to)
}

const veilIn = (veil: unknown): string | null =>
  veil === 'down' || veil === 'lifted' ? t(`veil.ledger.${veil}`) : null

const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** What the entry is about, in one word or path, where it is not about an item. */
export function subjectOf({ detail }: CustodyEntry): string | null {
  const { path, sourcePath, subject, reference, destination, to } = detail
  const found = [path, sourcePath, subject, reference, destination, to]
  return found.find((value): value is string => typeof value === 'string' && value !== '') ?? null
}

/** Those whose own words say nothing to a reader. */
const names: Readonly<Record<string, string>> = {
  coversSeq: t('custodyTab.detail.coversSeq'),
  coversHash: t('custodyTab.detail.coversHash'),
}

/** `sourcePath` → “Source path”. */
function spell(key: string): string {
  const name = Object.hasOwn(names, key) ? names[key] : undefined
  if (name !== undefined) return name
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function say(value: CustodyEntry['detail'][string]): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  if (isPlain(value)) {
    const told = Object.entries(value).filter(([, one]) => one !== '' && one !== null)
    return told.map(([key, one]) => `${spell(key)}: ${String(one)}`).join('; ')
  }
  return JSON.stringify(value)
}

/** An object of words and numbers alone. */
const isPlain = (value: unknown): value is Record<string, string | number | boolean | null> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => typeof one !== 'object' || one === null)
