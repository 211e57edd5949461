// One camera's recording as an export: video, sound and metadata re-laid with exact times, location and start times.
// `north-gate` is progressive, `patrol-car` fragmented with a gap in its decode times.
import { macSecondsFromFiletime, filetime, filetimeSpan, parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { assert } from '#engine/base/assert.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import type { Work } from '#engine/base/progress.ts'
import type { CstbEntry } from '#engine/exportfile/boxes/cstb.ts'
import { writeLoci } from '#engine/exportfile/boxes/loci.ts'
import { writeMetx } from '#engine/exportfile/boxes/metx.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { layOutFragments } from '#engine/isobmff/fragment-writer.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import { givenSamples, storedSamples, writeFragmentedMovie, writeMovie } from '#engine/media/movie-file.ts'
import type { ByteWriter, SampleSupplier } from '#engine/media/movie-file.ts'
import { recordedFrames } from './encode.ts'
import { exportTime, frameRate, sceneStart } from './scene.ts'
import type { Camera } from './scene.ts'
import { metadataTimescale, sceneMetadata } from './scene-metadata.ts'

export type CameraExport = {
  camera: Camera
  tracks: OutputTrack[]
  suppliers: SampleSupplier[]
  /** UTC of the origin of each track's media timeline. */
  starts: CstbEntry[]
  close(): Promise<void>
}

const movieTimescale = 1_000

/** Takes encoded pictures and sound from plain MP4 files. `withMetadata` false gives a file for level 0V. */
export async function openCameraExport(
  camera: Camera,
  paths: { pictures: string; sound: string },
  withMetadata: boolean,
): Promise<CameraExport> {
  const pictures = await openTrack(paths.pictures, 'vide')
  const sound = await openTrack(paths.sound, 'soun')
  const tracks = [videoTrack(camera, pictures.track), audioTrack(sound.track)]
  const suppliers = [
    storedSamples(pictures.source, pictures.track.samples),
    storedSamples(sound.source, sound.track.samples),
  ]
  const starts = tracks.map((track) => ({ trackId: track.id, startTime: originOf(track) }))
  if (withMetadata) {
    const metadata = sceneMetadata(camera)
    tracks.push(metadataTrack(metadata))
    suppliers.push(givenSamples(metadata.bytes))
    starts.push({ trackId: 3, startTime: start })
  }
  return {
    camera,
    tracks,
    suppliers,
    starts,
    close: async () => {
      await pictures.source.close()
      await sound.source.close()
    },
  }
}

/** Everything but the sealing `meta`. `created` stands in the movie header: an export is made later than its recording. */
export async function writeCameraExport(
  writer: ByteWriter,
  made: CameraExport,
  work: Work,
  created: string = exportTime,
): Promise<void> {
  const { camera, tracks, suppliers } = made
  const { location } = camera
  const options = {
    brands: ['isom'],
    creationTime: macSecondsFromFiletime(timeOf(created)),
    timescale: movieTimescale,
    udta: [writeLoci(location)],
  }
  if (camera.gap) await writeFragmentedMovie(writer, layOutFragments(tracks, options), suppliers, work)
  else await writeMovie(writer, layOutMovie(tracks, options), suppliers, work, camera.label)
}

const timeOf = (text: string): Filetime => {
  const time = parseUtc(text)
  assert(time !== null, 'a time of the scene')
  return time
}
const start = timeOf(sceneStart)

/** The first frame is shown at the start of the scene: the origin lies its composition time before that (EFF 5.3). */
function originOf({ edits, timescale }: OutputTrack): Filetime {
  return filetime(start - filetimeSpan(edits[0]?.mediaTime ?? 0, timescale))
}

async function openTrack(path: string, handler: string): Promise<{ source: ByteSource; track: MovieTrack }> {
  const source = await openFileSource(path)
  const findings = new Findings()
  const movie = await readMovie(source, await readBoxTree(source, findings), findings)
  const track = movie.tracks.find((one) => one.handler === handler)
  assert(track !== undefined, `a track ‘${handler}’ in what ffmpeg wrote`)
  return { source, track }
}

/** Frames behind the gap move to where they were recorded; durations stay those of single frames. */
function videoTrack(camera: Camera, track: MovieTrack): OutputTrack {
  const { samples, timescale } = track
  const frameTicks = timescale / frameRate
  const recorded = recordedFrames(camera)
  const firstBehind = camera.gap
    ? recorded.findIndex((index) => index >= (camera.gap?.to ?? 0) * frameRate)
    : samples.length
  const missing = (recorded[firstBehind] ?? firstBehind) - firstBehind
  const firstComposition = Math.min(
    ...Array.from(samples.compositionOffset, (offset, at) => offset + (samples.decodeTime[at] ?? 0)),
  )
  const place = (at: number): number =>
    ((samples.decodeTime[at] ?? 0) + (samples.compositionOffset[at] ?? 0) - firstComposition) / frameTicks
  const indexes = Array.from({ length: samples.length }, (_, at) => at)
  const decodeTime = indexes.map(
    (at) => (samples.decodeTime[at] ?? 0) + (place(at) >= firstBehind ? missing * frameTicks : 0),
  )
  return {
    ...common(track, 1),
    width: track.width,
    height: track.height,
    edits: [
      {
        segmentDuration: shown((Math.max(...recorded) + 1) / frameRate),
        mediaTime: firstComposition,
        rate: 1,
      },
    ],
    samples: { ...samples, decodeTime, duration: indexes.map(() => frameTicks) },
  }
}

function audioTrack(track: MovieTrack): OutputTrack {
  const { samples, timescale } = track
  const mediaTime = track.edits.find((edit) => edit.mediaTime >= 0)?.mediaTime ?? 0
  const ticks = Array.from(samples.duration).reduce((sum, duration) => sum + duration, 0)
  return {
    ...common(track, 2),
    width: 0,
    height: 0,
    edits: [{ segmentDuration: shown((ticks - mediaTime) / timescale), mediaTime, rate: 1 }],
    samples,
  }
}

function metadataTrack({ bytes, decodeTime, duration }: ReturnType<typeof sceneMetadata>): OutputTrack {
  return {
    id: 3,
    handler: 'meta',
    handlerName: 'ONVIF metadata',
    timescale: metadataTimescale,
    language: 'und',
    width: 0,
    height: 0,
    matrixRotation: 0,
    sampleEntry: writeMetx(''),
    references: [{ type: 'cdsc', trackIds: [1] }],
    edits: [],
    samples: {
      length: bytes.length,
      size: bytes.map(({ length }) => length),
      duration,
      decodeTime,
      compositionOffset: bytes.map(() => 0),
      sync: bytes.map(() => 1),
    },
  }
}

const shown = (seconds: number): number => Math.round(seconds * movieTimescale)

function common(track: MovieTrack, id: number): Omit<OutputTrack, 'width' | 'height' | 'edits' | 'samples'> {
  const [entry] = track.entries
  assert(entry !== undefined, 'a sample entry in what ffmpeg wrote')
  return {
    id,
    handler: track.handler,
    handlerName: track.handlerName,
    timescale: track.timescale,
    language: track.language,
    matrixRotation: track.rotation,
    sampleEntry: entry.bytes,
    references: [],
  }
}
