// What long work needs of its caller: a way to be cancelled and a way to tell how far it is.

export type Progress = {
  /** What is being done now. */
  label: string
  done: number
  total: number | null
  unit: 'bytes' | 'items' | 'steps'
  /** The file at hand within the whole. */
  part?: { label: string; done: number; total: number | null }
  /** Pieces done of all pieces. */
  count?: { done: number; total: number }
}

export type Work = {
  signal: AbortSignal
  report(progress: Progress): void
  /** Waits while the user has paused the work; throws when it is cancelled meanwhile. Only for work that can wait. */
  waitWhilePaused?(): Promise<void>
  /** Whether `waitWhilePaused` would wait now. */
  isPaused?(): boolean
}

/** Lets everything else have its turn, then goes on unless cancelled: for long work that waits for nothing. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => void setImmediate(resolve))
  signal.throwIfAborted()
}

/** Work that nobody watches and nobody cancels. */
export const unwatched: Work = { signal: new AbortController().signal, report: () => undefined }

/** The same work, whatever is reported of it under one name. */
export const labelled = (work: Work, label: string): Work => ({
  ...work,
  report: (progress) => work.report({ ...progress, label }),
})
