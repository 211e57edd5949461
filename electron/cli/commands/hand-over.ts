// exhibit hand-over --case DIR (--package DIR | --item ID…) --to NAME --reason TEXT : to whom evidence goes, with a receipt.
import { resolve } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { ItemId } from '#contract/units.ts'
import { handOver as handOverFromCase } from '#engine/custody/hand-over.ts'
import { itemsOfPackage } from '#engine/custody/handed-files.ts'
import { currentSigner } from '#engine/custody/signer.ts'
import { attest } from '#engine/custody/verify-ledger.ts'
import { openCase } from '#engine/store/case-database.ts'
import { closeCase, whoActs } from '../acting.ts'
import { resourcesFolder } from '../data-folder.ts'
import { knownHere, missingHere } from '../known-here.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, say, terminalWork } from '../output.ts'

export type HandOverOptions = {
  case: string
  package?: string
  item?: string[]
  to: string
  organisation?: string
  identification?: string
  reason: string
  out?: string
  examiner?: string
  json?: true
}

export async function handOver(options: HandOverOptions): Promise<ExitCode> {
  const named = (options.item ?? []).map((text) => {
    const id = ItemId.safeParse(text)
    if (!id.success)
      throw new EvidenceError('wrong-input', `--item ${JSON.stringify(text)} is not the id of an item.`)
    return id.data
  })
  const packagePath = options.package === undefined ? null : resolve(options.package)
  if (packagePath === null && named.length === 0)
    throw new EvidenceError('wrong-input', 'What is handed over: --package DIR, or --item ID for originals.')
  const acting = await whoActs(options.examiner)
  const signer = await currentSigner(acting.bench)
  const database = await openCase(resolve(options.case), acting.openAs)
  const work = terminalWork()
  try {
    for (const notice of database.notices) say(notice)
    const itemIds =
      packagePath !== null && named.length === 0 ? await itemsOfPackage(database, packagePath, work) : named
    const { to: name, organisation = '', identification = '', reason, out } = options
    const request = {
      itemIds,
      packagePath,
      recipient: { name, organisation, identification },
      reason,
      destination: out === undefined ? null : resolve(out),
    }
    const context = {
      ...{ database, signer, actor: acting.actor, resourcesFolder: resourcesFolder() },
      attestations: attest(database, await knownHere(database), missingHere(database)),
    }
    const result = await handOverFromCase(request, context, work)
    work.end()
    for (const notice of result.receipt.notices) say(notice)
    if (options.json) printJson(result)
    else {
      print(result.folder)
      for (const { path, sha256 } of result.receipt.files) print(`  ${path}  SHA-256 ${sha256}`)
    }
    return 0
  } finally {
    work.end()
    await closeCase(database, acting)
  }
}
