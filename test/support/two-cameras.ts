// An export of two cameras in one file: two tracks of pictures, each with its number in every picture, of different rates and
// lengths and begun at different times; two tracks of sound; metadata of the second camera. Sealed.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { openFileSource, type ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { unwatched } from '#engine/base/progress.ts'
import { macSecondsFromFiletime } from '#engine/base/time.ts'
import { writeSealingMeta, type SealRequest } from '#engine/exportfile/append-seal.ts'
import { writeMetx } from '#engine/exportfile/boxes/metx.ts'
import { SealWriter } from '#engine/exportfile/seal-writer.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { readMovie, type MovieTrack } from '#engine/isobmff/movie.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import { fileArgument, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { findFfprobe } from '#engine/media/ffmpeg-program.ts'
import { givenSamples, storedSamples, writeMovie, type SampleSupplier } from '#engine/media/movie-file.ts'
import { writeMetadataDocument } from '#engine/metadata/write-document.ts'
import { makeSigner, sealRequest, timeOf, exportedAt } from './made-export.ts'
import { bPictures, encode, ratedPictures } from './zoo/encode.ts'
import { readPackets } from './zoo/packets.ts'

export type FilmTrack = {
  id: number
  camera: string
  salt: number
  count: number
  /** UTC in milliseconds since 1970 of each picture, in the order of showing, by ffprobe. */
  times: number[]
}

export const gate = { id: 1, camera: 'Gate', salt: 211, count: 300, start: '2026-05-01T21:59:58.500Z' }
export const yard = { id: 2, camera: 'Yard', salt: 212, count: 80, start: '2026-05-01T22:00:00.000Z' }
export const microphones = [
  { id: 3, name: 'Gate microphone', tone: 440, rate: 16_000 },
  { id: 4, name: 'Yard microphone', tone: 880, rate: 48_000 },
] as const
/** Metadata of the second camera, with one event; its number in the file. */
export const yardMetadata = {
  id: 5,
  topic: 'tns1:RuleEngine/LineDetector/Crossed',
  time: '2026-05-01T22:00:03.000Z',
}

/** Writes it to `path`; returns its two tracks of pictures. */
export async function makeTwoCameras(path: string): Promise<FilmTrack[]> {
  const part = (name: string): string => `${path}.${name}.mp4`
  const made = [
    ...[gate, yard].map(({ camera }) => part(camera)),
    ...microphones.map(({ tone }) => part(String(tone))),
  ]
  await encode(part(gate.camera), { count: gate.count, salt: gate.salt }, bPictures)
  await encode(part(yard.camera), { count: yard.count, salt: yard.salt }, ratedPictures(10))
  for (const { tone, rate } of microphones) {
    const input = `sine=frequency=${tone}:sample_rate=${rate}:duration=12`
    await runFfmpeg(['-f', 'lavfi', '-i', input, '-c:a', 'aac', '-y', fileArgument(part(String(tone)))])
  }
  const opened = await Promise.all(made.map(openTrack))
  const tracks = opened.map(({ track }, at) => outputTrack(track, at + 1))
  const suppliers = opened.map(({ source, track }) => storedSamples(source, track.samples))
  const metadata = metadataOfYard()
  await writeSealed(path, [...tracks, metadata.track], [...suppliers, givenSamples(metadata.samples)])
  for (const { source } of opened) await source.close()
  for (const file of made) rmSync(file)
  return Promise.all([gate, yard].map((film, at) => timesOf(path, film, `v:${at}`)))
}

async function timesOf(path: string, film: typeof gate, stream: string): Promise<FilmTrack> {
  const { start, ...track } = film
  const program = await findFfprobe()
  if (program === null) throw new Error('there is no ffprobe')
  const args = [
    '-v',
    'error',
    '-select_streams',
    stream,
    '-show_entries',
    'stream=time_base',
    '-of',
    'csv=p=0',
  ]
  const scale = Number(
    execFileSync(program, [...args, path], { encoding: 'utf8' })
      .trim()
      .split('/')[1],
  )
  const packets = await readPackets(path, stream)
  const times = packets.map(({ time }) => Date.parse(start) + (time * 1_000) / scale).sort((a, b) => a - b)
  return { ...track, times }
}

