// The strict writer: layout, interleaving, and what changes beyond 4 GiB.
import { describe, expect, it } from 'vitest'
import { layOutFragments } from '#engine/isobmff/fragment-writer.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import type { OutputSamples } from '#engine/isobmff/output-track.ts'
import { audioTrack, metadataTrack, payloadAt, plainSamples, videoSamples, videoTrack } from './made-movie.ts'

const options = { creationTime: 0n }

describe('layout', () => {
  it('names every sample once, in order, and adds up', () => {
    const tracks = [videoTrack(), audioTrack(), metadataTrack()]
    const { head, chunks, mdatSize, totalSize } = layOutMovie(tracks, { ...options, interleaveSeconds: 0.25 })
    expect(totalSize).toBe(head.length + mdatSize)
    let at = 0
    for (const chunk of chunks) {
      expect(chunk.at).toBe(at)
      at += chunk.size
    }
    expect(at).toBe(mdatSize)
    for (const [index, track] of tracks.entries()) {
      let next = 0
      for (const chunk of chunks.filter(({ track: of }) => of === index)) {
        expect(chunk.firstSample).toBe(next)
        next += chunk.count
      }
      expect(next).toBe(track.samples.length)
    }
  })

  it('alternates between tracks so that both are near each other', () => {
    const tracks = [videoTrack(videoSamples(300)), audioTrack(plainSamples(560, 1_024))]
    const { chunks } = layOutMovie(tracks, options)
    expect(chunks.slice(0, 6).map(({ track }) => track)).toEqual([0, 1, 0, 1, 0, 1])
    expect(chunks[0]?.count).toBe(25)
  })

  it('starts a chunk where the sample entry changes', () => {
    const entry = Array.from({ length: 30 }, (_, at) => (at < 3 ? 0 : 1))
    const video = videoTrack({ ...videoSamples(), entry })
    const { chunks } = layOutMovie([{ ...video, otherEntries: [video.sampleEntry] }], options)
    expect(chunks.map(({ count }) => count)).toEqual([3, 25, 2])
    expect(() => layOutMovie([video], options)).toThrow('every sample has a sample entry')
  })

  it('adds the brand that allows negative offsets only where there are some', () => {
    const brands = (samples: OutputSamples): string =>
      Buffer.from(layOutMovie([videoTrack(samples)], options).head).toString('latin1', 16, 24)
    expect(brands(videoSamples())).toMatch(/^isom/)
    expect(brands(videoSamples())).not.toContain('iso4')
    expect(brands({ ...videoSamples(), compositionOffset: Array<number>(30).fill(-1) })).toBe('isomiso4')
  })

  it('leaves out what says nothing: ctts, stss, edts, udta', () => {
    const text = Buffer.from(layOutMovie([audioTrack()], options).head).toString('latin1')
    for (const type of ['ctts', 'stss', 'edts', 'udta', 'tref', 'vmhd']) expect(text).not.toContain(type)
    expect(text).toContain('smhd')
  })

  it('takes an empty track', () => {
    const { head, chunks } = layOutMovie([videoTrack(plainSamples(0, 1))], options)
    expect(chunks).toEqual([])
    expect(head.length).toBeGreaterThan(400)
  })

  it('refuses two tracks of one id: a bug of the caller', () => {
    expect(() => layOutMovie([videoTrack(), videoTrack()], options)).toThrow('track ids are unique')
  })
})

describe('beyond 32 bits', () => {
  /** Samples of a size that is only claimed. */
  const huge = (count: number, size: number): OutputSamples => ({
    ...plainSamples(count, 12_800),
    size: Array<number>(count).fill(size),
  })

  it('offsets stay 32-bit as long as every chunk begins below 4 GiB', () => {
    const { head, totalSize } = layOutMovie([videoTrack(huge(3, 0x8000_0000 - 1))], options)
    const bytes = Buffer.from(head)
    expect(totalSize).toBeGreaterThan(2 ** 32)
    expect(bytes.includes('co64')).toBe(true)
    const two = Buffer.from(layOutMovie([videoTrack(huge(2, 0x8000_0000 - 1))], options).head)
    expect(two.includes('co64')).toBe(false)
    expect(two.readUInt32BE(payloadAt(two, 'stco') + 12)).toBe(two.length + 0x8000_0000 - 1)
  })

  it('co64 and a 64-bit mdat say the true offsets', () => {
    const samples = huge(5, 0xffff_fff0)
    const { head, mdatSize, totalSize } = layOutMovie([videoTrack(samples)], options)
    const bytes = Buffer.from(head)
    expect(mdatSize).toBe(5 * 0xffff_fff0)
    expect(bytes.readUInt32BE(bytes.length - 16)).toBe(1)
    expect(bytes.readBigUInt64BE(bytes.length - 8)).toBe(BigInt(mdatSize + 16))
    const co64 = payloadAt(bytes, 'co64')
    expect(Number(bytes.readBigUInt64BE(co64 + 8))).toBe(bytes.length)
    expect(Number(bytes.readBigUInt64BE(co64 + 8 + 32))).toBe(bytes.length + 4 * 0xffff_fff0)
    expect(totalSize).toBe(bytes.length + mdatSize)
  })
})

describe('fragments', () => {
  it('begin at sync samples of the video, after the wanted time', () => {
    const { fragments } = layOutFragments([videoTrack(), audioTrack()], { ...options, fragmentSeconds: 0.5 })
    expect(fragments.map(({ runs }) => runs.map(({ firstSample, count }) => [firstSample, count]))).toEqual([
      [
        [0, 20],
        [0, 38],
      ],
      [
        [20, 10],
        [38, 19],
      ],
    ])
  })
})
