// The trusted certificates and lists of revoked ones in the tables of a case against those that its ledger speaks of.
import type { CustodyEntry } from '#contract/custody.ts'
import { sha256Of } from '#engine/base/hash.ts'
import type { TrustStore } from './trust-store.ts'

/** `held`: fingerprints of what the case holds by the ledger so far. */
export function noteTrust({ action, inputSha256, detail }: CustodyEntry, held: Set<string>): void {
  // What the workstation trusts is not in this case's tables.
  if (detail['scope'] === 'workstation' || inputSha256 === null) return
  if (action === 'trust-added') held.add(inputSha256)
  if (action === 'trust-removed') held.delete(inputSha256)
}

export function auditTrust(trust: TrustStore, expected: ReadonlySet<string>): string[] {
  const problems: string[] = []
  const there = new Set<string>()
  const compare = (listed: { sha256: string; name: string }[], ders: Uint8Array[], what: string): void => {
    for (const [at, { sha256, name }] of listed.entries()) {
      const of = `The ${what} “${name}” (${sha256.slice(0, 16)}…)`
      there.add(sha256)
      if (!expected.has(sha256)) problems.push(`${of} was not added by any entry of the ledger.`)
      const der = ders[at]
      if (!der || sha256Of(der) !== sha256)
        problems.push(`${of} does not have the fingerprint that it is listed with.`)
    }
  }
  const anchors = trust.list().map(({ sha256, subject: name }) => ({ sha256, name }))
  const lists = trust.revocationLists().map(({ sha256, issuer: name }) => ({ sha256, name }))
  compare(anchors, trust.certificates(), 'trusted certificate')
  compare(lists, trust.revocationListBytes(), 'list of revoked certificates by')
  for (const sha256 of expected) {
    if (there.has(sha256)) continue
    problems.push(
      `The ledger says that certificate or list ${sha256.slice(0, 16)}… is relied on; the case does not list it.`,
    )
  }
  return problems
}
