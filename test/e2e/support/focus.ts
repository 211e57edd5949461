// Where the focus is, and the way that the Tab key takes through a screen.
import type { Page } from '@playwright/test'

export type Stop = {
  name: string
  /** Null where nothing has the focus. */
  box: { left: number; top: number; right: number; bottom: number } | null
  isVisible: boolean
  hasName: boolean
  /** The landmark, dialog or row of tools that it is in: within one, stops follow the order of reading. */
  part: number
  inDialog: boolean
  /** The same number for the same element. */
  id: number
  /** Its place in the document. */
  place: number
}

/** What has the focus now. */
export const stopOf = (window: Page): Promise<Stop> =>
  window.evaluate(() => {
    type Numbers = { focusNumbers?: Map<Element, number> }
    const numbers = ((globalThis as Numbers).focusNumbers ??= new Map<Element, number>())
    const numberOf = (element: Element | null): number => {
      if (!element) return -1
      if (!numbers.has(element)) numbers.set(element, numbers.size)
      return numbers.get(element) ?? -1
    }
    const element = document.activeElement
    const labels = (element as HTMLInputElement | null)?.labels
    const text =
      element?.getAttribute('aria-label') ??
      element?.getAttribute('aria-labelledby') ??
      labels?.[0]?.textContent ??
      element?.textContent ??
      ''
    const name = `${element?.tagName.toLowerCase() ?? 'nothing'} “${text.replace(/\s+/g, ' ').trim().slice(0, 50)}”`
    if (!element || element === document.body)
      return {
        name,
        box: null,
        isVisible: false,
        hasName: false,
        part: -1,
        inDialog: false,
        id: -1,
        place: -1,
      }
    // A box that only screen readers know shows its ring on the label around it.
    const seen = element.matches('.said') ? (element.closest('label') ?? element) : element
    const { left, top, right, bottom } = seen.getBoundingClientRect()
    // Where it lies in the whole of what scrolls: a list moves on under the focus.
    let [x, y] = [0, 0]
    for (let at = seen.parentElement; at; at = at.parentElement) {
      x += at.scrollLeft
      y += at.scrollTop
    }
    const style = getComputedStyle(seen)
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
    const other = seen.matches('.splitter') && style.backgroundColor !== 'rgba(0, 0, 0, 0)'
    return {
      name,
      box: { left: left + x, top: top + y, right: right + x, bottom: bottom + y },
      isVisible: (ring || other) && seen.checkVisibility(),
      hasName: text.trim() !== '' || element.getAttribute('title') !== null,
      part: numberOf(
        element.closest('[role=toolbar], [role=dialog], header, nav, aside, section, footer, form'),
      ),
      inDialog: element.closest('[role=dialog], [role=alertdialog]') !== null,
      id: numberOf(element),
      place: [...document.querySelectorAll('*')].indexOf(element),
    }
  })

/** Presses Tab until the focus comes back to where it was first, or so often. */
export async function tabThrough(window: Page, most = 120): Promise<Stop[]> {
  const stops: Stop[] = []
  for (let count = 0; count < most; count += 1) {
    await window.keyboard.press('Tab')
    const now = await stopOf(window)
    const stop = now.box ? now : await settledStop(window)
    // Lost for a moment in the middle: only behind the last stop it comes back to an earlier one.
    if (!now.box && stop.place > (stops.at(-1)?.place ?? stop.place)) stops.push(now)
    if (stops.some(({ id }) => id === stop.id)) break
    stops.push(stop)
  }
  return stops
}

/** Behind its last stop the page gives the focus to the window, which gives it back to the first one a moment later. */
async function settledStop(window: Page): Promise<Stop> {
  for (let tries = 0; tries < 20; tries += 1) {
    await window.waitForTimeout(50)
    const stop = await stopOf(window)
    if (stop.box) return stop
  }
  return stopOf(window)
}

/** As they would come from the beginning of a dialog, which may have begun in its middle. */
export function fromTheTop(stops: readonly Stop[]): Stop[] {
  const first = Math.min(...stops.map(({ place }) => place))
  const at = stops.findIndex(({ place }) => place === first)
  return [...stops.slice(at), ...stops.slice(0, at)]
}

/** One sentence for each stop that is lost, not seen, without a name, or before the one after which it comes. */
export function focusFaults(stops: readonly Stop[]): string[] {
  return stops.flatMap((stop, at) => {
    const faults: string[] = []
    // The page itself may be a stop, between the last and the first.
    if (!stop.box)
      return at === 0 || at === stops.length - 1 ? [] : [`nothing has the focus after ${stops[at - 1]?.name}`]
    if (!stop.isVisible) faults.push(`the focus is not seen on ${stop.name}`)
    if (!stop.hasName) faults.push(`${stop.name} has no name`)
    const before = stops[at - 1]
    if (before?.box && before.part === stop.part && precedes(stop.box, before.box))
      faults.push(`${stop.name} comes after ${before.name} and stands before it`)
    return faults
  })
}

type Box = NonNullable<Stop['box']>

/** In a line: farther left; else in lines above, in the same column. */
function precedes(one: Box, other: Box): boolean {
  const shared = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
  const height = Math.min(one.bottom - one.top, other.bottom - other.top)
  if (shared > height / 2) return one.right <= other.left + 1
  return one.bottom <= other.top && one.left < other.right && other.left < one.right
}
