// What the lane of the camera's signatures shows of a view: bars where there is room, and where there is none the worst
// of what lies under a pixel. One changed picture in an hour has to be seen at any zoom. Pure.
import {
  firstEndingAfter,
  pictureStates,
  type PictureState,
  type SigningRun,
} from '../../state/playhead-signing.ts'
import { toX, type Span } from './timeline-scale.ts'

export type SigningBar = { state: PictureState; left: number; right: number }

/** Narrower stretches share a place of this width. */
export const narrowest = 3

/** Bars from left to right, then what is too short for one, so that it is painted over them; the worst at last. */
export function signingBars(runs: readonly SigningRun[], view: Span, width: number): SigningBar[] {
  const bars: SigningBar[] = []
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
    small.set(cell, Math.min(small.get(cell) ?? pictureStates.length, pictureStates.indexOf(run.state)))
  }
  const cells = [...small].sort(([, a], [, b]) => b - a)
  for (const [cell, rank] of cells) {
    const state = pictureStates[rank]
    if (state) bars.push({ state, left: cell * narrowest, right: (cell + 1) * narrowest })
  }
  return bars
}
