// What long work needs of its caller: a way to be cancelled and a way to tell how far it is.

export type Progress = {
  /** What is being done now. */
  label: string
  done: number
  total: number | null
  unit: 'bytes' | 'items' | 'steps'
}

export type Work = {
  signal: AbortSignal
  report(progress: Progress): void
}

/** Work that nobody watches and nobody cancels. */
export const unwatched: Work = { signal: new AbortController().signal, report: () => undefined }
