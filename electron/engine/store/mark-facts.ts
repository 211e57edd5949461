// What a verification says beside its two answers, drawn from its stored report by the database: a report may be large, and
// only this little of it is wanted of many.
import { z } from 'zod'
import type { VerificationMark } from '#contract/explanation.ts'
import { isAdded } from '#contract/messages/verdict.ts'
import { SealStatus, SealVerdict, Trust } from '#contract/seal.ts'

/** A column `facts` of rows of `verification`: JSON for `factsOf`; null where the report is none. */
export const markFacts = `CASE WHEN json_valid(report) THEN json_object(
  'verdict', verdict,
  'reason', json_extract(report, '$.reason'),
  'unsealedRanges', json(coalesce(json_extract(report, '$.unsealedRanges'), '[]')),
  'trustToday', json_extract(report, '$.seals[#-1].trustDetail.today'),
  'seals', json((SELECT json_group_array(json_object(
      'status', json_extract(seal.value, '$.status'),
      'weak', EXISTS (SELECT 1 FROM json_each(seal.value, '$.deviations') AS deviation
        WHERE json_extract(deviation.value, '$.code') = 'weak-algorithm')))
    FROM json_each(report, '$.seals') AS seal))) END AS facts`

const Facts = z.object({
  verdict: SealVerdict,
  reason: z.string().nullable(),
  unsealedRanges: z.array(z.object({ start: z.number(), end: z.number() })),
  trustToday: Trust.nullable(),
  seals: z.array(z.object({ status: SealStatus, weak: z.number() })),
})

/** Empty where the report cannot be read: then nothing is said. */
export function factsOf(text: string | null): Pick<VerificationMark, 'trustToday' | 'weak' | 'added'> {
  const facts = Facts.safeParse(JSON.parse(text ?? 'null')).data
  if (!facts) return {}
  return {
    trustToday: facts.trustToday ?? 'not-checked',
    weak: facts.seals.some(({ status, weak }) => status === 'intact' && weak === 1),
    added: isAdded(facts),
  }
}
