// What is signed and time-stamped of a ledger: one sentence in canonical JSON (RFC 8785) that names the case, an entry and its
// hash. Everything up to that entry hangs on the hash.
import { z } from 'zod'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { utcNow } from '#engine/base/time.ts'
import { canonicalJson } from '#engine/store/canonical-json.ts'
import { Sha256, UtcTime } from '#contract/units.ts'

const what = 'Exhibit custody ledger head'

const HeadStatement = z.strictObject({
  case: z.string(),
  /** SHA-256 of the certificate of who signs: the same key in another certificate would be another name. */
  certificate: Sha256.optional(),
  head: Sha256,
  seq: z.int().positive(),
  time: UtcTime,
  what: z.literal(what),
})
export type HeadStatement = z.infer<typeof HeadStatement>

/** The first entry is bound into the chain of hashes; the row of the case is not, and speaks only where that entry does not. */
export function caseIdOf(database: CaseDatabase): string {
  const said = database.custody.entryAt(1)?.detail['caseId']
  return typeof said === 'string' ? said : database.describe().id
}

/** Of the ledger as it ends now, and the text that is signed. `certificate`: of who signs, where that is known before. */
export function stateHead(
  database: CaseDatabase,
  certificate: Sha256 | null = null,
): { head: HeadStatement; text: string } {
  const { seq, hash } = database.custody.end()
  const head: HeadStatement = {
    ...{ case: caseIdOf(database), head: hash, seq, time: utcNow(), what },
    ...(certificate === null ? {} : { certificate }),
  }
  return { head, text: canonicalJson(head) }
}

/** Null where the text is not exactly such a statement. */
export function parseHead(text: string): HeadStatement | null {
  try {
    const head = HeadStatement.parse(JSON.parse(text))
    return canonicalJson(head) === text ? head : null
  } catch {
    return null
  }
}
