// What the commands do by which one looks at the picture: how closely, at which part of it, and with which changes.
import { Deinterlacing } from '#contract/picture-view.ts'
import type { ItemId } from '#contract/units.ts'
import type { CommandId } from '../../state/commands.ts'
import { pictureViews } from '../../state/picture-views.svelte.ts'
import type { PictureZoom } from './picture-zoom.svelte.ts'

type LookId = Extract<
  CommandId,
  | 'wholePicture'
  | 'oneToOne'
  | 'zoomIn'
  | 'zoomOut'
  | 'lookLeft'
  | 'lookRight'
  | 'lookUp'
  | 'lookDown'
  | 'lookMiddle'
  | 'viewStored'
  | 'nextFields'
>
export type LookActs = Record<LookId, () => void>

/** `itemId`: whose picture is shown at the moment. */
export function lookActs(
  zoom: Pick<PictureZoom, 'fit' | 'oneToOne' | 'step' | 'look' | 'centre'>,
  itemId: () => ItemId | null,
): LookActs {
  const withItem = (act: (id: ItemId) => void) => (): void => {
    const id = itemId()
    if (id !== null) act(id)
  }
  return {
    wholePicture: () => zoom.fit(),
    oneToOne: () => zoom.oneToOne(),
    zoomIn: () => zoom.step(1),
    zoomOut: () => zoom.step(-1),
    lookLeft: () => zoom.look(-1, 0),
    lookRight: () => zoom.look(1, 0),
    lookUp: () => zoom.look(0, -1),
    lookDown: () => zoom.look(0, 1),
    lookMiddle: () => zoom.centre({ x: 0.5, y: 0.5 }),
    viewStored: withItem((id) => pictureViews.toggle(id)),
    nextFields: withItem((id) => {
      const choices = Deinterlacing.options
      const at = choices.indexOf(pictureViews.shown(id).deinterlacing)
      pictureViews.change(id, { deinterlacing: choices[(at + 1) % choices.length] ?? 'none' })
    }),
  }
}
