// exhibit note --case DIR --text … : a note about an item or the case, in the ledger.
import { resolve } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { ItemId } from '#contract/units.ts'
import { writeNote } from '#engine/custody/write-note.ts'
import { openCase } from '#engine/store/case-database.ts'
import { closeCase, whoActs } from '../acting.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, say } from '../output.ts'

export async function note(options: {
  case: string
  item?: string
  text: string
  examiner?: string
  json?: true
}): Promise<ExitCode> {
  const itemId = options.item === undefined ? null : ItemId.safeParse(options.item).data
  if (itemId === undefined)
    throw new EvidenceError('wrong-input', `--item ${JSON.stringify(options.item)} is not the id of an item.`)
  const acting = await whoActs(options.examiner)
  const database = await openCase(resolve(options.case), acting.openAs)
  try {
    for (const notice of database.notices) say(notice)
    const entry = writeNote(database, { actor: acting.actor, itemId, text: options.text })
    if (options.json) printJson(entry)
    else print(`${entry.seq}  ${entry.time}  ${entry.actor}  ${entry.hash}`)
    return 0
  } finally {
    await closeCase(database, acting)
  }
}
