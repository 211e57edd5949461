// What is shown of the stored picture, in one line: stored and shown size, turn, scale. Nothing of it is baked in.
import { t } from '#contract/messages/format.ts'
import { canvasSize, displaySize, type PictureShape } from './picture-geometry.ts'

/** `shownHeight` in device pixels. Empty where the size is not known. */
export function pictureFacts(shape: PictureShape, shownHeight: number): string {
  const { stored, rotation } = shape
  if (stored.width === 0 || stored.height === 0) return ''
  const display = displaySize(shape)
  const turned = canvasSize(shape)
  // Sizes are written without thousands separators, as everywhere in this trade.
  const shown = { width: String(Math.round(display.width)), height: String(Math.round(display.height)) }
  const isStretched = shown.width !== String(turned.width) || shown.height !== String(turned.height)
  return [
    t('player.stored', { width: String(stored.width), height: String(stored.height) }),
    ...(isStretched ? [t('player.shownAs', shown)] : []),
    ...(rotation === 0 ? [] : [t('player.rotated', { degrees: rotation })]),
    t('player.scale', { percent: Math.round((shownHeight * 100) / Math.max(1, display.height)) }),
  ].join(' · ')
}