async function openTrack(path: string): Promise<{ source: ByteSource; track: MovieTrack }> {
  const source = await openFileSource(path)
  const findings = new Findings()
  const movie = await readMovie(source, await readBoxTree(source, findings), findings)
  const [track] = movie.tracks
  if (!track) throw new Error(`there is no track in ${path}`)
  return { source, track }
}

function outputTrack(track: MovieTrack, id: number): OutputTrack {
  const { handler, handlerName, timescale, language, width, height, samples } = track
  const [entry] = track.entries
  if (!entry) throw new Error('ffmpeg wrote no sample entry')
  return {
    ...{ id, handler, handlerName, timescale, language, width, height, samples },
    ...{ matrixRotation: track.rotation, sampleEntry: entry.bytes, references: [], edits: [] },
  }
}

/** A sample a second, one event in the fourth. */
function metadataOfYard(): { track: OutputTrack; samples: Uint8Array[] } {
  const { id, topic, time } = yardMetadata
  const begin = Date.parse(yard.start)
  const samples = Array.from({ length: 8 }, (_, second) => {
    const at = new Date(begin + second * 1_000).toISOString() as never
    const box = { left: -0.5, right: 0, top: 0.5, bottom: -0.5 }
    return writeMetadataDocument({
      frames: [{ time: at, objects: [{ id: '7', classes: [{ type: 'Human', likelihood: 0.9 }], box }] }],
      events:
        second === 3
          ? [{ time: time as never, topic, source: [], data: [{ name: 'ObjectId', value: '7' }] }]
          : [],
    })
  })
  const track = {
    ...{ id, handler: 'meta', handlerName: '', timescale: 1_000, language: 'und', width: 0, height: 0 },
    ...{ matrixRotation: 0, sampleEntry: writeMetx(''), edits: [] },
    references: [{ type: 'cdsc', trackIds: [yard.id] }],
    samples: {
      length: samples.length,
      size: samples.map(({ length }) => length),
      duration: samples.map(() => 1_000),
      compositionOffset: samples.map(() => 0),
      sync: samples.map(() => 1),
    },
  } satisfies OutputTrack
  return { track, samples }
}

async function writeSealed(path: string, tracks: OutputTrack[], suppliers: SampleSupplier[]): Promise<void> {
  const { key } = await makeSigner('Two cameras')
  const writer = await SealWriter.create(path, key)
  const layout = layOutMovie(tracks, { creationTime: macSecondsFromFiletime(timeOf(exportedAt)), udta: [] })
  await writeMovie(writer, layout, suppliers, unwatched, 'test')
  const { bytes, signatureOffset } = writeSealingMeta(statementFor(sealRequest(key)), writer.signatureLength)
  await writer.writeWithSignature(bytes, signatureOffset)
  await writer.finish()
}

/** Each track by the name of its camera or microphone, and each camera with its own start. */
function statementFor(request: SealRequest): SealRequest {
  const { statement } = request
  const named = [...[gate, yard].map(({ id, camera }) => ({ id, name: camera })), ...microphones]
  const place = { url: '', mac: '00:00:5E:00:53:0', line: '1' }
  const entries = named.map(({ id, name }) => ({ ...place, mac: `${place.mac}${id}`, trackId: id, name }))
  const starts = [gate, yard, { ...gate, id: 3 }, { ...yard, id: 4 }, { ...yard, id: 5 }]
  const cstb = starts.map(({ id, start }) => ({ trackId: id, startTime: timeOf(start) }))
  return { ...request, statement: { ...statement, suep: { ...statement.suep, entries }, cstb } }
}
