// Exports with pictures of a chosen shape (pixels, clean aperture, turn), in which one grey rectangle is painted, and with metadata
// that is written by hand: where the rectangle is seen, and where a box around it is drawn, can be compared.
import path from 'node:path'
import { openFileSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { unwatched } from '#engine/base/progress.ts'
import { macSecondsFromFiletime } from '#engine/base/time.ts'
import { writeSealingMeta } from '#engine/exportfile/append-seal.ts'
import { writeMetx } from '#engine/exportfile/boxes/metx.ts'
import { SealWriter } from '#engine/exportfile/seal-writer.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import type { Rotation } from '#engine/isobmff/matrix.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import { fileArgument, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { givenSamples, storedSamples, writeMovie } from '#engine/media/movie-file.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { exportedAt, frameTime, sealRequest, timeOf } from './made-export.ts'

/** In stored pixels. */
export type Painted = { x: number; y: number; width: number; height: number }

export type ShapedExport = {
  stored: { width: number; height: number }
  /** Clockwise. */
  rotation?: Rotation
  /** `pasp`, `clap`: put at the end of the sample entry. */
  boxes?: Uint8Array[]
  painted: Painted
  /** The XML of one sample, for the picture with this number. */
  document(frame: number, time: string): string
}

export const shapedFrames = 25
const [background, foreground] = [20, 128]

/** 25 pictures a second for one second, one document for each; sealed. */
export async function writeShapedExport(to: string, made: ShapedExport, key: SealingKey): Promise<void> {
  const encoded = path.join(path.dirname(to), `pictures-of-${path.basename(to)}`)
  await encode(encoded, made)
  const source = await openFileSource(encoded)
  try {
    const findings = new Findings()
    const movie = await readMovie(source, await readBoxTree(source, findings), findings)
    const video = movie.tracks.find(({ handler }) => handler === 'vide')!
    const sampleEntry = Buffer.concat([video.entries[0]!.bytes, ...(made.boxes ?? [])])
    sampleEntry.writeUInt32BE(sampleEntry.length)
    const { samples } = video
    const documents = Array.from({ length: shapedFrames }, (_, frame) =>
      new TextEncoder().encode(made.document(frame, frameTime(frame))),
    )
    const rest = { language: 'und', edits: [], handlerName: '' }
    const tracks: OutputTrack[] = [
      {
        ...{ ...rest, id: 1, handler: 'vide', timescale: video.timescale, references: [] },
        ...{ ...made.stored, matrixRotation: made.rotation ?? 0, sampleEntry, samples },
      },
      {
        ...{ ...rest, id: 2, handler: 'meta', timescale: 1_000, width: 0, height: 0, matrixRotation: 0 },
        ...{ sampleEntry: writeMetx(''), references: [{ type: 'cdsc', trackIds: [1] }] },
        samples: {
          length: documents.length,
          size: documents.map(({ length }) => length),
          duration: documents.map(() => 40),
          compositionOffset: documents.map(() => 0),
          sync: documents.map(() => 1),
        },
      },
    ]
    const layout = layOutMovie(tracks, { creationTime: macSecondsFromFiletime(timeOf(exportedAt)) })
    const writer = await SealWriter.create(to, key)
    const suppliers = [storedSamples(source, samples), givenSamples(documents)]
    await writeMovie(writer, layout, suppliers, unwatched, 'test')
    const { bytes, signatureOffset } = writeSealingMeta(sealRequest(key), writer.signatureLength)
    await writer.writeWithSignature(bytes, signatureOffset)
    await writer.finish()
  } finally {
    await source.close()
  }
}

/** Without B-pictures: each is shown when it is decoded. */
async function encode(to: string, { stored: { width, height }, painted }: ShapedExport): Promise<void> {
  const picture = Buffer.alloc(width * height, background)
  for (let y = painted.y; y < painted.y + painted.height; y += 1)
    picture.fill(foreground, y * width + painted.x, y * width + painted.x + painted.width)
  await runFfmpeg(
    [
      ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${width}x${height}`, '-r', '25', '-i', 'pipe:0'],
      ...['-c:v', 'libx264', '-preset', 'superfast', '-pix_fmt', 'yuv420p', '-crf', '16', '-bf', '0'],
      ...['-y', fileArgument(to)],
    ],
    { input: Array.from({ length: shapedFrames }, () => picture) },
  )
}
