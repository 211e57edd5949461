// Several hundred sealed files made in code, signed by openssl: algorithms × layouts × repeated seals × tail contents, each
// with the verdict it deserves, and each once more with one bit of its recording changed.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Verification } from '#contract/seal.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { layOutFragments } from '#engine/isobmff/fragment-writer.ts'
import { hasOpenssl } from '../support/openssl-folder.ts'
import { ftyp, moov } from '../support/handmade-file.ts'
import { madeTracks } from '../support/made-export.ts'
import { box, defaultMethod, fullBox, meta, methods, SealMaker, u32 } from '../support/openssl-seals.ts'
import type { Method } from '../support/openssl-seals.ts'
import { seededRandom } from '../support/random.ts'
import { codesOf } from '../support/verify.ts'

const sampleSize = 600
const media = randomBytes(sampleSize)
const random = seededRandom(20_261_122)

/** Where the boxes stand. `repeats`: whether `meta` can grow without moving anything that an earlier seal speaks of. */
type Layout = { name: string; repeats: boolean; build(sinfs: readonly Uint8Array[]): Buffer }

/** Sample offsets count from what stands before the media; found by building twice. */
function withOffset(build: (offset: number) => Buffer): Buffer {
  const offset = build(0).indexOf(media)
  return build(offset)
}
const free = (): Buffer => box('free', [Buffer.alloc(24)])

const layouts: readonly Layout[] = [
  {
    name: 'ftyp moov mdat meta',
    repeats: true,
    build: (sinfs) =>
      withOffset((at) => Buffer.concat([ftyp(), moov([at], sampleSize), box('mdat', [media]), meta(sinfs)])),
  },
  {
    name: 'ftyp mdat moov meta',
    repeats: true,
    build: (sinfs) =>
      withOffset((at) => Buffer.concat([ftyp(), box('mdat', [media]), moov([at], sampleSize), meta(sinfs)])),
  },
  {
    name: 'ftyp free moov free mdat (64-bit) meta (64-bit)',
    repeats: true,
    build: (sinfs) =>
      withOffset((at) =>
        Buffer.concat([
          ftyp(),
          free(),
          moov([at], sampleSize),
          free(),
          box('mdat', [media], true),
          meta(sinfs, true),
        ]),
      ),
  },
  {
    name: 'ftyp meta moov mdat',
    repeats: false,
    build: (sinfs) =>
      withOffset((at) => Buffer.concat([ftyp(), meta(sinfs), moov([at], sampleSize), box('mdat', [media])])),
  },
  {
    name: 'ftyp moov meta (64-bit) mdat',
    repeats: false,
    build: (sinfs) =>
      withOffset((at) =>
        Buffer.concat([ftyp(), moov([at], sampleSize), meta(sinfs, true), box('mdat', [media])]),
      ),
  },
  {
    name: 'meta with a child behind ipro',
    repeats: true,
    build: (sinfs) =>
      withOffset((at) =>
        Buffer.concat([
          ftyp(),
          moov([at], sampleSize),
          box('mdat', [media]),
          meta(sinfs, false, [box('free', [Buffer.alloc(5)])]),
        ]),
      ),
  },
  { name: 'fragmented: ftyp moov (moof mdat)+ meta', repeats: true, build: (sinfs) => fragmented(sinfs) },
]

function fragmented(sinfs: readonly Uint8Array[]): Buffer {
  const { tracks, samples } = madeTracks({ frames: 50, sampleBytes: 60, withMetadata: false })
  const { head, fragments } = layOutFragments(tracks, { creationTime: 0n })
  const parts = fragments.flatMap(({ head: start, runs }) => [
    start,
    ...runs.flatMap(({ track, firstSample, count }) =>
      (samples[track] ?? []).slice(firstSample, firstSample + count),
    ),
  ])
  return Buffer.concat([head, ...parts, meta(sinfs)])
}

const verify = async (file: Uint8Array): Promise<Verification> =>
  (await verifyFile(memorySource('matrix', file), 'matrix.mp4', { anchors: [], at: null }, unwatched))
    .verification

