// Which stored picture of a group is the first that does not decode cleanly. Pictures that were decoded after the damaged one may
// repeat it.
import type { ByteSource } from '../base/byte-source.ts'
import type { MovieTrack } from '../isobmff/movie.ts'
import { firstAlike } from '../isobmff/sample-entry.ts'
import { unitFormat } from './annex-b.ts'
import { beginningAt, isUnsure } from './beginning.ts'
import { decodableSamples, firstDamaged } from './decode-check.ts'
import { groupStart } from './group-start.ts'

/** More is not decoded for one answer: a group of pictures has some megabytes. */
export const groupBytesLimit = 256 << 20
const timeoutMs = 60_000

/** `firstDamaged` is a decode index; null where all decode cleanly. `checked` is false where this codec cannot be checked, or it is not known how decoding begins. */
export type DamageAnswer = { checked: boolean; firstDamaged: number | null }

/**
 * Decodes samples [first, first + count), of which the first has to be one at which decoding can begin. One without bytes counts as
 * damaged: what follows may depend on it.
 */
export async function findDamage(
  source: ByteSource,
  track: MovieTrack,
  first: number,
  count: number,
  signal: AbortSignal,
): Promise<DamageAnswer> {
  const { samples } = track
  const end = Math.min(samples.length, first + count)
  const beginning = await beginningAt(source, track, first, signal)
  const isKnown = beginning !== null && !(await isUnsure(source, track, [first, first + 1], signal))
  const format = unitFormat(beginning?.entries[samples.entry[first] ?? 0])
  const wanted = decodableSamples(track, first, end)
  const bytes = wanted.reduce((sum, index) => sum + (samples.size[index] ?? 0), 0)
  // Of another entry other parameter sets hold; such a change within a group does not occur in practice.
  const alike = firstAlike(track.entries)
  const entryOf = (index: number): number | undefined => alike[samples.entry[index] ?? 0]
  const isUniform = wanted.every((index) => entryOf(index) === entryOf(first))
  if (!isKnown || !format || !isUniform || wanted.length === 0 || bytes > groupBytesLimit)
    return { checked: false, firstDamaged: null }
  // It was not given what comes before, and may complain of that or fill it in.
  if ((await groupStart(source, track, first, format)) === 'none')
    return { checked: false, firstDamaged: null }
  const place = await firstDamaged({ source, track, format, wanted }, 0, { signal, timeoutMs })
  return { checked: true, firstDamaged: place === null ? null : (wanted[place] ?? null) }
}
