// Hostile files: whatever the bytes say, reading ends, does not throw, and takes no more memory than it may.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { filetime } from '#engine/base/time.ts'
import { pathOf } from '#engine/isobmff/box.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { readMfra } from '#engine/isobmff/boxes/mfra.ts'
import { gaps } from '#engine/isobmff/gaps.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { planCut } from '#engine/media/cut.ts'
import { outputTracks } from '#engine/media/cut-output.ts'
import {
  audioTrack,
  fragmentedFile,
  metadataTrack,
  plainSamples,
  progressiveFile,
  videoSamples,
  videoTrack,
} from '../unit/engine/isobmff/made-movie.ts'
import { processorMillis } from '../support/processor-time.ts'

const seed = 20_260_101
console.info(`isobmff fuzz: seed ${seed}`)
const options = { seed, numRuns: 100_000, interruptAfterTimeLimit: 9_000, markInterruptAsFailure: false }

const tracks = [
  videoTrack(videoSamples(60)),
  audioTrack({ ...plainSamples(20, 1), size: Array<number>(20).fill(8), unitSize: 8 }),
  metadataTrack(),
]
const edits = [
  { segmentDuration: 40, mediaTime: -1, rate: 1 },
  { segmentDuration: 900, mediaTime: 1_024, rate: 1 },
]
const files = [
  progressiveFile(tracks.map((track) => ({ ...track, edits }))),
  fragmentedFile(tracks.slice(0, 1).concat(metadataTrack()), {
    fragmentSeconds: 0.4,
    base: 'moof',
    randomAccess: true,
  }),
  fragmentedFile([videoTrack(), { ...audioTrack(), edits }], { fragmentSeconds: 0.4, base: 'implicit' }),
]

const words = [0, 1, 7, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x0000_ffff, 0x1000_0000]
const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('word' as const),
      at: fc.nat(),
      value: fc.constantFrom(...words),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('byte' as const), at: fc.nat(), value: fc.nat(255) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), value: fc.nat(4_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('copy' as const), at: fc.nat(), value: fc.nat(4_000) }),
  },
)
const hostile = fc
  .record({ file: fc.constantFrom(...files), changes: fc.array(change, { minLength: 1, maxLength: 12 }) })
  .map(({ file, changes }) => {
    let bytes = Uint8Array.from(file)
    // Most of what matters stands before the media.
    const structure = Buffer.from(file).indexOf('mdat') + 400
    for (const { kind, at, value } of changes) {
      const from = at % Math.max(1, Math.min(structure, bytes.length - 4))
      if (kind === 'word') new DataView(bytes.buffer).setUint32(from, value)
      else if (kind === 'byte') bytes[from] = value
      else if (kind === 'cut')
        bytes = Uint8Array.from(Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + value)]))
      else
        bytes = Uint8Array.from(
          Buffer.concat([bytes.subarray(0, from), bytes.subarray(from, from + value), bytes.subarray(from)]),
        )
      if (bytes.length < 8) break
    }
    return bytes
  })

const memoryOf = ({ samples }: MovieTrack): number =>
  [
    samples.offset,
    samples.size,
    samples.decodeTime,
    samples.compositionOffset,
    samples.duration,
    samples.sync,
    samples.entry,
  ]
    .map(({ byteLength }) => byteLength)
    .reduce((a, b) => a + b)

async function readAll(bytes: Uint8Array) {
  const source = memorySource('hostile', bytes)
  const findings = new Findings()
  const tree = await readBoxTree(source, findings)
  const movie = await readMovie(source, tree, findings)
  for (const box of tree.boxes) {
    expect(pathOf(box)).not.toBe('')
    if (box.type === 'mfra') await readMfra(source, box, findings)
  }
  return { movie, findings }
}

describe('hostile files', () => {
  it('are read to the end', async () => {
    let runs = 0
    await fc.assert(
      fc.asyncProperty(hostile, async (bytes) => {
        runs += 1
        const started = processorMillis()
        const { movie, findings } = await readAll(bytes)
        expect(processorMillis() - started).toBeLessThan(3_000)
        expect(findings.list().length).toBeLessThanOrEqual(1_001)
        // Runs without bytes may claim 65,536 samples each; nothing else exceeds what is in the file.
        expect(movie.tracks.map(memoryOf).reduce((a, b) => a + b, 0)).toBeLessThan(64 * 2 ** 20)
        for (const track of movie.tracks) {
          expect(track.timescale).toBeGreaterThan(0)
          expect(track.entries.every((entry) => entry.bytes.length <= 65_536)).toBe(true)
          expect(Number.isSafeInteger(track.mediaDuration)).toBe(true)
          const { samples } = track
          for (let at = 0; at < samples.length; at += 1) {
            if (!Number.isSafeInteger(samples.offset[at]!) || samples.offset[at]! < 0)
              throw new Error(`offset of ${at}`)
            if (!Number.isSafeInteger(samples.decodeTime[at]! + samples.compositionOffset[at]!))
              throw new Error(`time of ${at}`)
          }
          gaps(samples, track.timescale)
        }
      }),
      options,
    )
    console.info(`isobmff fuzz: ${runs} files read`)
    expect(runs).toBeGreaterThan(100)
  })

  it('are cut, or refused', async () => {
    let cuts = 0
    let refused = 0
    const span = fc.tuple(fc.integer({ min: -1_000, max: 5_000 }), fc.integer({ min: -100, max: 60_000 }))
    await fc.assert(
      fc.asyncProperty(hostile, span, async (bytes, [from, length]) => {
        const { movie } = await readAll(bytes)
        const unique = movie.tracks.filter(
          ({ id }, at) => id > 0 && movie.tracks.findIndex((track) => track.id === id) === at,
        )
        const origins = new Map(unique.map(({ id }) => [id, filetime(10n ** 17n)]))
        const at = (milliseconds: number) => filetime(10n ** 17n + BigInt(milliseconds) * 10_000n)
        try {
          const source = { fileSize: bytes.length, timescale: movie.timescale, tracks: unique, origins }
          const plan = planCut(source, { from: at(from), to: at(from + length) })
          const layout = layOutMovie(outputTracks(unique, plan), {
            creationTime: 0n,
            timescale: plan.timescale,
          })
          expect(layout.mdatSize).toBe(plan.bytes)
          cuts += 1
        } catch (error) {
          if (!(error instanceof EvidenceError)) throw error
          expect(error.code).toBe('cut-refused')
          refused += 1
        }
      }),
      options,
    )
    console.info(`isobmff fuzz: ${cuts} cuts, ${refused} refused`)
    expect(cuts).toBeGreaterThan(20)
    expect(refused).toBeGreaterThan(20)
  })
})
