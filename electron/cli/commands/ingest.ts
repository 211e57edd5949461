// exhibit ingest --case DIR SOURCE… : files and folders into a case.
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { IngestedItem } from '#contract/item.ts'
import { formatBytes } from '#contract/messages/quantities.ts'
import { ingest as ingestSources } from '#engine/ingest/ingest.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import { caseTrust, defaultActor } from '#engine/workbench.ts'
import { worst } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
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
  try {
    for (const notice of database.notices) say(notice)
    const result = await ingestSources(sources, { database, actor, trust: caseTrust(database) }, work)
    work.end()
    if (options.json) printJson(result)
    else for (const item of result.items) print(...formatItem(item))
    return worst(result.items.map(exitCodeOf))
  } finally {
    work.end()
    database.close()
  }
}

const formatItem = (item: IngestedItem): string[] => [
  `${item.status}  ${item.path}  ${formatBytes(item.size)}  ${item.verdict}  ${item.levels.join(' ')}  ${item.id ?? ''}`,
  ...(item.detail ? [`  ${item.detail}`] : []),
]

/** Taking broken evidence in is no failure of the ingest: the verdict stands with the item. */
const exitCodeOf = (item: IngestedItem): ExitCode =>
  item.status === 'failed' || item.status === 'partial' ? 4 : 0