/** One bit of the first sample changed: whatever else, such a file is never called sealed. */
async function refusesChange(file: Buffer, name: string): Promise<void> {
  const at = file.indexOf('mdat') + 20 + random(200)
  const changed = Buffer.from(file)
  changed[at] = (changed[at] ?? 0) ^ (1 << random(8))
  const { verdict } = await verify(changed)
  expect(['broken', 'unreadable'], `${name}, byte ${at} changed`).toContain(verdict)
}

/** A file sealed by each of `by` in turn; `behind` stands behind `meta` from the first seal on. */
function sealInTurn(
  maker: SealMaker,
  layout: Layout,
  by: readonly Method[],
  behind: Uint8Array = Buffer.alloc(0),
): Buffer {
  const sinfs: Buffer[] = []
  let file: Buffer = Buffer.alloc(0)
  for (const method of by) {
    sinfs.push(maker.sinf(method))
    file = maker.sign(Buffer.concat([layout.build(sinfs), behind]), method)
    // The next seal stands over this one, signature included.
    const at = file.lastIndexOf('sinf') - 4
    sinfs[sinfs.length - 1] = file.subarray(at, at + file.readUInt32BE(at))
  }
  return file
}

let files = 0

describe.skipIf(!hasOpenssl)('the matrix of seals', () => {
  const maker = new SealMaker()
  beforeAll(() => maker.makeKeys())
  afterAll(() => {
    console.info(`matrix of seals: ${files} files, and as many with one bit changed`)
    maker.folder.remove()
  })

  const sealed = (layout: Layout, by: readonly Method[], behind?: Uint8Array): Buffer => {
    files += 1
    return sealInTurn(maker, layout, by, behind)
  }

  describe.each(layouts)('$name', (layout) => {
    it.each(methods)('$name', async (method) => {
      const file = sealed(layout, [method])
      const report = await verify(file)
      expect(report.seals.map(({ status }) => status)).toEqual([method.status])
      expect(report.verdict).toBe(method.status === 'intact' ? 'sealed' : 'unreadable')
      expect(report.unsealedBytes).toBe(method.status === 'intact' ? 0 : file.length)
      const codes = codesOf(report.seals[0])
      expect(codes.includes('algorithm-undeclared')).toBe(method.undeclared)
      expect(codes.includes('weak-algorithm')).toBe(method.weak ?? false)
      await refusesChange(file, method.name)
    })
  })

  describe('repeated', () => {
    const others = methods.filter(({ status }) => status === 'intact')
    const pairs = others.map((method, index) => [
      defaultMethod,
      method,
      others[(index * 7 + 3) % others.length],
    ])
    const cases = layouts
      .filter(({ repeats }) => repeats)
      .flatMap((layout) => pairs.map((by) => ({ layout, by: by.filter((one) => one !== undefined) })))

    it.each(cases)('$layout.name, $by.1.name then $by.2.name', async ({ layout, by }) => {
      const file = sealed(layout, by)
      const report = await verify(file)
      expect(report.seals.map(({ status }) => status)).toEqual(['intact', 'intact', 'intact'])
      expect(report.verdict).toBe('sealed')
      expect(report.unsealedBytes).toBe(0)
      await refusesChange(file, 'three seals')
    })

    it('one that is not known among others leaves the whole undecided', async () => {
      const unknown = methods.find(({ status }) => status === 'unsupported')
      for (const layout of layouts.filter(({ repeats }) => repeats)) {
        const report = await verify(sealed(layout, [defaultMethod, unknown ?? defaultMethod, defaultMethod]))
        expect(report.seals.map(({ status }) => status)).toEqual(['intact', 'unsupported', 'intact'])
        expect(report.verdict).toBe('unreadable')
      }
    })
  })

  describe('what stands behind the seal', () => {
    const mfra = (): Buffer => box('mfra', [fullBox('mfro', [u32(24)])])
    type Tail = { name: string; bytes(): Uint8Array; verdict: Verification['verdict']; covered?: boolean }
    const tails: readonly Tail[] = [
      { name: 'mfra, sealed', bytes: mfra, verdict: 'sealed', covered: true },
      { name: 'free, sealed', bytes: free, verdict: 'sealed', covered: true },
      {
        name: 'a uuid box, sealed',
        bytes: () => box('uuid', [randomBytes(40)]),
        verdict: 'sealed',
        covered: true,
      },
      { name: 'mfra', bytes: mfra, verdict: 'sealed' },
      { name: 'free', bytes: free, verdict: 'sealed' },
      { name: 'skip', bytes: () => box('skip', [Buffer.alloc(3)]), verdict: 'sealed' },
      { name: 'free and mfra', bytes: () => Buffer.concat([free(), mfra()]), verdict: 'sealed' },
      { name: 'mdat', bytes: () => box('mdat', [randomBytes(40)]), verdict: 'broken' },
      { name: 'an empty mdat', bytes: () => box('mdat', []), verdict: 'broken' },
      { name: 'a uuid box', bytes: () => box('uuid', [randomBytes(40)]), verdict: 'broken' },
      { name: 'a second moov', bytes: () => moov([48], sampleSize), verdict: 'broken' },
      { name: 'a second meta', bytes: () => meta([]), verdict: 'broken' },
      { name: 'a moof', bytes: () => box('moof', [Buffer.alloc(8)]), verdict: 'broken' },
      { name: 'bytes that are no box', bytes: () => Buffer.from([0, 0, 0]), verdict: 'broken' },
      { name: 'a free box cut short', bytes: () => free().subarray(0, 20), verdict: 'broken' },
      { name: 'mfra with a stranger in it', bytes: () => box('mfra', [box('mdat', [])]), verdict: 'broken' },
      { name: 'free, then mdat', bytes: () => Buffer.concat([free(), box('mdat', [])]), verdict: 'broken' },
    ]
    const metaLast = layouts.filter(({ repeats }) => repeats)
    const cases = metaLast.flatMap((layout) =>
      tails.flatMap((tail) => [1, 2].map((seals) => ({ layout, tail, seals }))),
    )

    it.each(cases)('$tail.name behind $seals in $layout.name', async ({ layout, tail, seals }) => {
      const bytes = tail.bytes()
      const by = Array.from({ length: seals }, () => defaultMethod)
      const file = tail.covered ? sealed(layout, by, bytes) : Buffer.concat([sealed(layout, by), bytes])
      const report = await verify(file)
      expect(report.verdict).toBe(tail.verdict)
      if (tail.verdict === 'sealed') expect(report.unsealedBytes).toBe(tail.covered ? 0 : bytes.length)
      else expect(report.reason).not.toBeNull()
      await refusesChange(file, tail.name)
    })
  })
})

