// Collects findings about one file. Bounded, so that hostile input cannot fill memory with complaints.
import type { Finding, Severity } from '#contract/finding.ts'

const limit = 1_000

export class Findings {
  readonly #list: Finding[] = []
  /** Every code ever added: verdicts ask for some, and a flood of others must not hide them. */
  readonly #codes = new Set<string>()
  #dropped = 0

  add(
    code: string,
    severity: Severity,
    detail: string,
    place: { offset?: number | null; path?: string | null; clause?: string | null } = {},
  ): void {
    this.#codes.add(code)
    if (this.#list.length >= limit) {
      this.#dropped += 1
      return
    }
    this.#list.push({
      code,
      severity,
      detail,
      offset: place.offset ?? null,
      path: place.path ?? null,
      clause: place.clause ?? null,
    })
  }

  /** Whether this was found, be it among those left out of the list. */
  has(code: string): boolean {
    return this.#codes.has(code)
  }

  /** All findings; where more than 1,000 were found, the last says how many are left out. */
  list(): Finding[] {
    if (this.#dropped === 0) return [...this.#list]
    return [
      ...this.#list,
      {
        code: 'findings-left-out',
        severity: 'warning',
        offset: null,
        path: null,
        detail: `${this.#dropped} more findings are not listed.`,
        clause: null,
      },
    ]
  }
}

/** Text from evidence, made safe for one line of a message: control characters shown, at most `limit` characters. */
export function quote(text: string, limitCharacters = 80): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
  return visible.length > limitCharacters ? `“${visible.slice(0, limitCharacters)}…”` : `“${visible}”`
}
