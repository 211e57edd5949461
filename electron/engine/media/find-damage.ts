// Which stored picture of a group is the first that does not decode cleanly. Pictures that were decoded after the damaged one may
// repeat it.
import type { UncheckedReason } from '#contract/frames.ts'
import type { SampleDamage } from '#contract/track.ts'
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

/**
 * Decodes samples [first, first + count), of which the first has to be one at which decoding can begin. One without bytes counts as
 * damaged: what follows may depend on it. Where they cannot be checked, the answer says why.
 */
export async function findDamage(
  source: ByteSource,
  track: MovieTrack,
  first: number,
  count: number,
  signal: AbortSignal,
): Promise<SampleDamage> {
  const { samples } = track
  const end = Math.min(samples.length, first + count)
  const beginning = await beginningAt(source, track, first, signal)
  if (beginning === null || (await isUnsure(source, track, [first, first + 1], signal)))
    return notChecked('unknown-sets')
  const entry = beginning.entries[samples.entry[first] ?? 0]
  const format = unitFormat(entry)
  if (!format) return notChecked(entry ? 'codec' : 'entry')
  const wanted = decodableSamples(track, first, end)
  const bytes = wanted.reduce((sum, index) => sum + (samples.size[index] ?? 0), 0)
  // Of another entry other parameter sets hold; such a change within a group does not occur in practice.
  const alike = firstAlike(track.entries)
  const entryOf = (index: number): number | undefined => alike[samples.entry[index] ?? 0]
  const isUniform = wanted.every((index) => entryOf(index) === entryOf(first))
  if (wanted.length === 0 || !isUniform) return notChecked('no-start')
  if (bytes > groupBytesLimit) return notChecked('too-large')
  // It was not given what comes before, and may complain of that or fill it in.
  if ((await groupStart(source, track, first, format)) === 'none') return notChecked('no-start')
  const place = await firstDamaged({ source, track, format, wanted }, 0, { signal, timeoutMs })
  return { checked: true, firstDamaged: place === null ? null : (wanted[place] ?? null), why: null }
}

const notChecked = (why: UncheckedReason): SampleDamage => ({ checked: false, firstDamaged: null, why })
