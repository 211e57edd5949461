// Streams a movie that was laid out beforehand: heads from memory, samples from where they are stored. Nothing is held
// but one run of samples at a time.
import { assert } from '#engine/base/assert.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import type { FragmentedLayout } from '#engine/isobmff/fragment-writer.ts'
import type { MovieLayout } from '#engine/isobmff/movie-writer.ts'

/** Gives the bytes of `count` samples of one track from `first` on, in order. */
export type SampleSupplier = (first: number, count: number) => AsyncIterable<Uint8Array>

export type ByteWriter = { write(bytes: Uint8Array): Promise<void> }

const runBytes = 1 << 20

/** Samples that lie in a file; neighbours are read together. `firstStored`: which stored sample is number 0. */
export function storedSamples(
  source: ByteSource,
  table: { offset: ArrayLike<number>; size: ArrayLike<number> },
  firstStored = 0,
): SampleSupplier {
  return async function* (first, count) {
    const end = firstStored + first + count
    let index = firstStored + first
    while (index < end) {
      const start = table.offset[index] ?? 0
      let length = table.size[index] ?? 0
      index += 1
      while (
        index < end &&
        table.offset[index] === start + length &&
        length + (table.size[index] ?? 0) <= runBytes
      ) {
        length += table.size[index] ?? 0
        index += 1
      }
      yield* exactly(source, start, length)
    }
  }
}

/** All of [start, start+length), or an error: a cut must not be shorter than its tables say. */
async function* exactly(source: ByteSource, start: number, length: number): AsyncIterable<Uint8Array> {
  let done = 0
  for await (const chunk of source.stream(start, start + length)) {
    yield chunk
    done += chunk.length
  }
  assert(done === length, `${length} bytes of media at ${start}`)
}

/** Samples in memory. */
export function givenSamples(samples: readonly Uint8Array[]): SampleSupplier {
  return async function* (first, count) {
    yield* samples.slice(first, first + count)
    await Promise.resolve()
  }
}

/** `suppliers` in the order of the tracks that were laid out. */
export async function writeMovie(
  writer: ByteWriter,
  layout: MovieLayout,
  suppliers: readonly SampleSupplier[],
  work: Work,
  label: string,
): Promise<void> {
  await writer.write(layout.head)
  let done = layout.head.length
  for (const { track, firstSample, count } of layout.chunks) {
    done += await writeRun(writer, suppliers[track], firstSample, count, work)
    work.report({ label, done, total: layout.totalSize, unit: 'bytes' })
  }
  assert(done === layout.totalSize, 'the media is as long as it was laid out')
}

export async function writeFragmentedMovie(
  writer: ByteWriter,
  layout: FragmentedLayout,
  suppliers: readonly SampleSupplier[],
  work: Work,
): Promise<void> {
  await writer.write(layout.head)
  for (const { head, runs } of layout.fragments) {
    await writer.write(head)
    for (const { track, firstSample, count } of runs)
      await writeRun(writer, suppliers[track], firstSample, count, work)
  }
  await writer.write(layout.tail)
}

async function writeRun(
  writer: ByteWriter,
  supplier: SampleSupplier | undefined,
  first: number,
  count: number,
  work: Work,
): Promise<number> {
  assert(supplier !== undefined, 'a supplier for each track')
  let bytes = 0
  for await (const chunk of supplier(first, count)) {
    work.signal.throwIfAborted()
    await writer.write(chunk)
    bytes += chunk.length
  }
  return bytes
}
