// From an examination to the row of the table: span in UTC, cameras, the two answers; and the buffer of its metadata.
import { describe, expect, it } from 'vitest'
import type { MetadataItem } from '#contract/metadata.ts'
import type { ByteRange, ItemId, Sha256, UtcTime } from '#contract/units.ts'
import type { ItemDetail } from '#contract/item.ts'
import { ItemDetail as Shape } from '#contract/item.ts'
import { describeItem } from '#engine/ingest/describe-item.ts'
import { metadataBuffer } from '#engine/ingest/index-metadata.ts'
import { examined, madeFile, suepOf } from '../conformance/made-file.ts'
import type { FileParts } from '../conformance/made-file.ts'

async function described(
  parts: FileParts = {},
  name = 'export/a.mp4',
  missing: ByteRange[] = [],
): Promise<ItemDetail> {
  const file = { absolutePath: `/media/stick/${name}`, relativePath: name }
  const examination = await examined(madeFile(parts))
  return describeItem({
    id: '00000000-0000-4000-8000-000000000000' as ItemId,
    file,
    sha256: '0'.repeat(64) as Sha256,
    examination,
    ingestedAt: '2026-05-02T08:15:00.000Z' as UtcTime,
    missing,
    original: { modified: null, created: null, changed: null, accessed: null, mode: '0644' },
  })
}

describe('the row of an item', () => {
  it('has the span of its first video track, from its start time', async () => {
    const { summary } = await described()
    // 20 pictures of 40 ms.
    const span = Date.parse(summary.end ?? '') - Date.parse(summary.start ?? '')
    expect([summary.startOrigin, span]).toEqual(['cstb', 800])
    expect(summary).toMatchObject({
      name: 'a.mp4',
      path: 'export/a.mp4',
      sourcePath: '/media/stick/export/a.mp4',
      cameras: ['Cam'],
      custody: 'complete',
      seals: 1,
      intact: 'broken',
    })
  })

  it('begins with the first picture shown and ends with the last, not with those decoded first and last', async () => {
    const reordered: FileParts['tracks'] = ([video, ...others]) => [
      {
        ...video!,
        samples: {
          ...video!.samples,
          compositionOffset: Array.from({ length: 20 }, (_, at) => (at === 0 ? 1_024 : 512)),
        },
      },
      ...others,
    ]
    const [plain, shifted] = [(await described()).summary, (await described({ tracks: reordered })).summary]
    // The second picture comes 512 + 512 ticks of 1/12800 s after the origin, as does the first.
    expect(Date.parse(shifted.start ?? '') - Date.parse(plain.start ?? '')).toBe(80)
    expect(Date.parse(shifted.end ?? '') - Date.parse(plain.end ?? '')).toBe(40)
  })

  it('of a file without any time has none', async () => {
    const { summary } = await described({ meta: null, metadata: () => Buffer.from('none') })
    expect(summary.startOrigin).toBe('mvhd')
    expect((await described({ meta: null, tracks: () => [] })).summary).toMatchObject({
      start: null,
      end: null,
      startOrigin: null,
      cameras: [],
      durationSeconds: 0,
    })
  })

  it('names cameras by the sources of video, each once', async () => {
    expect((await described({ meta: { suep: suepOf(2, 1, 1) } })).summary.cameras).toEqual(['Cam'])
    expect((await described({ meta: { suep: suepOf() } })).summary.cameras).toEqual([])
  })

  it('says where bytes are missing, and what the original’s file system said', async () => {
    const missing = [
      { start: 0, end: 512 },
      { start: 4_096, end: 4_608 },
    ]
    const detail = await described({}, 'a.mp4', missing)
    expect(detail.summary).toMatchObject({ status: 'partial', missingBytes: 1_024 })
    expect([detail.missing, detail.original.mode]).toEqual([missing, '0644'])
  })

  it('can be stored whatever the name is', async () => {
    const detail = await described({}, 'half \ud800 of a pair.mp4')
    expect(detail.summary.name).toBe('half \ufffd of a pair.mp4')
    expect(Shape.safeParse(detail).success).toBe(true)
  })
})

describe('metadata kept until it is indexed', () => {
  const frame = (objects: number): MetadataItem =>
    ({ kind: 'frame', objects: Array.from({ length: objects }, () => ({})) }) as unknown as MetadataItem
  const event = { kind: 'event' } as MetadataItem

  it('is all there where there is little', () => {
    const buffer = metadataBuffer()
    for (const item of [frame(2), event]) buffer.add(item)
    expect(buffer.items()).toEqual([frame(2), event])
    expect(metadataBuffer().items()).toEqual([])
  })

  it('is let go where there is much: memory stays flat', () => {
    const buffer = metadataBuffer()
    for (let count = 0; count < 5_000; count += 1) buffer.add(frame(9))
    expect(buffer.items()).toHaveLength(5_000)
    buffer.add(frame(1))
    expect(buffer.items()).toBeNull()
    buffer.add(event)
    expect(buffer.items()).toBeNull()
  })
})
