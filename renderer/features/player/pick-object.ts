// A click on an object over the picture. Pulling the picture about is none.

/** Farther from where the button went down, it is a pull. */
const stillClick = 4

type Place = { x: number; y: number }
export type Picking = {
  /** Whether something lies there, in CSS pixels from the element's upper left corner. */
  isAt(place: Place): boolean
  pick(place: Place): void
}

/** Listens on the element in which the picture lies; gives back what ends it. */
export function pickObjects(element: HTMLElement, picking: Picking): () => void {
  let down: Place | null = null
  const placeOf = ({ clientX, clientY }: PointerEvent): Place => {
    const { left, top } = element.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }
  const stop = new AbortController()
  const { signal } = stop
  element.addEventListener('pointerdown', (event) => (down = event.button === 0 ? placeOf(event) : null), {
    signal,
  })
  element.addEventListener(
    'pointerup',
    (event) => {
      const place = placeOf(event)
      if (down && Math.hypot(place.x - down.x, place.y - down.y) < stillClick) picking.pick(place)
      down = null
    },
    { signal },
  )
  element.addEventListener(
    'pointermove',
    (event) => (element.style.cursor = picking.isAt(placeOf(event)) ? 'pointer' : ''),
    { signal },
  )
  return () => {
    stop.abort()
    element.style.cursor = ''
  }
}
