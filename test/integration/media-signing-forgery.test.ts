// A forger without the camera's key, against the whole way from the file to the report: whatever else a player could show,
// the report neither calls it authentic nor is silent about it.
import { beforeAll, describe, expect, it } from 'vitest'
import { mediaSentences } from '#contract/messages/media-verdict.ts'
import type { MediaSigningReport } from '#contract/seal.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { changed, pictureAt, seiOf } from '../support/sign-video-attacks.ts'
import { makeVideoSigner } from '../support/sign-video-keys.ts'
import type { VideoSigner } from '../support/sign-video-keys.ts'
import { canEncode, makeStream } from '../support/sign-video-sources.ts'
import { unitOf, writeStream } from '../support/sign-video-stream.ts'
import type { Picture, VideoStream } from '../support/sign-video-stream.ts'
import { signStream } from '../support/sign-video.ts'

async function reportsOf(mp4: Uint8Array): Promise<MediaSigningReport[]> {
  const { verification } = await verifyFile(
    memorySource('forged', mp4),
    'forged',
    { anchors: [], at: null },
    unwatched,
  )
  return verification.mediaSigning
}

async function reportOf(forged: VideoStream | Uint8Array): Promise<MediaSigningReport> {
  const [report] = await reportsOf(forged instanceof Uint8Array ? forged : writeStream(forged).mp4)
  if (!report) throw new Error('no video track was looked at')
  return report
}

const stateAt = ({ frameRuns }: MediaSigningReport, sample: number): string | undefined =>
  frameRuns.find(({ first, count }) => first <= sample && sample < first + count)?.state

/** Overwrites the bytes `by` places behind the first `text` of the file. */
function patched(mp4: Uint8Array, text: string, by: number, ...bytes: number[]): Uint8Array {
  const copy = Buffer.from(mp4)
  copy.set(bytes, copy.indexOf(text, 0, 'latin1') + by)
  return Uint8Array.from(copy)
}

