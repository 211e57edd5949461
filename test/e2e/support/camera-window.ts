// Reads, at one moment, what every camera on the screen shows and says, and drives them from within the page.
import { blocks, codedHeight, columns, rows } from '#test/support/zoo/block-code.ts'
import type { Exhibit } from './launch.ts'

export type TileSeen = {
  item: string
  /** `picture`, or why there is none: `gap`, `before`, `after`. */
  state: string
  /** Number of the picture that the tile claims; null where it shows none. */
  claimed: number | null
  /** Blocks read from its canvas; empty where it is hidden. */
  blocks: string
  /** Time of the picture on the common clock, by the tile. */
  utc: string
  words: string
  /** It says that what it shows is older than what the others show. */
  lags: boolean
}
export type Moment = { clock: string; tiles: TileSeen[] }

export type CameraMove = { type: string } | { key: string; shift?: boolean }

/** Makes the moves one after the other, each when all cameras show what they claim, and tells what was to be seen then. */
export const driveCameras = (exhibit: Exhibit, moves: readonly CameraMove[]): Promise<Moment[]> =>
  exhibit.window.evaluate(drivePage, { moves, patienceMs: 20_000, blocks, columns, rows, codedHeight })

/** What is to be seen now, whether all has settled or not. */
export const seeCameras = async (exhibit: Exhibit): Promise<Moment> => {
  const [moment] = await exhibit.window.evaluate(drivePage, {
    ...{ moves: null, patienceMs: 0, blocks, columns, rows, codedHeight },
  })
  if (!moment) throw new Error('nothing was seen')
  return moment
}

type Asked = {
  /** Null: only look. */
  moves: readonly CameraMove[] | null
  patienceMs: number
  blocks: number
  columns: number
  rows: number
  codedHeight: number
}

/** Runs in the page, where nothing of this file is known. */
async function drivePage({ moves, patienceMs, ...code }: Asked): Promise<Moment[]> {
  const part = (id: string, within: ParentNode = document): HTMLElement | null =>
    within.querySelector<HTMLElement>(`[data-testid=${id}]`)
  const readBlocks = (picture: HTMLCanvasElement): string => {
    const { width, height } = picture
    const data = picture.getContext('2d')?.getImageData(0, 0, width, height).data
    let seen = ''
    for (let block = 0; block < code.blocks; block += 1) {
      let [white, black] = [0, 0]
      for (let place = 0; place < 9; place += 1) {
        const across = ((block % code.columns) + 0.25 + 0.25 * (place % 3)) / code.columns
        const down = (Math.floor(block / code.columns) + 0.25 + 0.25 * Math.floor(place / 3)) / code.rows
        const [x, y] = [Math.floor(across * width), Math.floor(down * code.codedHeight * height)]
        const shade = data?.[(y * width + x) * 4 + 1] ?? 128
        if (shade > 190) white += 1
        if (shade < 65) black += 1
      }
      seen += white === 9 ? '1' : black === 9 ? '0' : '?'
    }
    return seen
  }
  const tiles = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-testid=camera-tile]')]
  const look = (): Moment => ({
    clock: part('cameras-clock')?.dataset['utc'] ?? '',
    tiles: tiles().map((tile) => {
      const picture = part('camera-picture', tile) as HTMLCanvasElement | null
      const isHidden = !picture || getComputedStyle(picture).visibility === 'hidden'
      const claimed = picture?.dataset['presentation']
      return {
        item: tile.dataset['item'] ?? '',
        state: tile.dataset['state'] ?? '',
        claimed: claimed === undefined ? null : Number(claimed),
        blocks: isHidden ? '' : readBlocks(picture),
        utc: tile.dataset['utc'] ?? '',
        lags: part('camera-lags', tile) !== null,
        words: part('camera-none', tile)?.innerText ?? part('camera-time', tile)?.innerText ?? '',
      }
    }),
  })
  if (moves === null) return [look()]
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))
  const isSettled = (): boolean =>
    part('cameras-go-to') === null &&
    tiles().every(
      (tile) =>
        tile.dataset['state'] !== 'picture' || part('camera-picture', tile)?.dataset['ready'] === 'true',
    )
  const moments: Moment[] = []
  for (const move of moves) {
    if ('type' in move) {
      part('cameras-clock')?.click()
      for (let tries = 0; tries < 100 && !part('cameras-go-to'); tries += 1) await turn()
      const field = part('cameras-go-to') as HTMLInputElement | null
      if (!field) throw new Error('no time can be typed in')
      field.value = move.type
      field.dispatchEvent(new Event('input', { bubbles: true }))
      field.form?.requestSubmit()
    } else {
      const { key, shift: shiftKey = false } = move
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }),
      )
    }
    const begun = performance.now()
    do await turn()
    while (!isSettled() && performance.now() - begun < patienceMs)
    moments.push(look())
  }
  return moments
}
