// An explained verdict of an open file: the words come from the contract, the file itself is only asked where in it a
// signature inside the video lies, for the check by hand.
import type { ClockOffset } from '#contract/clock.ts'
import type { Explanation } from '#contract/explanation.ts'
import type { Inspection } from '#contract/inspection.ts'
import type { ItemDetail } from '#contract/item.ts'
import { explain } from '#contract/messages/explain.ts'
import type { RootHolders, Verification } from '#contract/seal.ts'
import { EvidenceError } from '#contract/errors.ts'
import { vaultLine } from '#contract/messages/verdict.ts'
import type { VerdictLine } from '#contract/messages/verdict.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { findSignedGroups } from './signed-groups.ts'

export type ExplainedFile = {
  /** Where the bytes lie now. */
  place: string
  /** As the commands are to call the file. */
  fileName: string
  verification: Verification
  /** Null where the file could not be examined any further. */
  inspection: Inspection | null
  clockOffset: ClockOffset | null
  rootHolders?: RootHolders | undefined
  /** As in `ExplainContext`. */
  vault?: VerdictLine | null | undefined
}

/** Pure but for a few small reads, and only where a video is signed. */
export async function explainFile(file: ExplainedFile): Promise<Explanation> {
  const { fileName, verification, inspection, clockOffset, rootHolders, vault } = file
  const signedGroups = await readSignedGroups(file)
  return explain(verification, inspection, { fileName, clockOffset, signedGroups, rootHolders, vault })
}

/** The same for an item of a case, whose original lies in the vault at `place`. */
export const explainItem = (place: string, detail: ItemDetail): Promise<Explanation> =>
  explainFile({ ...detail, place, fileName: detail.summary.name, vault: vaultLine(detail) })

async function readSignedGroups({ place, verification }: ExplainedFile): ReturnType<typeof findSignedGroups> {
  if (!verification.mediaSigning.some(({ scheme }) => scheme !== null)) return []
  try {
    const source = await openFileSource(place)
    try {
      return await findSignedGroups(source, verification.mediaSigning)
    } finally {
      await source.close()
    }
  } catch (error) {
    // The explanation is one of what was found then; that the file is gone or spoilt now, verifying it again says.
    if (error instanceof EvidenceError) return []
    throw error
  }
}
