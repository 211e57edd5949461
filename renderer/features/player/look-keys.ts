// Commands for how the picture is looked at, each with its name and its keys: digits lie as on a block of numbers.
import { Deinterlacing } from '#contract/picture-view.ts'
import type { ItemId } from '#contract/units.ts'
import { pictureViews } from '../../state/picture-views.svelte.ts'
import type { PictureZoom } from './picture-zoom.svelte.ts'

export type LookTarget = {
  zoom: Pick<PictureZoom, 'fit' | 'oneToOne' | 'step' | 'look' | 'centre'>
  itemId: ItemId | null
}
export type LookCommand = { name: string; keys: readonly string[]; run: (target: LookTarget) => void }

const command = (name: string, keys: readonly string[], run: LookCommand['run']): LookCommand => ({
  name,
  keys,
  run,
})

export const lookCommands: readonly LookCommand[] = [
  command('zoom.fit', ['0'], ({ zoom }) => zoom.fit()),
  command('zoom.oneToOne', ['1'], ({ zoom }) => zoom.oneToOne()),
  command('zoom.in', ['+', '='], ({ zoom }) => zoom.step(1)),
  command('zoom.out', ['-'], ({ zoom }) => zoom.step(-1)),
  command('zoom.left', ['4'], ({ zoom }) => zoom.look(-1, 0)),
  command('zoom.right', ['6'], ({ zoom }) => zoom.look(1, 0)),
  command('zoom.up', ['8'], ({ zoom }) => zoom.look(0, -1)),
  command('zoom.down', ['2'], ({ zoom }) => zoom.look(0, 1)),
  command('zoom.middle', ['5'], ({ zoom }) => zoom.centre({ x: 0.5, y: 0.5 })),
  command('view.toStored', ['c'], ({ itemId }) => {
    if (itemId !== null) pictureViews.toggle(itemId)
  }),
  command('view.fields', ['d'], ({ itemId }) => {
    if (itemId === null) return
    const choices = Deinterlacing.options
    const at = choices.indexOf(pictureViews.shown(itemId).deinterlacing)
    pictureViews.change(itemId, { deinterlacing: choices[(at + 1) % choices.length] ?? 'none' })
  }),
]

/** True where the key stands for one of them. */
export function lookOnKey(key: string, target: LookTarget): boolean {
  const found = lookCommands.find(({ keys }) => keys.includes(key.toLowerCase()))
  found?.run(target)
  return found !== undefined
}
