// What a file is: tracks, gaps, metadata, start times, in the shape of the contract; and reading of what is half there.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Inspection } from '#contract/inspection.ts'
import type { MetadataItem } from '#contract/metadata.ts'
import { Verification } from '#contract/seal.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { filetime } from '#engine/base/time.ts'
import { examineFile } from '#engine/examine/examine-file.ts'
import { writeCstb } from '#engine/exportfile/boxes/cstb.ts'
import { writeMetx } from '#engine/exportfile/boxes/metx.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { recordedFrom, scratchFolder, writeUnsealed } from '#test/support/made-export.ts'
import { examined, madeFile } from '../conformance/made-file.ts'

const rename = (entry: Uint8Array, namespace: string): Uint8Array => {
  const text = Buffer.from(entry).toString('latin1').replace('http://www.onvif.org/ver10/schema', namespace)
  return writeBox('metx', Buffer.from(text.slice(8), 'latin1'))
}

describe('an inspection', () => {
  it('is in the shape of the contract, of good files and of ruins', async () => {
    const good = madeFile()
    for (const bytes of [
      good,
      madeFile({ fragmented: true }),
      madeFile({ meta: null }),
      good.subarray(0, 900),
      good.subarray(0, good.length - 3),
      good.subarray(40),
      Buffer.alloc(0),
      Buffer.alloc(500, 7),
    ]) {
      const { inspection, verification } = await examined(bytes)
      expect(Inspection.safeParse(inspection).error).toBeUndefined()
      expect(Verification.safeParse(verification).error).toBeUndefined()
    }
  })

  it('tells tracks with what they are and what they describe', async () => {
    const { tracks, brands, fragmented } = (await examined(madeFile())).inspection
    expect([brands, fragmented]).toEqual([['isom'], false])
    expect(tracks).toMatchObject([
      {
        id: 1,
        kind: 'video',
        samples: 20,
        syncSamples: 1,
        timescale: 12_800,
        durationTicks: 20 * 512,
        width: 320,
        height: 180,
        describes: [],
      },
      {
        id: 2,
        kind: 'metadata',
        codec: 'metx',
        samples: 20,
        contentEncoding: '',
        namespace: 'http://www.onvif.org/ver10/schema',
        describes: [1],
      },
    ])
    expect((await examined(madeFile({ fragmented: true }))).inspection.fragmented).toBe(true)
  })

  it('a long sample is a gap, in ticks of its track', async () => {
    const bytes = madeFile({
      tracks: ([video, ...others]) => [
        {
          ...video!,
          samples: {
            ...video!.samples,
            duration: Array.from({ length: 20 }, (_, at) => (at === 9 ? 512 + 12_800 * 3 : 512)),
          },
        },
        ...others,
      ],
    })
    const { gaps } = (await examined(bytes)).inspection
    expect(gaps).toEqual([{ trackId: 1, fromTicks: 10 * 512, toTicks: 10 * 512 + 12_800 * 3 }])
  })

  it('tells where the list of gaps is full and nobody looked further', { timeout: 60_000 }, async () => {
    const frames = 30_100
    const videoOf = (long: number): Buffer =>
      madeFile({
        frames,
        tracks: ([video]) => [
          {
            ...video!,
            samples: {
              ...video!.samples,
              duration: Array.from({ length: frames }, (_, at) =>
                at % 3 === 1 && at < 3 * long ? 12_801 : 512,
              ),
            },
          },
        ],
      })
    const { gaps, issues } = (await examined(videoOf(10_020))).inspection
    expect(gaps).toHaveLength(10_000)
    const seconds = (gaps.at(-1)!.toTicks / 12_800).toFixed(3)
    expect(issues.find(({ code }) => code === 'gaps-left-out')).toMatchObject({
      severity: 'warning',
      detail: `Track 1 has 10000 gaps up to ${seconds} s of its media timeline. Behind that nobody looked for more.`,
    })
    const whole = (await examined(videoOf(9_999))).inspection
    expect(whole.gaps).toHaveLength(9_999)
    expect(whole.issues.map(({ code }) => code)).not.toContain('gaps-left-out')
  })

  it('reads ONVIF metadata, and that which names no namespace; not that of others', async () => {
    const withNamespace = (namespace: string): Buffer =>
      madeFile({
        tracks: ([video, metadata]) => [
          video!,
          { ...metadata!, sampleEntry: rename(writeMetx(''), namespace) },
        ],
      })
    expect(
      (await examined(withNamespace('http://www.onvif.org/ver20/other'))).inspection.metadata.frames,
    ).toBe(20)
    expect((await examined(withNamespace(''))).inspection.metadata.frames).toBe(20)
    expect((await examined(withNamespace('http://example.com/other'))).inspection.metadata.frames).toBe(0)
  })

  it('hands every frame and event to whoever listens, as it counts them', async () => {
    const heard: MetadataItem[] = []
    const source = memorySource('made', madeFile())
    const { inspection } = await examineFile(source, 'made', { anchors: [], at: null }, unwatched, (item) =>
      heard.push(item),
    )
    expect(heard.filter(({ kind }) => kind === 'frame')).toHaveLength(inspection.metadata.frames)
    expect(heard.filter(({ kind }) => kind === 'event')).toHaveLength(inspection.metadata.events)
  })

  it('of a file that says nothing of its time uses the metadata’s', async () => {
    const { startTimes } = (await examined(madeFile({ meta: null }))).inspection
    expect(startTimes[0]).toEqual({
      trackId: 1,
      utc: '2026-05-01T21:59:58.500Z',
      origin: 'metadata',
      own: false,
    })
  })

  it('and not that of a PTZ state, which was generated when the camera moved last', async () => {
    const state = '<tt:PTZStatus><tt:UtcTime>2026-05-01T03:00:00.000Z</tt:UtcTime></tt:PTZStatus>'
    const file = join(scratchFolder(), 'moved.mp4')
    await writeUnsealed(file, { moreMetadata: `<tt:PTZ>${state}</tt:PTZ>` })
    const { inspection } = await examined(readFileSync(file))
    expect(inspection.metadata.ptz).toBe(1)
    expect(inspection.startTimes[0]).toMatchObject({ utc: recordedFrom, origin: 'metadata' })
  })

  it('tells of a start time that is no date, and goes by the next one', async () => {
    const cstb = writeCstb([{ trackId: 1, startTime: filetime(2n ** 63n) }])
    const { startTimes, issues } = (await examined(madeFile({ meta: { cstb } }))).inspection
    expect(issues).toContainEqual(
      expect.objectContaining({
        code: 'start-time-implausible',
        detail: expect.stringContaining('track 1 (cstb) is outside all years') as string,
      }),
    )
    expect(startTimes[0]?.origin).toBe('sumi')
  })

  it('stops when it is cancelled', async () => {
    const source = memorySource('made', madeFile())
    await expect(
      examineFile(source, 'made', { anchors: [], at: null }, { ...unwatched, signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/i)
  })
})
