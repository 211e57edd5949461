// exhibit custody --case DIR : the ledger, whether it holds together, and with --verify whether items and vault match it; with
// --sign and --time-stamp its head is signed or stamped first, with --accept it is taken as it is although entries are missing.
import { join, resolve } from 'node:path'
import { coverageOf, isByKnown, isByTrusted } from '#contract/custody.ts'
import type { CustodyReport } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { describeCoverage } from '#contract/messages/ledger.ts'
import { Sha256 } from '#contract/units.ts'
import { acceptLedger } from '#engine/custody/accept-ledger.ts'
import { LedgerHeads } from '#engine/custody/ledger-heads.ts'
import { requestTimeStamp } from '#engine/custody/request-time-stamp.ts'
import { signHead } from '#engine/custody/sign-ledger.ts'
import { currentSigner } from '#engine/custody/signer.ts'
import { verifyLedger } from '#engine/custody/verify-ledger.ts'
import { auditItems } from '#engine/ingest/audit-items.ts'
import type { ItemFault } from '#engine/ingest/audit-items.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { closeCase, rememberHead, whoActs } from '../acting.ts'
import { dataFolder } from '../data-folder.ts'
import type { ExitCode } from '../exit-code.ts'
import { knownHere, missingHere } from '../known-here.ts'
import { print, printJson, say, terminalWork } from '../output.ts'
import { exportCustody } from './custody-export.ts'

export type CustodyOptions = {
  case: string
  verify?: true
  sign?: true
  accept?: string
  reason?: string
  timeStamp?: string
  export?: string
  format?: string
  json?: true
}

export async function custody(options: CustodyOptions): Promise<ExitCode> {
  const { export: file, format } = options
  if (file !== undefined) return exportCustody({ ...options, export: file })
  if (format !== undefined) throw new EvidenceError('wrong-input', '--format goes with --export FILE.')
  const { accept, reason } = options
  if ((accept === undefined) !== (reason === undefined))
    throw new EvidenceError('wrong-input', '--accept SHA256 and --reason TEXT go together.')
  const work = terminalWork()
  try {
    if (accept !== undefined || options.sign || options.timeStamp !== undefined)
      await writeInto(options, work)
    // Looking at the ledger must not add to it.
    const scratch = join(dataFolder(), 'reading')
    const database = await openCase(resolve(options.case), { actor: '', readOnly: true, scratch })
    try {
      return await look(database, options, work)
    } finally {
      database.close()
    }
  } finally {
    work.end()
  }
}

type CommandWork = ReturnType<typeof terminalWork>

async function writeInto(options: CustodyOptions, work: CommandWork): Promise<void> {
  const acting = await whoActs()
  const database = await openCase(resolve(options.case), acting.openAs)
  try {
    const { actor } = acting
    for (const notice of database.notices) say(notice)
    const { accept, reason = '' } = options
    if (accept !== undefined) {
      const head = Sha256.safeParse(accept).data
      if (head === undefined)
        throw new EvidenceError(
          'wrong-input',
          '--accept takes the SHA-256 of an entry: 64 hexadecimal digits.',
        )
      acceptLedger(database, new LedgerHeads(dataFolder()), { actor, head, reason })
    }
    if (options.sign) signHead(database, actor, await currentSigner(acting.bench))
    if (options.timeStamp !== undefined) {
      const { trust } = await knownHere(database)
      await requestTimeStamp(options.timeStamp, { database, actor, trust }, work)
    }
    rememberHead(database)
  } finally {
    work.end()
    await closeCase(database, acting)
  }
}

async function look(database: CaseDatabase, options: CustodyOptions, work: CommandWork): Promise<ExitCode> {
  const ledger = verifyLedger(database, await knownHere(database), missingHere(database))
  const faults = options.verify ? await auditItems(database, ledger.items, work) : []
  work.end()
  const valid = ledger.valid && faults.length === 0
  if (options.json) {
    const { entries, signatures, timeStamps } = ledger
    printJson({
      ...ledger,
      valid,
      signed: spanOf(coverageOf(signatures, entries)),
      signedByKnown: spanOf(coverageOf(signatures.filter(isByKnown), entries)),
      timeStamped: spanOf(coverageOf(timeStamps, entries)),
      timeStampedByTrusted: spanOf(coverageOf(timeStamps.filter(isByTrusted), entries)),
      vault: { checked: options.verify === true, faults },
    })
  } else printLedger(ledger, faults)
  return valid ? 0 : 1
}

const spanOf = (covered: { seq: number; after: number } | null): { upTo: number; after: number } | null =>
  covered && { upTo: covered.seq, after: covered.after }

function printLedger(ledger: CustodyReport, faults: readonly ItemFault[]): void {
  for (const entry of ledger.items) {
    print(
      `${entry.seq}  ${entry.time}  ${entry.actor}  ${entry.action}  ${entry.itemId ?? ''}  ${entry.hash.slice(0, 16)}`,
    )
  }
  print(
    ledger.valid
      ? t('ledger.valid', { count: ledger.entries, head: ledger.head ?? '' })
      : t('ledger.invalid', { entry: String(ledger.firstBad ?? 0), reason: ledger.reason ?? '' }),
    ...describeCoverage(ledger).map(({ text }) => text),
    ...(ledger.lost ? [t('ledgerAccept.how', { head: ledger.lost.hash })] : []),
  )
  for (const { path, problem } of faults) print(path === '' ? problem : `vault: ${path}: ${problem}`)
}
