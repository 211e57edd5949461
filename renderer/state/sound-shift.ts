// Where sound lies on the timeline of the pictures.
import type { Track } from '#contract/track.ts'
import { parseInstant, secondsBetween } from './playhead-time.ts'

/**
 * Seconds to add to the audio track's media timeline to get the video track's. By the start times where the
 * export gives them (both timelines have their own origin in UTC), else by the edit lists.
 */
export function soundShift(video: Track, audio: Track, exported: boolean): number {
  const videoStart = video.startTime ? parseInstant(video.startTime) : null
  const audioStart = audio.startTime ? parseInstant(audio.startTime) : null
  if (exported && videoStart !== null && audioStart !== null) return secondsBetween(videoStart, audioStart)
  const movie = (track: Track): number =>
    track.editDelaySeconds - (track.timescale > 0 ? track.editMediaTime / track.timescale : 0)
  return movie(audio) - movie(video)
}
