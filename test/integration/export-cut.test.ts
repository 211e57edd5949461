// Cuts, judged by ffprobe, ffmpeg and the source itself: not a byte of a sample changes, not a time moves.
import { readFileSync } from 'node:fs'
import { expect, describe, it } from 'vitest'
import { filetimeSpan, parseUtc } from '#engine/base/time.ts'
import { cameras } from '#engine/demo/scene.ts'
import { sceneTime } from '#engine/demo/scene-metadata.ts'
import { frameHashes } from '#engine/media/frame-hash.ts'
import type { Inspection } from '#contract/inspection.ts'
import type { MetadataItem } from '#contract/metadata.ts'
import {
  boxesIn,
  complaintsOf,
  hasFfprobe,
  packetsOf,
  shownPictures,
  startTimesOf,
  ticksOf,
} from '../support/judge.ts'
import type { Packet } from '../support/judge.ts'
import { demoCase, handOn } from '../support/demo-case.ts'
import type { DemoCase } from '../support/demo-case.ts'
import { examinePath, metadataOf } from '../support/verify.ts'

const made = demoCase()

type Cut = {
  name: string
  item: 'sealed' | 'sealedTwice' | 'unsealed'
  from: number
  to: number
  really: [number, number]
}

// Sync samples lie at every full second; the patrol car's recorder was silent from 8 s to 11 s.
const cuts: Cut[] = [
  { name: 'between sync samples of a progressive file', item: 'sealed', from: 5, to: 9, really: [5, 9] },
  { name: 'beginning and ending anywhere', item: 'sealed', from: 5.3, to: 9.13, really: [5, 9.16] },
  { name: 'of a single picture', item: 'sealed', from: 12.02, to: 12.03, really: [12, 12.04] },
  { name: 'up to the end and beyond', item: 'sealed', from: 17.5, to: 99, really: [17, 20] },
  { name: 'of a fragmented file before its gap', item: 'sealedTwice', from: 2.2, to: 6, really: [2, 6] },
  { name: 'across the gap', item: 'sealedTwice', from: 6.5, to: 12.7, really: [6, 12.72] },
  { name: 'beginning in the gap', item: 'sealedTwice', from: 9, to: 13, really: [11, 13] },
  { name: 'ending in the gap', item: 'sealedTwice', from: 6, to: 10, really: [6, 8] },
]

const sourcePath = ({ files }: DemoCase, item: Cut['item']): string => files[item]
const slack = 1n // 100 ns

/** Where `part` stands in `whole`, as one run; throws where it does not. */
function runOf(part: readonly Packet[], whole: readonly Packet[]): Packet[] {
  const first = whole.findIndex(({ hash, utc }) => hash === part[0]?.hash && near(utc, part[0].utc))
  const run = whole.slice(first, first + part.length)
  expect(first).toBeGreaterThanOrEqual(0)
  expect(part.map(({ hash, key }) => [hash, key])).toEqual(run.map(({ hash, key }) => [hash, key]))
  return run
}

const near = (a: bigint, b: bigint): boolean => a - b <= slack && b - a <= slack

