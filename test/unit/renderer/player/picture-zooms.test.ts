// Several pictures beside each other: who changes what is looked at changes it for all that are linked, and for nobody else.
import { SvelteMap } from 'svelte/reactivity'
import { describe, expect, it } from 'vitest'
import type { PictureShape } from '../../../../renderer/features/player/picture-geometry.ts'
import { PictureZoom } from '../../../../renderer/features/player/picture-zoom.svelte.ts'
import { PictureZooms } from '../../../../renderer/features/player/picture-zooms.svelte.ts'
import type { KeptZoom } from '../../../../renderer/state/kept-zoom.ts'

const shapeOf = (lines: number): PictureShape => ({
  stored: { width: (lines * 16) / 9, height: lines },
  pixelAspect: { h: 1, v: 1 },
  rotation: 0,
})

/** A picture of so many lines in each of the rooms, numbered from 1. */
function show(zooms: PictureZooms, lines: readonly number[], kept: readonly KeptZoom[] = []): PictureZoom[] {
  return lines.map((count, at) => {
    const zoom = zooms.open(at + 1, () => shapeOf(count), kept[at] ?? null)
    zoom.room = { width: 640, height: 360, left: 0, top: 0 }
    return zoom
  })
}
const scales = (all: readonly PictureZoom[]): number[] => all.map(({ scale }) => scale)
const parts = (all: readonly PictureZoom[]): string[] =>
  all.map(({ seen }) => [seen.left, seen.top, seen.width, seen.height].map((one) => one.toFixed(2)).join(' '))

describe('linked', () => {
  it('all show the same part, each at its own scale, whoever was moved', () => {
    const all = show(new PictureZooms(true), [720, 360, 1440])
    all[0]!.to(2, { x: 160, y: 90 })
    expect(scales(all)).toEqual([2, 4, 1])
    expect(new Set(parts(all)).size).toBe(1)
    all[1]!.pan(-100, 0)
    all[2]!.look(0, 1)
    expect(new Set(parts(all)).size).toBe(1)
    all[2]!.oneToOne()
    expect([scales(all), all.map(({ isOneToOne }) => isOneToOne)]).toEqual([
      [2, 4, 1],
      [false, false, true],
    ])
    all[1]!.fit()
    expect(all.map(({ isFit }) => isFit)).toEqual([true, true, true])
  })

  it('who comes later looks where the others look; who goes takes nothing away', () => {
    const zooms = new PictureZooms(true)
    const [first, second] = show(zooms, [360, 720])
    first!.to(6)
    const part = parts([second!])
    const late = zooms.open(3, () => shapeOf(360), { scale: 9, x: 0.1, y: 0.1, square: false })
    late.room = second!.room
    expect(parts([late])).toEqual(part)
    zooms.close(1)
    expect([parts([second!, late]), scales([second!, late])]).toEqual([
      [...part, ...part],
      [3, 6],
    ])
    expect(zooms.of(1)).toBeNull()
  })

  it('begins as it was left, and a picture that is shown anew stays there', () => {
    const zooms = new PictureZooms(true)
    const left = { scale: 4, x: 0.3, y: 0.4, square: false }
    const all = show(zooms, [360, 720], [left, { ...left, scale: 2 }])
    expect([all[0]!.kept, all[1]!.kept]).toEqual([left, { ...left, scale: 2 }])
    const again = zooms.open(1, () => shapeOf(360), null)
    expect([again.kept, all[1]!.kept]).toEqual([left, { ...left, scale: 2 }])
  })
})

