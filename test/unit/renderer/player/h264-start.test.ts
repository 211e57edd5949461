// What hostile bytes do to the beginning of H.264. That it begins exactly is shown with ffmpeg: test/integration/renderer.
import { describe, expect, it } from 'vitest'
import { seededRandom } from '#test/support/random.ts'
import { BitReader, BitsEnded, BitWriter, unescaped } from '../../../../renderer/features/player/h264-bits.ts'
import { readParameterSets } from '../../../../renderer/features/player/h264-sets.ts'
import {
  holdsTogether,
  isDisposable,
  isIdr,
  isOfOneSequence,
  startBefore,
} from '../../../../renderer/features/player/h264-start.ts'

/** 640 × 360, order type 0, as written by an encoder. */
const sequence = '6764001eacd940a02ff9610000030001000003003c0f162d96'
const picture = '68ebe3cb22c0'
const avcC = Buffer.from(`0164001effe1${length(sequence)}${sequence}01${length(picture)}${picture}`, 'hex')
/** An SEI with an exact recovery point, then an I-slice of parameter set 0. */
const recovery = '060601c480'
const slice = '41888040ffff'
const sample = Buffer.from(`0000${length(recovery)}${recovery}0000${length(slice)}${slice}`, 'hex')

function length(hex: string): string {
  return (hex.length / 2).toString(16).padStart(4, '0')
}

describe('bits', () => {
  it('are read as they were written, over emulation prevention', () => {
    const unit = new BitWriter().ue(0).ue(7).ue(255).bits(0, 40).bits(5, 3).unit(0x65)
    expect(unit[0]).toBe(0x65)
    expect(Buffer.from(unit).includes(Buffer.of(0, 0, 3))).toBe(true)
    const bits = new BitReader(unescaped(unit), 1)
    expect([bits.ue(), bits.ue(), bits.ue(), bits.bits(40), bits.bits(3)]).toEqual([0, 7, 255, 0, 5])
  })

  it('end where the unit ends', () => {
    expect(() => new BitReader(Uint8Array.of(1)).bits(9)).toThrow(BitsEnded)
    expect(() => new BitReader(new Uint8Array(9)).ue()).toThrow(BitsEnded)
  })
})

const sets = readParameterSets(avcC)

describe('a beginning', () => {
  it('is written for a recovery point', () => {
    expect(sets).toMatchObject({
      lengthSize: 4,
      sequences: [{ macroblocks: 920, framesOnly: true, chromaFormat: 1 }],
    })
    const before = startBefore(sample, sets)
    // A parameter set, then 920 macroblocks of 8 bits.
    expect(before?.[4]).toBe(0x68)
    expect(before?.length).toBeGreaterThan(920)
    expect(before?.length).toBeLessThan(960)
  })

  it('is not written where numbers are beyond the standard', () => {
    const [sequenceSet] = sets.sequences
    if (!sequenceSet) throw new Error('no parameter set')
    for (const wrong of [
      { frameNumberBits: 2 ** 31 },
      { orderBits: 17 },
      { macroblocks: 2 ** 40 },
      { chromaFormat: 3 },
    ]) {
      expect(startBefore(sample, { ...sets, sequences: [{ ...sequenceSet, ...wrong }] })).toBeNull()
    }
  })

  it('survives any bytes', () => {
    const random = seededRandom(264)
    for (let round = 0; round < 3_000; round += 1) {
      const [config, bytes] = [Buffer.from(avcC), Buffer.from(sample)]
      for (let change = 0; change <= random(4); change += 1) {
        config[random(config.length)] = random(256)
        bytes[random(bytes.length)] = random(256)
      }
      try {
        const before = startBefore(bytes.subarray(0, random(bytes.length + 1)), readParameterSets(config))
        expect(before === null || before.length < 200_000).toBe(true)
      } catch (error) {
        // Only the configuration may be refused so.
        expect(error).toBeInstanceOf(BitsEnded)
        expect(() => readParameterSets(config)).toThrow(BitsEnded)
      }
    }
  })
})

