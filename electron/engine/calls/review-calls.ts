// Calls about what can be looked at and heard although the platform cannot decode it: review copies, videos of other formats, sound.
import type { EngineHandlers } from '#contract/calls.ts'
import type { Workbench } from '../workbench.ts'

type ReviewCalls = Pick<EngineHandlers, 'video.open' | 'review.open' | 'review.group' | 'sound.open'>

export function reviewCalls(bench: Workbench): ReviewCalls {
  return {
    'video.open': ({ itemId }) => Promise.resolve({ jobId: bench.reviews.layouts.open(itemId) }),
    'review.open': async ({ itemId, trackId, picture }) => ({
      jobId: await bench.reviews.open(itemId, trackId, picture),
    }),
    'sound.open': (asked) => Promise.resolve({ jobId: bench.sounds.open(asked) }),
    'review.group': ({ itemId, trackId, picture }) => bench.reviews.group(itemId, trackId, picture),
  }
}