describe('each its own part', () => {
  it('one alone is moved; linked again, all show what the chosen one does', () => {
    const zooms = new PictureZooms(true)
    const all = show(zooms, [360, 720])
    all[0]!.to(8, { x: 0, y: 0 })
    zooms.setLinked(false, 1)
    const part = parts(all)
    expect(scales(all)).toEqual([8, 4])
    all[1]!.centre({ x: 0.9, y: 0.9 })
    expect(parts(all)[0]).toBe(part[0])
    expect(parts(all)[1]).not.toBe(part[1])
    zooms.setLinked(true, 2)
    expect(new Set(parts(all)).size).toBe(1)
    expect(parts(all)[0]).not.toBe(part[0])
  })

  it('begins as each was left', () => {
    const left = { scale: 4, x: 0.3, y: 0.4, square: true }
    const all = show(new PictureZooms(false), [360, 360], [left, null])
    expect(all.map(({ kept }) => kept)).toEqual([left, null])
  })
})

describe('a picture whose size is not known', () => {
  const left = { scale: 4, x: 0.5, y: 0.5, square: false }

  it('moves nobody, and takes nothing away where it goes', () => {
    const zooms = new PictureZooms(true)
    const all = show(zooms, [0, 1080, 360])
    const [none, ...seen] = all
    seen[0]!.to(1)
    const part = parts(seen)
    none!.step(1)
    none!.oneToOne()
    none!.pan(50, 50)
    none!.wheel(-200, { x: 0, y: 0 })
    expect([parts(seen), new Set(part).size]).toEqual([part, 1])
    zooms.close(2)
    expect(parts([seen[1]!])).toEqual([part[1]])
    zooms.close(1)
    expect(parts([seen[1]!])).toEqual([part[1]])
  })

  it('shows the whole of each where that is asked for', () => {
    const [none, seen] = show(new PictureZooms(true), [0, 360])
    seen!.to(8)
    none!.fit()
    expect(seen!.isFit).toBe(true)
  })

  it('does not say which part all of them show', () => {
    const zooms = new PictureZooms(false)
    const [, ...seen] = show(zooms, [0, 1080, 360])
    seen[0]!.to(2, { x: 0, y: 0 })
    const [part] = parts(seen)
    zooms.setLinked(true, 1)
    expect(parts(seen)).toEqual([part, part])
  })

  it('is looked at as it was left once it is there, and until then as it was kept', () => {
    for (const linked of [true, false]) {
      const lines = new SvelteMap([[1, 0]])
      const zooms = new PictureZooms(linked)
      const zoom = zooms.open(1, () => shapeOf(lines.get(1) ?? 0), left)
      zoom.room = { width: 640, height: 360, left: 0, top: 0 }
      zoom.step(1)
      expect([zoom.kept, zoom.isFit]).toEqual([left, true])
      const again = zooms.open(1, () => shapeOf(lines.get(1) ?? 0), null)
      lines.set(1, 360)
      expect([again.kept, again.scale]).toEqual([left, 4])
    }
  })

  it('leaves the others as they were left', () => {
    const lines = new SvelteMap([[1, 0]])
    const zooms = new PictureZooms(true)
    const first = zooms.open(1, () => shapeOf(lines.get(1) ?? 0), left)
    const second = zooms.open(2, () => shapeOf(1080), { ...left, scale: 1 })
    for (const zoom of [first, second]) zoom.room = { width: 640, height: 360, left: 0, top: 0 }
    expect(scales([second])).toEqual([1])
    lines.set(1, 270)
    expect(scales([first, second])).toEqual([4, 1])
  })

  it('has nothing to be kept where it was never looked at', () => {
    const zooms = new PictureZooms(true)
    const [seen] = show(zooms, [360])
    seen!.to(8)
    expect(zooms.open(2, () => shapeOf(0), left).kept).toBeUndefined()
  })
})

it('one alone is looked at as each recording was left, whatever was before', () => {
  const zoom = new PictureZoom(() => shapeOf(360))
  const left = { scale: 4, x: 0.3, y: 0.4, square: false }
  const seen = [left, null, { ...left, scale: 8 }].map((kept) => {
    zoom.restore(kept)
    return zoom.kept
  })
  zoom.fit()
  zoom.restore(left)
  expect([...seen, zoom.kept]).toEqual([left, null, { ...left, scale: 8 }, left])
})
