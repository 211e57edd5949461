// Calls about those who act. Signing in and out while a case is open stands in its ledger.
import type { EngineHandlers } from '#contract/calls.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import type { SignedIn } from '#contract/examiner.ts'
import type { Workbench } from '../workbench.ts'

type ExaminerCalls = Pick<
  EngineHandlers,
  | 'examiner.list'
  | 'examiner.create'
  | 'examiner.remove'
  | 'examiner.current'
  | 'examiner.signIn'
  | 'examiner.signOut'
>

export function examinerCalls(bench: Workbench): ExaminerCalls {
  const { examiners } = bench
  const { profiles } = examiners
  const tell = (): SignedIn => {
    const now = currentOf(bench)
    bench.emit('examiner.changed', now)
    return now
  }
  const signOut = (): void => {
    if (!examiners.examiner) return
    // A ledger that cannot take the entry must not keep a key unlocked.
    try {
      record(bench, 'signed-out')
    } finally {
      examiners.signOut()
    }
  }
  const leave = (): SignedIn => {
    try {
      signOut()
    } catch (error) {
      tell()
      throw error
    }
    return tell()
  }
  return {
    'examiner.list': () => {
      const { profiles: found, problems } = profiles.list()
      // Openings of cases tell them too.
      for (const problem of problems) process.stderr.write(`${problem}\n`)
      return Promise.resolve(found.map(({ examiner }) => examiner))
    },
    'examiner.create': (wanted) => profiles.create(wanted),
    'examiner.remove': ({ id }) => {
      const isSignedIn = examiners.examiner?.id === id
      profiles.remove(id)
      if (isSignedIn) {
        leave()
      }
      return Promise.resolve({})
    },
    'examiner.current': () => Promise.resolve(currentOf(bench)),
    'examiner.signIn': async ({ id, password }) => {
      await examiners.signIn(id, password, () => record(bench, 'signed-out'))
      try {
        record(bench, 'signed-in')
      } catch (error) {
        // Nobody acts whose coming could not be recorded.
        examiners.signOut()
        tell()
        throw error
      }
      return tell()
    },
    'examiner.signOut': () => {
      return Promise.resolve(leave())
    },
  }
}

const currentOf = ({ examiners, actor }: Workbench): SignedIn => ({
  examiner: examiners.examiner,
  unlocked: examiners.unlocked !== null,
  actor,
})

/** Into the ledger of the open case, where one is open for writing and somebody is signed in. */
function record(bench: Workbench, action: Extract<CustodyEntry['action'], 'signed-in' | 'signed-out'>): void {
  const detail = bench.examiners.spoken
  const open = bench.current
  if (detail && open && !open.readOnly) bench.database.custody.append({ actor: bench.actor, action, detail })
}
