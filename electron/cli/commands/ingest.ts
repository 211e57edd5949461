// exhibit ingest --case DIR SOURCE… : files, folders, archives and addresses into a case; --resume goes on where it stopped.
import { lstat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { EvidenceError } from '#contract/errors.ts'
import type { ErrorShape } from '#contract/errors.ts'
import { DownloadTerms } from '#contract/intake.ts'
import type { IngestedItem, IngestResult } from '#contract/item.ts'
import { formatBytes } from '#contract/messages/quantities.ts'
import { describeRecording } from '#contract/messages/recordings.ts'
import type { Recording } from '#contract/recording.ts'
import { ifThere } from '#engine/base/look-up.ts'
import type { Work } from '#engine/base/progress.ts'
import type { IngestContext } from '#engine/ingest/ingest-context.ts'
import { ingest as ingestSources, resumeIntake } from '#engine/ingest/ingest.ts'
import { volumeOf } from '#engine/ingest/source/volumes.ts'
import { groupRecordings } from '#engine/ingest/recordings.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { WorkstationTrust } from '#engine/store/workstation-trust.ts'
import { caseTrust } from '#engine/workbench.ts'
import { closeCase, whoActs } from '../acting.ts'
import { dataFolder } from '../data-folder.ts'
import { exitCodeOfFailure, worst } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { explain, failureOf } from '../failure.ts'
import { print, printJson, say, terminalWork } from '../output.ts'

export type IngestOptions = {
  case: string
  examiner?: string
  reference?: string
  resume?: true
  expectSha256?: string
  maxBytes?: string
  allowHttp?: true
  acceptCertificate?: string
  proxy?: string
  json?: true
}

export async function ingest(sources: string[], options: IngestOptions): Promise<ExitCode> {
  const terms = termsOf(sources, options)
  if ((options.resume === true) === sources.length > 0) {
    throw new EvidenceError(
      'wrong-input',
      'Name the sources to take in, or --resume without any to go on with what was interrupted.',
    )
  }
  // Thousands of files leave much that is used once: V8 would let the place for that grow to twice the memory in all.
  setFlagsFromString('--semi-space-growth-factor=1')
  const folder = resolve(options.case)
  const acting = await whoActs(options.examiner)
  const { actor } = acting
  const file = join(folder, 'case.sqlite')
  const there = (await ifThere(file, lstat(file))) !== null
  if (options.resume && !there)
    throw new EvidenceError('case-not-found', `There is no case in “${folder}”.`, {
      details: { path: folder },
    })
  const database = there
    ? await openCase(folder, acting.openAs)
    : await createCase(folder, {
        ...{ reference: options.reference ?? '', examiner: actor },
        signedIn: acting.openAs.signedIn ?? null,
      })
  const work = terminalWork()
  const done: IngestResult = { case: database.folder.root, items: [] }
  try {
    for (const notice of database.notices) say(notice)
    const { choice: trust, problems } = caseTrust(database, new WorkstationTrust(dataFolder()))
    for (const problem of problems) say(problem)
    const context = { database, actor, trust, terms, volumeOf }
    const onItem = (item: IngestedItem): void => void done.items.push(item)
    if (options.resume) done.items = await resumeAll(context, work, onItem)
    else await ingestSources(sources, context, work, onItem)
    work.end()
    tell(done, recordingsOf(database), options)
    return worst(done.items.map(exitCodeOf))
  } catch (error) {
    work.end()
    // What is in the case by now stays there, so it is told all the same.
    const failure = failureOf(error)
    explain(failure, error)
    if (database.intakes.unfinished().length > 0)
      say(`Go on with: exhibit ingest --case ${quoteForShell(folder)} --resume`)
    const recordings = recordingsOf(database)
    tell(options.json ? { ...done, error: failure.toShape() } : done, recordings, options)
    return exitCodeOfFailure(error)
  } finally {
    work.end()
    await closeCase(database, acting)
  }
}

/** Oldest first. Those that were done before it stopped are told too. */
async function resumeAll(
  context: IngestContext,
  work: Work,
  onItem: (item: IngestedItem) => void,
): Promise<IngestedItem[]> {
  const items: IngestedItem[] = []
  const unfinished = context.database.intakes.unfinished()
  if (unfinished.length === 0) say('Nothing was interrupted in this case.')
  for (const { id } of unfinished) items.push(...(await resumeIntake(id, context, work, onItem)).items)
  return items
}

/** Null where nothing is said of downloads. */
function termsOf(sources: string[], options: IngestOptions): DownloadTerms | null {
  const { expectSha256, maxBytes, allowHttp, acceptCertificate, proxy } = options
  if ([expectSha256, maxBytes, allowHttp, acceptCertificate, proxy].every((one) => one === undefined))
    return null
  const isAddress = (source: string): boolean => /^https?:\/\//i.test(source)
  if (expectSha256 !== undefined && !(sources.length === 1 && sources.every(isAddress)))
    throw new EvidenceError('wrong-input', '--expect-sha256 goes with a single address and nothing else.')
  const terms = DownloadTerms.safeParse({
    expectedSha256: expectSha256?.toLowerCase() ?? null,
    maxBytes: maxBytes === undefined ? null : /^\d+$/.test(maxBytes) ? Number(maxBytes) : Number.NaN,
    allowHttp: allowHttp === true,
    certificateSha256: acceptCertificate?.toLowerCase().replaceAll(':', '') ?? null,
    proxy: proxy ?? null,
  })
  if (terms.success) return terms.data
  const names: Record<string, string> = {
    ...{ expectedSha256: '--expect-sha256', maxBytes: '--max-bytes' },
    certificateSha256: '--accept-certificate',
  }
  const wrong = terms.error.issues.map(({ path }) => names[String(path[0])] ?? String(path[0]))
  throw new EvidenceError(
    'wrong-input',
    `${wrong.join(', ')}: a SHA-256 has 64 hexadecimal digits, a number of bytes is a whole number.`,
  )
}

const quoteForShell = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

type Recordings = { recordings: Recording[]; lines: string[] }

/** All of the case: what came in now may be a part of what was there. */
function recordingsOf({ items }: CaseDatabase): Recordings {
  const pieces = items.pieces()
  const names = new Map(pieces.map(({ id, name }) => [id, name]))
  const recordings = groupRecordings(pieces)
  const lines = recordings.flatMap((recording) => {
    const [first = '', ...rest] = describeRecording(recording, (id) => names.get(id) ?? id)
    return [first, ...rest.map((line) => `  ${line}`)]
  })
  return { recordings, lines }
}

function tell(
  result: IngestResult & { error?: ErrorShape },
  { recordings, lines }: Recordings,
  { json }: IngestOptions,
): void {
  if (json) printJson({ ...result, recordings })
  else {
    for (const item of result.items) print(...formatItem(item))
    for (const line of lines) print(line)
  }
}

const formatItem = (item: IngestedItem): string[] => [
  `${item.status}  ${item.path}  ${formatBytes(item.size)}  ${item.kind === 'attachment' ? item.kind : item.verdict}  ${item.levels.join(' ')}  ${item.id ?? ''}`,
  ...(item.detail ? [`  ${item.detail}`] : []),
]

/** Broken evidence is taken in like any other, and the exit code says that something wrong was found. */
const exitCodeOf = ({ status, verdict, kind }: IngestedItem): ExitCode => {
  if (status === 'failed' || status === 'partial') return 4
  // Other files of an export are kept beside it; nothing is wrong with them.
  return kind === 'export' && verdict === 'broken' ? 1 : 0
}
