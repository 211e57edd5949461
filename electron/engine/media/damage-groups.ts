// A track in pieces, in decode order: groups that can be decoded each from its sync sample on, and what cannot be checked, with the
// reason.
import type { UncheckedReason } from '#contract/frames.ts'
import { isTouched } from '#contract/units.ts'
import type { ByteRange } from '#contract/units.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { firstAlike } from '#engine/isobmff/sample-entry.ts'
import { unitFormat, type UnitFormat } from './annex-b.ts'
import { groupBytesLimit } from './find-damage.ts'

/** Samples [first, end). `entry`: of the sample entries that are alike the first. */
export type Group = { kind: 'group'; first: number; end: number; entry: number; format: UnitFormat }
export type Left = { kind: 'left'; first: number; end: number; reason: UncheckedReason }

/** Samples that overlap may make a small file endless: no more than this many times its size is decoded. */
const timesTheFile = 2

/** `missing`: bytes in whose place zeros stand. */
export function* piecesOf(
  { samples, entries }: MovieTrack,
  fileSize: number,
  missing: readonly ByteRange[],
): Generator<Group | Left> {
  const alike = firstAlike(entries)
  const formats = entries.map(unitFormat)
  const entryOf = (sample: number): number => alike[samples.entry[sample] ?? -1] ?? -1
  const isMissing = (sample: number): boolean => {
    const start = samples.offset[sample] ?? 0
    return isTouched(missing, start, start + (samples.size[sample] ?? 0))
  }
  let bytesLeft = timesTheFile * fileSize
  for (let first = 0; first < samples.length;) {
    const entry = entryOf(first)
    const [isFirstMissing, format] = [isMissing(first), formats[entry] ?? null]
    const isStart = samples.sync[first] === 1 && samples.size[first] !== 0
    let end = first
    let bytes = 0
    // What could not be read takes with it all that may depend on it.
    do {
      bytes += samples.size[end] ?? 0
      end += 1
    } while (
      end < samples.length &&
      samples.sync[end] !== 1 &&
      entryOf(end) === entry &&
      (isFirstMissing || !isMissing(end))
    )
    const piece = { first, end }
    first = end
    const leave = (reason: UncheckedReason): Left => ({ kind: 'left', ...piece, reason })
    if (entry === -1) yield leave('entry')
    else if (format === null) yield leave('codec')
    else if (isFirstMissing) yield leave('missing')
    else if (!isStart) yield leave('no-start')
    else if (bytes > Math.min(groupBytesLimit, bytesLeft)) yield leave('too-large')
    else {
      bytesLeft -= bytes
      yield { kind: 'group', ...piece, entry, format }
    }
  }
}
