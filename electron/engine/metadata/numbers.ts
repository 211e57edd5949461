// xs:float, xs:double and xs:integer as written in metadata (XML Schema 1.0 part 2, 3.2.4 and 3.2.5).
import type { XmlElement } from './xml-element.ts'

/** White space around it is allowed, as `String.trim` and `Number` know it. */
const decimal = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/

/** A finite number; null for all else, INF and NaN too: they cannot be drawn, nor carried as JSON. */
export function parseNumber(text: string | undefined): number | null {
  if (text === undefined || !decimal.test(text)) return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

export function numberAttribute(element: XmlElement | undefined, name: string): number | null {
  return element ? parseNumber(element.attributes[name]) : null
}

/** Trimmed text; null where nothing is left of it. */
export function parseText(text: string | undefined, limit: number): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed.slice(0, limit).toWellFormed()
}
