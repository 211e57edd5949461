// What a cut needs to know of a track, and how it refuses.
import { EvidenceError } from '#contract/errors.ts'
import type { Edit } from '#engine/isobmff/boxes/elst.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'

/** A `MovieTrack` is one. */
export type CutTrack = {
  id: number
  handler: string
  timescale: number
  samples: SampleTable
  edits: readonly Edit[]
}

/** `message` says what stands against the cut, for people. */
export const refusal = (message: string): EvidenceError => new EvidenceError('cut-refused', message)
