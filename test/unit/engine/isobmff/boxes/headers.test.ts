// Boxes with one set of fields: what is written is read again; both versions, and what others write differently.
import { describe, expect, it } from 'vitest'
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { readDref, writeDref } from '#engine/isobmff/boxes/dref.ts'
import { readElst, writeElst } from '#engine/isobmff/boxes/elst.ts'
import { readFtyp, writeFtyp } from '#engine/isobmff/boxes/ftyp.ts'
import { readHdlr, writeHdlr } from '#engine/isobmff/boxes/hdlr.ts'
import { readMdhd, writeMdhd } from '#engine/isobmff/boxes/mdhd.ts'
import { readMvhd, writeMvhd } from '#engine/isobmff/boxes/mvhd.ts'
import { readNmhd, writeNmhd } from '#engine/isobmff/boxes/nmhd.ts'
import { readSmhd, writeSmhd } from '#engine/isobmff/boxes/smhd.ts'
import { readTkhd, writeTkhd } from '#engine/isobmff/boxes/tkhd.ts'
import { readTrackIds, writeTref } from '#engine/isobmff/boxes/tref.ts'
import { writeUdta } from '#engine/isobmff/boxes/udta.ts'
import { readVmhd, writeVmhd } from '#engine/isobmff/boxes/vmhd.ts'
import { matrixOf, rotationOf, unityMatrix } from '#engine/isobmff/matrix.ts'
import { payloadOf, versionOf } from './payload.ts'

const early = 3_786_825_600n
const late = 2n ** 33n

describe('ftyp', () => {
  it('keeps brands', () => {
    const ftyp = { majorBrand: 'isom', minorVersion: 512, compatibleBrands: ['isom', 'iso4'] }
    expect(readFtyp(payloadOf(writeFtyp(ftyp)))).toEqual(ftyp)
  })
})

describe('mvhd', () => {
  it.each([
    [0, { creationTime: early, modificationTime: early, timescale: 1_000, duration: 4_000n, nextTrackId: 3 }],
    [0, { creationTime: 0n, modificationTime: 0n, timescale: 1, duration: null, nextTrackId: 1 }],
    [1, { creationTime: late, modificationTime: late, timescale: 90_000, duration: 1n, nextTrackId: 2 }],
    [1, { creationTime: 1n, modificationTime: 1n, timescale: 90_000, duration: late, nextTrackId: 2 }],
  ])('version %i', (version, mvhd) => {
    const box = writeMvhd(mvhd)
    expect(versionOf(box)).toBe(version)
    expect(readMvhd(payloadOf(box))).toEqual(mvhd)
  })

  it('has an unknown duration in version 1 too, and does without its end', () => {
    const box = writeMvhd({
      creationTime: late,
      modificationTime: 0n,
      timescale: 1,
      duration: null,
      nextTrackId: 1,
    })
    expect(readMvhd(payloadOf(box)).duration).toBeNull()
    const short = new Cursor(payloadOf(box).bytes.subarray(0, 40))
    expect(readMvhd(short)).toMatchObject({ creationTime: late, nextTrackId: 0 })
  })
})

describe('tkhd', () => {
  const tkhd = {
    flags: 3,
    creationTime: early,
    modificationTime: early,
    trackId: 7,
    duration: 4_000n,
    layer: -1,
    alternateGroup: 2,
    volume: 1,
    matrix: matrixOf(90, 320, 180),
    width: 320,
    height: 180.5,
  }
  it.each([
    [0, tkhd],
    [1, { ...tkhd, duration: late }],
  ])('version %i', (version, value) => {
    const box = writeTkhd(value)
    expect(versionOf(box)).toBe(version)
    expect(readTkhd(payloadOf(box))).toEqual(value)
  })
})

describe('matrix', () => {
  it.each([0, 90, 180, 270] as const)('%i°', (rotation) => {
    expect(rotationOf(matrixOf(rotation, 320, 180))).toBe(rotation)
  })

  it('is none where it mirrors, skews or vanishes', () => {
    expect(rotationOf([-0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000])).toBeNull()
    expect(rotationOf([0xb504, 0xb504, 0, -0xb504, 0xb504, 0, 0, 0, 0x4000_0000])).toBeNull()
    expect(rotationOf(unityMatrix.map(() => 0))).toBeNull()
  })
})

