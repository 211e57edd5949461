// Where sound lies on the timeline of the pictures.
import type { StartTime, Track } from '#contract/track.ts'
import { parseInstant, secondsBetween } from './playhead-time.ts'

/**
 * Seconds to add to the audio track's media timeline to get the video track's: by the start times where one statement names
 * both tracks (EFF 5.3, note: so audio and video are synchronised), else by the edit lists, as every player shows them.
 */
export function soundShift(video: Track, audio: Track, startTimes: readonly StartTime[]): number {
  const starts = statedForBoth(startTimes, video.id, audio.id)
  if (starts) return secondsBetween(starts.video, starts.audio)
  const movie = (track: Track): number =>
    track.editDelaySeconds - (track.timescale > 0 ? track.editMediaTime / track.timescale : 0)
  return movie(audio) - movie(video)
}

/**
 * The best statement that names both. One that moves all tracks says nothing of one against another, so that what was said
 * before it stands; a correction that does not count says nothing at all.
 */
function statedForBoth(
  startTimes: readonly StartTime[],
  video: number,
  audio: number,
): { video: bigint; audio: bigint } | null {
  // Each statement gives every track a time: the lists run side by side.
  const heard = startTimes.filter(({ trackId }) => trackId === audio)
  const shown = startTimes.filter(({ trackId }) => trackId === video)
  for (const [at, one] of shown.entries()) {
    const other = heard[at]
    if (!other || other.origin !== one.origin || (one.origin === 'corrected cstb' && at > 0)) continue
    // Inspections of earlier versions tell by the difference: who has no time of his own has that of the first.
    const isOwn = one.own === undefined ? one.utc !== other.utc : one.own && other.own
    const times = { video: parseInstant(one.utc), audio: parseInstant(other.utc) }
    if (isOwn && times.video !== null && times.audio !== null)
      return { video: times.video, audio: times.audio }
  }
  return null
}
