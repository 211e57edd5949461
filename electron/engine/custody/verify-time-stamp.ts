// One time stamp over an earlier head of the ledger, as it stands in its entry.
import { z } from 'zod'
import type { CustodyEntry, LedgerTimeStamp } from '#contract/custody.ts'
import type { Sha256 } from '#contract/units.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { verifyTimeStamp } from '#engine/seal/time-stamp.ts'
import type { StampCheck } from '#engine/seal/time-stamp.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import type { TrustJudgement } from '#engine/seal/trust-path.ts'
import { hashEntry } from '#engine/store/custody-row.ts'
import { parseHead } from './head-statement.ts'
import type { HeadStatement } from './head-statement.ts'
import type { HeadsOf } from './verify-ledger.ts'

const StampedHead = z.object({
  coversSeq: z.int().positive(),
  statement: z.string().max(4_096),
  token: z.base64().max(1_400_000),
})

type Read = { stamp: StampCheck; head: HeadStatement | null; coversSeq: number }

export function judgeStamp(entry: CustodyEntry, ledger: HeadsOf, trust: TrustChoice): LedgerTimeStamp {
  const { stamp, head, coversSeq } = readStamp(entry)
  const trustOf = (): LedgerTimeStamp['trust'] => judgeAuthority(stamp, trust)?.trust ?? 'not-checked'
  const { status, reason } = ledger.place(entry, head, stamp, {
    key: stamp.signer?.signer.sha256 ?? null,
    isKnown: () => trustOf() === 'trusted',
  })
  return {
    seq: entry.seq,
    coversSeq,
    time: stamp.genTime,
    status,
    authority: stamp.signer?.signer.subject ?? '',
    trust: status === 'intact' ? trustOf() : 'not-checked',
    reason,
  }
}

/** Whether the authority leads to a trusted root, at the time that it states; null where it brought no certificate. */
export function judgeAuthority(
  { signer, chain, genTime }: StampCheck,
  { anchors, revocationLists = [] }: TrustChoice,
): TrustJudgement | null {
  if (!signer || genTime === null) return null
  return judgeTrust({
    leaf: signer,
    intermediates: chain,
    anchors: [...anchors],
    revocationLists,
    at: new Date(genTime),
    atOrigin: 'given',
    now: new Date(),
    purpose: 'time-stamps',
  })
}

/** As with signatures: what was checked once is not checked again. By all of the content of the entry. */
const checked = new Map<Sha256, Read>()
const mostChecked = 2_000

function readStamp(entry: CustodyEntry): Read {
  const key = hashEntry(entry)
  const before = checked.get(key)
  if (before) return before
  const read = checkStamp(entry)
  if (checked.size >= mostChecked) checked.clear()
  checked.set(key, read)
  return read
}

function checkStamp({ seq, detail }: CustodyEntry): Read {
  const parsed = StampedHead.safeParse(detail)
  const broken = (reason: string): StampCheck => ({
    ...{ status: 'broken', reason },
    ...{ genTime: null, signer: null, chain: [] },
  })
  if (!parsed.success)
    return {
      stamp: broken('What stands there is no time stamp.'),
      head: null,
      coversSeq: Math.max(1, seq - 1),
    }
  const { coversSeq, statement, token } = parsed.data
  const head = parseHead(statement)
  if (head?.seq !== coversSeq)
    return { stamp: broken('What was stamped is not the head that it says it covers.'), head, coversSeq }
  return {
    stamp: verifyTimeStamp(Buffer.from(token, 'base64'), Buffer.from(statement, 'utf8')),
    head,
    coversSeq,
  }
}
