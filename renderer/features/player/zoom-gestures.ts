// Wheel and pointer over the picture, and how much room it has: tells the zoom.
import type { PictureZoom } from './picture-zoom.svelte.ts'

/** For `use:` on the element in which the picture lies. */
export function zoomGestures(element: HTMLElement, zoom: PictureZoom): { destroy(): void } {
  let frame = 0
  const measure = (): void => {
    const { left, top } = element.getBoundingClientRect()
    zoom.pixelRatio = devicePixelRatio
    zoom.room = { width: element.clientWidth, height: element.clientHeight, left, top }
  }
  // Not within the observer's own turn: the picture's size may change what it observes.
  const soon = (): void => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(measure)
  }
  const observer = new ResizeObserver(soon)
  observer.observe(element)

  let held: { x: number; y: number; pointer: number } | null = null
  const act: { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void } = {
    wheel(event) {
      event.preventDefault()
      const { left, top } = element.getBoundingClientRect()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 33
      zoom.wheel(event.deltaY * lines, { x: event.clientX - left, y: event.clientY - top })
    },
    pointerdown(event) {
      if (event.button !== 0 || !zoom.canPan) return
      held = { x: event.clientX, y: event.clientY, pointer: event.pointerId }
      element.setPointerCapture(event.pointerId)
    },
    pointermove(event) {
      if (held?.pointer !== event.pointerId) return
      zoom.pan(event.clientX - held.x, event.clientY - held.y)
      held = { ...held, x: event.clientX, y: event.clientY }
    },
    pointerup: () => void (held = null),
    pointercancel: () => void (held = null),
  }
  const stop = new AbortController()
  for (const [name, listener] of Object.entries(act))
    // Not passive: the wheel over the picture means the picture.
    element.addEventListener(name, listener as EventListener, { signal: stop.signal, passive: false })
  addEventListener('resize', soon, { signal: stop.signal })
  return {
    destroy() {
      stop.abort()
      cancelAnimationFrame(frame)
      observer.disconnect()
    },
  }
}
