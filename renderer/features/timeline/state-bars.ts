// What a lane of answers about pictures shows of a view: bars where there is room, and where there is none the worst of what lies
// under a pixel. One changed picture in an hour has to be seen at any zoom. Pure.
import { firstEndingAfter } from '../../state/picture-runs.ts'
import type { PictureState } from '../../state/playhead-signing.ts'
import { toX, type Span } from './timeline-scale.ts'

export type StateBar<S extends string> = { state: S; left: number; right: number }
export type SigningBar = StateBar<PictureState>

/** Narrower stretches share a place of this width. */
export const narrowest = 3

/** Bars from left to right, then what is too short for one, so that it is painted over them; the worst at last. */
export function stateBars<S extends string>(
  runs: readonly (Span & { state: S })[],
  worstFirst: readonly S[],
  view: Span,
  width: number,
): StateBar<S>[] {
  const bars: StateBar<S>[] = []
  const small = new Map<number, number>()
  for (let index = firstEndingAfter(runs, view.from); index < runs.length; index += 1) {
    const run = runs[index]
    if (!run || run.from > view.to) break
    const left = Math.max(-narrowest, toX(view, width, run.from))
    const right = Math.min(width + narrowest, toX(view, width, run.to))
    if (right - left >= narrowest) {
      bars.push({ state: run.state, left, right })
      continue
    }
    const cell = Math.floor(left / narrowest)
    small.set(cell, Math.min(small.get(cell) ?? worstFirst.length, worstFirst.indexOf(run.state)))
  }
  const cells = [...small].sort(([, a], [, b]) => b - a)
  for (const [cell, rank] of cells) {
    const state = worstFirst[rank]
    if (state) bars.push({ state, left: cell * narrowest, right: (cell + 1) * narrowest })
  }
  return bars
}
