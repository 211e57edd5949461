// Small movies made in memory for tests: video with B-frames, audio, metadata. Sample bytes tell which sample they are.
import { memorySource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { writeAudioEntry } from '#engine/isobmff/boxes/mp4a.ts'
import { writeVisualEntry } from '#engine/isobmff/boxes/avc1.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { layOutFragments } from '#engine/isobmff/fragment-writer.ts'
import type { FragmentOptions } from '#engine/isobmff/fragment-writer.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { Movie } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import type { LayoutOptions } from '#engine/isobmff/movie-writer.ts'
import type { OutputSamples, OutputTrack } from '#engine/isobmff/output-track.ts'

/** 30 pictures in groups of 10 (I B P B P …) at 25 a second, timescale 12,800; composition begins at 1,024. */
export function videoSamples(count = 30): OutputSamples {
  const index = Array.from({ length: count }, (_, at) => at)
  return {
    length: count,
    size: index.map((at) => 40 + (at % 7)),
    duration: index.map(() => 512),
    // In each group: I, then pairs of P (one picture later) and B (one earlier).
    compositionOffset: index.map((at) =>
      at % 10 === 0 ? 1024 : at % 10 === 9 ? 1024 : at % 2 === 1 ? 1536 : 512,
    ),
    sync: index.map((at) => (at % 10 === 0 ? 1 : 0)),
  }
}

export function plainSamples(count: number, duration: number, size = 16): OutputSamples {
  const index = Array.from({ length: count }, (_, at) => at)
  return {
    length: count,
    size: index.map((at) => size + (at % 3)),
    duration: index.map(() => duration),
    compositionOffset: index.map(() => 0),
    sync: index.map(() => 1),
  }
}

const common = { language: 'und', matrixRotation: 0, references: [], edits: [] } as const

export const videoTrack = (samples: OutputSamples = videoSamples()): OutputTrack => ({
  ...common,
  id: 1,
  handler: 'vide',
  handlerName: 'Camera',
  timescale: 12_800,
  width: 320,
  height: 180,
  sampleEntry: writeVisualEntry('avc1', { width: 320, height: 180, boxes: [] }),
  samples,
})

export const audioTrack = (samples: OutputSamples = plainSamples(57, 1_024)): OutputTrack => ({
  ...common,
  id: 2,
  handler: 'soun',
  handlerName: 'Microphone',
  timescale: 48_000,
  width: 0,
  height: 0,
  sampleEntry: writeAudioEntry('mp4a', { channels: 1, bitsPerSample: 16, sampleRate: 48_000, boxes: [] }),
  samples,
})

export const metadataTrack = (samples: OutputSamples = plainSamples(3, 400)): OutputTrack => ({
  ...common,
  id: 3,
  handler: 'meta',
  handlerName: 'Metadata',
  timescale: 1_000,
  width: 0,
  height: 0,
  sampleEntry: writeBox('metx', Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0)),
  references: [{ type: 'cdsc', trackIds: [1] }],
  samples,
})

/** The bytes of a sample: track and number, over and over. */
export function sampleBytes(track: OutputTrack, index: number): Uint8Array {
  return new Uint8Array(track.samples.size[index] ?? 0).map((_, at) =>
    at % 2 === 0 ? track.id : index % 256,
  )
}

const runBytes = (track: OutputTrack | undefined, first: number, count: number): Uint8Array[] =>
  track ? Array.from({ length: count }, (_, at) => sampleBytes(track, first + at)) : []

export function progressiveFile(
  tracks: readonly OutputTrack[],
  options: Partial<LayoutOptions> = {},
): Uint8Array {
  const layout = layOutMovie(tracks, { creationTime: 0n, ...options })
  const media = layout.chunks.flatMap((chunk) =>
    runBytes(tracks[chunk.track], chunk.firstSample, chunk.count),
  )
  return Buffer.concat([layout.head, ...media])
}

export function fragmentedFile(
  tracks: readonly OutputTrack[],
  options: Partial<FragmentOptions> = {},
): Uint8Array {
  const layout = layOutFragments(tracks, { creationTime: 0n, ...options })
  const fragments = layout.fragments.flatMap(({ head, runs }) => [
    head,
    ...runs.flatMap((run) => runBytes(tracks[run.track], run.firstSample, run.count)),
  ])
  return Buffer.concat([layout.head, ...fragments, layout.tail])
}

export type Reading = { movie: Movie; tree: BoxTree; findings: Findings }

export async function readBack(bytes: Uint8Array): Promise<Reading> {
  const source = memorySource('made', bytes)
  const findings = new Findings()
  const tree = await readBoxTree(source, findings)
  return { movie: await readMovie(source, tree, findings), tree, findings }
}

export const codesOf = (findings: Findings): string[] => findings.list().map(({ code }) => code)

/** Offset of the payload of the first box of that type, by its four characters. */
export function payloadAt(bytes: Uint8Array, type: string, nth = 0): number {
  let at = -1
  for (let found = 0; found <= nth; found += 1) {
    at = Buffer.from(bytes).indexOf(type, at + 1, 'latin1')
    if (at < 0) throw new Error(`no ${type}`)
  }
  return at + 4
}
