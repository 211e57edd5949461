// What the details of an entry say of files and people. In a case from elsewhere anything may stand there: what is not of
// the expected kind is not taken.
import { z } from 'zod'
import type { CustodyEntry } from '#contract/custody.ts'
import { Recipient } from '#contract/handover.ts'
import { Bytes, UtcTime } from '#contract/units.ts'
import type { FileFacts, RecipientFacts } from './case-nodes.ts'

const Times = z.object({
  modified: UtcTime.optional().catch(undefined),
  created: UtcTime.optional().catch(undefined),
  accessed: UtcTime.optional().catch(undefined),
  changed: UtcTime.optional().catch(undefined),
})

const FileDetail = Times.extend({
  /** Where it was read; `path` is within the source, or where it was written. */
  source: z.string().optional().catch(undefined),
  path: z.string().optional().catch(undefined),
  size: Bytes.optional().catch(undefined),
  /** What its file system said, where it is recorded apart. */
  original: Times.optional().catch(undefined),
})

export function fileFactsOf({ detail }: CustodyEntry): FileFacts {
  const { source, path, size, original, ...times } = FileDetail.parse(detail)
  const given = Object.entries({ ...times, ...original }).filter(([, time]) => time !== undefined)
  return {
    path: source ?? path ?? null,
    sha256: null,
    size: size ?? null,
    times: Object.fromEntries(given),
  }
}

export function recipientOf({ action, detail }: CustodyEntry): RecipientFacts | null {
  if (action !== 'hand-over') return null
  const recipient = Recipient.safeParse(detail['recipient'])
  return recipient.success ? recipient.data : null
}
