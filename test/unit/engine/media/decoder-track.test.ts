// What ffmpeg is given to decode from says nothing that cuts or turns pictures.
import { describe, expect, it } from 'vitest'
import { writeAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { writeVisualEntry } from '#engine/isobmff/boxes/avc1.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { writeClap } from '#engine/isobmff/boxes/clap.ts'
import { writePasp } from '#engine/isobmff/boxes/pasp.ts'
import { decoderTrack, withoutAperture } from '#engine/media/decoder-track.ts'

const size = { width: 640, height: 360 }
const clap = writeClap({
  ...{ width: { n: 320, d: 1 }, height: { n: 180, d: 1 } },
  ...{ right: { n: 0, d: 1 }, down: { n: 0, d: 1 } },
})
/** Its parameter set holds the four letters by chance. */
const avcC = writeAvcC({
  ...{ profile: 77, compatibility: 0, level: 30, lengthSize: 4, extension: new Uint8Array(0) },
  ...{ sequenceParameterSets: [Buffer.from('gclap')], pictureParameterSets: [] },
})
const free = Buffer.from(clap)
free.write('free', 4, 'latin1')
const entryOf = (...boxes: Uint8Array[]): Buffer => Buffer.from(writeVisualEntry('avc1', { ...size, boxes }))

describe('a sample entry for a decoder', () => {
  it('has no clean aperture, and is else as it was', () => {
    const pasp = writePasp({ h: 4, v: 3 })
    expect(withoutAperture(entryOf(avcC, pasp, clap))).toEqual(entryOf(avcC, pasp, free))
    expect(withoutAperture(entryOf(avcC, pasp))).toEqual(entryOf(avcC, pasp))
  })

  it('has none where only a lenient reader finds it', () => {
    const hidden = entryOf(avcC, writeBox('sinf', clap), new Uint8Array(4), clap)
    expect(withoutAperture(hidden)).toEqual(entryOf(avcC, writeBox('sinf', free), new Uint8Array(4), free))
  })

  it('is not the one of the file', () => {
    const entry = entryOf(avcC, clap)
    const before = Buffer.from(entry)
    withoutAperture(entry)
    expect(entry).toEqual(before)
  })

  it('is of a track that is neither turned nor cut, and refused where it is cut itself', () => {
    const bytes = entryOf(avcC, clap)
    const entry = { ...{ bytes, size: bytes.length }, ...size }
    const track = decoderTrack({ id: 7, entries: [entry as never], ...size }, 25, 'still-refused')
    expect(track).toMatchObject({ id: 1, ...size, matrixRotation: 0, edits: [] })
    expect(Buffer.from(track.sampleEntry).includes('clap', 150)).toBe(false)
    const cut = { ...entry, size: bytes.length + 1 }
    expect(() => decoderTrack({ id: 7, entries: [cut as never], ...size }, 25, 'review-refused')).toThrow(
      'A sample entry of track 7 has',
    )
    expect(() => decoderTrack({ id: 7, entries: [], ...size }, 25, 'review-refused')).toThrow(
      'no sample entry',
    )
  })
})
