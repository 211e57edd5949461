// The trusted certificates and lists of revoked ones in the tables of a case against those that its ledger speaks of.
import type { RevocationList, TrustAnchor } from '#contract/case.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import { sha256Of } from '#engine/base/hash.ts'
import type { TrustStore } from './trust-store.ts'

/** `held`: fingerprints of what the case holds by the ledger so far, each with the entry that says so. */
export function noteTrust(entry: CustodyEntry, held: Map<string, CustodyEntry>): void {
  const { action, inputSha256, detail } = entry
  // What the workstation trusts is not in this case's tables.
  if (detail['scope'] === 'workstation' || inputSha256 === null) return
  if (action === 'trust-added') held.set(inputSha256, entry)
  if (action === 'trust-removed') held.delete(inputSha256)
}

type Listed = Omit<TrustAnchor, 'scope'> | Omit<RevocationList, 'scope'>

export function auditTrust(trust: TrustStore, expected: ReadonlyMap<string, CustodyEntry>): string[] {
  const problems: string[] = []
  const there = new Set<string>()
  const compare = (listed: readonly Listed[], ders: Uint8Array[], what: string): void => {
    for (const [at, row] of listed.entries()) {
      const { sha256 } = row
      const name = 'subject' in row ? row.subject : row.issuer
      const of = `The ${what} “${name}” (${sha256.slice(0, 16)}…)`
      there.add(sha256)
      const entry = expected.get(sha256)
      if (!entry) problems.push(`${of} was not added by any entry of the ledger.`)
      else problems.push(...differences(row, entry).map((which) => `${of} ${which}`))
      const der = ders[at]
      if (!der || sha256Of(der) !== sha256)
        problems.push(`${of} does not have the fingerprint that it is listed with.`)
    }
  }
  compare(trust.list(), trust.certificates(), 'trusted certificate')
  compare(trust.revocationLists(), trust.revocationListBytes(), 'list of revoked certificates by')
  for (const sha256 of expected.keys()) {
    if (there.has(sha256)) continue
    problems.push(
      `The ledger says that certificate or list ${sha256.slice(0, 16)}… is relied on; the case does not list it.`,
    )
  }
  return problems
}

const words = ['subject', 'notBefore', 'notAfter', 'issuer', 'thisUpdate', 'nextUpdate', 'revoked', 'reason']
/** Row and entry are written one after the other. */
const addedWithinMillis = 60_000

/** What an earlier version did not say cannot differ. */
function differences(row: Listed, { seq, actor, time, detail }: CustodyEntry): string[] {
  const shown: Record<string, unknown> = { ...row }
  const pairs: [string, unknown, unknown][] = [
    ...words.map((word): [string, unknown, unknown] => [word, shown[word], detail[word]]),
    ['importedBy', row.importedBy, actor],
  ]
  const apart = Math.abs(Date.parse(row.importedAt) - Date.parse(time))
  return [
    ...pairs.filter(([, found, said]) => said !== undefined && found !== said),
    ...(apart > addedWithinMillis ? [['importedAt', row.importedAt, time] as const] : []),
  ].map(
    ([word, found, said]) =>
      `is listed with ${word} “${String(found)}”; entry ${seq} of the ledger says “${String(said)}”.`,
  )
}