describe.skipIf(!canEncode('h264'))('what a player could show beside what was signed', () => {
  let camera: VideoSigner
  let stream: VideoStream
  let mp4: Uint8Array
  let foreign: VideoStream
  /** A foreign picture that decoding cannot begin with. */
  let later: Picture
  beforeAll(async () => {
    camera = await makeVideoSigner('Camera')
    stream = signStream(await makeStream({ codec: 'h264' }), { signer: camera })
    mp4 = Uint8Array.from(writeStream(stream).mp4)
    foreign = await makeStream({ codec: 'h264', scene: 'mandelbrot' })
    later = pictureAt(foreign.pictures, 3)
  })

  it('nothing, where nothing was changed', async () => {
    expect(await reportOf(mp4)).toMatchObject({
      verdict: 'authentic',
      frames: 60,
      framesVerified: 60,
      frameRuns: [{ first: 0, count: 60, state: 'ok' }],
    })
  })

  it('start codes instead of lengths, asked for by a configuration of another version or none', async () => {
    for (const version of [0, 2])
      expect((await reportOf(patched(mp4, 'avcC', 4, version))).verdict).toBe('not-checkable')
    const none = await reportOf(patched(mp4, 'avcC', 0, ...Buffer.from('avcX')))
    expect(none).toMatchObject({
      verdict: 'not-checkable',
      reason: expect.stringContaining('avcC') as string,
    })
  })

  it('pictures in a track that does not call itself video', async () => {
    const at = Buffer.from(mp4).indexOf('hdlr', 0, 'latin1')
    expect(at).toBeGreaterThan(0)
    const unsigned = Uint8Array.from(writeStream(foreign).mp4)
    expect(await reportsOf(patched(unsigned, 'hdlr', 12, ...Buffer.from('auxv')))).toHaveLength(1)
  })

  it('another movie box', async () => {
    const bytes = Buffer.from(mp4)
    const at = bytes.indexOf('moov', 0, 'latin1') - 4
    const moov = bytes.subarray(at, at + bytes.readUInt32BE(at))
    expect((await reportOf(Uint8Array.from(Buffer.concat([bytes, moov])))).verdict).toBe('not-checkable')
  })

  it.each([19, 20, 21])('slices of another layer or picture (type %i)', async (type) => {
    const forged = changed(stream, (pictures) => {
      const [slice] = pictureAt(pictures, 15).units.filter(({ role }) => role === 'slice')
      const bytes = Uint8Array.from(slice?.bytes ?? [])
      bytes[0] = 0x60 | type
      for (const at of [15, 16, 30]) pictureAt(pictures, at).units.push(unitOf(bytes, 'h264'))
    })
    const report = await reportOf(forged)
    expect(report).toMatchObject({ verdict: 'not-checkable', framesVerified: 57 })
    for (const at of [15, 16, 30]) expect(stateAt(report, at)).toBe('unsupported')
    for (const at of [14, 17, 29, 31, 59]) expect(stateAt(report, at)).toBe('ok')
  })

  it.each([2, 3, 4])('data partitions are slices (type %i)', async (type) => {
    const forged = changed(stream, (pictures) => {
      const bytes = Uint8Array.from(later.units[0]?.bytes ?? [])
      bytes[0] = 0x60 | type
      pictureAt(pictures, 15).units.push(unitOf(bytes, 'h264'))
    })
    expect((await reportOf(forged)).verdict).toBe('not-authentic')
  })

  it('a sample without pictures, or with two, moves no answer to another sample', async () => {
    const changedAt = changed(stream, (pictures) => {
      const [slice] = pictureAt(pictures, 25).units.filter(({ role }) => role === 'slice')
      if (!slice) return
      const bytes = Uint8Array.from(slice.bytes)
      bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 0x10
      const units = pictureAt(pictures, 25).units.map((unit) => (unit === slice ? { ...slice, bytes } : unit))
      pictures[25] = { ...pictureAt(pictures, 25), units }
    })
    const filler = unitOf(Uint8Array.of(0x0c, 0xff, 0x80), 'h264')
    const empty = changed(changedAt, (pictures) => {
      for (let count = 0; count < 3; count += 1) pictures.splice(5, 0, { ...later, units: [filler] })
    })
    const first = await reportOf(empty)
    expect(first).toMatchObject({ verdict: 'not-authentic', frames: 60 })
    expect([4, 5, 7, 8, 27, 28, 29].map((at) => stateAt(first, at))).toEqual([
      'ok',
      'none',
      'none',
      'ok',
      'ok',
      'changed',
      'ok',
    ])
    const paired = changed(changedAt, (pictures) => {
      pictureAt(pictures, 3).units.push(...pictureAt(pictures, 4).units)
      pictures.splice(4, 1)
    })
    const second = await reportOf(paired)
    expect(second).toMatchObject({ frames: 60, framesVerified: 59 })
    expect([23, 24, 25].map((at) => stateAt(second, at))).toEqual(['ok', 'changed', 'ok'])
    expect(second.groups.flatMap(({ badSamples }) => badSamples)).toEqual([24])
    const behind = await reportOf(
      changed(stream, (pictures) => void pictures.push({ ...later, units: [filler] })),
    )
    expect(stateAt(behind, 60)).toBe('none')
  })

  it('foreign pictures before the beginning, as if a group were cut', async () => {
    const many = (pictures: Picture[], count: number): void => {
      for (let each = 0; each < count; each += 1) pictures.unshift(later)
    }
    for (const [from, count] of [
      [0, 1],
      [0, 300],
      [13, 30],
    ] as const) {
      const part = { ...stream, pictures: stream.pictures.slice(from) }
      const report = await reportOf(changed(part, (pictures) => many(pictures, count)))
      expect(report.verdict, `${count} before ${from}`).toBe('not-authentic')
      for (let at = 0; at < count; at += 1) expect(stateAt(report, at)).not.toBe('ok')
      for (let at = count + 8; at < count + 60 - from; at += 1) expect(stateAt(report, at)).toBe('ok')
    }
  })

  it('no more foreign pictures than a group that is cut could have are told as not checked', async () => {
    const part = { ...stream, pictures: stream.pictures.slice(20) }
    const report = await reportOf(
      changed(part, (pictures) => void pictures.unshift(...Array<Picture>(5).fill(later))),
    )
    expect(report).toMatchObject({ framesVerified: 40, framesCut: 5 })
    for (let at = 0; at < 5; at += 1) expect(stateAt(report, at)).toBe('cut')
    expect(mediaSentences([report])[0]).toContain('The first 5 cannot be checked')
  })

  it('the same where the records have no lists: no more than one group can be cut', async () => {
    const bare = signStream(await makeStream({ codec: 'h264' }), {
      signer: camera,
      hashList: false,
      delay: 1,
    })
    const part = { ...bare, pictures: bare.pictures.slice(13) }
    const report = await reportOf(
      changed(part, (pictures) => void pictures.unshift(...Array<Picture>(30).fill(later))),
    )
    expect(report.verdict).toBe('not-authentic')
    for (let at = 0; at < 37; at += 1) expect(stateAt(report, at)).not.toBe('ok')
  })

  it('foreign pictures alone, with records of the camera before them', async () => {
    const records = [1, 2, 3].map((group) => seiOf(stream, group))
    for (const at of [0, 1]) {
      const forged = changed(foreign, (pictures) => {
        pictures.splice(8)
        pictureAt(pictures, at).units.unshift(...records)
      })
      const report = await reportOf(forged)
      expect(['not-checkable', 'not-authentic']).toContain(report.verdict)
      expect(report.framesVerified).toBe(0)
    }
  })

  it('foreign pictures behind the last signature are counted in words', async () => {
    const report = await reportOf(changed(stream, (pictures) => void pictures.push(...foreign.pictures)))
    expect(report).toMatchObject({ framesVerified: 60, framesPending: 60 })
    for (let at = 60; at < 120; at += 1) expect(stateAt(report, at)).toBe('pending')
    expect(mediaSentences([report])[0]).toContain('60 of 120')
    expect(mediaSentences([report])[0]).toContain('The last 60 come after the last signature.')
  })

  it('a second video track is named, though only the first is signed', async () => {
    const [signed, unsigned] = [await reportOf(mp4), await reportOf(writeStream(foreign).mp4)]
    const sentences = mediaSentences([signed, { ...unsigned, trackId: 2 }])
    expect(sentences[1]).toBe('Track 2: The video carries no signature of its camera.')
  })

  it('a whole group lost behind a head that is cut', async () => {
    const bare = signStream(await makeStream({ codec: 'h264' }), {
      signer: camera,
      hashList: false,
      delay: 1,
    })
    const seis = (from: number, to: number) =>
      bare.pictures.slice(from, to).flatMap(({ units }) => units.filter(({ record }) => record !== null))
    // 21 to 29, then 40 to 59; the records of the pictures that are gone stay.
    const pictures = [...bare.pictures.slice(21, 30), ...bare.pictures.slice(40)]
    pictures[9] = { ...pictureAt(pictures, 9), units: [...seis(30, 40), ...pictureAt(pictures, 9).units] }
    const report = await reportOf({ ...bare, pictures })
    expect(report.gops.missing + report.gops.bad).toBeGreaterThan(0)
    expect(report.verdict).not.toBe('authentic')
  })
})
