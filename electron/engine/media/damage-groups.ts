// A track in pieces, in decode order: groups that can be decoded each from its sync sample on, and what cannot be checked, with the
// reason.
import type { UncheckedReason } from '#contract/frames.ts'
import { isTouched } from '#contract/units.ts'
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { firstAlike } from '#engine/isobmff/sample-entry.ts'
import { unitFormat, type UnitFormat } from './annex-b.ts'
import { groupBytesLimit } from './find-damage.ts'
import { groupStart, leadingEnd, type GroupStart } from './group-start.ts'

/**
 * Samples [first, end). `entry`: of the sample entries that are alike the first. `leadingEnd`: those up to it are shown before the first,
 * whatever their times are.
 */
export type Group = {
  kind: 'group'
  first: number
  end: number
  entry: number
  format: UnitFormat
  start: GroupStart
  leadingEnd: number
}
export type Left = { kind: 'left'; first: number; end: number; reason: UncheckedReason }

export type DamageRequest = {
  source: ByteSource
  track: MovieTrack
  /** Bytes in whose place zeros stand. */
  missing: readonly ByteRange[]
}

/** Samples that overlap may make a small file endless: no more than this many times its size is decoded. */
const timesTheFile = 2

export async function* piecesOf(
  { source, track, missing }: DamageRequest,
  signal: AbortSignal,
): AsyncGenerator<Group | Left> {
  const { samples, entries } = track
  const alike = firstAlike(entries)
  const formats = entries.map(unitFormat)
  const entryOf = (sample: number): number => alike[samples.entry[sample] ?? -1] ?? -1
  const lostAt = (sample: number): 'missing' | 'empty' | null => {
    const [at = 0, size = 0] = [samples.offset[sample], samples.size[sample]]
    if (size === 0) return 'empty'
    return isTouched(missing, at, at + size) ? 'missing' : null
  }
  const startAt = async (sample: number): Promise<GroupStart> => {
    if (samples.sync[sample] !== 1 || samples.size[sample] === 0) return 'none'
    signal.throwIfAborted()
    const format = formats[entryOf(sample)]
    return format ? groupStart(source, track, sample, format) : 'anew'
  }
  let bytesLeft = timesTheFile * source.size
  let next = await startAt(0)
  for (let first = 0; first < samples.length;) {
    const [entry, lost, start] = [entryOf(first), lostAt(first), next]
    const format = formats[entry] ?? null
    let end = first
    let bytes = 0
    // What could not be read, or is empty, takes with it all that may depend on it.
    do {
      bytes += samples.size[end] ?? 0
      end += 1
      next = await startAt(end)
    } while (
      end < samples.length &&
      next === 'none' &&
      entryOf(end) === entry &&
      (lost !== null || lostAt(end) === null)
    )
    const piece = { first, end }
    first = end
    const leave = (reason: UncheckedReason): Left => ({ kind: 'left', ...piece, reason })
    if (entry === -1) yield leave('entry')
    else if (format === null) yield leave('codec')
    else if (lost !== null) yield leave(lost)
    else if (start === 'none') yield leave('no-start')
    else if (bytes > Math.min(groupBytesLimit, bytesLeft)) yield leave('too-large')
    else {
      bytesLeft -= bytes
      const leading = await leadingEnd(source, track, { index: piece.first + 1, end }, format)
      yield { kind: 'group', ...piece, entry, format, start, leadingEnd: leading }
    }
  }
}
