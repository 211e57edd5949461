// exhibit custody --case DIR --export FILE [--format json|csv|case] : the ledger for use elsewhere.
import { extname, resolve } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { exportLedger } from '#engine/custody/export-ledger.ts'
import type { LedgerFormat } from '#engine/custody/export-ledger.ts'
import { attest } from '#engine/custody/verify-ledger.ts'
import { openCase } from '#engine/store/case-database.ts'
import { closeCase, whoActs } from '../acting.ts'
import { knownHere, missingHere } from '../known-here.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, say, terminalWork } from '../output.ts'

const endings: Readonly<Record<string, LedgerFormat>> = { '.json': 'json', '.csv': 'csv', '.jsonld': 'case' }

export type LedgerExportOptions = { case: string; export: string; format?: string; json?: true }

export async function exportCustody(options: LedgerExportOptions): Promise<ExitCode> {
  const path = resolve(options.export)
  const format = formatOf(path, options.format)
  const acting = await whoActs()
  const { actor } = acting
  const database = await openCase(resolve(options.case), acting.openAs)
  const work = terminalWork()
  try {
    for (const notice of database.notices) say(notice)
    const attestations = attest(database, await knownHere(database), missingHere(database))
    const written = await exportLedger(database, { path, format, actor, attestations }, work)
    work.end()
    if (!written.valid) say('The ledger does not verify; the file says so.')
    if (options.json) printJson(written)
    else print(`${path}  SHA-256 ${written.sha256}`)
    return written.valid ? 0 : 1
  } finally {
    work.end()
    await closeCase(database, acting)
  }
}

function formatOf(path: string, given: string | undefined): LedgerFormat {
  if (given === undefined) {
    const format = endings[extname(path).toLowerCase()]
    if (format) return format
    throw new EvidenceError(
      'wrong-input',
      `A ledger is exported as .json, .csv or .jsonld (CASE/UCO), not as “${extname(path)}”; or say --format.`,
    )
  }
  const format = Object.values(endings).find((known) => known === given)
  if (format) return format
  throw new EvidenceError('wrong-input', `--format takes json, csv or case, not “${given}”.`)
}
