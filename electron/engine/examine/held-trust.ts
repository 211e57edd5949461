// Whom verdicts may rely on now: what the open case holds and what this workstation holds, read as certificates and lists.
import type { RevocationList, TrustAnchor, TrustScope } from '#contract/case.ts'
import type { RootHolders, Verification } from '#contract/seal.ts'
import type { Sha256 } from '#contract/units.ts'
import type { TrustChoice } from './verify-file.ts'
import { choiceHash } from './choice-hash.ts'
import { readCertificate } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { readRevocationList } from '#engine/seal/revocation-list.ts'
import type { RevocationListFile } from '#engine/seal/revocation-list.ts'
import type { HeldAnchor, HeldRevocationList, Holding } from '#engine/store/trust-entry.ts'

export type HeldTrust = {
  choice: TrustChoice
  /** Names the choice; see `TrustStoreState`. */
  sha256: Sha256
  /** As they are shown: names and times as the certificates say, not as somebody listed them. */
  anchors: TrustAnchor[]
  revocationLists: RevocationList[]
  problems: string[]
}

/** Where the roots stand that the answers about one item rest on; those that are held nowhere here are in neither list. */
export function rootHoldersOf(
  { anchors }: Pick<HeldTrust, 'anchors'>,
  verification: Verification,
): RootHolders {
  const used = new Set(
    [...verification.seals, ...verification.mediaSigning].map(({ trustDetail }) => trustDetail?.anchorSha256),
  )
  const of = (scope: TrustScope): string[] =>
    anchors.flatMap((anchor) =>
      anchor.scope === scope && used.has(anchor.sha256 as Sha256) ? [anchor.sha256] : [],
    )
  return { workstation: of('workstation'), case: of('case') }
}

/** Brings both scopes together; what stands in both counts once. */
export function holdTrust(scopes: readonly { holding(): Holding }[]): HeldTrust {
  const certificates = new Map<string, Certificate>()
  const lists = new Map<string, RevocationListFile>()
  const held: Pick<HeldTrust, 'anchors' | 'revocationLists' | 'problems'> = {
    anchors: [],
    revocationLists: [],
    problems: [],
  }
  for (const scope of scopes) {
    const holding = scope.holding()
    held.problems.push(...holding.problems)
    for (const anchor of holding.anchors) {
      const certificate = certificates.get(anchor.sha256) ?? readCertificate(anchor.der)
      if (certificate?.signer.sha256 !== anchor.sha256) {
        held.problems.push(notUsed(`The trusted certificate ${anchor.sha256.slice(0, 16)}…`))
        continue
      }
      certificates.set(anchor.sha256, certificate)
      held.anchors.push(describeAnchor(anchor, certificate))
    }
    for (const one of holding.revocationLists) {
      const list = lists.get(one.sha256) ?? readList(one)
      if (!list) {
        held.problems.push(notUsed(`The list of revoked certificates ${one.sha256.slice(0, 16)}…`))
        continue
      }
      lists.set(one.sha256, list)
      held.revocationLists.push(describeList(one, list))
    }
  }
  const choice = { anchors: [...certificates.values()], revocationLists: [...lists.values()], at: null }
  return { ...held, choice, sha256: choiceHash(choice) }
}

function readList(held: HeldRevocationList): RevocationListFile | null {
  const reading = readRevocationList(held.der)
  return reading.ok && reading.list.sha256 === held.sha256 ? reading.list : null
}

const notUsed = (what: string): string => `${what} cannot be read by this version, and is not relied on.`

function describeAnchor({ der: _, ...anchor }: HeldAnchor, { signer }: Certificate): TrustAnchor {
  const { subject, notBefore, notAfter } = signer
  return { ...anchor, subject, notBefore, notAfter }
}

function describeList({ der: _, ...held }: HeldRevocationList, list: RevocationListFile): RevocationList {
  const { issuer, thisUpdate, nextUpdate, revoked } = list
  return { ...held, issuer, thisUpdate, nextUpdate, revoked }
}
