// exhibit report --case DIR --out FILE : a report as PDF or HTML.
import { resolve } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { ItemId } from '#contract/units.ts'
import { loadKnownKeys } from '#engine/custody/known-keys.ts'
import { writeReport } from '#engine/report/write-report.ts'
import { openCase } from '#engine/store/case-database.ts'
import { WorkstationTrust } from '#engine/store/workstation-trust.ts'
import { caseTrust } from '#engine/workbench.ts'
import { closeCase, whoActs } from '../acting.ts'
import { dataFolder, resourcesFolder } from '../data-folder.ts'
import { missingHere } from '../known-here.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, terminalWork } from '../output.ts'

export async function report(options: {
  case: string
  out: string
  item?: string[]
  json?: true
}): Promise<ExitCode> {
  const itemIds = (options.item ?? []).map((text) => {
    const id = ItemId.safeParse(text)
    if (!id.success)
      throw new EvidenceError('wrong-input', `--item ${JSON.stringify(text)} is not the id of an item.`)
    return id.data
  })
  const acting = await whoActs()
  const { actor } = acting
  const database = await openCase(resolve(options.case), acting.openAs)
  const work = terminalWork()
  try {
    const trust = caseTrust(database, new WorkstationTrust(dataFolder()))
    const written = await writeReport(
      database,
      {
        ...{ path: resolve(options.out), itemIds, actor, resourcesFolder: resourcesFolder(), trust },
        known: await loadKnownKeys(dataFolder(), trust.choice),
        missing: missingHere(database),
      },
      work,
    )
    work.end()
    if (options.json) printJson(written)
    else print(`${written.path}  SHA-256 ${written.sha256}`)
    return 0
  } finally {
    work.end()
    await closeCase(database, acting)
  }
}