describe.skipIf(!hasFfprobe).each(cuts)('a cut $name', ({ item, from, to, really }) => {
  const cutOf = (): ReturnType<typeof handOn> =>
    handOn(made(), made().items[item], { from: sceneTime(from), to: sceneTime(to) })

  it('holds the samples and times of the source, and every part that an export needs', async () => {
    const cut = await cutOf()
    const [realFrom, realTo] = [sceneTime(really[0]), sceneTime(really[1])]
    expect(cut).toMatchObject({
      mode: 'cut',
      from: realFrom,
      to: realTo,
      samplesReencoded: 0,
      verdict: 'sealed',
    })
    expect(complaintsOf(cut.path)).toEqual([])

    const source = sourcePath(made(), item)
    for (const stream of ['v:0', 'a:0']) {
      const [part, whole] = [packetsOf(cut.path, stream), packetsOf(source, stream)]
      const run = runOf(part, whole)
      for (const [index, { utc }] of part.entries())
        expect(near(utc, run[index]?.utc ?? 0n), `${stream} ${index}`).toBe(true)
      if (stream === 'v:0') {
        const [first, last] = [ticksOf(realFrom), ticksOf(realTo)]
        const due = whole.filter(({ utc }) => utc >= first - slack && utc < last - slack)
        const isDue = ({ hash }: Packet): boolean => due.some((one) => one.hash === hash)
        expect(part.filter(isDue).map(({ hash }) => hash)).toEqual(due.map(({ hash }) => hash))
        // What is more is a later picture that earlier ones are decoded from: never the last, and not shown.
        for (const { utc } of part.filter((one) => !isDue(one))) expect(utc >= last - slack).toBe(true)
        expect(isDue(part.at(-1)!)).toBe(true)
        expect(shownPictures(cut.path)).toBe(due.length)
        expect(part[0]?.key).toBe(true)
      } else {
        // Sound is taken as far as the pictures reach, and no sample more than one further.
        expect(part.at(-1)!.utc < ticksOf(realTo)).toBe(true)
      }
    }
  })

  it('holds the metadata of its span, passes every level, and is sealed without deviation', async () => {
    const { path } = await cutOf()
    const { inspection, conformance, verification } = await examinePath(path)
    expect(conformance.levels).toEqual({ '0V': 'pass', '0M': 'pass', '0E': conformance.levels['0E'] })
    expect(conformance.checks.filter(({ result, id }) => result === 'fail' && id !== 'events')).toEqual([])
    expect(verification.seals).toMatchObject([
      { status: 'intact', range: 'A1', deviations: [], comment: 'for the court' },
    ])
    expect([inspection.issues, verification.unsealedBytes]).toEqual([[], 0])

    const [first, last] = [sceneTime(really[0]), sceneTime(really[1])]
    const within = ({ time }: MetadataItem): boolean => time >= first && time < last
    const [part, whole] = [await metadataOf(path), await metadataOf(sourcePath(made(), item))]
    const content = ({ sample: _, ...rest }: MetadataItem): unknown => rest
    expect(part.filter(within).map(content)).toEqual(whole.filter(within).map(content))
    expect(conformance.levels['0E']).toBe(part.some(({ kind }) => kind === 'event') ? 'pass' : 'fail')

    const camera = cameras[item === 'sealed' ? 'north-gate' : 'patrol-car']
    expect(inspection.export).toMatchObject({ unitName: 'Test bench', operator: 'Ada' })
    expect(inspection.export?.sources.map(({ trackId, name, url }) => [trackId, name, url])).toEqual(
      [1, 2, 3].map((id) => [id, camera.label, camera.url]),
    )
    expect(inspection.location).toMatchObject({ name: camera.location.name })
    expect(inspection.startTimes.map(({ origin }) => origin)).toContain('sumi')
  })
})

describe('the layout of a cut', () => {
  it('is ftyp moov mdat meta, with hdlr suep cstb sumi ipro, nothing behind', async () => {
    const { path } = await handOn(made(), made().items.sealed, { from: sceneTime(5), to: sceneTime(7) })
    const bytes = readFileSync(path)
    const top = boxesIn(bytes, 0, bytes.length)
    expect(top.map(({ type }) => type)).toEqual(['ftyp', 'moov', 'mdat', 'meta'])
    const meta = top.at(-1)!
    expect(meta.end).toBe(bytes.length)
    expect(boxesIn(bytes, meta.start + 12, meta.end).map(({ type }) => type)).toEqual([
      'hdlr',
      'suep',
      'cstb',
      'sumi',
      'ipro',
    ])
    expect([...startTimesOf(path).keys()]).toEqual([1, 2, 3])
  })

  it('tells the same start as the first picture shown', async () => {
    const { path, from } = await handOn(made(), made().items.sealed, { from: sceneTime(5), to: sceneTime(7) })
    const shown = packetsOf(path, 'v:0')
      .map(({ utc }) => utc)
      .sort((a, b) => (a < b ? -1 : 1))
    expect(near(shown[0]!, parseUtc(from!)!)).toBe(true)
  })
})

it('the gap of the source is a gap of the cut, at the same time', async () => {
  const { path } = await handOn(made(), made().items.sealedTwice, {
    from: sceneTime(6.5),
    to: sceneTime(12.7),
  })
  const gapsOf = ({ gaps, tracks }: Inspection): bigint[][] => {
    const { startTime, timescale } = tracks[0]!
    const at = (ticks: number): bigint => parseUtc(startTime!)! + filetimeSpan(ticks, timescale)
    return gaps.map(({ fromTicks, toTicks }) => [at(fromTicks), at(toTicks)])
  }
  const gaps = gapsOf((await examinePath(path)).inspection)
  expect(gaps).toHaveLength(1)
  expect(gaps).toEqual(gapsOf(made().items.sealedTwice.inspection))
})

describe('pictures of a cut', () => {
  it.each([
    ['sealed', 5, 7],
    ['sealedTwice', 6.5, 12.2],
  ] as const)('decode to those of the source (%s)', async (item, from, to) => {
    const { path } = await handOn(made(), made().items[item], { from: sceneTime(from), to: sceneTime(to) })
    const [cut, whole] = await Promise.all(
      [path, sourcePath(made(), item)].map((source) => frameHashes({ source, of: 'decoded' })),
    )
    const first = whole!.findIndex(({ md5 }) => md5 === cut![0]?.md5)
    expect(cut!.length).toBeGreaterThan(40)
    expect(cut!.map(({ md5 }) => md5)).toEqual(whole!.slice(first, first + cut!.length).map(({ md5 }) => md5))
  })
})
