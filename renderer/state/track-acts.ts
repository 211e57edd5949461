// Choosing among the tracks of pictures of a file, by whoever looks at them: what cannot be shown of the moment is told.
import { t } from '#contract/messages/format.ts'
import { tellNearest } from './nearest-picture.ts'
import { formatInstant } from './playhead-time.ts'
import type { Playhead } from './playhead.svelte.ts'
import { trackName } from './track-names.ts'

export async function chooseTrack(playhead: Playhead, trackId: number): Promise<void> {
  await telling(playhead, () => playhead.chooseTrack(trackId))
}

/** The next or previous one, round. */
export async function stepTrack(playhead: Playhead, direction: 1 | -1): Promise<void> {
  await telling(playhead, () => playhead.stepTrack(direction))
}

async function telling(playhead: Playhead, choose: () => Promise<boolean>): Promise<void> {
  const time = momentOf(playhead)
  const isThere = await choose()
  const { track, detail } = playhead
  if (!isThere && track)
    tellNearest(playhead, t('tracks.outside', { name: trackName(detail, track.id), time }))
}

/** `22:00:10.180` UTC; without a start time the media time. */
function momentOf(playhead: Playhead): string {
  const { samples, wanted } = playhead
  const at = playhead.instantOf(wanted)
  const utc = at === null ? null : formatInstant(at)
  if (utc !== null) return `${utc.slice(11, -1)} UTC`
  return samples ? `${samples.secondsOf(wanted).toFixed(3)} s` : '–'
}
