// One item under review: picture, transport, events, details.
import { expect, type Locator } from '@playwright/test'
import type { Exhibit } from '../support/launch.ts'
import { readPng, type Picture, type Rect } from '../support/png.ts'
import { clockGlyph, clockPlace, frameCode, readGlyph } from '../support/truth.ts'

export type SidePanel = 'integrity' | 'marks' | 'metadata' | 'map' | 'custody' | 'frames' | 'structure'

/** What the picture on the screen says of itself. */
export type Shown = {
  presentation: number
  sample: number
  utc: string
  /** SHA-256 of all pixels, and the frame number that is painted into them. */
  hash: string
  frame: number
}

export class ReviewPage {
  readonly #exhibit: Exhibit
  readonly screen: Locator
  readonly stage: Locator
  readonly picture: Locator
  readonly overlay: Locator
  readonly play: Locator
  readonly stepForward: Locator
  readonly stepBack: Locator
  readonly clock: Locator
  readonly number: Locator
  /** What the camera's own signature says of the picture. */
  readonly signature: Locator
  readonly events: Locator
  readonly side: Locator

  constructor(exhibit: Exhibit) {
    this.#exhibit = exhibit
    this.screen = exhibit.window.getByTestId('review-screen')
    const part = (id: string): Locator => this.screen.getByTestId(id)
    this.stage = part('stage')
    this.picture = part('picture')
    this.overlay = part('overlay')
    this.play = part('play')
    this.stepForward = part('step-forward')
    this.stepBack = part('step-back')
    this.clock = part('utc-clock')
    this.number = part('frame-number')
    this.signature = part('picture-signature')
    this.events = part('event-row')
    this.side = this.screen.getByRole('region', { name: 'Details' })
  }

  /** Waits until the picture with this number (from 0, in the order of showing) is on the screen. */
  async waitFor(presentation: number): Promise<void> {
    await this.#exhibit.window.waitForFunction((wanted) => {
      const { dataset } = document.querySelector<HTMLElement>('[data-testid=picture]') ?? {}
      return dataset?.['ready'] === 'true' && dataset['presentation'] === wanted
    }, String(presentation))
  }

  waitUntilReady(): Promise<void> {
    return expect(this.picture).toHaveAttribute('data-ready', 'true')
  }

  /** As a user does it: the number of the picture becomes a field. */
  async goTo(text: string): Promise<void> {
    await this.number.click()
    const field = this.screen.getByTestId('go-to')
    await field.fill(text)
    await field.press('Enter')
    await expect(this.number).toBeVisible()
  }

  async goToPicture(presentation: number): Promise<void> {
    await this.goTo(String(presentation + 1))
    await this.waitFor(presentation)
  }

  /** Back to the table of items. */
  async leave(): Promise<void> {
    await this.screen.getByRole('navigation', { name: 'Where you are' }).getByRole('button').click()
    await this.#exhibit.window.getByTestId('case-screen').waitFor()
  }

  openPanel(panel: SidePanel): Promise<void> {
    return this.screen.getByTestId(`tab-${panel}`).click()
  }

  /** Reads the picture's own pixels and attributes in one go. */
  async shown(): Promise<Shown> {
    const raw = await this.#exhibit.window.evaluate(async (code) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=picture]')
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
      if (!canvas || !pixels) throw new Error('there is no picture')
      const digest = await crypto.subtle.digest('SHA-256', pixels.data)
      const isWhite = (bit: number): boolean => {
        const x = code.left + bit * code.size + code.size / 2
        const y = code.top + code.size / 2
        return (pixels.data[(y * pixels.width + x) * 4 + 1] ?? 0) > 128
      }
      const told: Record<string, string | undefined> = Object.fromEntries(Object.entries(canvas.dataset))
      return {
        told,
        hash: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
        bits: Array.from({ length: code.bits }, (_, bit) => (isWhite(bit) ? '1' : '0')).join(''),
      }
    }, frameCode)
    return {
      presentation: Number(raw.told['presentation']),
      sample: Number(raw.told['sample']),
      utc: raw.told['utc'] ?? '',
      hash: raw.hash,
      frame: Number.parseInt(raw.bits, 2),
    }
  }

  /**
   * From now on notes each picture that comes on the screen: its number, and the frame number painted into it. Ends and
   * tells them when called.
   */
  async watchPictures(): Promise<() => Promise<{ presentation: number; frame: number }[]>> {
    const handle = await this.picture.evaluateHandle((element, code) => {
      const canvas = element as HTMLCanvasElement
      const seen: { presentation: number; frame: number }[] = []
      const observer = new MutationObserver(() => {
        const strip = canvas
          .getContext('2d')
          ?.getImageData(code.left, code.top + code.size / 2, code.bits * code.size, 1)
        let frame = 0
        for (let bit = 0; bit < code.bits; bit += 1) {
          const isWhite = (strip?.data[(bit + 0.5) * code.size * 4 + 1] ?? 0) > 128
          frame = frame * 2 + (isWhite ? 1 : 0)
        }
        seen.push({ presentation: Number(canvas.dataset['presentation']), frame })
      })
      observer.observe(canvas, { attributes: true, attributeFilter: ['data-presentation'] })
      return { seen, observer }
    }, frameCode)
    return () =>
      handle.evaluate(({ seen, observer }) => {
        observer.disconnect()
        return seen
      })
  }

  /** The clock that is painted into the picture, read from its pixels. */
  async burnedInClock(characters: number): Promise<string> {
    const glyphs = await this.#exhibit.window.evaluate(
      ({ count, place, glyph }) => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=picture]')
        const context = canvas?.getContext('2d')
        if (!context) throw new Error('there is no picture')
        const width = count * glyph.advance * place.scale
        const { data } = context.getImageData(place.left, place.top, width, glyph.height * place.scale)
        const ink = (index: number, dot: number): string => {
          const x = (index * glyph.advance + (dot % glyph.width) + 0.5) * place.scale
          const y = (Math.floor(dot / glyph.width) + 0.5) * place.scale
          return (data[(y * width + x) * 4 + 1] ?? 0) > 128 ? '1' : '0'
        }
        return Array.from({ length: count }, (_, index) =>
          Array.from({ length: glyph.width * glyph.height }, (_, dot) => ink(index, dot)).join(''),
        )
      },
      { count: characters, place: clockPlace, glyph: clockGlyph },
    )
    return glyphs.map((bits) => readGlyph(bits) ?? '?').join('')
  }

  /** What is on the screen where the picture is, overlays and all, and where in it the picture lies. */
  async screenshot(): Promise<{ pixels: Picture; rect: Rect; png: Buffer }> {
    const box = await this.picture.boundingBox()
    if (!box) throw new Error('there is no picture')
    const [x, y] = [Math.floor(box.x), Math.floor(box.y)]
    const clip = { x, y, width: Math.ceil(box.x + box.width) - x, height: Math.ceil(box.y + box.height) - y }
    const png = await this.#exhibit.window.screenshot({ clip, scale: 'css' })
    const rect = { left: box.x - x, top: box.y - y, width: box.width, height: box.height }
    return { pixels: readPng(png), rect, png }
  }
}
