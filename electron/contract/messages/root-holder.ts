// Where a root that an answer rests on stands now: with this workstation, in the open case alone, or nowhere here any more.
import type { RootHolders, Trust, TrustDetail } from '../seal.ts'
import { t } from './format.ts'

export type Holder = 'workstation' | 'case' | 'elsewhere'

/** Without `holders` nobody asked: the command judges by what its user named or what the workstation trusts. */
export function holderOf(anchorSha256: string | null | undefined, holders: RootHolders | undefined): Holder {
  if (!holders || !anchorSha256) return 'workstation'
  if (holders.workstation.some((sha256) => sha256 === anchorSha256)) return 'workstation'
  return holders.case.some((sha256) => sha256 === anchorSha256) ? 'case' : 'elsewhere'
}

/** An answer about a signer, by where the root that it rests on stands now. */
export const trustWord = (
  trust: Trust,
  detail: Pick<TrustDetail, 'anchorSha256'> | null,
  holders: RootHolders | undefined,
): string =>
  t(
    trust === 'trusted' && holderOf(detail?.anchorSha256, holders) === 'elsewhere'
      ? 'trust.elsewhere'
      : `trust.${trust}`,
  )
