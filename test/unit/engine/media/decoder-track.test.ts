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

  it('is that of the sample alone, of a track that is neither turned nor cut', () => {
    const bytes = entryOf(avcC, clap)
    const entry = { ...{ type: 'avc1', bytes, size: bytes.length }, ...size }
    const small = { ...entry, width: 320, height: 180 }
    const of = (entries: readonly object[], sample: number) =>
      decoderTrack(
        { id: 7, entries: entries as never, samples: { entry: [0, 1, 2] } },
        sample,
        25,
        'still-refused',
      )
    const track = of([entry, small], 0)
    expect(track).toMatchObject({ id: 1, ...size, matrixRotation: 0, edits: [] })
    expect(track.otherEntries).toBeUndefined()
    expect(Buffer.from(track.sampleEntry).includes('clap', 150)).toBe(false)
    expect(of([entry, small], 1)).toMatchObject({ width: 320, height: 180 })
    expect(() => of([entry, { ...entry, size: bytes.length + 1 }], 1)).toThrow(
      'Sample entry 2 of track 7 has',
    )
    expect(() => of([entry, { ...entry, type: 'encv' }], 1)).toThrow('encrypted')
    expect(() => of([entry, small], 2)).toThrow('no sample entry')
  })
})
