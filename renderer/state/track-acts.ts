// Choosing among the tracks of pictures of a file, by whoever looks at them: what cannot be shown of the moment is told.
import { t } from '#contract/messages/format.ts'
import { notices } from './notices.svelte.ts'
import type { Playhead } from './playhead.svelte.ts'

export async function chooseTrack(playhead: Playhead, trackId: number): Promise<void> {
  tell(await playhead.chooseTrack(trackId))
}

/** The next or previous one, round. */
export async function stepTrack(playhead: Playhead, direction: 1 | -1): Promise<void> {
  tell(await playhead.stepTrack(direction))
}

function tell(isThere: boolean): void {
  if (!isThere) notices.warn(t('tracks.outside'), [])
}
