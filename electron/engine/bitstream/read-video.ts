// NAL units of one video track by reading its samples in decode order, wherever they lie: where the one read of the file
// cannot serve, and for a second look. Neighbouring samples are read together; memory is one run.
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import type { NalSink } from './nal-unit.ts'
import { UnitSplitter } from './unit-splitter.ts'
import { codecOf, lengthSizes } from './video-codec.ts'
import { Tally } from './video-scan.ts'
import type { ScanOptions, ScanOutcome } from './video-scan.ts'

const runBytes = 1 << 20

/** Samples that overlap may make a small file endless: no more than this many times its size is read. */
const timesTheFile = 2

/**
 * Tells `sink` every unit in decode order. What is malformed or missing is in the outcome; fails only with
 * `file-unreadable`, or when cancelled.
 */
export async function readVideo(
  source: ByteSource,
  track: Pick<MovieTrack, 'entries' | 'samples'>,
  sink: NalSink,
  options: ScanOptions,
  work: Work,
): Promise<ScanOutcome> {
  const codec = codecOf(track)
  const tally = new Tally()
  const splitter = new UnitSplitter(sink, codec ?? 'h264', options.hash, options.seiLimit)
  const { samples } = track
  if (codec === null) {
    tally.stopped = 'The codec of this track is not one whose units can be read.'
    return tally.outcome(splitter, samples.length)
  }
  const sizes = lengthSizes(track)
  const limit = timesTheFile * source.size + runBytes
  let done = 0
  for (let index = 0; index < samples.length;) {
    work.signal.throwIfAborted()
    const run = runFrom(samples, index, source.size)
    if (done + run.size > limit) {
      tally.stopped = `The samples overlap: together they are longer than ${timesTheFile} times the file; reading stopped at sample ${index + 1}.`
      break
    }
    const bytes = run.size <= runBytes ? await source.read(run.offset, run.size) : null
    for (; index < run.end; index += 1) {
      const size = samples.size[index] ?? 0
      if (size === 0) continue
      const lengthSize = sizes[samples.entry[index] ?? 0] ?? 0
      const offset = samples.offset[index] ?? 0
      if (lengthSize === 0) tally.foreign += 1
      else if (offset + size > source.size) tally.unread += 1
      else {
        splitter.begin(index, size, lengthSize)
        if (bytes) splitter.take(bytes.subarray(offset - run.offset, offset - run.offset + size), offset)
        else await takeLarge(source, offset, size, splitter, work)
        splitter.end()
      }
    }
    done += run.size
    work.report({ label: source.name, done: Math.min(done, source.size), total: source.size, unit: 'bytes' })
  }
  return tally.outcome(splitter, samples.length)
}

async function takeLarge(
  source: ByteSource,
  offset: number,
  size: number,
  splitter: UnitSplitter,
  work: Work,
): Promise<void> {
  let at = offset
  for await (const chunk of source.stream(offset, offset + size, work.signal)) {
    splitter.take(chunk, at)
    at += chunk.length
  }
}

/** The next samples that lie one after the other, inside the file; a sample outside it is a run of no bytes. */
function runFrom(
  samples: SampleTable,
  first: number,
  fileSize: number,
): { offset: number; size: number; end: number } {
  const offset = samples.offset[first] ?? 0
  let size = samples.size[first] ?? 0
  let end = first + 1
  if (offset + size > fileSize) return { offset, size: 0, end }
  while (end < samples.length) {
    const next = samples.size[end] ?? 0
    const inside = samples.offset[end] === offset + size && offset + size + next <= fileSize
    if (next > 0 && (!inside || size + next > runBytes)) break
    size += next
    end += 1
  }
  return { offset, size, end }
}
