// How far one decoder goes: of pictures of another size, or that are described by another sample entry, it makes what suits those
// before.
import type { ByteSource } from '#engine/base/byte-source.ts'
import { setsInForce } from '#engine/bitstream/sets-in-force.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { portionEnd, splitPortions } from './review-plan.ts'
import type { ReviewPlan } from './review-plan.ts'

type Run = { source: ByteSource; track: MovieTrack; plan: ReviewPlan }

/** Up to here portions are told apart by their sequence parameter sets too. */
const learned = new WeakMap<ReviewPlan, number>()

/** The first picture after `first` that needs another decoder, at most `end`. */
export async function runEnd(run: Run, first: number, end: number, signal: AbortSignal): Promise<number> {
  let last = 0
  for (let picture = first; picture < end; picture += 1)
    last = Math.max(last, run.plan.sampleOf[picture] ?? 0)
  await learnPortions(run, last + 1, signal)
  return portionEnd(run.plan, first, end)
}

/** Nothing of a sequence depends on what was before it. */
async function learnPortions({ source, track, plan }: Run, to: number, signal: AbortSignal): Promise<void> {
  const from = learned.get(plan) ?? 0
  if (to <= from) return
  const sets = setsInForce(track)
  await sets.learn(source, to, signal)
  const known = Math.min(to, sets.known)
  // What began before goes on.
  const begins = sets.sequencesIn(0, known)
  splitPortions(
    plan,
    begins.slice(
      Math.max(
        0,
        begins.findLastIndex((begin) => begin <= from),
      ),
    ),
    from,
    known,
  )
  learned.set(plan, known)
}
