// Calls about what can be looked at although the platform cannot decode it: review copies, and videos of other formats.
import type { EngineHandlers } from '#contract/calls.ts'
import type { Workbench } from '../workbench.ts'

type ReviewCalls = Pick<EngineHandlers, 'video.open' | 'review.open' | 'review.group'>

export function reviewCalls(bench: Workbench): ReviewCalls {
  return {
    'video.open': ({ itemId }) => Promise.resolve({ jobId: bench.reviews.openVideo(itemId) }),
    'review.open': async ({ itemId, trackId, picture }) => ({
      jobId: await bench.reviews.open(itemId, trackId, picture),
    }),
    'review.group': ({ itemId, trackId, picture }) => bench.reviews.group(itemId, trackId, picture),
  }
}
