// The small pictures of a cut's ends are those of the stored samples that they stand for, and an end that takes too long is told.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { CutPicture } from '#contract/export.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { compositionOrder } from '#engine/isobmff/sample-lookup.ts'
import { smallPicture } from '#engine/media/small-picture.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeNumbered, numbersIn } from '../support/review-pictures.ts'
import { failureOf } from '../support/store.ts'
import { hasFfmpeg, readFile } from './isobmff-ffmpeg.ts'

describe.skipIf(!hasFfmpeg)('a small picture', () => {
  const folder = suiteFolder()
  const made = (): string => join(folder, 'numbered.mp4')
  beforeAll(() => {
    makeNumbered(made(), 60, ['-c:v', 'libx264', '-bf', '2', '-g', '20', '-pix_fmt', 'yuv420p'])
  })

  it('is that of the stored sample, whatever the order of showing is', async () => {
    const { source, movie } = await readFile(made())
    await source.close()
    const track = movie.tracks[0]!
    const order = compositionOrder(track.samples)
    const input = await openFileSource(made())
    try {
      for (const place of [0, 1, 21, 59]) {
        const { jpeg, complaints } = CutPicture.parse(await smallPicture(input, track, order[place] ?? 0))
        const file = join(folder, `${place}.jpg`)
        writeFileSync(file, Buffer.from(jpeg, 'base64'))
        expect([numbersIn(file), complaints]).toEqual([[place], []])
      }
      const turned = await smallPicture(input, { ...track, rotation: 90 }, 0)
      const { width, height } = sizeOf(Buffer.from(turned.jpeg, 'base64'))
      expect([width, height]).toEqual([64, 256])
      const code = await failureOf(() => smallPicture(input, track, 0, { timeoutMs: 1 }))
      expect(code).toBe('ffmpeg-failed')
    } finally {
      await input.close()
    }
  })
})

/** Of the frame header of a JPEG. */
function sizeOf(jpeg: Buffer): { width: number; height: number } {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
  return { height: jpeg.readUInt16BE(at + 5), width: jpeg.readUInt16BE(at + 7) }
}
