// Whose signatures inside a video are, and which tracks are looked at for them.
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { judgeMediaTrust } from '#engine/examine/judge-media.ts'
import { VideoPass } from '#engine/examine/video-pass.ts'
import type { Movie } from '#engine/isobmff/movie.ts'
import { SampleTableBuilder } from '#engine/isobmff/sample-table.ts'
import { makeLeaf, makeRoot } from '#engine/seal/make-certificate.ts'
import type { KeyAndCertificate } from '#engine/seal/make-certificate.ts'
import type { UtcTime } from '#contract/units.ts'

const years = (from: number, to: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(Date.UTC(from)),
  notAfter: new Date(Date.UTC(to)),
})
const now = new Date('2026-06-01T00:00:00Z')
const base64 = ({ certificate }: KeyAndCertificate): string => Buffer.from(certificate.der).toString('base64')

describe('a key that the user put into the camera', () => {
  it('is vouched for by the maker only where nothing is said against it', async () => {
    const userRoot = await makeRoot({ commonName: 'User root', ...years(2018, 2040) }, 2048)
    const makerRoot = await makeRoot({ commonName: 'Maker root', ...years(2018, 2040) }, 2048)
    const maker = await makeLeaf({ commonName: 'Camera', ...years(2018, 2040) }, makerRoot)
    const valid = await makeLeaf({ commonName: 'User', ...years(2018, 2040) }, userRoot)
    const expired = await makeLeaf({ commonName: 'User', ...years(2018, 2022) }, userRoot)
    const judge = (user: KeyAndCertificate, ...anchors: KeyAndCertificate[]): string => {
      const report = {
        framesVerified: 10,
        certificates: [base64(user)],
        makerCertificates: [base64(maker)],
        firstVerifiedTime: '2026-05-01T00:00:00.000Z' as UtcTime,
      }
      const held = anchors.map(({ certificate }) => certificate)
      return judgeMediaTrust(report, false, { anchors: held, at: null, exportTime: null, now }).trust
    }
    expect(judge(valid, makerRoot)).toBe('trusted')
    expect(judge(valid, userRoot)).toBe('trusted')
    expect(judge(expired, userRoot)).toBe('expired')
    expect(judge(expired, userRoot, makerRoot)).toBe('expired')
    expect(judge(valid)).toBe('not-checked')
  })
})

describe('tracks with pictures', () => {
  it('are those that players show, whatever they call themselves', async () => {
    const samples = new SampleTableBuilder({ left: 1 }).build()
    const track = (id: number, handler: string, type: string): unknown => ({
      ...{ id, handler, samples, timescale: 1_000 },
      entries: [{ type, codec: type, decoderConfig: null, bytes: new Uint8Array(8), size: 8 }],
    })
    const tracks = [
      track(1, 'vide', 'jpeg'),
      track(2, 'data', 'mp4v'),
      track(3, 'soun', 'mp4a'),
      track(4, 'meta', 'metx'),
      track(5, 'text', 'av01'),
    ]
    const source = memorySource('none', new Uint8Array(0))
    const pass = await VideoPass.plan(source, { tracks } as unknown as Movie, unwatched.signal)
    const readings = await pass.finish(source, unwatched)
    expect(readings.map(({ track: { id } }) => id)).toEqual([1, 2, 5])
  })
})
