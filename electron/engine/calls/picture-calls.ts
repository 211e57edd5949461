// The call that tells what a file says of its picture.
import type { EngineHandlers } from '#contract/calls.ts'
import { openFileSource } from '../base/byte-source.ts'
import { pictureStatements } from '../bitstream/picture-statements.ts'
import type { Workbench } from '../workbench.ts'
import { findTrack } from './track-calls.ts'

export function pictureCalls(bench: Workbench): Pick<EngineHandlers, 'track.picture'> {
  return {
    'track.picture': async ({ itemId, trackId }) => {
      const track = await findTrack(bench, itemId, trackId)
      const source = await openFileSource(bench.reviews.playedFile(itemId))
      try {
        return await pictureStatements(source, track)
      } finally {
        await source.close()
      }
    },
  }
}
