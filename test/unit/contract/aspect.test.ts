// Which places of a frame belong to a picture (ONVIF Analytics 5.3), with the numbers of its example: a 4:3 source of which 5:3 and
// 16:9 are cut out.
import { describe, expect, it } from 'vitest'
import { chooseAspect, inAspect, type AspectChoice } from '#contract/aspect.ts'
import type { AspectTransformation, MetadataObject } from '#contract/metadata.ts'

const node = (ratio: number, x: number, y: number): AspectTransformation => ({
  ratio,
  scale: { x, y },
  translate: { x: 0, y: 0 },
})
const example = [node(1.66666667, 1, 1.25), node(1.77777778, 1, 1.33333333)]
const ratioOf = (choice: AspectChoice): number | string =>
  choice.kind === 'node' ? choice.node.ratio : choice.kind

describe('the transformation of a picture', () => {
  it('is that for its own shape', () => {
    expect(ratioOf(chooseAspect(example, 16 / 9))).toBe(1.77777778)
    expect(ratioOf(chooseAspect(example, 960 / 576))).toBe(1.66666667)
    // Filled up to whole blocks.
    expect(ratioOf(chooseAspect(example, 1920 / 1088))).toBe(1.77777778)
  })

  it('is none where the picture has the shape of the source, for which none is sent', () => {
    expect(chooseAspect(example, 4 / 3)).toEqual({ kind: 'source' })
    expect(chooseAspect(example, 720 / 540)).toEqual({ kind: 'source' })
    // Cut at the sides: a 16:9 source of which 4:3 is shown.
    expect(chooseAspect([node(4 / 3, 4 / 3, 1)], 16 / 9)).toEqual({ kind: 'source' })
  })

  it('is none, and that is told, where the picture has a shape that nobody speaks of', () => {
    expect(chooseAspect(example, 9 / 16)).toEqual({ kind: 'unfitting' })
    expect(chooseAspect(example, 1)).toEqual({ kind: 'unfitting' })
    expect(chooseAspect(example, null)).toEqual({ kind: 'unfitting' })
    expect(chooseAspect(example, 0)).toEqual({ kind: 'unfitting' })
  })

  it('is not asked for where the frame knows no shapes', () => {
    expect(chooseAspect(undefined, 16 / 9)).toEqual({ kind: 'none' })
    expect(chooseAspect([], null)).toEqual({ kind: 'none' })
  })
})

describe('places in a picture', () => {
  const object = {
    box: { left: -0.5, top: 0.75, right: 0.5, bottom: -0.75 },
    centre: { x: 0, y: 0.3 },
    polygon: [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 0.6 },
    ],
    morePolygons: [[{ x: 0, y: -0.6 }]],
  } as unknown as MetadataObject

  it('are those of the source, cut as the picture is', () => {
    const placed = inAspect(object, chooseAspect(example, 16 / 9))
    expect(placed.box?.top).toBeCloseTo(1, 6)
    expect(placed.box).toMatchObject({ left: -0.5, right: 0.5 })
    expect(placed.centre?.y).toBeCloseTo(0.4, 6)
    expect(placed.polygon?.[2]?.y).toBeCloseTo(0.8, 6)
    expect(placed.morePolygons?.[0]?.[0]?.y).toBeCloseTo(-0.8, 6)
    expect(inAspect(object, chooseAspect(example, 4 / 3))).toBe(object)
  })

  it('are moved after they are scaled, and boxes stay in order where a scale turns them over', () => {
    const turned: AspectTransformation = { ratio: 2, scale: { x: 1, y: -2 }, translate: { x: 0.25, y: 0.5 } }
    expect(inAspect(object, { kind: 'node', node: turned }).box).toEqual({
      ...{ left: -0.25, top: 2, right: 0.75, bottom: -1 },
    })
  })

  it('are not there where numbers run out of range', () => {
    const huge: AspectTransformation = { ratio: 2, scale: { x: 1e308, y: 1 }, translate: { x: 1e308, y: 0 } }
    const placed = inAspect({ ...object, centre: { x: 9, y: 0 } }, { kind: 'node', node: huge })
    expect([placed.centre, placed.polygon]).toEqual([null, null])
  })
})
