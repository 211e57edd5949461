// exhibit export --case DIR --item ID… --out DIR : resealed whole, or cut between two times.
import { resolve } from 'node:path'
import type { SealingKey } from '#contract/export.ts'
import { ItemId } from '#contract/units.ts'
import { EvidenceError } from '#contract/errors.ts'
import { exportItems as exportFromCase } from '#engine/export/export-items.ts'
import { loadKey } from '#engine/export/sealing-key.ts'
import { openCase } from '#engine/store/case-database.ts'
import { workstationName } from '#engine/workbench.ts'
import { closeCase, whoActs } from '../acting.ts'
import { dataFolder } from '../data-folder.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, say, terminalWork } from '../output.ts'
import { parseTimeOption } from '../time-option.ts'

export type ExportOptions = {
  case: string
  item: string[]
  out: string
  from?: string
  to?: string
  key?: string
  cert?: string
  password?: string
  operator?: string
  comment?: string
  json?: true
}

export async function exportItems(options: ExportOptions): Promise<ExitCode> {
  const [from, to] = [parseTimeOption('--from', options.from), parseTimeOption('--to', options.to)]
  const itemIds = options.item.map((text) => {
    const id = ItemId.safeParse(text)
    if (!id.success)
      throw new EvidenceError('wrong-input', `--item ${JSON.stringify(text)} is not the id of an item.`)
    return id.data
  })
  const key = await loadKey(keyChoice(options), dataFolder())
  const acting = await whoActs(options.operator)
  const { actor } = acting
  const database = await openCase(resolve(options.case), acting.openAs)
  const work = terminalWork()
  try {
    const result = await exportFromCase(
      {
        itemIds,
        destination: resolve(options.out),
        from: from?.utc ?? null,
        to: to?.utc ?? null,
        key,
        operator: actor,
        comment: options.comment ?? '',
      },
      { database, actor, unitName: workstationName() },
      work,
    )
    work.end()
    for (const notice of result.notices) say(notice)
    if (options.json) printJson(result)
    else {
      print(result.package)
      for (const file of result.files)
        print(
          `  ${file.path}  ${file.mode}, ${file.verdict}, ${file.from ?? '?'} to ${file.to ?? '?'}, ${file.samplesReencoded} samples re-encoded`,
          ...file.notes.map((note) => `    ${note}`),
        )
    }
    return result.files.some(({ verdict }) => verdict === 'broken') ? 1 : 0
  } finally {
    work.end()
    await closeCase(database, acting)
  }
}

function keyChoice({ key, cert, password }: ExportOptions): SealingKey {
  if (key === undefined) {
    if (cert !== undefined)
      throw new EvidenceError('wrong-input', '--cert without --key: a certificate alone cannot seal.')
    return { kind: 'workstation' }
  }
  return {
    kind: 'file',
    keyPath: key,
    certPath: cert ?? null,
    password: password ?? process.env['EXHIBIT_KEY_PASSWORD'] ?? null,
  }
}
