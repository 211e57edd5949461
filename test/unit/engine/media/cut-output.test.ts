// From a plan to a file: the same bytes at the same times; uncompressed audio keeps its form and its gaps.
import { describe, expect, it } from 'vitest'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { SampleTableBuilder } from '#engine/isobmff/sample-table.ts'
import { planCut } from '#engine/media/cut.ts'
import { outputTracks } from '#engine/media/cut-output.ts'
import type { CutTrack } from '#engine/media/cut-track.ts'
import { audioTrack, metadataTrack, progressiveFile, readBack, videoTrack } from '../isobmff/made-movie.ts'
import { at, noon, sourceOf } from './cut-sources.ts'

describe('from plan to file', () => {
  it('the file holds the same bytes at the same times', async () => {
    const made = [videoTrack(), audioTrack(), metadataTrack()]
    const file = progressiveFile(made)
    const { movie } = await readBack(file)
    const origins = new Map(movie.tracks.map(({ id }) => [id, noon]))
    const plan = planCut(
      { fileSize: file.length, timescale: movie.timescale, tracks: movie.tracks, origins },
      { from: at(0.6), to: at(1) },
    )
    const tracks = outputTracks(movie.tracks, plan)
    const layout = layOutMovie(tracks, { creationTime: 0n, timescale: plan.timescale })
    const media = layout.chunks.flatMap(({ track: which, firstSample, count }) => {
      const { samples } = movie.tracks[which]!
      return Array.from({ length: count }, (_, index) => {
        const from = plan.tracks[which]!.first + firstSample + index
        return file.subarray(samples.offset[from], samples.offset[from]! + samples.size[from]!)
      })
    })
    const cut = Buffer.concat([layout.head, ...media])
    const { movie: read, findings } = await readBack(cut)
    expect(findings.list()).toEqual([])
    expect(read.tracks.map(({ samples }) => samples.length)).toEqual([13, 25, 2])
    expect(read.tracks[2]?.references).toEqual([{ type: 'cdsc', trackIds: [1] }])
    for (const [which, { samples }] of read.tracks.entries()) {
      const { first } = plan.tracks[which]!
      for (let index = 0; index < samples.length; index += 1) {
        const before = movie.tracks[which]!.samples
        const [a, b] = [samples.offset[index]!, before.offset[first + index]!]
        expect(
          cut
            .subarray(a, a + samples.size[index]!)
            .equals(Buffer.from(file.subarray(b, b + before.size[first + index]!))),
        ).toBe(true)
        expect(samples.sync[index]).toBe(before.sync[first + index])
      }
    }
  })

  it('references to tracks that are not part of the cut are left out', async () => {
    const { movie } = await readBack(progressiveFile([videoTrack(), metadataTrack()]))
    const origins = new Map([[3, noon]])
    const plan = planCut(
      { fileSize: 1e9, timescale: 1_000, tracks: movie.tracks, origins },
      { from: at(0), to: at(1) },
    )
    expect(outputTracks(movie.tracks, plan).map(({ references }) => references)).toEqual([[]])
  })
})

describe('uncompressed audio', () => {
  const runs = (jump: boolean): CutTrack => {
    const builder = new SampleTableBuilder({ left: 100 })
    builder.unitSize = 2
    for (let n = 0; n < 10; n += 1) {
      if (jump && n === 6) builder.nextTime += 500
      builder.push(n * 2_048, 2_048, 0, 1_024, true, 0)
    }
    return { id: 1, handler: 'soun', timescale: 8_000, samples: builder.build(), edits: [] }
  }
  const cutOf = (track: CutTrack) => {
    const plan = planCut(sourceOf(track), { from: at(0.2), to: at(1) })
    const entry = audioTrack().sampleEntry
    const full = {
      ...track,
      handlerName: '',
      language: 'und',
      width: 0,
      height: 0,
      rotation: 0,
      references: [],
      mediaDuration: 0,
    }
    const entries = [{ type: 'sowt', offset: 0, size: entry.length, bytes: entry }]
    return outputTracks([{ ...full, entries, pixelAspect: { h: 1, v: 1 } } as unknown as MovieTrack], plan)
  }

  it('stays in runs', async () => {
    const tracks = cutOf(runs(false))
    expect(tracks[0]?.samples).toMatchObject({ length: 7, unitSize: 2 })
    const { movie } = await readBack(progressiveFile(tracks))
    expect(movie.tracks[0]).toMatchObject({ mediaDuration: 7 * 1_024, samples: { unitSize: 2 } })
  })

  it('keeps its gaps, as samples of their own', async () => {
    const tracks = cutOf(runs(true))
    expect(tracks[0]?.samples.unitSize).toBe(0)
    const { movie } = await readBack(progressiveFile(tracks))
    expect(movie.tracks[0]?.mediaDuration).toBe(7 * 1_024 + 500)
  })
})