describe('a sample that no other needs', () => {
  const of = (...units: string[]): Buffer =>
    Buffer.from(units.map((unit) => `0000${length(unit)}${unit}`).join(''), 'hex')

  it('says so in each of its slices', () => {
    expect(isDisposable(of('019e80', '019e81'), 4)).toBe(true)
    expect(isDisposable(of('0910', recovery, '019e80'), 4)).toBe(true)
    expect(isDisposable(of('019e80', '419e81'), 4)).toBe(false)
    expect(isDisposable(of('219e80'), 4)).toBe(false)
  })

  it('is none where it sets parameters, is an IDR picture, or its lengths do not add up', () => {
    expect(isDisposable(of(picture, '019e80'), 4)).toBe(false)
    expect(isDisposable(of('05b8'), 4)).toBe(false)
    expect(isDisposable(of(recovery), 4)).toBe(false)
    expect(isDisposable(of('019e80').subarray(0, 6), 4)).toBe(false)
    expect(isDisposable(Buffer.alloc(0), 4)).toBe(false)
  })
})

describe('an IDR picture', () => {
  const of = (...units: string[]): Buffer =>
    Buffer.from(units.map((unit) => `0000${length(unit)}${unit}`).join(''), 'hex')

  it('is one in all its slices', () => {
    expect(isIdr(of('0910', sequence, picture, '6588', '6589'), 4)).toBe(true)
    expect(isIdr(of('6588', '4188'), 4)).toBe(false)
    expect(isIdr(of('0910', recovery, slice), 4)).toBe(false)
  })

  it('is none where there are no slices, or its lengths do not add up', () => {
    expect(isIdr(of('0910', sequence, picture), 4)).toBe(false)
    expect(isIdr(of('6588').subarray(0, 5), 4)).toBe(false)
    expect(isIdr(Buffer.alloc(0), 4)).toBe(false)
  })
})

it('one sequence of frames is no other', () => {
  const [one] = sets.sequences
  if (!one) throw new Error('no parameter set')
  expect(isOfOneSequence(sets)).toBe(true)
  for (const sequences of [[], [one, one], [{ ...one, framesOnly: false }], [{ ...one, chromaFormat: 3 }]])
    expect(isOfOneSequence({ ...sets, sequences })).toBe(false)
})

describe('a sample holds together', () => {
  const of = (...units: string[]): Buffer =>
    Buffer.from(units.map((unit) => `0000${length(unit)}${unit}`).join(''), 'hex')

  it('where its units are those that its lengths say', () => {
    expect(holdsTogether(of('0910', '65880003000003000080'), 4)).toBe(true)
    expect(holdsTogether(of('65880000000003'), 4)).toBe(false)
    // Zeros behind the end of a unit are none of it.
    expect(holdsTogether(of('65888000000000'), 4)).toBe(true)
    expect(holdsTogether(of('6588000001'), 4)).toBe(false)
    expect(holdsTogether(of('0910', `6588ff0000000168${picture}`), 4)).toBe(false)
    expect(holdsTogether(of('6588ff000002ff'), 4)).toBe(false)
    expect(holdsTogether(of('6588ff').subarray(0, 6), 4)).toBe(false)
    expect(holdsTogether(Buffer.from('00000000'), 4)).toBe(false)
  })

  it('wherever the start code lies, and nowhere else', () => {
    const random = seededRandom(265)
    for (let round = 0; round < 2_000; round += 1) {
      const unit = Buffer.from(Array.from({ length: 3 + random(12) }, () => random(5)))
      const end = unit.findLastIndex((byte) => byte !== 0) + 1
      const isCode = [...unit.subarray(0, end).keys()].some(
        (at) => at + 2 < end && unit[at] === 0 && unit[at + 1] === 0 && (unit[at + 2] ?? 9) < 3,
      )
      expect(holdsTogether(of(unit.toString('hex')), 4)).toBe(!isCode)
    }
  })
})
