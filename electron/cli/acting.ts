// Who acts by a command, and how a case that it worked on is closed: signed, as the window does it.
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { EvidenceError } from '#contract/errors.ts'
import { formatActor } from '#contract/examiner.ts'
import type { Examiner } from '#contract/examiner.ts'
import { ExaminerSession } from '#engine/custody/examiner-session.ts'
import { LedgerHeads } from '#engine/custody/ledger-heads.ts'
import { closeLedger } from '#engine/custody/sign-ledger.ts'
import { currentSigner } from '#engine/custody/signer.ts'
import type { CaseDatabase, OpenOptions } from '#engine/store/case-database.ts'
import { defaultActor } from '#engine/workbench.ts'
import { dataFolder } from './data-folder.ts'
import { say } from './output.ts'

export type Acting = {
  /** As it stands in the ledger. */
  actor: string
  /** With what a case is opened. */
  openAs: Pick<OpenOptions, 'actor' | 'missingHead' | 'signedIn'>
  /** For `currentSigner`. */
  bench: { dataFolder: string; examiners: ExaminerSession }
}

/**
 * `name`: what `--examiner` says. EXHIBIT_EXAMINER names a profile of this workstation, whose key signs the ledger and who
 * therefore acts; its password comes from EXHIBIT_EXAMINER_PASSWORD or is asked for. Without it the workstation's key signs.
 * Fails with `wrong-input` where both name somebody, and not the same.
 */
export async function whoActs(name?: string): Promise<Acting> {
  const folder = dataFolder()
  const examiners = new ExaminerSession(folder)
  const wanted = wantedExaminer(examiners, name)
  if (wanted) await signIn(examiners, wanted)
  const { examiner } = examiners
  const actor = examiner ? formatActor(examiner) : name?.trim() || defaultActor()
  const heads = new LedgerHeads(folder)
  const missingHead: OpenOptions['missingHead'] = (database) => heads.missing(database)
  return {
    actor,
    openAs: { actor, missingHead, signedIn: examiners.spoken },
    bench: { dataFolder: folder, examiners },
  }
}

/** Whom EXHIBIT_EXAMINER names, who has to be the one that the command names, where it does; null where it names nobody. */
export function wantedExaminer(session: ExaminerSession, name?: string): Examiner | null {
  const wanted = process.env['EXHIBIT_EXAMINER']
  if (!wanted) return null
  const examiner = findExaminer(session, wanted)
  const given = name?.trim() ?? ''
  if (given === '' || [examiner.id, examiner.name, formatActor(examiner)].includes(given)) return examiner
  throw new EvidenceError(
    'wrong-input',
    `EXHIBIT_EXAMINER signs in “${examiner.name}”, and the command names “${given}”: who signs is who acts. Leave one of them out.`,
  )
}

type SignsIn = { signIn(id: Examiner['id'], password: string | null): Promise<unknown> }

export async function signIn(session: SignsIn, examiner: Examiner): Promise<void> {
  const password = examiner.key ? await passwordOf(`Password of “${examiner.name}”: `) : null
  await session.signIn(examiner.id, password)
  if (examiner.key && password === null)
    say(`EXHIBIT_EXAMINER_PASSWORD is not set: the ledger is signed with the key of this workstation.`)
}

/** By name or by id. Fails with `examiner-unknown`. */
export function findExaminer({ profiles }: ExaminerSession, name: string): Examiner {
  const found = profiles
    .list()
    .profiles.map(({ examiner }) => examiner)
    .filter((one) => one.id === name || one.name === name)
  const [only, another] = found
  if (!only)
    throw new EvidenceError('examiner-unknown', `There is no examiner “${name}” on this workstation.`)
  if (another)
    throw new EvidenceError(
      'examiner-unknown',
      `There are ${found.length} examiners “${name}”. Name one by its id.`,
    )
  return only
}

/** From the environment, or asked for where somebody sits at a terminal; null where neither is possible. Never an argument. */
export async function passwordOf(question: string): Promise<string | null> {
  const given = process.env['EXHIBIT_EXAMINER_PASSWORD']
  if (given) return given
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null
  process.stderr.write(question)
  // What is typed is not shown.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const asking = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return (await asking.question('')) || null
  } finally {
    asking.close()
    process.stderr.write('\n')
  }
}

/** Signs the ledger and closes the case; what cannot be signed is told, and the next opening tells it too. */
export async function closeCase(database: CaseDatabase, { actor, bench }: Acting): Promise<void> {
  try {
    const unsigned = await closeLedger(database, actor, () => currentSigner(bench))
    if (unsigned !== null) say(`The ledger was not signed: ${unsigned}`)
    rememberHead(database)
  } finally {
    database.close()
  }
}

export function rememberHead(database: CaseDatabase): void {
  try {
    new LedgerHeads(dataFolder()).save(database)
  } catch (error) {
    say(
      `The end of the ledger was not written down: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
