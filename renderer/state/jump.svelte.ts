// A moment of another item that is to be shown in the review screen, until the screen has it.
import { t } from '#contract/messages/format.ts'
import type { SearchEntry } from '#contract/search.ts'
import type { Track } from '#contract/track.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import type { TimeOf } from './metadata-clock.ts'
import { tellNearest } from './nearest-picture.ts'
import { notices } from './notices.svelte.ts'
import { objectKey } from './overlay-match.ts'
import { overlay, type KnownObject } from './overlay.svelte.ts'
import { playhead } from './playhead.svelte.ts'
import { view } from './view.svelte.ts'

export type JumpTarget = {
  itemId: ItemId
  time: UtcTime
  of: TimeOf
  /** The track of pictures that is to be shown; absent: the one that metadata of `of` speaks of, else the one that is shown. */
  trackId?: number | undefined
  /** The object that is looked for. */
  object: KnownObject | null
}

/** The object of a found entry with a number; its stretches are of one track and source. */
export function chosenOf({ trackId, sources, classes, event, object: id }: SearchEntry): KnownObject | null {
  const source = sources[0] ?? null
  const key = objectKey({ trackId, source }, id)
  if (event || id === null || key === null) return null
  return { key, id, trackId, source, class: classes[0] ?? null }
}

class Jump {
  target = $state.raw<JumpTarget | null>(null)

  to(target: JumpTarget): void {
    this.target = target
    view.go({ screen: 'review', itemId: target.itemId })
  }

  /** The recording is there: goes to the moment, and says where that is not possible. */
  land(): void {
    const { target } = this
    if (!target || playhead.status === 'empty') return
    const other = this.#otherTrackFor(target)
    // It is landed again once that track is there.
    if (other) return void playhead.chooseTrack(other.id)
    this.target = null
    overlay.choose(target.object)
    if (playhead.status !== 'ready') return
    const place = playhead.seekToEvent(target.time, target.of)
    if (!place) notices.warn(t('search.noClock'), [])
    else if (place.where !== 'inside') tellNearest(playhead, t('search.outside'))
  }

  /** The track of pictures that the moment belongs to; null where it is shown, or not known, or not there. */
  #otherTrackFor({ trackId, of }: JumpTarget): Track | null {
    if (trackId === undefined) return playhead.otherPicturesOf(of)
    return playhead.videoTracks.find(({ id }) => id === trackId && id !== playhead.track?.id) ?? null
  }
}

export const jump = new Jump()
