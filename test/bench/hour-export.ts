// One hour of 1920 × 1080 H.264, groups of two seconds with two B-pictures, as a sealed export whose metadata track holds a million
// appearances of objects and some hundred events. Two groups of pictures, repeated without decoding.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MetadataItem } from '#contract/metadata.ts'
import { assert } from '#engine/base/assert.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { unwatched } from '#engine/base/progress.ts'
import { macSecondsFromFiletime } from '#engine/base/time.ts'
import { writeSealingMeta } from '#engine/exportfile/append-seal.ts'
import { writeMetx } from '#engine/exportfile/boxes/metx.ts'
import { SealWriter } from '#engine/exportfile/seal-writer.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import { fileArgument, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { givenSamples, storedSamples, writeMovie } from '#engine/media/movie-file.ts'
import { writeMetadataDocument } from '#engine/metadata/write-document.ts'
import { exportedAt, makeSigner, recordedFrom, sealRequest, timeOf } from '../support/made-export.ts'
import { crowd } from '../support/many-objects.ts'

export const rate = 25
export const pictures = 3_600 * rate
const partSeconds = 4
/** In each picture; in all a little over a million. */
const perFrame = 12
const eventEvery = 10 * rate
const framesPerDocument = 5

export async function writeHourExport(folder: string): Promise<string> {
  const [part, plain, path] = ['part.mp4', 'plain.mp4', 'hour.mp4'].map((name) => join(folder, name)) as [
    ...[string, string, string],
  ]
  const scene = `testsrc2=size=1920x1080:rate=${rate}:duration=${partSeconds},noise=alls=6:allf=t`
  await runFfmpeg([
    ...['-f', 'lavfi', '-i', scene, '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'],
    ...['-b:v', '2M', '-g', String(2 * rate), '-bf', '2', '-y', fileArgument(part)],
  ])
  const repeats = String(pictures / rate / partSeconds - 1)
  await runFfmpeg([
    '-stream_loop',
    repeats,
    '-i',
    fileArgument(part),
    '-c',
    'copy',
    '-y',
    fileArgument(plain),
  ])
  await writeExport(plain, path)
  await Promise.all([part, plain].map((one) => rm(one)))
  return path
}

/** The pictures of the plain file `from`, with the metadata, sealed. */
async function writeExport(from: string, path: string): Promise<void> {
  const { key } = await makeSigner('Hour')
  const documents = writeDocuments()
  const source = await openFileSource(from)
  try {
    const findings = new Findings()
    const movie = await readMovie(source, await readBoxTree(source, findings), findings)
    const video = movie.tracks.find(({ handler }) => handler === 'vide')
    const entry = video?.entries[0]
    assert(video !== undefined && entry !== undefined, 'ffmpeg wrote pictures')
    const { id, timescale, language, width, height, samples, edits } = video
    const common = { handlerName: '', language, matrixRotation: 0 as const }
    const tracks: OutputTrack[] = [
      {
        ...{ ...common, id, handler: 'vide', timescale, width, height, references: [], samples },
        ...{ sampleEntry: entry.bytes, edits },
      },
      {
        ...{ ...common, id: id + 1, handler: 'meta', timescale: 1_000, width: 0, height: 0, edits: [] },
        ...{ sampleEntry: writeMetx(''), references: [{ type: 'cdsc', trackIds: [id] }] },
        samples: {
          length: documents.length,
          size: documents.map(({ length }) => length),
          duration: documents.map(() => (1_000 / rate) * framesPerDocument),
          compositionOffset: documents.map(() => 0),
          sync: documents.map(() => 1),
        },
      },
    ]
    const options = { creationTime: macSecondsFromFiletime(timeOf(exportedAt)), timescale: movie.timescale }
    const layout = layOutMovie(tracks, options)
    const writer = await SealWriter.create(path, key)
    const suppliers = [storedSamples(source, samples), givenSamples(documents)]
    await writeMovie(writer, layout, suppliers, unwatched, 'hour')
    const { bytes, signatureOffset } = writeSealingMeta(sealRequest(key), writer.signatureLength)
    await writer.writeWithSignature(bytes, signatureOffset)
    await writer.finish()
  } finally {
    await source.close()
  }
}

function writeDocuments(): Uint8Array[] {
  const documents: Uint8Array[] = []
  let waiting: MetadataItem[] = []
  const write = (): void => {
    const frames = waiting.filter((one) => one.kind === 'frame')
    documents.push(
      writeMetadataDocument({
        frames: frames.map(({ time, source, objects }) => ({
          ...{ time, source },
          objects: objects.map(({ id, classes, box, plate }) => ({ id: id ?? '0', classes, box, plate })),
        })),
        events: waiting.filter((one) => one.kind === 'event'),
      }),
    )
    waiting = []
  }
  const options = {
    seed: 62676,
    objects: pictures * perFrame,
    perFrame,
    eventEvery,
    from: Date.parse(recordedFrom),
  }
  let frames = 0
  for (const item of crowd(options)) {
    if (item.kind === 'frame' && frames % framesPerDocument === 0 && frames > 0) write()
    if (item.kind === 'frame') frames += 1
    waiting.push(item)
  }
  write()
  return documents
}
