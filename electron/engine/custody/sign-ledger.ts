// Signs where a ledger ends, and closes it: whoever rewrites it afterwards needs that key too.
import { EvidenceError } from '#contract/errors.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { stateHead } from './head-statement.ts'
import type { LedgerSigner } from './signer.ts'

/** The new entry, or the last one where it is a signature by the same key and nothing came after what it covers. */
export function signHead(database: CaseDatabase, actor: string, signer: LedgerSigner): CustodyEntry {
  const { custody } = database
  const last = custody.entryAt(custody.end().seq)
  const certificate = base64(signer.certificate.der)
  if (last?.action === 'ledger-signed' && last.detail['certificate'] === certificate) return last
  return database.transaction(() => {
    const { head, text } = stateHead(database, signer.certificate.signer.sha256)
    const { algorithm, signature } = signer.sign(Buffer.from(text, 'utf8'))
    const chain = signer.chain.map(({ der }) => base64(der))
    return custody.append({
      actor,
      action: 'ledger-signed',
      detail: {
        ...{ coversSeq: head.seq, coversHash: head.head, statement: text, by: signer.by },
        ...{ algorithm, certificate, ...(chain.length > 0 ? { chain } : {}) },
        signature: base64(signature),
      },
    })
  })
}

/**
 * Writes `case-closed` and signs it: an opening stands in the ledger, so each closing has something new. Never fails: a key
 * or a disk that does not work must not keep a case from closing. Gives in a sentence why it is not signed; null where it is.
 */
export async function closeLedger(
  database: CaseDatabase,
  actor: string,
  currentSigner: () => Promise<LedgerSigner>,
): Promise<string | null> {
  const attempt = (detail: CustodyEntry['detail'], signer: LedgerSigner | null): void => {
    database.transaction(() => {
      database.custody.append({ actor, action: 'case-closed', detail })
      if (signer) signHead(database, actor, signer)
    })
  }
  try {
    if (database.describe().readOnly) return null
    const signer = await currentSigner()
    attempt({}, signer)
    return null
  } catch (error) {
    const reason = reasonOf(error)
    try {
      attempt({ unsigned: reason }, null)
      return reason
    } catch (second) {
      return `${reason} ${reasonOf(second)}`
    }
  }
}

const reasonOf = (error: unknown): string => (error instanceof EvidenceError ? error.message : String(error))

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
