// exhibit custody --case DIR : the ledger, whether it holds together, and with --verify whether items and vault match it.
import { resolve } from 'node:path'
import type { CustodyReport } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import { auditItems } from '#engine/ingest/audit-items.ts'
import type { ItemFault } from '#engine/ingest/audit-items.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, terminalWork } from '../output.ts'
import { exportCustody } from './custody-export.ts'

export async function custody(options: {
  case: string
  verify?: true
  export?: string
  format?: string
  json?: true
}): Promise<ExitCode> {
  const { export: file, format } = options
  if (file !== undefined) return exportCustody({ ...options, export: file })
  if (format !== undefined) throw new EvidenceError('wrong-input', '--format goes with --export FILE.')
  // Looking at the ledger must not add to it.
  const database = await openCase(resolve(options.case), { actor: '', readOnly: true })
  const work = terminalWork()
  try {
    const ledger = database.custody.verifyLedger()
    const faults = options.verify ? await auditItems(database, ledger.items, work) : []
    work.end()
    const valid = ledger.valid && faults.length === 0
    if (options.json)
      printJson({
        ...ledger,
        valid,
        vault: options.verify ? { checked: true, faults } : { checked: false, faults: [] },
      })
    else printLedger(ledger, faults)
    return valid ? 0 : 1
  } finally {
    work.end()
    database.close()
  }
}

function printLedger(ledger: CustodyReport, faults: readonly ItemFault[]): void {
  for (const entry of ledger.items) {
    print(
      `${entry.seq}  ${entry.time}  ${entry.actor}  ${entry.action}  ${entry.itemId ?? ''}  ${entry.hash.slice(0, 16)}`,
    )
  }
  print(
    ledger.valid
      ? `${ledger.entries} entries, each follows from the one before. Head ${ledger.head ?? ''}`
      : `The ledger does not verify, from entry ${String(ledger.firstBad)} on: ${ledger.reason ?? ''}`,
  )
  for (const { path, problem } of faults) print(`vault: ${path}: ${problem}`)
}
