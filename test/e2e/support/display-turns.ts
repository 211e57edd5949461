// What stands on the review screen in each turn of the display: the number painted into the picture, and all that is told of it. Read
// after everything else of the turn has run, and before it is painted, so that it is what a screenshot of that turn would show.
import type { Exhibit } from './launch.ts'
import { frameCode } from './truth.ts'

/** One turn. What is not on the screen is null. */
export type Turn = {
  /** When, in milliseconds of the page's clock. */
  at: number
  /** Read from the pixels of the canvas. */
  code: number | null
  /** Of the picture, from 0, as the words under it say. */
  number: number | null
  /** Digits of the time under the picture, and of the one in the header. */
  clock: string | null
  header: string | null
  /** Where the slider of the timeline is. */
  slider: number | null
  /** The marked row of the table of pictures. */
  row: number | null
  /** The picture that the objects are drawn for. */
  overlay: number | null
  /** Whether the picture is dimmed, and what is said on it. */
  dimmed: boolean
  note: string
}

/** Begins to look; ends and tells all turns when called. */
export async function watchTurns(exhibit: Exhibit): Promise<() => Promise<Turn[]>> {
  const handle = await exhibit.window.evaluateHandle((code) => {
    const part = (id: string): HTMLElement | null => document.querySelector(`[data-testid=${id}]`)
    const canvas = part('picture') as HTMLCanvasElement
    const digits = (element: Element | null | undefined): string | null =>
      element?.textContent.replace(/\D/g, '') ?? null
    const whole = (text: string | null | undefined): number | null =>
      text === null || text === undefined ? null : Number(text)
    const readCode = (): number | null => {
      if (getComputedStyle(canvas).visibility === 'hidden') return null
      const context = canvas.getContext('2d')
      const strip = context?.getImageData(code.left, code.top + code.size / 2, code.bits * code.size, 1).data
      let found = 0
      for (let bit = 0; bit < code.bits; bit += 1)
        found = found * 2 + ((strip?.[(bit + 0.5) * code.size * 4 + 1] ?? 0) > 128 ? 1 : 0)
      return found
    }
    const numberSaid = (): number | null => {
      const said = /([\d,]+)/.exec(part('frame-number')?.textContent ?? '')?.[1]
      return said === undefined ? null : Number(said.replaceAll(',', '')) - 1
    }
    const turns: Turn[] = []
    const read = (): void => {
      turns.push({
        at: performance.now(),
        code: readCode(),
        number: numberSaid(),
        clock: digits(part('utc-clock')),
        header: digits(part('header-clock')?.querySelector('.mono')),
        slider: whole(part('timeline')?.getAttribute('aria-valuenow')),
        row: whole(
          document.querySelector<HTMLElement>('[data-testid=frame-row][aria-selected=true]')?.dataset[
            'picture'
          ],
        ),
        overlay: whole(part('overlay')?.dataset['presentation']),
        dimmed: Number(getComputedStyle(canvas).opacity) < 1,
        note: part('playback-note')?.textContent.trim() ?? '',
      })
    }
    // Sizes are told when all that asked for this turn has run and the page is laid out, just before it is painted.
    const probe = document.createElement('div')
    probe.style.cssText = 'position: fixed; top: 0; width: 1px; height: 1px; visibility: hidden'
    document.body.append(probe)
    const observer = new ResizeObserver(read)
    observer.observe(probe)
    let frame = 0
    const turn = (): void => {
      probe.style.width = probe.style.width === '1px' ? '2px' : '1px'
      frame = requestAnimationFrame(turn)
    }
    frame = requestAnimationFrame(turn)
    const stop = (): Turn[] => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      probe.remove()
      return turns
    }
    return { stop }
  }, frameCode)
  return () => handle.evaluate(({ stop }) => stop())
}
