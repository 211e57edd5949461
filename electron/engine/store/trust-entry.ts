// What a trust store holds, whichever scope it has: certificates trusted as roots, and lists of revoked certificates. The
// caller reads them (this layer knows no certificates); here they are bytes under their SHA-256 with what was said of them.
import type { RevocationList, TrustAnchor } from '#contract/case.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import type { UtcTime } from '#contract/units.ts'

/** A certificate to be trusted; subject and validity as read from `der` by the caller. */
export type NewAnchor = { der: Uint8Array; subject: string; notBefore: UtcTime; notAfter: UtcTime }

/** A list of revoked certificates to be held; everything as read from `der` by the caller. */
export type NewRevocationList = {
  der: Uint8Array
  issuer: string
  thisUpdate: UtcTime
  nextUpdate: UtcTime | null
  /** How many certificates it lists. */
  revoked: number
}

export type NewTrust = ({ kind: 'certificate' } & NewAnchor) | ({ kind: 'crl' } & NewRevocationList)

/** Who decides, and why: stands in the ledger. */
export type Decision = { actor: string; reason: string }

export type HeldAnchor = TrustAnchor & { der: Uint8Array }
export type HeldRevocationList = RevocationList & { der: Uint8Array }

/** What a store really holds: whose bytes have the fingerprint that they are listed with. */
export type Holding = {
  anchors: HeldAnchor[]
  revocationLists: HeldRevocationList[]
  /** What was left out, one plain sentence each: never trusted in silence, never gone in silence. */
  problems: string[]
}

/** For the `detail` of `trust-added` and `trust-removed`: the same in both scopes. */
export function spokenTrust(
  entry: Omit<NewAnchor, 'der'> | Omit<NewRevocationList, 'der'>,
  scope: TrustAnchor['scope'],
  reason: string,
): CustodyEntry['detail'] {
  if ('subject' in entry) {
    const { subject, notBefore, notAfter } = entry
    return { kind: 'certificate', scope, subject, notBefore, notAfter, reason }
  }
  const { issuer, thisUpdate, nextUpdate, revoked } = entry
  return { kind: 'crl', scope, issuer, thisUpdate, nextUpdate, revoked, reason }
}