describe('mdhd', () => {
  it.each([
    [0, { creationTime: early, modificationTime: 0n, timescale: 12_800, duration: 51_200n, language: 'eng' }],
    [1, { creationTime: late, modificationTime: 0n, timescale: 12_800, duration: null, language: 'und' }],
  ])('version %i', (version, mdhd) => {
    const box = writeMdhd(mdhd)
    expect(versionOf(box)).toBe(version)
    expect(readMdhd(payloadOf(box))).toEqual(mdhd)
  })

  it('reads the language as 14496-12 packs it, and QuickTime numbers as none', () => {
    const bytes = writeMdhd({
      creationTime: 0n,
      modificationTime: 0n,
      timescale: 1,
      duration: 0n,
      language: 'und',
    })
    expect(Buffer.from(bytes).readUInt16BE(28)).toBe(0x55c4)
    bytes.set([0, 0], 28)
    expect(readMdhd(payloadOf(bytes)).language).toBe('und')
  })
})

describe('hdlr', () => {
  it('keeps names of any length', () => {
    for (const name of ['', 'Kamera Süd', 'x'.repeat(600)]) {
      expect(readHdlr(payloadOf(writeHdlr({ handlerType: 'vide', name })))).toEqual({
        handlerType: 'vide',
        name,
      })
    }
  })

  it('reads counted strings of QuickTime, and names without an end', () => {
    const fixed = [0, 0, 0, 0, ...Buffer.from('mhlrvide'), ...new Uint8Array(12)]
    expect(readHdlr(new Cursor(Uint8Array.from([...fixed, 3, 65, 66, 67]))).name).toBe('ABC')
    const iso = [0, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from('vide'), ...new Uint8Array(12)]
    expect(readHdlr(new Cursor(Uint8Array.from([...iso, 65, 66]))).name).toBe('AB')
  })
})

describe('elst', () => {
  it.each([
    [
      0,
      [
        { segmentDuration: 40, mediaTime: -1, rate: 1 },
        { segmentDuration: 4_000, mediaTime: 1_024, rate: 1 },
      ],
    ],
    [
      1,
      [
        { segmentDuration: 2 ** 33, mediaTime: -1, rate: 1 },
        { segmentDuration: 0, mediaTime: 2 ** 40, rate: 0.5 },
      ],
    ],
  ])('version %i', (version, edits) => {
    const box = writeElst(edits)
    expect(versionOf(box)).toBe(version)
    expect(readElst(payloadOf(box))).toEqual({ edits, declared: edits.length })
  })

  it('believes no count', () => {
    const box = writeElst([{ segmentDuration: 1, mediaTime: 0, rate: 1 }])
    box.set([0xff, 0xff, 0xff, 0xff], 12)
    expect(readElst(payloadOf(box)).edits).toHaveLength(1)
  })
})

describe('small boxes', () => {
  it('tref', () => {
    const box = writeTref([{ type: 'cdsc', trackIds: [1, 2] }])
    expect(Buffer.from(box).toString('latin1', 12, 16)).toBe('cdsc')
    expect(readTrackIds(new Cursor(box.subarray(16)))).toEqual([1, 2])
  })

  it('vmhd, smhd, nmhd, dref, udta', () => {
    expect(versionOf(writeVmhd())).toBe(0)
    expect(readVmhd(payloadOf(writeVmhd({ graphicsMode: 1, opColor: [2, 3, 4] })))).toEqual({
      graphicsMode: 1,
      opColor: [2, 3, 4],
    })
    expect(readSmhd(payloadOf(writeSmhd({ balance: -0.5 })))).toEqual({ balance: -0.5 })
    expect(readNmhd(payloadOf(writeNmhd({ flags: 5 })))).toEqual({ flags: 5 })
    expect(readDref(payloadOf(writeDref()))).toEqual([{ type: 'url ', selfContained: true }])
    expect(writeUdta([writeSmhd()])).toHaveLength(8 + writeSmhd().length)
  })

  it('say by OutOfBounds where they are cut', () => {
    for (const read of [
      readFtyp,
      readMvhd,
      readTkhd,
      readMdhd,
      readHdlr,
      readElst,
      readVmhd,
      readSmhd,
      readDref,
    ]) {
      expect(() => read(new Cursor(new Uint8Array(3)))).toThrow(OutOfBounds)
    }
  })
})
