// Puts user data SEI into an existing MP4, as a stamping camera would: behind the parameter sets, before the first slice
// of each sample. Sample tables are written anew; pictures stay byte for byte as they were.
import { memorySource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { unwatched } from '#engine/base/progress.ts'
import { readNalHeader } from '#engine/bitstream/nal-header.ts'
import type { VideoCodec } from '#engine/bitstream/nal-unit.ts'
import { codecOf } from '#engine/bitstream/video-codec.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { Movie, MovieTrack } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { givenSamples, writeMovie } from '#engine/media/movie-file.ts'
import { escaped, seiMessage, seiUnit } from './sei-unit.ts'

const ids = {
  'h264 microseconds': '4d4953506d6963726f73656374696d65',
  'h265 microseconds': 'a8687dd4d7593758a5cef0338b6545f1',
  'h265 nanoseconds': 'cf848278ee23306c9265e8fef22fb8b8',
}

/** The payload of a MISB stamp: identifier, status, and the count with 0xff after every second byte. */
export function stampPayload(kind: keyof typeof ids, count: bigint, status = 0x1f): Uint8Array {
  const digits = count.toString(16).padStart(16, '0')
  const spread = (digits.match(/..../g) ?? []).join('ff')
  return Buffer.from(`${ids[kind]}${status.toString(16).padStart(2, '0')}${spread}`, 'hex')
}

export const stampUnit = (kind: keyof typeof ids, count: bigint, status?: number): Uint8Array =>
  escaped(
    seiUnit(kind.startsWith('h264') ? 'h264' : 'h265', [seiMessage(5, stampPayload(kind, count, status))]),
  )

export const timeSourceUnit = (codec: VideoCodec, code: number, statedSize = 11): Uint8Array =>
  seiUnit(codec, [seiMessage(5, Buffer.concat([Buffer.from('timesource'), Buffer.of(code)]), statedSize)])

export async function movieOf(file: Uint8Array): Promise<Movie> {
  const [source, findings] = [memorySource('file', file), new Findings()]
  return readMovie(source, await readBoxTree(source, findings), findings)
}

/** What to put before the first slice of a sample; `compositionTime` in ticks of the track. */
export type UnitsFor = (picture: {
  sample: number
  compositionTime: number
  track: MovieTrack
}) => Uint8Array[]

/** The video track alone, of a file whose length fields have 4 bytes, with SEI in its samples. */
export async function withSei(file: Uint8Array, unitsFor: UnitsFor): Promise<Buffer> {
  const movie = await movieOf(file)
  const track = movie.tracks.find(({ handler }) => handler === 'vide')
  const codec = track && codecOf(track)
  const [entry] = track?.entries ?? []
  if (!track || !codec || !entry) throw new Error('no video track to stamp')
  const table = track.samples
  const samples = Array.from({ length: table.length }, (_, sample) => {
    const offset = table.offset[sample] ?? 0
    const compositionTime = (table.decodeTime[sample] ?? 0) + (table.compositionOffset[sample] ?? 0)
    const added = unitsFor({ sample, compositionTime, track })
    return insert(Buffer.from(file.subarray(offset, offset + (table.size[sample] ?? 0))), codec, added)
  })
  const { id, handler, handlerName, timescale, language, width, height, references, edits } = track
  const output = {
    ...{ id, handler, handlerName, timescale, language, width, height, references, edits },
    matrixRotation: track.rotation,
    sampleEntry: entry.bytes,
    samples: { ...table, size: samples.map(({ length }) => length) },
  }
  const layout = layOutMovie([output], { creationTime: 0n, timescale: movie.timescale })
  const parts: Uint8Array[] = []
  const writer = { write: (bytes: Uint8Array) => Promise.resolve(void parts.push(Uint8Array.from(bytes))) }
  await writeMovie(writer, layout, [givenSamples(samples)], unwatched, 'test')
  return Buffer.concat(parts)
}

function insert(sample: Buffer, codec: VideoCodec, added: readonly Uint8Array[]): Buffer {
  const behind: Uint8Array[] = []
  for (const unit of added) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(unit.length)
    behind.push(length, unit)
  }
  let at = 0
  while (at + 4 <= sample.length) {
    const size = sample.readUInt32BE(at)
    if (readNalHeader(sample.subarray(at + 4, at + 4 + size), codec).role === 'slice') break
    at += 4 + size
  }
  return Buffer.concat([sample.subarray(0, at), ...behind, sample.subarray(at)])
}
