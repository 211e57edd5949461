// What the main process has to say, on stderr. Text that comes from the window or from evidence is made safe first.

/** One line; control characters and line breaks are shown as a replacement character, long text is cut. */
export function log(text: string): void {
  const safe = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
  console.error(`exhibit: ${safe.length > 500 ? `${safe.slice(0, 500)}…` : safe}`)
}

/** An unexpected error with its stack. */
export function logError(what: string, error: unknown): void {
  console.error(`exhibit: ${what}:`, error)
}
