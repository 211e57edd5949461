// Parameter sets that change in the samples and are not repeated: decoding that begins behind the change gives the pictures that
// it gives from the beginning, or says that it does not. Judged by the recordings that the parts were taken from.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Cursor } from '#engine/base/cursor.ts'
import { hashBytes } from '#engine/base/equal-hashes.ts'
import { unwatched } from '#engine/base/progress.ts'
import { examineFile } from '#engine/examine/examine-file.ts'
import { readH264Set } from '#engine/bitstream/sps-h264.ts'
import { readAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { makeThumbnails, withoutThumbnail } from '#engine/ingest/thumbnails.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { refuseLostSets } from '#engine/export/refuse-lost-sets.ts'
import { findDamage } from '#engine/media/find-damage.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'
import { hashPictures } from '#engine/media/hash-pictures.ts'
import { mapDamage } from '#engine/media/map-damage.ts'
import { planReview } from '#engine/media/review-plan.ts'
import { ReviewCopy } from '#engine/media/review-copy.ts'
import { ReviewStore } from '#engine/media/review-store.ts'
import { stillPicture } from '#engine/media/still-picture.ts'
import { makeThumbnail } from '#engine/media/thumbnail.ts'
import { thumbnailPath } from '#engine/store/case-folder.ts'
import { suiteFolder } from '../support/evidence.ts'
import { joinInside } from '../support/joined-track.ts'
import { scratchFolder } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'
import { damage } from '../support/zoo/rewrite.ts'
import { hasFfmpeg, readFile } from './isobmff-ffmpeg.ts'

const { signal } = new AbortController()
const group = 10
const length = 3 * group
const folder = suiteFolder()
const at = (file: string): string => join(folder, file)

const x264 = (options: string): string[] => [
  '-c:v',
  'libx264',
  '-x264-params',
  `scenecut=0:bframes=0:${options}`,
]
const x265 = (options: string): string[] => [
  ...['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1'],
  ...['-x265-params', `log-level=none:scenecut=0:bframes=0:${options}`],
]

/** What changes, and how it is encoded before and behind the change. */
const changes: Record<string, { types: string[]; before: string[]; behind: string[]; size?: string }> = {
  'QP, without arithmetic coding': {
    types: ['avc1', 'avc3'],
    before: x264('cabac=0:qp=18'),
    behind: x264('cabac=0:qp=36'),
  },
  'QP, with arithmetic coding': { types: ['avc1'], before: x264('qp=18'), behind: x264('qp=36') },
  'scaling matrices': { types: ['avc1'], before: x264('qp=30'), behind: x264('qp=30:cqm=jvt') },
  size: { types: ['avc1', 'avc3'], before: x264('qp=24'), behind: x264('qp=24'), size: '480x272' },
  'H.265, scaling lists': {
    types: ['hvc1', 'hev1'],
    before: x265('qp=30'),
    behind: x265('qp=30:scaling-list=default'),
  },
  'H.265, size': { types: ['hev1'], before: x265('qp=30'), behind: x265('qp=30'), size: '480x272' },
}

function make(path: string, encoder: readonly string[], size = '320x180'): void {
  const input = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`, '-frames:v', String(length)]
  const args = [...input, ...encoder, '-g', String(group), '-pix_fmt', 'yuv420p']
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, path])
}

async function opened(path: string): Promise<{ source: ByteSource; track: MovieTrack }> {
  const { source, movie } = await readFile(path)
  onTestFinished(() => source.close())
  return { source, track: movie.tracks.find(({ handler }) => handler === 'vide')! }
}

async function still(path: string, sample: number): Promise<string> {
  const { source, track } = await opened(path)
  const picture = await stillPicture(source, track, sample)
  const { width, height } = picture.facts
  const pixels = createHash('sha256')
  await picture.pixels((chunk) => void pixels.update(chunk))
  return `${width}x${height} ${pixels.digest('hex').slice(0, 12)} ${picture.facts.complaints.length}`
}

/** By stored sample: SHA-256 of the picture as ffmpeg decodes it, and of its size; null where there is none. */
async function decoded(path: string): Promise<(string | null)[]> {
  const { source, track } = await opened(path)
  const plan = planReview(track, source.size)
  const program = await findFfmpeg()
  const { hashes, isRead } = await hashPictures({ source, track, plan, program }, unwatched)
  return Array.from(plan.pictureOf, (picture) =>
    isRead[picture] === 1 ? hashes.toString('hex', picture * hashBytes, (picture + 1) * hashBytes) : null,
  )
}

/** Of each picture of a review copy from `from` on: its size, and whether it may not be what was recorded. */
async function copied(path: string, from: number): Promise<string[]> {
  const { source, track } = await opened(path)
  const place = { folder: scratchFolder(), name: 'item.review-1' }
  const header = { sha256: 'ab', track: track.id, pictures: track.samples.length }
  const store = await ReviewStore.open(place, header)
  const copy = new ReviewCopy({ source, track, plan: planReview(track, source.size), store })
  await copy.make(unwatched, from)
  const sizes: string[] = []
  for (let picture = 0; picture < copy.pictures;) {
    const group = await copy.group(picture)
    const [sps] = readAvcC(new Cursor(Buffer.from(group.config, 'hex'))).sequenceParameterSets
    const { width, height } = readH264Set(sps!)!.cropped
    for (const { doubtful } of group.pictures) sizes.push(`${width}x${height}${doubtful ? ' doubtful' : ''}`)
    picture = group.end
  }
  return sizes
}

const cases = Object.entries(changes).flatMap(([name, change]) =>
  change.types.map((type) => ({ name: `${name} (${type})`, type, ...change })),
)

describe.skipIf(!hasFfmpeg).each(cases)(
  'behind a change of $name',
  ({ name, type, before, behind, size }) => {
    const stem = name.replaceAll(/\W+/g, '-')
    const [first, second, joined] = ['first', 'second', 'joined'].map((part) =>
      at(`${stem}-${part}.mp4`),
    ) as [string, string, string]
    beforeAll(async () => {
      make(first, before)
      make(second, behind, size)
      await joinInside(
        [first, second].map((path) => ({ path, first: 0, end: length })),
        type,
        joined,
      )
    })

    it('it is known since the file was read', async () => {
      for (const [path, setsChange] of [
        [first, false],
        [joined, true],
      ] as const) {
        const { source } = await opened(path)
        const { inspection } = await examineFile(source, path, { anchors: [], at: null }, unwatched)
        expect(inspection.tracks).toMatchObject([{ setsChange }])
      }
    })

    it('a cut that would lose what changed is refused, and no other', async () => {
      const { source, track } = await opened(joined)
      const cutAt = (sample: number): Promise<void> =>
        refuseLostSets(
          source,
          { tracks: [track] },
          { tracks: [{ id: track.id, first: sample }] as never },
          unwatched,
        )
      for (const sample of [0, group, length]) await cutAt(sample)
      for (const sample of [length + group, 2 * length - group])
        await expect(cutAt(sample)).rejects.toMatchObject({ code: 'cut-refused' })
    })

    it('stills are those of the part', async () => {
      // Before the change; at it; in the group of the change; in a group behind.
      expect(await still(joined, length - 1)).toBe(await still(first, length - 1))
      for (const sample of [0, 5, 2 * group])
        expect(await still(joined, length + sample), `sample ${sample}`).toBe(await still(second, sample))
    })

    it('nothing is said to be damaged', async () => {
      const { source, track } = await opened(joined)
      for (const from of [0, length, length + group]) {
        const found = await findDamage(source, track, from, group, signal)
        expect(found, `from ${from}`).toEqual({ checked: true, firstDamaged: null, why: null })
      }
    })

    it('of the whole track nothing else is, where the group of the change is damaged: what follows is not known', async () => {
      const { track } = await opened(joined)
      const hurt = length + 1
      const [offset, bytes] = [track.samples.offset[hurt]!, track.samples.size[hurt]!]
      const damaged = joined.replace('.mp4', '-damaged.mp4')
      damage(joined, damaged, [{ offset, size: bytes, kind: 'length' }])
      const { source } = await opened(damaged)
      const found = await mapDamage({ source, track, missing: [] }, unwatched)
      expect(found).toMatchObject({
        stretches: [{ first: hurt, count: group - 1, cause: hurt }],
        left: [{ reason: 'unknown-sets', samples: 2 * group }],
        clean: length + 1,
      })
    })

    it('decoded pictures are those of the part', async () => {
      const all = await decoded(joined)
      expect(all).not.toContain(null)
      expect(all).toEqual([...(await decoded(first)), ...(await decoded(second))])
    })

    it.each([0, 2 * length - 1])(
      'each picture of a copy made from picture %i on has its own size',
      async (from) => {
        const sizes = await copied(joined, from)
        const expected = ['320x180', size ?? '320x180'].flatMap((one) => Array<string>(length).fill(one))
        expect(sizes).toEqual(expected)
      },
    )
  },
)

it.skipIf(!hasFfmpeg)('the picture in the table of items is from before the change', async () => {
  const parts = ['table-fine.mp4', 'table-coarse.mp4'].map(at) as [string, string]
  make(parts[0], x264('cabac=0:qp=18'))
  make(parts[1], [...x264('cabac=0:qp=36'), '-force_key_frames', 'expr:1'])
  await joinInside(
    parts.map((path, part) => ({ path, first: 0, end: part === 0 ? 1 : length })),
    'avc1',
    at('table.mp4'),
  )
  const database = await newCase()
  const context = { database, actor: 'Ada', trust: { anchors: [], at: null } }
  const [item] = (await ingest([at('table.mp4')], context, unwatched)).items
  await makeThumbnails(database, withoutThumbnail(database), unwatched)
  await makeThumbnail({ source: parts[0], destination: at('table.jpg') })
  const made = readFileSync(thumbnailPath(database.folder, item!.id!))
  expect(made.equals(readFileSync(at('table.jpg')))).toBe(true)
})
