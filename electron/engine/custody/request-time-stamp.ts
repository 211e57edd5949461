// Has the head of the ledger stamped by a time-stamp authority (RFC 3161). Only when the user asks, and only a hash leaves the
// workstation. Nothing is written before the token was checked.
import type { CustodyEntry } from '#contract/custody.ts'
import type { Work } from '#engine/base/progress.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { makeStampRequest, readStampResponse } from '#engine/seal/time-stamp-request.ts'
import { verifyTimeStamp } from '#engine/seal/time-stamp.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { askAuthority, parseAuthority, placeOfAuthority, stampFailed } from './ask-authority.ts'
import type { AskLimits } from './ask-authority.ts'
import { stateHead } from './head-statement.ts'
import { judgeAuthority } from './verify-time-stamp.ts'

export type StampContext = { database: CaseDatabase; actor: string; trust: TrustChoice; limits?: AskLimits }

/**
 * Fails with `wrong-input` (no address), or `time-stamp-failed` whatever else went wrong; the ledger is then as it was. An
 * authority that leads to no trusted root is recorded all the same, and told as such: that is the other answer.
 */
export async function requestTimeStamp(
  text: string,
  { database, actor, trust, limits }: StampContext,
  work: Work,
): Promise<CustodyEntry> {
  const url = parseAuthority(text)
  const { head, text: statement } = stateHead(database)
  const message = Buffer.from(statement, 'utf8')
  const { der, nonce } = makeStampRequest(message)
  work.report({ label: url.host, done: 0, total: null, unit: 'steps' })
  const response = readStampResponse(await askAuthority(url, der, work.signal, limits))
  if (!response.ok) throw stampFailed(url, response.reason)
  const stamp = verifyTimeStamp(response.token, message, nonce)
  if (stamp.status !== 'intact')
    throw stampFailed(url, `sent a token that does not hold. ${stamp.reason ?? ''}`)
  const judged = judgeAuthority(stamp, trust)
  work.signal.throwIfAborted()
  return database.custody.append({
    actor,
    action: 'ledger-time-stamped',
    detail: {
      ...{ coversSeq: head.seq, coversHash: head.head, statement },
      ...{
        url: placeOfAuthority(url),
        genTime: stamp.genTime,
        authority: stamp.signer?.signer.subject ?? '',
      },
      ...{ trust: judged?.trust ?? 'not-checked', trustReason: judged?.detail.reason ?? '' },
      token: Buffer.from(response.token).toString('base64'),
    },
  })
}
