import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { MetadataItem } from '#contract/metadata.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Progress, Work } from '#engine/base/progress.ts'
import { readMetadataTrack } from '#engine/metadata/read-track.ts'
import { MetadataCounter } from '#engine/metadata/summary.ts'
import { analytics, frameTime, frameWith } from './documents.ts'
import { writeExi } from '#test/support/exi-writer.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const good = (id: number): Uint8Array => utf8(analytics(frameWith(`<tt:Object ObjectId="${id}"/>`)))

type Stored = { samples: Uint8Array[]; gaps?: number; sizes?: Record<number, number> }

/** Samples one after the other, `gaps` bytes apart; `sizes` tells lies about some. */
function store({ samples, gaps = 0, sizes = {} }: Stored): {
  source: ByteSource
  offset: number[]
  size: number[]
} {
  const offset: number[] = []
  const parts: Uint8Array[] = []
  let at = 0
  for (const sample of samples) {
    offset.push(at)
    parts.push(sample, new Uint8Array(gaps))
    at += sample.length + gaps
  }
  const size = samples.map((sample, index) => sizes[index] ?? sample.length)
  return { source: memorySource('test', new Uint8Array(Buffer.concat(parts))), offset, size }
}

async function read(
  stored: Stored,
  work: Work = unwatched,
): Promise<{ items: MetadataItem[]; findings: Findings; counter: MetadataCounter; reads: number }> {
  const { source, offset, size } = store(stored)
  let reads = 0
  const counted = {
    ...source,
    read: (from: number, length: number) => ((reads += 1), source.read(from, length)),
  }
  const findings = new Findings()
  const counter = new MetadataCounter()
  const track = { id: 2, contentEncoding: '', samples: { length: size.length, offset, size } }
  const items: MetadataItem[] = []
  for await (const item of readMetadataTrack(counted, track, findings, work, counter)) items.push(item)
  return { items, findings, counter, reads }
}

const ids = (items: MetadataItem[]): (string | null | undefined)[] =>
  items.map((item) =>
    item.kind === 'frame' ? item.objects[0]?.id : item.kind === 'event' ? item.topic : item.kind,
  )

