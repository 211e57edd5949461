// The loudest moment of the sound under each pixel of the timeline.
import type { Peaks } from '../../state/sound-peaks.svelte.ts'
import { toSeconds, type Span } from './timeline-scale.ts'

/** From 0 to 1 for each pixel; null where there is no sound. Loudness is heard by ratios, so small values are raised. */
export function soundBars({ values, perSecond, from }: Peaks, view: Span, width: number): (number | null)[] {
  return Array.from({ length: Math.max(0, Math.floor(width)) }, (_, x) => {
    const first = Math.floor((toSeconds(view, width, x) - from) * perSecond)
    const end = Math.max(first + 1, Math.ceil((toSeconds(view, width, x + 1) - from) * perSecond))
    if (end <= 0 || first >= values.length) return null
    let peak = 0
    for (let at = Math.max(0, first); at < Math.min(values.length, end); at += 1)
      peak = Math.max(peak, values[at] ?? 0)
    return Math.sqrt(peak / 255)
  })
}
