// Stills of the picture on the screen: the engine makes them of the stored sample, this only says which one.
import { t } from '#contract/messages/format.ts'
import { isAsStored } from '#contract/picture-view.ts'
import type { StillOverlay } from '#contract/still.ts'
import { call, startJob } from '../client/client.ts'
import { attempt, showAction } from './acts.svelte.ts'
import { notices } from './notices.svelte.ts'
import { pictureViews } from './picture-views.svelte.ts'
import type { Playhead } from './playhead.svelte.ts'
import { trackPart } from './track-names.ts'
import { veil } from './veil.svelte.ts'

export type StillChoice = {
  choose?: boolean
  asSeen?: boolean
  overlay?: StillOverlay | undefined
}

/**
 * `choose`: asks where to; otherwise it goes into the case, under a name of its own. `asSeen`: with what is changed in the
 * view; otherwise that is only stated. `overlay`: what is to be drawn in.
 */
export async function makeStill(
  playhead: Playhead,
  { choose = false, asSeen = false, overlay }: StillChoice = {},
): Promise<void> {
  const { itemId, track, samples, status, wanted, detail } = playhead
  if (!itemId || !track || !samples || status !== 'ready') return
  playhead.pause()
  // What nobody sees, nobody chooses.
  if (detail && veil.hides(detail.summary)) return void notices.warn(t('veil.noStill'), [])
  const sample = samples.decodeIndex(wanted)
  await attempt(t('still.notMade'), async () => {
    const stem = (detail?.summary.name ?? '').replace(/\.\w{1,4}$/, '').replace(/[^\p{L}\p{N}._-]+/gu, '-')
    const path = choose
      ? await call('dialog.saveFile', {
          title: t('still.choose'),
          defaultName: `${stem.slice(0, 60) || 'still'}${trackPart(playhead)}-${wanted + 1}.png`,
          filters: [{ name: 'PNG', extensions: ['png'] }],
        })
      : null
    if (choose && path === null) return
    const shown = pictureViews.shown(itemId)
    const view = isAsStored(shown) ? {} : { view: shown, asSeen }
    const drawn = overlay ? { overlay } : {}
    const { ended } = await startJob('still.make', {
      ...{ itemId, trackId: track.id, sample, path },
      ...{ ...view, ...drawn },
    })
    // A failure is told where all ends of work are told.
    const still = await ended.catch(() => null)
    if (!still) return
    const what = t('still.made', { number: wanted + 1, path: still.path })
    if (still.notes.length > 0) notices.warn(what, still.notes, showAction(still.path))
    else notices.note(what, showAction(still.path))
  })
}
