// Parameter sets that stand where few recorders put them, and those that may have been lost: nothing that may be wrong is shown as right.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { setsInForce } from '#engine/bitstream/sets-in-force.ts'
import { examineFile } from '#engine/examine/examine-file.ts'
import { refuseLostSets } from '#engine/export/refuse-lost-sets.ts'
import { writeStill } from '#engine/export/write-still.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { decoderConfigs } from '#engine/media/beginning.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'
import { findDamage } from '#engine/media/find-damage.ts'
import { hashPictures } from '#engine/media/hash-pictures.ts'
import { mapDamage } from '#engine/media/map-damage.ts'
import { ReviewCopy } from '#engine/media/review-copy.ts'
import { decodeFrom, planReview } from '#engine/media/review-plan.ts'
import { ReviewStore } from '#engine/media/review-store.ts'
import { runEnd } from '#engine/media/run-end.ts'
import { stillPicture } from '#engine/media/still-picture.ts'
import { tellSets } from '#engine/media/tell-sets.ts'
import { suiteFolder } from '../support/evidence.ts'
import { joinInside } from '../support/joined-track.ts'
import type { Sample, Source } from '../support/joined-track.ts'
import { scratchFolder } from '../support/made-export.ts'
import { takePartial, withGaps } from '../support/partial-item.ts'
import { newCase } from '../support/store.ts'
import { damage } from '../support/zoo/rewrite.ts'
import { hasFfmpeg, readFile } from './isobmff-ffmpeg.ts'

const { signal } = new AbortController()
const group = 10
const length = 3 * group
const folder = suiteFolder()
const at = (file: string): string => join(folder, `${file}.mp4`)
const encodings = {
  fine: { options: 'cabac=0:qp=18', size: '320x180' },
  middle: { options: 'cabac=0:qp=27', size: '320x180' },
  coarse: { options: 'cabac=0:qp=36', size: '320x180' },
  large: { options: 'cabac=0:qp=18', size: '480x272' },
}
type Part = [name: keyof typeof encodings, first: number, end: number]

async function joined(
  name: string,
  parts: readonly Part[],
  bring: (read: readonly Source[]) => void,
  type = 'avc1',
): Promise<string> {
  const taken = parts.map(([part, first, end]) => ({ path: at(part), first, end }))
  await joinInside(taken, type, at(name), bring)
  return at(name)
}

const put = (sample: Sample, ...bytes: Uint8Array[]): void => {
  sample.bytes = Buffer.concat(bytes)
}
/** At the end of the sample before. */
const behind = (read: readonly Source[]): void => {
  for (const [part, { sets }] of read.entries()) {
    const last = read[part - 1]?.samples.at(-1)
    if (last) put(last, last.bytes, sets)
  }
}
/** In the very first sample those of the entry again; then in the first of each part. */
const inFirst = (read: readonly Source[]): void => {
  for (const { samples, sets } of read) put(samples[0]!, sets, samples[0]!.bytes)
}
const repeated = (read: readonly Source[]): void => {
  for (const { samples, sets } of read)
    for (const sample of samples) if (sample.sync === 1) put(sample, sets, sample.bytes)
}

async function opened(path: string): Promise<{ source: ByteSource; track: MovieTrack }> {
  const { source, movie } = await readFile(path)
  onTestFinished(() => source.close())
  return { source, track: movie.tracks[0]! }
}

async function still(path: string, sample: number, missing: ByteRange[] = []) {
  const { source, track } = await opened(path)
  setsInForce(track, missing)
  const picture = await stillPicture(source, track, sample)
  const pixels = createHash('sha256')
  await picture.pixels((chunk) => void pixels.update(chunk))
  return { pixels: pixels.digest('hex').slice(0, 12), unsure: picture.run.unsure }
}

