// Size must not matter: beyond 4 GiB, and with tens of thousands of fragments, memory stays what the samples need.
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeMdatHeader } from '#engine/isobmff/box-writer.ts'
import { layOutFragments } from '#engine/isobmff/fragment-writer.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { plainSamples, videoSamples, videoTrack } from '../unit/engine/isobmff/made-movie.ts'
import { readFile } from './isobmff-ffmpeg.ts'

const folder = mkdtempSync(join(tmpdir(), 'exhibit-large-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const gib = 2 ** 30
/** A file with holes where its media would be. */
function sparse(name: string, size: number, pieces: readonly { at: number; bytes: Uint8Array }[]): string {
  const path = join(folder, name)
  const file = openSync(path, 'w')
  ftruncateSync(file, size)
  for (const { at, bytes } of pieces) writeSync(file, bytes, 0, bytes.length, at)
  closeSync(file)
  return path
}

async function readMeasured(path: string) {
  const before = process.memoryUsage()
  const reading = await readFile(path)
  const after = process.memoryUsage()
  await reading.source.close()
  return { ...reading, arrays: after.arrayBuffers - before.arrayBuffers }
}

describe('large files', () => {
  it('5 GiB, progressive, moov first', async () => {
    const count = 216_000
    const samples = { ...videoSamples(count), size: Array<number>(count).fill(25_000) }
    const layout = layOutMovie([videoTrack(samples)], { creationTime: 0n })
    expect(layout.totalSize).toBeGreaterThan(5 * gib)
    const path = sparse('progressive.mp4', layout.totalSize, [{ at: 0, bytes: layout.head }])
    const { movie, findings, arrays } = await readMeasured(path)
    expect(findings.list()).toEqual([])
    const table = movie.tracks[0]!.samples
    expect(table.length).toBe(count)
    expect(table.offset[count - 1]).toBe(layout.totalSize - 25_000)
    expect(arrays).toBeLessThan(64 * 2 ** 20)
  })

  it('5 GiB, fragmented, moov of its media in between', async () => {
    const count = 5_400
    const samples = { ...videoSamples(count), size: Array<number>(count).fill(1_000_000) }
    const { head, fragments, totalSize } = layOutFragments([videoTrack(samples)], {
      creationTime: 0n,
      fragmentSeconds: 1,
    })
    expect(totalSize).toBeGreaterThan(5 * gib)
    let at = head.length
    const pieces = fragments.map((fragment) => {
      const piece = { at, bytes: fragment.head }
      at += fragment.head.length + fragment.runs.reduce((sum, { size }) => sum + size, 0)
      return piece
    })
    const path = sparse('fragmented.mp4', totalSize, [{ at: 0, bytes: head }, ...pieces])
    const { movie, findings } = await readMeasured(path)
    expect(findings.list()).toEqual([])
    expect(movie.tracks[0]?.samples.length).toBe(count)
    expect(movie.tracks[0]!.samples.offset[count - 1]).toBe(totalSize - 1_000_000)
  })

  it('20,000 fragments', async () => {
    const count = 200_000
    const track = videoTrack(videoSamples(count))
    const { head, fragments, totalSize } = layOutFragments([track], {
      creationTime: 0n,
      fragmentSeconds: 0.3,
    })
    expect(fragments).toHaveLength(20_000)
    let at = head.length
    const pieces = fragments.map((fragment) => {
      const piece = { at, bytes: fragment.head }
      at += fragment.head.length + fragment.runs.reduce((sum, { size }) => sum + size, 0)
      return piece
    })
    const path = sparse('many.mp4', totalSize, [{ at: 0, bytes: head }, ...pieces])
    const started = performance.now()
    const { movie, findings, arrays } = await readMeasured(path)
    console.info(`20,000 fragments read in ${Math.round(performance.now() - started)} ms`)
    expect(findings.list()).toEqual([])
    expect(movie.tracks[0]?.samples.length).toBe(count)
    expect(movie.tracks[0]?.mediaDuration).toBe(count * 512)
    expect(arrays).toBeLessThan(64 * 2 ** 20)
  })

  it('a mdat of 64-bit size that reaches past the end is clamped', async () => {
    const layout = layOutMovie([videoTrack(plainSamples(10, 512))], { creationTime: 0n })
    const path = sparse('cut.mp4', layout.head.length + 40, [
      { at: 0, bytes: layout.head.subarray(0, layout.head.length - 8) },
      { at: layout.head.length - 8, bytes: writeMdatHeader(6 * gib) },
    ])
    const { findings, tree } = await readMeasured(path)
    expect(findings.list().map(({ code }) => code)).toEqual(['box-size-past-end', 'samples-outside-file'])
    expect(tree.boxes[2]).toMatchObject({ sizeField: 64, size: 48 })
  })
})
