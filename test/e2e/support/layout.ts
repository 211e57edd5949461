// What may be wrong with a screen whatever is on it: the page scrolls, text is cut off, controls lie outside.
import type { Page } from '@playwright/test'

/** One sentence for each fault; empty where there is none. */
export const layoutFaults = (window: Page): Promise<string[]> =>
  window.evaluate(() => {
    const faults: string[] = []
    const root = document.scrollingElement
    if (root && (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight)) {
      faults.push(
        `the page scrolls: ${root.scrollWidth} × ${root.scrollHeight} in ${innerWidth} × ${innerHeight}`,
      )
    }
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      !element.closest('.said')
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${[...element.classList].filter((name) => !name.startsWith('svelte-')).join('.')} “${(element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 60)}”`
    const words =
      'h1, h2, h3, legend, label, summary, button, [role=tab], [role=columnheader], .chip, .names p'
    for (const element of document.querySelectorAll(words)) {
      if (!isShown(element)) continue
      for (const part of [element, ...element.querySelectorAll('*')]) {
        if (!(part instanceof HTMLElement) || part.closest('.said') || part.matches('select, input, option'))
          continue
        // Text from evidence may be longer than any row; it ends in an ellipsis and is whole in the hint.
        if (
          part.closest(
            '[data-testid=event-row][title] .small, [data-testid=custody-entry] [title], h1[title]',
          )
        )
          continue
        if (part.clientWidth > 0 && part.scrollWidth > part.clientWidth) {
          faults.push(
            `cut off, ${part.clientWidth} of ${part.scrollWidth} px: ${nameOf(part)} in ${nameOf(element)}`,
          )
        }
      }
    }
    // Controls that are neither in the window nor in something that scrolls to them.
    for (const element of document.querySelectorAll('button, input, select, a[href], [role=tab]')) {
      if (!isShown(element) || scrolls(element)) continue
      const { left, top, right, bottom } = element.getBoundingClientRect()
      if (
        right - left > 0 &&
        (left < -0.5 || top < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5)
      ) {
        faults.push(`outside the window: ${nameOf(element)}`)
      }
    }
    return faults

    function scrolls(element: Element): boolean {
      for (let at: Element | null = element; at; at = at.parentElement) {
        if (/auto|scroll|hidden/.test(getComputedStyle(at).overflow) && at !== document.body) return true
      }
      return false
    }
  })