async function cutAt(path: string, sample: number, missing: ByteRange[] = []): Promise<string> {
  const { source, track } = await opened(path)
  setsInForce(track, missing)
  const plan = { tracks: [{ id: track.id, first: sample }] }
  const cut = refuseLostSets(source, { tracks: [track] }, plan as never, unwatched)
  return cut.then(
    () => 'made',
    (cause: unknown) => {
      if (!(cause instanceof EvidenceError)) throw cause
      return `${cause.code}: ${cause.message.includes('cannot be told') ? 'unknown' : 'lost'}`
    },
  )
}

describe.skipIf(!hasFfmpeg)('parameter sets', () => {
  beforeAll(() => {
    for (const [name, { options, size }] of Object.entries(encodings)) {
      const input = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`, '-frames:v', String(length)]
      const coding = ['-c:v', 'libx264', '-x264-params', `scenecut=0:bframes=0:${options}`]
      const args = [...input, ...coding, '-g', String(group), '-pix_fmt', 'yuv420p']
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, at(name)])
    }
  })

  describe('that stand behind the picture before', () => {
    it('are not used for that picture', async () => {
      // The last of the fine and of the coarse pictures is one at which decoding begins.
      const parts: Part[] = [
        ['fine', 0, group],
        ['coarse', 0, group + 1],
        ['middle', 0, length],
      ]
      const path = await joined('behind', parts, behind)
      for (const [sample, part, own] of [
        [group - 1, 'fine', group - 1],
        [group, 'coarse', 0],
        [2 * group, 'coarse', group],
        [2 * group + 1, 'middle', 0],
        [3 * group + 1, 'middle', group],
      ] as const)
        expect(await still(path, sample), `sample ${sample}`).toEqual(await still(at(part), own))
      const { source, track } = await opened(path)
      const { changes } = await decoderConfigs(source, track, 0, track.samples.length, signal)
      expect(changes.map(({ sample }) => sample)).toEqual([group, 2 * group + 1])
      const found = await mapDamage({ source, track, missing: [] }, unwatched)
      expect(found).toMatchObject({ stretches: [], clean: track.samples.length })
      // That cut would begin with the sets of the picture behind.
      expect(await cutAt(path, 2 * group)).toBe('cut-refused: lost')
    })

    it('end a run behind it, not with it', async () => {
      const path = await joined(
        'behind-size',
        [
          ['fine', 0, length],
          ['large', 0, length],
        ],
        behind,
      )
      const { source, track } = await opened(path)
      const plan = planReview(track, source.size)
      for (let picture = 0; picture < 2 * length;)
        picture = await runEnd({ source, track, plan }, picture, 2 * length, signal)
      expect([length - 1, length].map((picture) => decodeFrom(plan, picture))).toEqual([2 * group, length])
      const program = await findFfmpeg()
      const { isRead } = await hashPictures({ source, track, plan, program }, unwatched)
      expect(isRead).not.toContain(0)
    })
  })

  describe('that may have been lost', () => {
    const parts: Part[] = [
      ['fine', 0, length],
      ['coarse', 0, length],
    ]
    const whole = (): Promise<string> => joined('lost', parts, inFirst)

    /** Of more units than are looked at. */
    const filler = Buffer.concat(
      Array.from({ length: 1_100 }, () => Uint8Array.of(0, 0, 0, 3, 12, 0xff, 0x80)),
    )

    async function expectDoubt(path: string, missing: ByteRange[]): Promise<void> {
      for (const sample of [length + group, 2 * length - 1])
        expect(await still(path, sample, missing)).toMatchObject({ unsure: true })
      expect(await still(path, length - 1, missing)).toEqual(await still(at('fine'), length - 1))
      expect(await cutAt(path, length + group, missing)).toBe('cut-refused: unknown')
      expect(await cutAt(path, group, missing)).toBe('made')
      const { source, track } = await opened(path)
      const map = await mapDamage({ source, track, missing }, unwatched)
      expect(map.clean).toBe(length)
      expect(map.left).toContainEqual({ samples: 2 * group, reason: 'unknown-sets' })
      expect(await findDamage(source, track, length + group, group, signal)).toMatchObject({
        checked: false,
        why: 'unknown-sets',
      })
      expect(await findDamage(source, track, group, group, signal)).toMatchObject({ checked: true })
    }

    it('with bytes that are missing', async () => {
      const { track } = await opened(await whole())
      const start = track.samples.offset[length]!
      const missing = [{ start, end: start + track.samples.size[length]! }]
      writeFileSync(at('missing'), withGaps(readFileSync(at('lost')), missing))
      await expectDoubt(at('missing'), missing)
    })

    it.each(['length', 'zeros'] as const)('in a sample whose lengths do not add up (%s)', async (kind) => {
      const { track } = await opened(await whole())
      const place = { offset: track.samples.offset[length]!, size: track.samples.size[length]! }
      damage(at('lost'), at(kind), [{ ...place, kind }])
      const { source } = await opened(at(kind))
      const { inspection } = await examineFile(source, at(kind), { anchors: [], at: null }, unwatched)
      expect(inspection.tracks[0]?.setsChange).toBeUndefined()
      await expectDoubt(at(kind), [])
    })

    it('behind more units than are believed', async () => {
      const path = await joined('filler', parts, (read) => {
        inFirst(read)
        const [sample] = read[1]!.samples
        put(sample!, filler, sample!.bytes)
      })
      expect(await still(path, length)).toEqual(await still(at('coarse'), 0))
      expect(await still(path, length + group)).toMatchObject({ unsure: true })
      expect(await cutAt(path, length + group)).toBe('cut-refused: unknown')
      const { source, track } = await opened(path)
      expect(await findDamage(source, track, length + group, group, signal)).toMatchObject({
        checked: false,
        why: 'unknown-sets',
      })
    })

    it('behind more units than are believed, where nothing but the first read saw them', async () => {
      const path = await joined('filler-alone', parts, ([, second]) => {
        const [sample] = second!.samples
        put(sample!, filler, second!.sets, sample!.bytes)
      })
      const { source, track } = await opened(path)
      const { inspection } = await examineFile(source, path, { anchors: [], at: null }, unwatched)
      tellSets({ tracks: [track] }, { inspection, missing: [] })
      const { run } = await stillPicture(source, track, length + group)
      expect(run.unsure).toBe(true)
    })

    it('are told of in words where a still is made', async () => {
      const { track: sound } = await opened(await whole())
      const start = sound.samples.offset[length]!
      const gaps = [{ start, end: start + sound.samples.size[length]! }]
      const database = await newCase()
      const item = await takePartial(database, 'lost.mp4', readFileSync(at('lost')), gaps)
      const path = database.vault.path(item.summary.sha256)
      const { track } = await opened(path)
      tellSets({ tracks: [track] }, item)
      const notes = async (sample: number): Promise<string[]> => {
        const request = { itemId: item.summary.id, trackId: track.id, sample, path: null }
        const context = { database, file: { path, track, laidOut: null }, actor: 'Ada' }
        return (await writeStill(request, context, unwatched)).notes
      }
      expect((await notes(length + group)).join(' ')).toContain('other parameter sets')
      expect((await notes(group)).join(' ')).not.toContain('other parameter sets')
    })

    it('spoil no more than what comes before they are repeated', async () => {
      const path = await joined('repeated', parts, repeated)
      const { track } = await opened(path)
      damage(path, at('repeated-hurt'), [
        { offset: track.samples.offset[length]!, size: track.samples.size[length]!, kind: 'length' },
      ])
      for (const sample of [length + group, 2 * length - 1])
        expect(await still(at('repeated-hurt'), sample)).toEqual(await still(at('coarse'), sample - length))
      expect(await cutAt(at('repeated-hurt'), length + group)).toBe('made')
    })

    it('are not missed where no sample brings any', async () => {
      const path = await joined('plain', [['fine', 0, length]], () => undefined)
      const { track } = await opened(path)
      const place = { offset: track.samples.offset[group]!, size: track.samples.size[group]! }
      damage(path, at('plain-hurt'), [{ ...place, kind: 'length' }])
      expect(await still(at('plain-hurt'), length - 1)).toEqual(await still(at('fine'), length - 1))
      expect(await cutAt(at('plain-hurt'), 2 * group)).toBe('made')
    })

    it('leave no picture without a mark in a review copy, nor with a hash', async () => {
      await whole()
      const { track: sound } = await opened(at('lost'))
      const [offset, size] = [sound.samples.offset[length]!, sound.samples.size[length]!]
      damage(at('lost'), at('copied'), [{ offset, size, kind: 'length' }])
      const { source, track } = await opened(at('copied'))
      const plan = planReview(track, source.size)
      const header = { sha256: 'ab', track: track.id, pictures: 2 * length }
      const store = await ReviewStore.open({ folder: scratchFolder(), name: 'item.review-1' }, header)
      const copy = new ReviewCopy({ source, track, plan, store })
      await copy.make(unwatched, 0)
      const marked: boolean[] = []
      for (let picture = 0; picture < 2 * length;) {
        const made = await copy.group(picture)
        for (const { picture: one, doubtful } of made.pictures) marked[one] = doubtful
        picture = made.end
      }
      expect(marked.slice(0, length)).toEqual(Array<boolean>(length).fill(false))
      expect(marked.slice(length + group)).toEqual(Array<boolean>(2 * group).fill(true))
      const program = await findFfmpeg()
      const { isRead } = await hashPictures({ source, track, plan, program }, unwatched)
      expect([...isRead.subarray(length + group)]).toEqual(Array<number>(2 * group).fill(0))
      expect([...isRead.subarray(0, 2 * group)]).toEqual(Array<number>(2 * group).fill(1))
    })
  })

  it.each(['avc2', 'avc4', 'dva1', 'dvav'])('are found in entries of type %s', async (type) => {
    const parts: Part[] = [
      ['fine', 0, length],
      ['coarse', 0, length],
    ]
    const path = await joined(type, parts, inFirst, type)
    const { source, track } = await opened(path)
    const { changes } = await decoderConfigs(source, track, 0, 2 * length, signal)
    expect(changes.map(({ sample }) => sample)).toEqual([length])
    expect(await cutAt(path, length + group)).toBe('cut-refused: lost')
  })

  describe('and a cut', () => {
    it('that begins where all are repeated is made, be they those of the entry again', async () => {
      const parts = (['fine', 'coarse', 'fine'] as const).map((part): Part => [part, 0, length])
      const path = await joined('day-night-day', parts, repeated)
      for (let sample = 0; sample < 3 * length; sample += group)
        expect(await cutAt(path, sample), `sample ${sample}`).toBe('made')
    })

    it('reads no heads where the file was read through, and says how far it is where it was not', async () => {
      const { source, track } = await opened(at('fine'))
      let reads = 0
      const counted = Object.create(source, {
        read: { value: (offset: number, bytes: number) => ((reads += 1), source.read(offset, bytes)) },
      }) as ByteSource
      const movie = { tracks: [track] }
      const { inspection } = await examineFile(source, at('fine'), { anchors: [], at: null }, unwatched)
      tellSets(movie, { inspection, missing: [] })
      const plan = { tracks: [{ id: track.id, first: 2 * group }] } as never
      await refuseLostSets(counted, movie, plan, unwatched)
      expect(reads).toBe(0)
      const unknown = { tracks: [{ ...track, samples: { ...track.samples } }] }
      const told: unknown[] = []
      await refuseLostSets(counted, unknown, plan, { signal, report: (progress) => told.push(progress) })
      expect(told).toMatchObject([{ done: 2 * group + 1, total: 2 * group + 1 }])
      const aborted = { ...unwatched, signal: AbortSignal.abort() }
      const again = { tracks: [{ ...track, samples: { ...track.samples } }] }
      await expect(refuseLostSets(counted, again, plan, aborted)).rejects.toThrow()
    })
  })
})
