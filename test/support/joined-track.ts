// One track out of parts of several files one after the other, as a recorder leaves it whose camera was set to another encoding
// meanwhile: with several sample entries (ISO/IEC 14496-12 8.5.2), or with the new parameter sets in the samples alone.
import { writeFileSync } from 'node:fs'
import { openFileSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { configuredUnits } from '#engine/bitstream/parameter-sets.ts'
import { setKey } from '#engine/bitstream/set-key.ts'
import { codecOf } from '#engine/bitstream/video-codec.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'

/** Stored samples [first, end) of the video of a file; they have to be whole, closed groups. */
export type JoinedPart = { path: string; first: number; end: number }

export type Sample = { bytes: Uint8Array; duration: number; offset: number; sync: number; entry: number }
export type Source = {
  entries: Uint8Array[]
  /** Parameter sets of the first entry, each with its length before it. */
  sets: Uint8Array
  width: number
  height: number
  timescale: number
  samples: Sample[]
}

/** Every file gives its first sample entry once, in the order in which the files come. */
export async function joinTrack(parts: readonly JoinedPart[], to: string): Promise<void> {
  const paths = [...new Set(parts.map(({ path }) => path))]
  const read = await Promise.all(parts.map((part) => readPart(part, paths.indexOf(part.path))))
  const entryOf = (path: string): Uint8Array =>
    read[parts.findIndex((part) => part.path === path)]!.entries[0]!
  write(read, paths.map(entryOf), to)
}

/** The parameter sets of each further part stand in its first sample, and at no later sync sample. */
const inFirstSamples = (read: readonly Source[]): void => {
  for (const { samples, sets } of read.slice(1)) samples[0]!.bytes = Buffer.concat([sets, samples[0]!.bytes])
}

/** The entry of the first part alone, under the code `type` (`avc1`, `avc3`, `hvc1`, `hev1`). `bring` puts the parameter sets in. */
export async function joinInside(
  parts: readonly JoinedPart[],
  type: string,
  to: string,
  bring = inFirstSamples,
): Promise<void> {
  const read = await Promise.all(parts.map((part) => readPart(part, 0)))
  bring(read)
  const entry = Buffer.from(read[0]!.entries[0]!)
  entry.write(type, 4, 'latin1')
  write(read, [entry], to)
}

function write(read: readonly Source[], entries: readonly Uint8Array[], to: string): void {
  const [first] = read
  if (!first) throw new Error('nothing to join')
  // Each part begins to be shown as long after it begins to be decoded: none is shown among the pictures of another.
  const latest = Math.max(...read.map(leadOf))
  const samples = read.flatMap((part) => {
    const lead = leadOf(part)
    return part.samples.map((sample) => ({ ...sample, offset: sample.offset + latest - lead }))
  })
  const [sampleEntry, ...otherEntries] = entries
  const { timescale, width, height } = first
  const track = {
    ...{ id: 1, handler: 'vide', handlerName: '', timescale, language: 'und', width, height },
    ...{ matrixRotation: 0 as const, sampleEntry: sampleEntry!, otherEntries, references: [], edits: [] },
    samples: {
      length: samples.length,
      size: samples.map(({ bytes }) => bytes.length),
      duration: samples.map(({ duration }) => duration),
      compositionOffset: samples.map(({ offset }) => offset),
      sync: samples.map(({ sync }) => sync),
      entry: samples.map(({ entry }) => entry),
    },
  }
  const layout = layOutMovie([track], { creationTime: 0n })
  writeFileSync(to, Buffer.concat([layout.head, ...samples.map(({ bytes }) => bytes)]))
}

async function readPart({ path, first, end }: JoinedPart, entry: number): Promise<Source> {
  const source = await openFileSource(path)
  try {
    const findings = new Findings()
    const movie = await readMovie(source, await readBoxTree(source, findings), findings)
    const track = movie.tracks.find(({ handler }) => handler === 'vide')
    if (!track) throw new Error(`there is no video in ${path}`)
    const { width, height, timescale, samples: table } = track
    const samples: Sample[] = []
    for (let at = first; at < Math.min(end, table.length); at += 1) {
      samples.push({
        ...{ bytes: Uint8Array.from(await source.read(table.offset[at] ?? 0, table.size[at] ?? 0)), entry },
        ...{ duration: table.duration[at] ?? 0, sync: table.sync[at] ?? 0 },
        offset: compositionTimeOf(table, at) - (table.decodeTime[at] ?? 0),
      })
    }
    return {
      entries: track.entries.map(({ bytes }) => Uint8Array.from(bytes)),
      sets: setsOf(track),
      width,
      height,
      timescale,
      samples,
    }
  } finally {
    await source.close()
  }
}

function setsOf(track: MovieTrack): Uint8Array {
  const codec = codecOf(track)
  const units = configuredUnits(track.entries[0]?.decoderConfig ?? null)
  return Buffer.concat(
    units.flatMap((unit) => {
      // Some encoders leave SEI there too.
      if (codec === null || setKey(unit, codec) === null) return []
      const length = Buffer.alloc(4)
      length.writeUInt32BE(unit.length)
      return [length, unit]
    }),
  )
}

/** From the decoding of the first sample to the showing of the first picture, in ticks. */
function leadOf({ samples }: Source): number {
  let time = 0
  const shown = samples.map(({ duration, offset }) => {
    const at = time + offset
    time += duration
    return at
  })
  return Math.min(...shown)
}
