// exhibit examiner list | add | remove : the profiles of those who work at this workstation, each with a key or without.
import { EvidenceError } from '#contract/errors.ts'
import { NewExaminer } from '#contract/examiner.ts'
import type { Examiner, ExaminerKeyChoice } from '#contract/examiner.ts'
import { ExaminerSession } from '#engine/custody/examiner-session.ts'
import { findExaminer, passwordOf } from '../acting.ts'
import { dataFolder } from '../data-folder.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, say } from '../output.ts'

export function listExaminers({ json }: { json?: true }): Promise<ExitCode> {
  const { profiles, problems } = new ExaminerSession(dataFolder()).profiles.list()
  for (const problem of problems) say(problem)
  const examiners = profiles.map(({ examiner }) => examiner)
  if (json) printJson({ examiners, problems })
  else print(...examiners.map(formatExaminer))
  return Promise.resolve(0)
}

export type NewExaminerOptions = {
  name: string
  badge?: string
  organisation?: string
  key?: string
  withoutKey?: true
  json?: true
}

/** Without `--key` a key is made here; with `--without-key` there is none. */
export async function addExaminer(options: NewExaminerOptions): Promise<ExitCode> {
  const { name, badge = '', organisation = '' } = options
  const wanted = NewExaminer.safeParse({ name, badge, organisation, key: await keyChoice(options) })
  if (!wanted.success)
    throw new EvidenceError(
      'wrong-input',
      'An examiner has a name, and names may have 4,096 characters; a key has a password of at least 8.',
    )
  const examiner = await new ExaminerSession(dataFolder()).profiles.create(wanted.data)
  if (options.json) printJson(examiner)
  else print(formatExaminer(examiner))
  return 0
}

async function keyChoice({ key, withoutKey }: NewExaminerOptions): Promise<ExaminerKeyChoice> {
  if (withoutKey && key !== undefined)
    throw new EvidenceError('wrong-input', '--key and --without-key exclude each other.')
  if (withoutKey) return { kind: 'none' }
  const password = await passwordOf('Password under which the key is kept here: ')
  if (password === null)
    throw new EvidenceError(
      'wrong-input',
      'A key needs a password: set EXHIBIT_EXAMINER_PASSWORD, or use a terminal. --without-key makes a profile without.',
    )
  if (key === undefined) return { kind: 'make', password }
  return { kind: 'file', path: key, filePassword: process.env['EXHIBIT_KEY_PASSWORD'] ?? null, password }
}

/** `name`: a name or an id. */
export function removeExaminer(name: string, { json }: { json?: true }): Promise<ExitCode> {
  const session = new ExaminerSession(dataFolder())
  const examiner = findExaminer(session, name)
  session.profiles.remove(examiner.id)
  if (json) printJson(examiner)
  else print(formatExaminer(examiner))
  return Promise.resolve(0)
}

const formatExaminer = ({ id, name, badge, organisation, key }: Examiner): string =>
  [id, name, badge, organisation, key ? `certificate ${key.sha256}, until ${key.notAfter}` : 'no key'].join(
    '  ',
  )
