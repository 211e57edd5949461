// Where a root that an answer rests on stands now: with this workstation, in the open case alone, or nowhere here any more.
import type { RootHolders } from '../seal.ts'

export type Holder = 'workstation' | 'case' | 'elsewhere'

/** Without `holders` nobody asked: the command judges by what its user named or what the workstation trusts. */
export function holderOf(anchorSha256: string | null | undefined, holders: RootHolders | undefined): Holder {
  if (!holders || !anchorSha256) return 'workstation'
  if (holders.workstation.some((sha256) => sha256 === anchorSha256)) return 'workstation'
  return holders.case.some((sha256) => sha256 === anchorSha256) ? 'case' : 'elsewhere'
}
