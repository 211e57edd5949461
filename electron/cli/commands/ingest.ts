// exhibit ingest --case DIR SOURCE… : files and folders into a case.
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ErrorShape } from '#contract/errors.ts'
import type { IngestedItem, IngestResult } from '#contract/item.ts'
import { formatBytes } from '#contract/messages/quantities.ts'
import { describeRecording } from '#contract/messages/recordings.ts'
import type { Recording } from '#contract/recording.ts'
import { ingest as ingestSources } from '#engine/ingest/ingest.ts'
import { groupRecordings } from '#engine/ingest/recordings.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { WorkstationTrust } from '#engine/store/workstation-trust.ts'
import { caseTrust, defaultActor } from '#engine/workbench.ts'
import { dataFolder } from '../data-folder.ts'
import { exitCodeOfFailure, worst } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { explain, failureOf } from '../failure.ts'
import { print, printJson, say, terminalWork } from '../output.ts'

export type IngestOptions = { case: string; examiner?: string; reference?: string; json?: true }

export async function ingest(sources: string[], options: IngestOptions): Promise<ExitCode> {
  const folder = resolve(options.case)
  const actor = options.examiner ?? defaultActor()
  const there = await access(join(folder, 'case.sqlite')).then(
    () => true,
    () => false,
  )
  const database = there
    ? await openCase(folder, { actor })
    : await createCase(folder, { reference: options.reference ?? '', examiner: actor })
  const work = terminalWork()
  const done: IngestResult = { case: database.folder.root, items: [] }
  try {
    for (const notice of database.notices) say(notice)
    const { choice: trust, problems } = caseTrust(database, new WorkstationTrust(dataFolder()))
    for (const problem of problems) say(problem)
    const context = { database, actor, trust }
    await ingestSources(sources, context, work, (item) => done.items.push(item))
    work.end()
    tell(done, recordingsOf(database), options)
    return worst(done.items.map(exitCodeOf))
  } catch (error) {
    work.end()
    // What is in the case by now stays there, so it is told all the same.
    const failure = failureOf(error)
    explain(failure, error)
    const recordings = recordingsOf(database)
    tell(options.json ? { ...done, error: failure.toShape() } : done, recordings, options)
    return exitCodeOfFailure(error)
  } finally {
    work.end()
    database.close()
  }
}

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
  `${item.status}  ${item.path}  ${formatBytes(item.size)}  ${item.verdict}  ${item.levels.join(' ')}  ${item.id ?? ''}`,
  ...(item.detail ? [`  ${item.detail}`] : []),
]

/** Broken evidence is taken in like any other, and the exit code says that something wrong was found. */
const exitCodeOf = ({ status, verdict }: IngestedItem): ExitCode => {
  if (status === 'failed' || status === 'partial') return 4
  return verdict === 'broken' ? 1 : 0
}
