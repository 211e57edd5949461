// Paints what a camera's signatures say of pictures. Each answer has a form of its own beside its colour: a thin bar is
// confirmed, broken into pieces where others are missing, tall and crossed where changed, hollow where nothing is said.
import type { PictureState } from '../../state/playhead-signing.ts'
import { clip, cross, outline, slants, type Place } from './bar-shapes.ts'
import type { SigningBar } from './state-bars.ts'
import type { Palette } from './timeline-paint.ts'

export const signingHeight = 20

/** `middle`: the height of the lane's centre line. */
export function paintSigning(
  context: CanvasRenderingContext2D,
  bars: readonly SigningBar[],
  middle: number,
  palette: Palette,
): void {
  for (const { state, left, right } of bars) {
    context.save()
    paintState(context, state, { left, width: right - left, middle }, palette)
    context.restore()
  }
}

function paintState(
  context: CanvasRenderingContext2D,
  state: PictureState,
  place: Place,
  palette: Palette,
): void {
  const { left, width, middle } = place
  switch (state) {
    case 'ok':
      context.fillStyle = palette.good
      context.fillRect(left, middle - 3, width, 6)
      return
    case 'missing':
      context.fillStyle = palette.attention
      for (let at = left; at < left + width; at += 6) {
        context.fillRect(at, middle - 6, Math.min(3, left + width - at), 12)
      }
      return
    case 'changed':
      context.fillStyle = palette.bad
      context.fillRect(left, middle - 8, width, 16)
      if (width >= 14) cross(context, left + width / 2, middle, palette.panel)
      return
    case 'doubtful':
      clip(context, left, middle - 8, width, 16)
      slants(context, left, width, middle, palette.bad)
      outline(context, place, 8, palette.bad)
      return
    case 'cut':
      context.fillStyle = palette.unknown
      for (let at = left; at < left + width; at += 5) {
        context.fillRect(at, middle - 1, Math.min(2, left + width - at), 2)
      }
      return
    case 'pending':
      outline(context, place, 3, palette.unknown)
      return
    case 'unsupported':
      clip(context, left, middle - 5, width, 10)
      slants(context, left, width, middle, palette.unknown)
      outline(context, place, 5, palette.unknown)
  }
}
