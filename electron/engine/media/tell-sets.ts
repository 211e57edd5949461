// What is known of an item, said of its tracks before anything of them is decoded.
import type { ItemDetail } from '#contract/item.ts'
import { setsInForce } from '#engine/bitstream/sets-in-force.ts'
import type { Movie } from '#engine/isobmff/movie.ts'

/** Of what was read through when it was taken in and has no other sets, the heads of samples need not be read again. */
export function tellSets(
  movie: Pick<Movie, 'tracks'>,
  { inspection: { tracks }, missing }: Pick<ItemDetail, 'inspection' | 'missing'>,
): void {
  for (const [at, track] of movie.tracks.entries()) {
    const sets = setsInForce(track, missing)
    const setsChange = tracks[at]?.id === track.id ? tracks[at].setsChange : undefined
    if (setsChange === false) sets.tell(track.samples.length - 1)
    if (setsChange === true) sets.expect()
  }
}
