// View settings belong to an item of a case; what is put aside is in use again when the case is opened again.
import { beforeEach, describe, expect, it } from 'vitest'
import { asStored } from '#contract/picture-view.ts'
import type { ItemId } from '#contract/units.ts'
import { openCase } from '../../../../renderer/state/case.svelte.ts'
import { pictureViews } from '../../../../renderer/state/picture-views.svelte.ts'
import { view } from '../../../../renderer/state/view.svelte.ts'

const [one, other] = ['item-1', 'item-2'] as [ItemId, ItemId]

describe('view settings', () => {
  beforeEach(() => view.enter('case'))

  it('are kept for each item, and put aside without being lost', () => {
    pictureViews.change(one, { brightness: 20 })
    pictureViews.change(one, { gamma: 150 })
    expect(pictureViews.shown(one)).toEqual({ ...asStored, brightness: 20, gamma: 150 })
    expect(pictureViews.shown(other)).toEqual(asStored)
    expect(pictureViews.shown(null)).toEqual(asStored)
    pictureViews.toggle(one)
    expect(pictureViews.shown(one)).toEqual(asStored)
    expect(pictureViews.isPaused(one)).toBe(true)
    expect(pictureViews.of(one).brightness).toBe(20)
    // Whoever changes something wants to see it.
    pictureViews.change(one, { contrast: 120 })
    expect(pictureViews.isPaused(one)).toBe(false)
    expect(pictureViews.shown(one)).toMatchObject({ brightness: 20, contrast: 120 })
  })

  it('are as stored again when they are reset, or all back where they began', () => {
    pictureViews.change(one, { brightness: 20 })
    pictureViews.toggle(one)
    pictureViews.reset(one)
    expect(pictureViews.of(one)).toEqual(asStored)
    expect(pictureViews.isPaused(one)).toBe(false)
    pictureViews.change(one, { brightness: 0 })
    pictureViews.toggle(one)
    expect(pictureViews.isPaused(one)).toBe(false)
  })

  it('are those of one case alone, and none is put aside when it is opened', () => {
    pictureViews.change(one, { brightness: 20 })
    pictureViews.toggle(one)
    for (const told of openCase.switched) told()
    expect(pictureViews.isPaused(one)).toBe(false)
    expect(pictureViews.shown(one).brightness).toBe(20)
    view.enter('another')
    expect(pictureViews.of(one)).toEqual(asStored)
  })

  it('are nothing to keep where they are as stored', () => {
    pictureViews.change(one, { brightness: 20 })
    pictureViews.change(other, { gamma: 200 })
    pictureViews.change(one, { contrast: 50 })
    expect([...view.place.views.keys()]).toEqual([other, one])
    pictureViews.change(one, { brightness: 0, contrast: 100 })
    pictureViews.reset(other)
    expect(view.place.views.size).toBe(0)
  })
})
