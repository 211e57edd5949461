// Short-term reference picture sets of H.265 (7.3.7, 7.4.8): read only because what follows them cannot be found otherwise.
import type { SetReader } from './set-reader.ts'

type ReferenceSet = { before: number[]; after: number[] }

const mostSets = 64
const mostPictures = 16

/** num_short_term_ref_pic_sets and the sets. */
export function skipReferenceSets(set: SetReader): void {
  const count = set.ue(mostSets)
  let former: ReferenceSet | null = null
  for (let index = 0; index < count; index += 1)
    former = former && set.flag() ? readPredicted(set, former) : readOwn(set)
}

function readOwn(set: SetReader): ReferenceSet {
  const [before, after] = [set.ue(mostPictures), set.ue(mostPictures)]
  const deltas = (length: number, sign: 1 | -1): number[] => {
    let at = 0
    return Array.from({ length }, () => {
      at += sign * (set.ue() + 1)
      set.skip(1)
      return at
    })
  }
  return { before: deltas(before, -1), after: deltas(after, 1) }
}

/** Equations 7-61 and 7-62: how many flags the next set has depends on which pictures are left in this one. */
function readPredicted(set: SetReader, former: ReferenceSet): ReferenceSet {
  const sign = set.flag() ? -1 : 1
  const delta = sign * (set.ue() + 1)
  const { before, after } = former
  const moved = [...before, ...after].map((one) => one + delta).concat(delta)
  const uses = moved.map(() => set.flag() || set.flag())
  const [earlier, later, itself] = [
    before.map((_, at) => at),
    after.map((_, at) => before.length + at),
    [before.length + after.length],
  ]
  const chosen = (order: readonly number[], sign: 1 | -1): number[] =>
    order.flatMap((at) => {
      const value = moved[at] ?? 0
      return uses[at] === true && value * sign > 0 ? [value] : []
    })
  return {
    before: chosen([...later.toReversed(), ...itself, ...earlier], -1).slice(0, mostPictures),
    after: chosen([...earlier.toReversed(), ...itself, ...later], 1).slice(0, mostPictures),
  }
}
