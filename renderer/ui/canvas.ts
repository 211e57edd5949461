// What every painted canvas needs: the pixels of this screen, and to be painted anew in the colours of another theme.
import { createSubscriber } from 'svelte/reactivity'

/** An effect that calls this runs again when the theme changes. */
export const followTheme = createSubscriber((update) => {
  const observer = new MutationObserver(update)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
})

/** A context that takes CSS pixels and is sharp on this screen; null where there is nothing to paint on. */
export function sharpContext(
  canvas: HTMLCanvasElement | undefined,
  { width, height }: { width: number; height: number },
): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d')
  if (!canvas || !context || width === 0 || height === 0) return null
  const pixelRatio = devicePixelRatio
  const [wide, tall] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)]
  if (canvas.width !== wide) canvas.width = wide
  if (canvas.height !== tall) canvas.height = tall
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  return context
}
