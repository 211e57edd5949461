// A video whose boxes say that less of its pictures is to be shown than is stored.
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { writeClap } from '#engine/isobmff/boxes/clap.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { storedSamples, writeMovie } from '#engine/media/movie-file.ts'

/** The video track alone, laid out anew with a `clap` of that size in the middle of the picture. */
export async function withAperture(
  path: string,
  track: MovieTrack,
  size: { width: number; height: number },
): Promise<Buffer> {
  const { id, handler, handlerName, timescale, language, width, height, references, edits } = track
  const middle = { n: 0, d: 1 }
  const [w, h] = [size.width, size.height].map((n) => ({ n, d: 1 })) as [typeof middle, typeof middle]
  const clap = writeClap({ width: w, height: h, right: middle, down: middle })
  const sampleEntry = Buffer.concat([track.entries[0]?.bytes ?? Buffer.alloc(0), clap])
  sampleEntry.writeUInt32BE(sampleEntry.length)
  const output = {
    ...{ id, handler, handlerName, timescale, language, width, height, references, edits },
    ...{ matrixRotation: track.rotation, sampleEntry, samples: track.samples },
  }
  const parts: Uint8Array[] = []
  const source = await openFileSource(path)
  try {
    const writer = { write: (bytes: Uint8Array) => Promise.resolve(void parts.push(Uint8Array.from(bytes))) }
    const layout = layOutMovie([output], { creationTime: 0n, timescale })
    await writeMovie(writer, layout, [storedSamples(source, track.samples)], unwatched, 'test')
  } finally {
    await source.close()
  }
  return Buffer.concat(parts)
}
