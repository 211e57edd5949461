// exhibit custody --case DIR : the ledger, whether it holds together, and with --verify whether the vault does.
import { resolve } from 'node:path'
import type { CustodyReport } from '#contract/custody.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, terminalWork } from '../output.ts'

type VaultFault = { itemId: string; path: string; problem: string }

export async function custody(options: { case: string; verify?: true; json?: true }): Promise<ExitCode> {
  // Looking at the ledger must not add to it.
  const database = await openCase(resolve(options.case), { actor: '', readOnly: true })
  try {
    const ledger = database.custody.verifyLedger()
    const faults = options.verify ? await verifyVault(database) : []
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
    database.close()
  }
}

/** Reads every original in the vault and compares it with the hash that it was ingested with. */
async function verifyVault(database: CaseDatabase): Promise<VaultFault[]> {
  const faults: VaultFault[] = []
  const work = terminalWork()
  for (const { id, sha256, path } of database.items.list()) {
    try {
      const source = await openFileSource(database.vault.path(sha256))
      try {
        const found = await sha256OfSource(source, {
          signal: work.signal,
          onBytes: (done) => work.report({ label: path, done, total: source.size, unit: 'bytes' }),
        })
        if (found !== sha256)
          faults.push({ itemId: id, path, problem: `SHA-256 is ${found}, ${sha256} was ingested` })
      } finally {
        await source.close()
      }
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error
      faults.push({ itemId: id, path, problem: error.message })
    }
  }
  work.end()
  return faults
}

function printLedger(ledger: CustodyReport, faults: readonly VaultFault[]): void {
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
