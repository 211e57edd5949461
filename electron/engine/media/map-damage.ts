// Where a whole track does not decode cleanly. Many groups of pictures go through ffmpeg at once; only where it complains, the first
// group that it complains about is looked for, and in that the first picture.
import type { DamageMap } from '#contract/frames.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { setsInForce } from '#engine/bitstream/sets-in-force.ts'
import { piecesOf, type DamageRequest, type Group } from './damage-groups.ts'
import { DamageJudge } from './damage-judge.ts'
import { DamageVerdicts } from './damage-verdicts.ts'
import { findFfmpeg } from './ffmpeg-program.ts'
import { ffmpegVersion } from './ffmpeg.ts'

/** At most so many samples in one run of ffmpeg, but for a group that is longer. */
const runSamples = 3_000
/** So many pieces are gone through without a pause. */
const turnPieces = 1_024

/** Fails with `ffmpeg-missing`, and with `ffmpeg-failed` where nothing can be decoded at all. */
export async function mapDamage(request: DamageRequest, work: Work): Promise<DamageMap> {
  const { source, track, missing } = request
  setsInForce(track, missing)
  const ffmpeg = await ffmpegVersion(await findFfmpeg())
  const verdicts = new DamageVerdicts(track.samples)
  const judge = new DamageJudge({ source, track, verdicts }, work)
  let waiting: Group[] = []
  let runLength = runSamples
  let pieces = 0
  for await (const piece of piecesOf(request, work.signal)) {
    if ((pieces += 1) % turnPieces === 0) await breathe(work.signal)
    const last = waiting.at(-1)
    if (last && (piece.kind === 'left' || !followsOn(last, piece))) await settle(() => waiting.length > 0)
    if (piece.kind === 'left') judge.leave(piece)
    else waiting.push(piece)
    await settle(() => samplesIn(waiting) >= runLength)
  }
  await settle(() => waiting.length > 0)
  return { trackId: track.id, ...verdicts.tell(), ffmpeg }

  /** Where one group is damaged the next may be, too: they go through one by one, then ever more again. */
  async function settle(isWorthIt: () => boolean): Promise<void> {
    while (isWorthIt()) {
      const run = waiting.slice(0, groupsFor(waiting, runLength))
      const settled = await judge.settle(run)
      waiting = waiting.slice(settled.groups)
      runLength = settled.isSound ? Math.min(runSamples, 2 * samplesIn(run)) : 1
    }
  }
}

const followsOn = (before: Group, { first, entry }: Group): boolean =>
  before.end === first && before.entry === entry

const samplesIn = (groups: readonly Group[]): number => (groups.at(-1)?.end ?? 0) - (groups[0]?.first ?? 0)

/** How many of the first groups have so many samples together; all where they have fewer. */
function groupsFor(groups: readonly Group[], samples: number): number {
  const start = groups[0]?.first ?? 0
  const last = groups.findIndex(({ end }) => end - start >= samples)
  return last < 0 ? groups.length : last + 1
}
