import { describe, expect, it } from 'vitest'
import { narrowest, stateBars, type SigningBar } from '../../../../renderer/features/timeline/state-bars.ts'
import type { Span } from '../../../../renderer/features/timeline/timeline-scale.ts'
import {
  pictureStates,
  type PictureState,
  type SigningRun,
} from '../../../../renderer/state/playhead-signing.ts'

const run = (state: PictureState, from: number, to: number): SigningRun => ({
  state,
  first: from,
  count: 1,
  from,
  to,
})
const signingBars = (runs: readonly SigningRun[], view: Span, width: number): SigningBar[] =>
  stateBars(runs, pictureStates, view, width)
const hour = { from: 0, to: 3600 }

describe('bars of the lane', () => {
  it('lie where their pictures do', () => {
    const bars = signingBars([run('ok', 0, 1800), run('pending', 1800, 3600)], hour, 720)
    expect(bars).toEqual([
      { state: 'ok', left: 0, right: 360 },
      { state: 'pending', left: 360, right: 720 },
    ])
  })

  it('show a single changed picture in an hour, over what surrounds it', () => {
    const bars = signingBars(
      [run('ok', 0, 1234.4), run('changed', 1234.4, 1234.44), run('ok', 1234.44, 3600)],
      hour,
      720,
    )
    const last = bars.at(-1)
    expect(last?.state).toBe('changed')
    expect((last?.right ?? 0) - (last?.left ?? 0)).toBe(narrowest)
    expect(Math.abs((last?.left ?? 0) - 1234.4 / 5)).toBeLessThan(narrowest)
  })

  it('keep the worst of what shares a place, and are few however many stretches there are', () => {
    const runs = Array.from({ length: 100_000 }, (_, at) =>
      run(at === 51_111 ? 'changed' : at % 2 ? 'cut' : 'ok', at * 0.036, (at + 1) * 0.036),
    )
    const bars = signingBars(runs, hour, 720)
    expect(bars.length).toBeLessThanOrEqual(720 / narrowest + 1)
    expect(bars.filter(({ state }) => state === 'changed')).toHaveLength(1)
    expect(bars.at(-1)?.state).toBe('changed')
  })

  it('leave out what is not in view', () => {
    const runs = [run('changed', 0, 10), run('ok', 10, 20), run('doubtful', 20, 30)]
    expect(signingBars(runs, { from: 11, to: 19 }, 100).map(({ state }) => state)).toEqual(['ok'])
  })
})
