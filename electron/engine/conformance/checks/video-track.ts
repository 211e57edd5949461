// Level 0V and above need video (IEC 62676-2-11, level 0V).
import { fail, pass } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const videoTrack: CheckDefinition = {
  id: 'video-track',
  levels: ['0V', '0M', '0E'],
  clause: 'ONVIF EFF Device Test Specification EXPORT_FORMAT-1-1-1',
  title: 'At least one video track with samples',
  about: 'structure',
  run({ movie }) {
    const tracks = movie.tracks.filter(({ handler, samples }) => handler === 'vide' && samples.length > 0)
    return tracks.length > 0
      ? pass(
          `${tracks.length} video track(s), ${tracks.map(({ samples }) => samples.length).join(', ')} samples.`,
        )
      : fail('No track with handler ‘vide’ has samples.')
  },
}