describe.skipIf(!hasOpenssl)('one bit changed', () => {
  const maker = new SealMaker()
  beforeAll(() => maker.makeKeys())
  afterAll(() => maker.folder.remove())

  it('anywhere in a sealed file: none of 5,000 is still called sealed', { timeout: 240_000 }, async () => {
    const p256 = methods.find(({ name }) => name === 'ECDSA p256 sha256') ?? defaultMethod
    const ed25519 = methods.find(({ name }) => name === 'Ed25519') ?? defaultMethod
    const sealers = [[defaultMethod], [defaultMethod, p256, defaultMethod], [p256], [ed25519, defaultMethod]]
    const originals: Buffer[] = []
    for (const layout of layouts) {
      for (const by of sealers.filter(({ length }) => length === 1 || layout.repeats)) {
        originals.push(sealInTurn(maker, layout, by))
      }
    }
    for (const file of originals) expect((await verify(file)).verdict).toBe('sealed')
    const counts = { broken: 0, unsealed: 0, unreadable: 0, sealed: 0 }
    const survivors: string[] = []
    for (let count = 0; count < 5_000; count += 1) {
      const which = count % originals.length
      const file = Buffer.from(originals[which] ?? [])
      const at = random(file.length)
      const bit = random(8)
      file[at] = (file[at] ?? 0) ^ (1 << bit)
      const { verdict } = await verify(file)
      counts[verdict] += 1
      if (verdict === 'sealed') survivors.push(`file ${which}, byte ${at}, bit ${bit}`)
    }
    console.info(`one bit changed: ${JSON.stringify(counts)}`)
    expect(survivors).toEqual([])
  })
})
