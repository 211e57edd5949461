// Where sound lies on the timeline of the pictures.
import { shownAt, statedForBoth } from '#contract/start-statements.ts'
import type { StartTime, Track } from '#contract/track.ts'
import { spanOf } from './playhead-time.ts'

/**
 * Seconds to add to the audio track's media timeline to get the video track's: by the start times where one statement names
 * both tracks, else by the edit lists, as every player shows them.
 */
export function soundShift(video: Track, audio: Track, startTimes: readonly StartTime[]): number {
  const stated = statedForBoth(startTimes, video.id, audio.id)
  const span = stated && spanOf(stated)
  return span === null ? shownAt(audio) - shownAt(video) : Number(span) / 1e7
}
