// Drives the player from within its page, and reads from the canvas which picture is shown: fast enough for thousands.
import type { Exhibit } from './launch.ts'
import { blocks, codedHeight, columns, rows } from '#test/support/zoo/block-code.ts'

/**
 * Where to go, as an examiner would: the number typed in, or a key pressed so many times; `wait`: it plays, or somebody else
 * holds a key, until it is there.
 */
export type Move = { way: 'number' | 'key' | 'wait'; to: number }

/** What was to be seen once the player had settled, and what it said of it. */
export type Seen = {
  wanted: number
  /** What the player claims: the number of the picture on the canvas; null where it says that there is none. */
  claimed: number | null
  /** Blocks read from the canvas; empty where it is hidden. */
  blocks: string
  /** What stands in place of the picture. */
  message: string
  /** What the player says of damage: `unknown`, `clean`, `damaged`; empty where it says nothing. */
  damage: string
  /** From the key, or from Enter behind the number. */
  milliseconds: number
}

export type Drive = {
  seen: Seen[]
  /** Every picture that came on the canvas meanwhile, with the number claimed at that time. */
  passed: { claimed: number; blocks: string }[]
}

/** Makes the moves one after the other; each begins when the picture asked for, or the reason for none, is there. */
export function drive(exhibit: Exhibit, moves: readonly Move[], options: DriveOptions = {}): Promise<Drive> {
  const code = { blocks, columns, rows, codedHeight }
  const { untilChecked = false, readsBlocks = true } = options
  return exhibit.window.evaluate(drivePage, { moves, untilChecked, readsBlocks, patienceMs: 20_000, ...code })
}

export type DriveOptions = {
  /** Whether a move is at its end only when the player has told whether the picture is damaged. Default false. */
  untilChecked?: boolean
  /** Reading takes time of its own, which is not to be measured along. Default true. */
  readsBlocks?: boolean
}

type Asked = {
  moves: readonly Move[]
  untilChecked: boolean
  readsBlocks: boolean
  blocks: number
  columns: number
  rows: number
  codedHeight: number
  patienceMs: number
}

/** Runs in the page, where nothing of this file is known. */
async function drivePage({ moves, untilChecked, readsBlocks, patienceMs, ...code }: Asked): Promise<Drive> {
  const part = (id: string): HTMLElement | null => document.querySelector(`[data-testid=${id}]`)
  const picture = part('picture') as HTMLCanvasElement | null
  const context = picture?.getContext('2d')
  if (!picture || !context) throw new Error('there is no player')

  /** One character a block: all of nine places in it have to be clearly white or clearly black. */
  const readBlocks = (): string => {
    if (!readsBlocks) return ''
    const { width, height } = picture
    const { data } = context.getImageData(0, 0, width, height)
    let seen = ''
    for (let block = 0; block < code.blocks; block += 1) {
      let [white, black] = [0, 0]
      for (let place = 0; place < 9; place += 1) {
        const across = ((block % code.columns) + 0.25 + 0.25 * (place % 3)) / code.columns
        const down = (Math.floor(block / code.columns) + 0.25 + 0.25 * Math.floor(place / 3)) / code.rows
        const [x, y] = [Math.floor(across * width), Math.floor(down * code.codedHeight * height)]
        const shade = data[(y * width + x) * 4 + 1] ?? 128
        if (shade > 190) white += 1
        if (shade < 65) black += 1
      }
      seen += white === 9 ? '1' : black === 9 ? '0' : '?'
    }
    return seen
  }
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))
  const passed: Drive['passed'] = []
  const observer = new MutationObserver(() => {
    const claimed = picture.dataset['presentation']
    if (claimed !== undefined) passed.push({ claimed: Number(claimed), blocks: readBlocks() })
  })
  observer.observe(picture, { attributes: true, attributeFilter: ['data-presentation'] })

  const numberShown = (): number =>
    Number.parseInt(
      part('frame-number')
        ?.innerText.replace(/\D*([\d,]+).*/s, '$1')
        .replaceAll(',', '') ?? '',
      10,
    ) - 1
  /** Ends when it is asked for; before, only a field was opened. */
  const typeNumber = async (to: number): Promise<number> => {
    part('frame-number')?.click()
    for (let tries = 0; tries < 100 && !part('go-to'); tries += 1) await turn()
    const field = part('go-to') as HTMLInputElement | null
    if (!field) throw new Error('the number cannot be typed in')
    field.value = String(to + 1)
    field.dispatchEvent(new Event('input', { bubbles: true }))
    const asked = performance.now()
    field.form?.requestSubmit()
    return asked
  }
  const seen: Seen[] = []
  for (const { way, to } of moves) {
    let begun = performance.now()
    const before = passed.length
    if (way === 'number') begun = await typeNumber(to)
    else if (way === 'key') {
      const key = to > numberShown() ? 'ArrowRight' : 'ArrowLeft'
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    }
    for (;;) {
      await turn()
      const stands = picture.dataset['ready'] === 'true' && picture.dataset['presentation'] === String(to)
      // What plays is not waited for: it may be gone before it is looked at again.
      const isThere = way === 'wait' ? passed.slice(before).some(({ claimed }) => claimed === to) : stands
      const failed = part('picture-failed')
      const isPlain = failed !== null && picture.dataset['presentation'] === undefined && numberShown() === to
      const tired = performance.now() - begun > patienceMs
      const isChecked = !untilChecked || picture.dataset['damage'] !== 'unknown'
      if (!(isThere && isChecked) && !isPlain && !tired) continue
      const milliseconds = performance.now() - begun
      const isHidden = getComputedStyle(picture).visibility === 'hidden'
      seen.push({
        wanted: to,
        claimed: isThere && numberShown() === to ? to : null,
        blocks: isHidden ? '' : readBlocks(),
        message: tired ? 'nothing within the time' : (failed?.innerText ?? ''),
        damage: picture.dataset['damage'] ?? '',
        milliseconds,
      })
      break
    }
  }
  await turn()
  observer.disconnect()
  return { seen, passed }
}
