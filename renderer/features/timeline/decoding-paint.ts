// Paints which pictures decode. Each answer has a form of its own beside its colour: a line where they do, a tall crossed bar where
// they do not, hatched where nobody looked.
import type { DecodingState } from '../../state/picture-decoding.ts'
import { clip, cross, outline, slants } from './bar-shapes.ts'
import type { StateBar } from './state-bars.ts'
import type { Palette } from './timeline-paint.ts'

export function paintDecoding(
  context: CanvasRenderingContext2D,
  bars: readonly StateBar<DecodingState>[],
  middle: number,
  palette: Palette,
): void {
  for (const { state, left, right } of bars) {
    const width = right - left
    context.save()
    if (state === 'clean') {
      context.fillStyle = palette.dim
      context.fillRect(left, middle - 1, width, 2)
    } else if (state === 'damaged') {
      context.fillStyle = palette.attention
      context.fillRect(left, middle - 8, width, 16)
      if (width >= 14) cross(context, left + width / 2, middle, palette.panel)
    } else {
      clip(context, left, middle - 5, width, 10)
      slants(context, left, width, middle, palette.unknown)
      outline(context, { left, width, middle }, 5, palette.unknown)
    }
    context.restore()
  }
}
