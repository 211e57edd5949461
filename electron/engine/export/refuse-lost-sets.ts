// A cut keeps the sample entries and the samples as they were recorded. Where it would begin behind a change of parameter sets that
// is not repeated, the change would be lost, and every decoder would show something else than was recorded.
import { EvidenceError } from '#contract/errors.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { bringsItsSets } from '#engine/media/beginning.ts'
import type { CutPlan } from '#engine/media/cut.ts'
import type { Movie } from '#engine/isobmff/movie.ts'

/** Fails with `cut-refused`. */
export async function refuseLostSets(
  source: ByteSource,
  { tracks }: Pick<Movie, 'tracks'>,
  plan: Pick<CutPlan, 'tracks'>,
  signal: AbortSignal,
): Promise<void> {
  for (const { id, first } of plan.tracks) {
    const track = tracks.find((one) => one.id === id)
    if (!track || (await bringsItsSets(source, track, first, signal))) continue
    throw new EvidenceError(
      'cut-refused',
      `The cut would begin with sample ${first + 1} of track ${id}. How it is decoded is said by parameter sets that came in samples before and are not repeated there: without them something else would be seen. Begin earlier, or hand it on whole.`,
    )
  }
}
