// exhibit case … : the case as a whole: what it is, verifying all of it, its name, copies of it, its place.
import { resolve } from 'node:path'
import { Case, CopyResult } from '#contract/case.ts'
import type { CopyPurpose } from '#contract/case.ts'
import { VerifyAllResult } from '#contract/explanation.ts'
import { t } from '#contract/messages/format.ts'
import { formatBytes } from '#contract/messages/quantities.ts'
import { openForWork, withEngine, withEngineAs } from '../engine-session.ts'
import type { Session } from '../engine-session.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson } from '../output.ts'

type Options = { case: string; examiner?: string; json?: true }

export function info({ case: path, json }: Options): Promise<ExitCode> {
  return withEngine(async (session) => {
    const opened = await openForWork(session, resolve(path), {
      ...{ examiner: undefined, readOnly: true, mayRead: true },
    })
    const items = await session.handlers['item.list']({})
    const { entries, valid, firstBad, reason, head } = await session.handlers['custody.verify']({})
    const bytes = items.reduce((sum, { size }) => sum + size, 0)
    if (json) {
      const ledger = { entries, valid, firstBad, reason, head }
      printJson({ ...opened, items: items.length, bytes, ledger })
    } else {
      print(...lines(opened), t('casework.cli.items', { count: items.length, bytes: formatBytes(bytes) }))
      print(ledgerLine({ entries, valid, reason }))
    }
    return valid ? 0 : 1
  })
}

export function create(options: Options & { reference?: string }): Promise<ExitCode> {
  return withEngineAs(options.examiner, async ({ handlers }) => {
    const { case: path, reference = '', examiner = '' } = options
    return tellCase(await handlers['case.create']({ path: resolve(path), reference, examiner }), options)
  })
}

export function rename(options: Options & { reference: string }): Promise<ExitCode> {
  return withEngineAs(options.examiner, async (session) => {
    const { case: path, reference, examiner } = options
    await openForWork(session, resolve(path), { examiner, mayRead: false })
    return tellCase(await session.handlers['case.rename']({ reference }), options)
  })
}

export function verify(options: Options & { readOnly?: true }): Promise<ExitCode> {
  const run = async (session: Session): Promise<ExitCode> => {
    const { case: path, examiner, readOnly = false, json } = options
    const opened = await openForWork(session, resolve(path), { examiner, readOnly, mayRead: true })
    const result = VerifyAllResult.parse(await session.result(session.handlers['case.verify']({})))
    const { changed, extra, ledger } = result
    const valid = changed.length === 0 && (extra ?? []).length === 0 && ledger?.valid === true
    if (json) printJson({ case: opened.path, valid, ...result })
    else print(...verdictLines(result))
    return valid ? 0 : 1
  }
  return options.readOnly ? withEngine(run) : withEngineAs(options.examiner, run)
}

const verdictLines = ({ items, unchanged, changed, extra, ledger, recorded }: VerifyAllResult): string[] => [
  t('casework.cli.verified', { count: items, unchanged }),
  ...changed.map(({ path, problem }) => t('verifyAll.problem', { name: path || '-', problem })),
  ...(extra ?? []).map(({ name }) => t('casework.cli.extra', { name })),
  ...(extra ? [] : [t('casework.cli.extraNotTold')]),
  ...(ledger ? [ledgerLine(ledger)] : []),
  ...(recorded ? [] : [t('verifyAll.notRecorded')]),
]

export const copyAs =
  (purpose: CopyPurpose) =>
  (options: Options & { to: string }): Promise<ExitCode> =>
    withEngineAs(options.examiner, async (session) => {
      const { case: path, to, examiner, json } = options
      const opened = await openForWork(session, resolve(path), { examiner, mayRead: true })
      const started = session.handlers['case.copy']({ destination: resolve(to), purpose })
      const copied = CopyResult.parse(await session.result(started))
      const { files, bytes, problems } = copied
      if (json) printJson({ case: opened.path, ...copied, recorded: !opened.readOnly })
      else {
        print(t('casework.cli.copied', { path: copied.path, count: files, bytes: formatBytes(bytes) }))
        print(...problems)
      }
      return problems.length > 0 ? 1 : 0
    })

export function move(options: Options & { to: string }): Promise<ExitCode> {
  return withEngineAs(options.examiner, async (session) => {
    const { case: path, to, examiner } = options
    await openForWork(session, resolve(path), { examiner, mayRead: false })
    const moved = await session.result(session.handlers['case.move']({ destination: resolve(to) }))
    return tellCase(Case.parse(moved), options)
  })
}

function tellCase(told: Case, { json }: Options): ExitCode {
  if (json) printJson(told)
  else print(...lines(told), ...told.notices)
  return 0
}

const lines = ({ path, id, reference, examiner, createdAt }: Case): string[] => [
  t('casework.cli.case', { path }),
  t('casework.cli.reference', { reference: reference || '-', id }),
  t('casework.cli.created', { examiner, createdAt }),
]

const ledgerLine = ({
  entries,
  valid,
  reason,
}: {
  entries: number
  valid: boolean
  reason: string | null
}): string =>
  valid ? t('casework.cli.ledger', { count: entries }) : t('verifyAll.ledger', { reason: reason ?? '' })