describe('readMetadataTrack', () => {
  it('yields everything in stored order, with the sample it came from', async () => {
    const { items, findings, counter } = await read({
      samples: [good(1), gzipSync(good(2)), good(3)],
      gaps: 5,
    })
    expect(ids(items)).toEqual(['1', '2', '3'])
    expect(items.map(({ sample, trackId }) => [sample, trackId])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ])
    expect(findings.list()).toEqual([])
    expect(counter.summary()).toMatchObject({ frames: 3, objects: 3, badSamples: 0, firstFrame: frameTime })
  })

  it('reads neighbouring samples at once', async () => {
    const samples = Array.from({ length: 50 }, (_, index) => good(index))
    expect(await read({ samples })).toMatchObject({ reads: 1, items: { length: 50 } })
    expect(await read({ samples, gaps: 1 })).toMatchObject({ reads: 50, items: { length: 50 } })
  })

  it('goes on after bad samples; each is a finding with its place', async () => {
    const broken = utf8(new TextDecoder().decode(good(2)).slice(0, -30))
    const samples = [good(1), broken, utf8('{}'), new Uint8Array(0), good(4)]
    const { items, findings, counter } = await read({ samples, gaps: 3 })
    expect(ids(items)).toEqual(['1', '2', '4'])
    expect(counter.summary()).toMatchObject({ frames: 3, badSamples: 2 })
    const first = good(1).length + 3
    expect(findings.list()).toMatchObject([
      { code: 'metadata-sample-bad', severity: 'error', offset: first, clause: 'ONVIF EFF 26.06 5.5' },
      { code: 'metadata-sample-bad', offset: first + broken.length + 3 },
    ])
    expect(findings.list()[0]?.detail).toMatch(
      /^Sample 1 of track 2 is bad: it is not well-formed XML: .* 1 frames and events/,
    )
  })

  it('says how many bad samples there were when there were many', async () => {
    const { findings, counter } = await read({ samples: Array.from({ length: 500 }, () => utf8('x')) })
    expect(counter.summary().badSamples).toBe(500)
    expect(findings.list()).toHaveLength(11)
    expect(findings.list().at(-1)?.detail).toContain('500 such places')
  })

  it('does not read samples that are too large or not in the file', async () => {
    const large = await read({ samples: [good(1), good(2), good(3)], sizes: { 1: 17 << 20 } })
    expect(ids(large.items)).toEqual(['1', '3'])
    expect(large.findings.list()).toMatchObject([{ code: 'metadata-sample-bad', offset: good(1).length }])
    expect(large.findings.list()[0]?.detail).toContain('17825792')
    const beyond = await read({ samples: [good(1), good(2)], sizes: { 1: 4_000 } })
    expect(ids(beyond.items)).toEqual(['1'])
    expect(beyond.findings.list()[0]?.detail).toContain('of its 4000 bytes are in the file')
  })

  it('reads EXI between XML and gzip', async () => {
    const xml = new TextDecoder().decode(good(2))
    const samples = [good(1), writeExi(xml, { alignment: 'compression' }), gzipSync(good(3))]
    const { items, findings, counter } = await read({ samples })
    expect([ids(items), findings.list(), counter.summary().badSamples]).toEqual([['1', '2', '3'], [], 0])
  })

  it('keeps what stands before the cut of EXI, and never half a frame', async () => {
    const xml = analytics([1, 2].map((id) => frameWith(`<tt:Object ObjectId="${id}"/>`)).join(''))
    const bytes = writeExi(xml, { prefixes: true })
    const { items, findings, counter } = await read({ samples: [bytes.subarray(0, bytes.length - 3)] })
    expect([items.length, counter.summary().badSamples]).toEqual([1, 1])
    expect(findings.list()).toMatchObject([{ code: 'metadata-sample-bad', severity: 'error', offset: 0 }])
    expect(findings.list()[0]?.detail).toMatch(/is bad: its EXI data is cut short at byte \d+.* 1 frames/)
  })

  it('tells of EXI that is not read once', async () => {
    const needsSchema = writeExi('<a/>', { schemaId: 'urn:camera' })
    const { items, findings, counter } = await read({ samples: [needsSchema, needsSchema, good(3)] })
    expect(ids(items)).toEqual(['3'])
    expect(findings.list()).toMatchObject([
      { code: 'metadata-exi-unsupported', severity: 'warning', offset: 0 },
    ])
    expect(findings.list()[0]?.detail).toBe(
      'Sample 0 of track 2 is in EXI (binary XML) by the schema “urn:camera”, which is not read.',
    )
    expect(counter.summary().badSamples).toBe(0)
  })

  it('tells of frames without a time, which make no bad sample', async () => {
    const sample = utf8(analytics(`<tt:Frame/>${frameWith('')}`))
    const { items, findings, counter } = await read({ samples: [sample] })
    expect(items).toHaveLength(1)
    expect(findings.list()).toMatchObject([{ code: 'metadata-frame-no-time', severity: 'warning' }])
    expect(counter.summary().badSamples).toBe(0)
  })

  it('keeps the frames around broken UTF-8, and counts the sample as bad', async () => {
    const sample = Buffer.from(good(1))
    sample[sample.indexOf('Id="1') + 4] = 0xff
    const { items, findings, counter } = await read({ samples: [sample] })
    expect(ids(items)).toEqual(['\uFFFD'])
    expect(findings.list()[0]?.detail).toContain('not UTF-8')
    expect(counter.summary().badSamples).toBe(1)
  })

  it('stops when cancelled, and reports how far it is', async () => {
    const controller = new AbortController()
    const seen: Progress[] = []
    const work: Work = {
      signal: controller.signal,
      report: (progress) => {
        seen.push(progress)
        if (progress.done >= 256) controller.abort()
      },
    }
    const samples = Array.from({ length: 1_000 }, (_, index) => good(index))
    await expect(read({ samples }, work)).rejects.toThrow(/abort/i)
    expect(seen).toMatchObject([
      { done: 0, total: 1_000, unit: 'items' },
      { done: 256, total: 1_000 },
    ])
  })

  it('lets failures of the source through', async () => {
    const source = { ...memorySource('x', good(1)), read: () => Promise.reject(new Error('unplugged')) }
    const track = { id: 1, contentEncoding: null, samples: { length: 1, offset: [0], size: [10] } }
    const items = readMetadataTrack(source, track, new Findings(), unwatched)
    await expect(items[Symbol.asyncIterator]().next()).rejects.toThrow('unplugged')
  })
})
