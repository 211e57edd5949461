// The whole engine for one command: calls as the window makes them, jobs awaited with progress on the terminal.
import type { EngineHandlers } from '#contract/calls.ts'
import type { Case } from '#contract/case.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { JobEnd } from '#contract/job.ts'
import { t } from '#contract/messages/format.ts'
import type { JobId } from '#contract/units.ts'
import { ExaminerSession } from '#engine/custody/examiner-session.ts'
import { createEngine } from '#engine/engine.ts'
import { signIn, wantedExaminer } from './acting.ts'
import { dataFolder, resourcesFolder } from './data-folder.ts'
import { say, terminalWork } from './output.ts'

export type Session = {
  handlers: EngineHandlers
  /** What the job ended with; fails as it failed, or with an AbortError where it was cancelled (Ctrl-C). */
  result(started: Promise<{ jobId: JobId }>): Promise<unknown>
}

/** `examiner`: what `--examiner` says. Whom EXHIBIT_EXAMINER names is signed in, and out again at the end. */
export async function withEngineAs<T>(
  examiner: string | undefined,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const wanted = wantedExaminer(new ExaminerSession(dataFolder()), examiner)
  return withEngine(async (session) => {
    const { handlers } = session
    if (wanted)
      await signIn({ signIn: (id, password) => handlers['examiner.signIn']({ id, password }) }, wanted)
    return use(session)
  })
}

/** Nobody is signed in: for what only reads. */
export async function withEngine<T>(use: (session: Session) => Promise<T>): Promise<T> {
  const work = terminalWork()
  const ends = new Map<JobId, JobEnd>()
  let wake = (): void => undefined
  const engine = await createEngine({
    dataFolder: dataFolder(),
    resourcesFolder: resourcesFolder(),
    runtime: 'cli',
    emit: (name, payload) => {
      if (name === 'job.end') {
        const end = payload as JobEnd
        ends.set(end.id, end)
        wake()
      } else if (name === 'job.progress') {
        const { label, done, total, unit } = payload as {
          label: string
          done: number
          total: number | null
        } & {
          unit: 'bytes' | 'items' | 'steps'
        }
        work.report({ label, done, total, unit })
      }
    },
  })
  const { handlers } = engine
  const result = async (started: Promise<{ jobId: JobId }>): Promise<unknown> => {
    const { jobId } = await started
    // It may have ended by now, and then says so, not always in a promise: its end is waited for below, whatever is said here.
    const cancel = (): void =>
      void Promise.resolve()
        .then(() => handlers['job.cancel']({ jobId }))
        .catch(() => undefined)
    work.signal.addEventListener('abort', cancel)
    if (work.signal.aborted) cancel()
    while (!ends.has(jobId)) await new Promise<void>((resolve) => (wake = resolve))
    work.end()
    const end = ends.get(jobId)
    if (end?.state === 'cancelled') throw new DOMException('Cancelled', 'AbortError')
    if (end?.error) throw EvidenceError.fromShape(end.error)
    return end?.result
  }
  try {
    return await use({ handlers, result })
  } finally {
    work.end()
    await engine.close()
  }
}

/**
 * Opens for writing. Where another program has the case, or the medium cannot be written to, it is opened for reading
 * instead if `mayRead`, and that is said.
 */
export async function openForWork(
  { handlers }: Session,
  path: string,
  options: { examiner: string | undefined; readOnly?: boolean; mayRead: boolean },
): Promise<Case> {
  const { examiner = null, readOnly = false, mayRead } = options
  const opened = await handlers['case.open']({ path, examiner, readOnly }).catch((error: unknown) => {
    if (!mayRead || !(error instanceof EvidenceError) || error.details['readable'] !== true) throw error
    say(error.message, t('casework.cli.reading'))
    return handlers['case.open']({ path, examiner, readOnly: true })
  })
  for (const notice of opened.notices) say(notice)
  return opened
}
