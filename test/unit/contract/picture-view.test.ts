// The arithmetic of view settings, on pictures of a few pixels worked out by hand.
import { describe, expect, it } from 'vitest'
import {
  applyView,
  aspectOf,
  asStored,
  changesOf,
  changesPixels,
  changesRows,
  fieldRow,
  isAsStored,
  toneTable,
  ViewSettings,
} from '#contract/picture-view.ts'

const view = (change: Partial<ViewSettings>): ViewSettings => ViewSettings.parse({ ...asStored, ...change })

/** Rows of single grey pixels, as RGBA. */
function rows(values: readonly number[], change: Partial<ViewSettings>): number[] {
  const pixels = Uint8ClampedArray.from(values.flatMap((value) => [value, value, value, 77]))
  applyView(pixels, { width: 1, height: values.length, channels: 4, most: 255 }, view(change))
  const [red, , , alpha] = [0, 1, 2, 3].map((channel) => values.map((_, y) => pixels[4 * y + channel]))
  expect(alpha).toEqual(values.map(() => 77))
  return (red ?? []).map((value) => value ?? -1)
}

describe('tones', () => {
  it('stay as they are where nothing is set', () => {
    expect(isAsStored(asStored)).toBe(true)
    expect([...toneTable(asStored, 255)]).toEqual(Array.from({ length: 256 }, (_, at) => at))
    expect([...toneTable(asStored, 65_535)].every((value, at) => value === at)).toBe(true)
    expect(changesOf(view({ gamma: 220, brightness: 5 }))).toEqual(['brightness', 'gamma'])
  })

  it('are moved, stretched about the middle and bent, and kept within the range', () => {
    expect(rows([0, 100, 255], { brightness: 20 })).toEqual([51, 151, 255])
    expect(rows([0, 100, 255], { brightness: -20 })).toEqual([0, 49, 204])
    // (100 / 255 − 0.5) × 2 + 0.5 is 0.2843.
    expect(rows([0, 100, 155, 255], { contrast: 200 })).toEqual([0, 73, 183, 255])
    expect(rows([0, 255], { contrast: 0 })).toEqual([128, 128])
    // The square root of 64 / 255, and its square.
    expect(rows([0, 64, 255], { gamma: 200 })).toEqual([0, 128, 255])
    expect(rows([0, 64, 255], { gamma: 50 })).toEqual([0, 16, 255])
  })

  it('are those of the same place in the range at sixteen bits', () => {
    const pixels = Uint16Array.of(0, 32_768, 65_535)
    applyView(pixels, { width: 1, height: 1, channels: 3, most: 65_535 }, view({ brightness: 10 }))
    expect([...pixels]).toEqual([6554, 39_322, 65_535])
  })
})

describe('shape and range', () => {
  it('of settings that were kept before there was a choice are those of the file', () => {
    const kept = { brightness: 20, contrast: 100, gamma: 100, deinterlacing: 'none' }
    expect(ViewSettings.parse(kept)).toEqual(view({ brightness: 20 }))
  })

  it('change no row by themselves, and a shape no pixel', () => {
    expect([changesRows(view({ range: 'full' })), changesPixels(view({ range: 'full' }))]).toEqual([
      false,
      true,
    ])
    expect([changesPixels(view({ aspect: '4:3' })), isAsStored(view({ aspect: '4:3' }))]).toEqual([
      false,
      false,
    ])
    expect(rows([0, 100, 255], { range: 'full', aspect: '16:9' })).toEqual([0, 100, 255])
  })

  it('a shape gives each stored pixel its own', () => {
    const stored = { width: 704, height: 576 }
    const wide = (aspect: ViewSettings['aspect']): number | null => {
      const pixel = aspectOf(view({ aspect }), stored)
      return pixel && (stored.width * pixel.h) / pixel.v / stored.height
    }
    expect(['file', 'square', '4:3', '16:9'].map((one) => wide(one as ViewSettings['aspect']))).toEqual([
      null,
      704 / 576,
      4 / 3,
      16 / 9,
    ])
  })
})

describe('fields', () => {
  it('have their lines doubled, nothing mixed', () => {
    expect(rows([10, 20, 30, 40], { deinterlacing: 'upper' })).toEqual([10, 10, 30, 30])
    expect(rows([10, 20, 30, 40], { deinterlacing: 'lower' })).toEqual([20, 20, 40, 40])
    expect(rows([10, 20, 30], { deinterlacing: 'upper' })).toEqual([10, 10, 30])
    expect(rows([10, 20, 30], { deinterlacing: 'lower' })).toEqual([20, 20, 20])
    expect(rows([10], { deinterlacing: 'lower' })).toEqual([10])
    expect([0, 1, 2, 3].map((y) => fieldRow(y, 4, 'lower'))).toEqual([1, 1, 3, 3])
  })

  it('are blended from rows as they were stored', () => {
    expect(rows([0, 100, 0, 100], { deinterlacing: 'blend' })).toEqual([25, 50, 50, 75])
    expect(rows([200], { deinterlacing: 'blend' })).toEqual([200])
  })

  it('come before tones, and keep to their own pixels', () => {
    const pixels = Uint8Array.of(1, 2, 3, 40, 50, 60, 100, 110, 120, 200, 210, 220)
    const shape = { width: 2, height: 2, channels: 3 as const, most: 255 }
    applyView(pixels, shape, view({ deinterlacing: 'upper', brightness: 20 }))
    expect([...pixels]).toEqual([52, 53, 54, 91, 101, 111, 52, 53, 54, 91, 101, 111])
  })
})
