// Failures and notes told to the user in a corner of the window until dismissed; nothing here blocks work.
import { EvidenceError } from '#contract/errors.ts'

export type Notice = {
  id: number
  /** `warning`: something about the evidence that must not go by unseen; it stays, as a failure does. */
  tone: 'error' | 'warning' | 'note'
  /** What happened. */
  what: string
  /** What it is about, a line each. */
  lines: string[]
  /** The failure behind it; null for a note. */
  error: EvidenceError | null
  action: { label: string; run: () => void } | null
  /** Whether it is still true; what is not is taken away. Absent: it stays. */
  holds?: () => boolean
}

/** What must not go by unseen has more room than what only tells that something is done. */
const shownAtMost = { note: 1, other: 3 }

class Notices {
  list = $state.raw<Notice[]>([])
  #next = 1

  /** Tells a failure, and perhaps a way around it. Cancelling is not one. */
  fail(what: string, cause: unknown, action: Notice['action'] = null): void {
    const error = asEvidenceError(cause)
    if (error.code === 'cancelled') return
    if (error.code === 'internal') console.error(cause)
    this.#add({ tone: 'error', what, lines: [], error, action })
  }

  /** The id, for whoever has something newer to say on the same matter. */
  note(what: string, action: Notice['action'] = null): number {
    return this.#add({ tone: 'note', what, lines: [], error: null, action })
  }

  warn(
    what: string,
    lines: string[],
    action: Notice['action'] = null,
    holds: () => boolean = () => true,
  ): number {
    return this.#add({ tone: 'warning', what, lines, error: null, action, holds })
  }

  /** Takes away what is not true any more. */
  prune(): void {
    const holding = this.list.filter(({ holds }) => holds?.() ?? true)
    if (holding.length < this.list.length) this.list = holding
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id)
  }

  #add(notice: Omit<Notice, 'id'>): number {
    const same = this.list.filter((old) => old.what === notice.what && old.error?.code === notice.error?.code)
    const rest = this.list.filter((old) => !same.includes(old))
    const id = this.#next++
    const all = [...rest, { ...notice, id }]
    const notes = newest(all, shownAtMost.note, ({ tone }) => tone === 'note')
    const others = newest(all, shownAtMost.other, ({ tone }) => tone !== 'note')
    this.list = all.filter((one) => notes.has(one) || others.has(one))
    return id
  }

  /** Another case, or none: what was told of the one before would be taken for this one. A failure stays until it was read. */
  leaveCase(): void {
    this.list = this.list.filter(({ tone }) => tone === 'error')
  }
}

const newest = (list: readonly Notice[], count: number, is: (one: Notice) => boolean): Set<Notice> =>
  new Set(list.filter(is).slice(-count))

/** Any thrown thing as a failure with a code; what is not one already is a bug of ours. */
export function asEvidenceError(cause: unknown): EvidenceError {
  if (cause instanceof EvidenceError) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  return new EvidenceError('internal', message, { cause })
}

export const notices = new Notices()
