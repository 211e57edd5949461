// A cut keeps the sample entries and the samples as they were recorded. Where it would begin behind a change of parameter sets that
// is not repeated, the change would be lost, and every decoder would show something else than was recorded.
import { EvidenceError } from '#contract/errors.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import { setsInForce } from '#engine/bitstream/sets-in-force.ts'
import { losesSets } from '#engine/media/beginning.ts'
import type { CutPlan } from '#engine/media/cut.ts'
import type { Movie, MovieTrack } from '#engine/isobmff/movie.ts'

/** Fails with `cut-refused`. */
export async function refuseLostSets(
  source: ByteSource,
  { tracks }: Pick<Movie, 'tracks'>,
  plan: Pick<CutPlan, 'tracks'>,
  work: Work,
): Promise<void> {
  for (const { id, first } of plan.tracks) {
    const track = tracks.find((one) => one.id === id)
    if (!track) continue
    await learnUpTo(source, track, first, work)
    const loses = await losesSets(source, track, first, work.signal)
    if (loses === false) continue
    throw new EvidenceError(
      'cut-refused',
      `The cut would begin with sample ${first + 1} of track ${id}. ${loses === true ? lost : unknown} Begin earlier, or hand it on whole.`,
    )
  }
}

/** Where it is not known yet, the heads of all samples before are read. */
async function learnUpTo(source: ByteSource, track: MovieTrack, first: number, work: Work): Promise<void> {
  const sets = setsInForce(track)
  while (sets.known <= first && !sets.stopped) {
    await sets.learn(source, Math.min(first + 1, sets.known + samplesAtOnce), work.signal)
    work.report({ label: source.name, done: sets.known, total: first + 1, unit: 'items' })
  }
}

const samplesAtOnce = 1_024
const lost =
  'How it is decoded is said by parameter sets that came in samples before and are not repeated there: without them something else would be seen.'
const unknown =
  'Which parameter sets it is decoded with cannot be told, for samples before cannot be read, or bring too many: without them something else might be seen.'
