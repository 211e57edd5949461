// Is the recording that a player would show really what a seal covers? Sample tables may point anywhere: into boxes that a
// seal leaves outside, or (where media lies behind `meta`) to places that moved when a later seal was added.
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { Movie } from '#engine/isobmff/movie.ts'
import { subtract } from './seal-coverage.ts'
import type { Coverage } from './seal-coverage.ts'
import { spliced } from './spliced-source.ts'

type Tracks = Pick<Movie, 'tracks'>

/** One sentence about the first sample that `coverage` does not speak of; null where it covers all of them. */
export async function findStrayMedia(
  source: ByteSource,
  tree: BoxTree,
  movie: Tracks,
  coverage: Coverage,
): Promise<string | null> {
  const outside = subtract([{ start: 0, end: source.size }], coverage.covered)
  return sampleIn(movie, outside) ?? (await movedSample(source, tree, movie, coverage))
}

function sampleIn(movie: Tracks, ranges: readonly ByteRange[]): string | null {
  if (ranges.length === 0) return null
  for (const { id, samples } of movie.tracks) {
    for (let index = 0; index < samples.length; index += 1) {
      const start = samples.offset[index] ?? 0
      const end = start + (samples.size[index] ?? 0)
      if (end > start && meets(ranges, start, end))
        return `sample ${index + 1} of track ${id} lies outside it, at offset ${start}.`
    }
  }
  return null
}

/** Whether [start, end) meets one of the ranges, which are in order and apart. */
function meets(ranges: readonly ByteRange[], start: number, end: number): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.end ?? 0) <= start) low = middle + 1
    else high = middle
  }
  return (ranges[low]?.start ?? Number.POSITIVE_INFINITY) < end
}

const harmless = new Set(['mfra', 'free', 'skip'])

/**
 * Media behind `meta` moved when a later `sinf` was put in. The file is read as it stood when this seal was made: every
 * sample must be the same bytes then and now.
 */
async function movedSample(
  source: ByteSource,
  tree: BoxTree,
  movie: Tracks,
  coverage: Coverage,
): Promise<string | null> {
  const { removed, meta } = coverage
  if (removed.length === 0) return null
  if (!tree.boxes.some(({ offset, type }) => offset > meta.start && !harmless.has(type))) return null
  const before = spliced(source, coverage)
  const findings = new Findings()
  const then = await readMovie(before, await readBoxTree(before, findings), findings)
  // Everything removed lies in `meta`, in front of all media behind it.
  const shift = removed.reduce((sum, { start, end }) => sum + end - start, 0)
  const nowAt = (offset: number): number => (offset >= meta.end - shift ? offset + shift : offset)
  for (const track of movie.tracks) {
    const old = then.tracks.find(({ id }) => id === track.id)
    if (old?.samples.length !== track.samples.length)
      return `track ${track.id} had other samples when it was sealed.`
    for (let index = 0; index < track.samples.length; index += 1) {
      const same =
        nowAt(old.samples.offset[index] ?? 0) === track.samples.offset[index] &&
        old.samples.size[index] === track.samples.size[index]
      if (!same)
        return `sample ${index + 1} of track ${track.id} lay elsewhere when it was sealed; later seals moved it.`
    }
  }
  return null
}
