import { beforeEach, describe, expect, it } from 'vitest'
import { overlay, type KnownObject } from '../../../../renderer/state/overlay.svelte.ts'

const [one, two, three] = ['1', '2', '3'].map((id): KnownObject => ({
  ...{ id, key: `A ${id}`, trackId: 2, source: 'A', class: 'Human' },
}))

const tell = (present: KnownObject[]): void => {
  overlay.picture = { state: 'ready', present, ptz: null, standingPtz: null, indexed: true }
}

beforeEach(() => {
  overlay.leaveItem()
  overlay.on = true
  tell([one!, two!, three!])
})

const walked = (direction: 1 | -1, steps: number): (string | undefined)[] =>
  Array.from({ length: steps }, () => {
    overlay.stepObject(direction)
    return overlay.chosen?.id
  })

describe('single objects over the picture', () => {
  it('are gone through in both directions, and round', () => {
    expect(walked(1, 4)).toEqual(['1', '2', '3', '1'])
    expect(walked(-1, 2)).toEqual(['3', '2'])
    overlay.choose(null)
    expect(walked(-1, 1)).toEqual(['3'])
    tell([])
    expect(walked(1, 1)).toEqual(['3'])
  })

  it('are drawn alone only while one is chosen', () => {
    overlay.toggleOnly()
    expect(overlay.filter.only).toBeNull()
    overlay.choose(two!)
    expect(overlay.filter.only).toBeNull()
    overlay.toggleOnly()
    expect(overlay.filter.only).toMatchObject({ id: '2' })
    overlay.stepObject(1)
    expect(overlay.filter.only).toMatchObject({ id: '3' })
    overlay.choose(null)
    overlay.choose(one!)
    expect(overlay.filter.only).toBeNull()
    overlay.toggleOnly(two)
    expect(overlay.filter.only).toMatchObject({ id: '2' })
    overlay.toggleOnly(two)
    expect(overlay.filter.only).toBeNull()
  })

  it('are hidden one by one, and come back one by one or together', () => {
    overlay.toggleChosen()
    expect(overlay.hiddenObjects.size).toBe(0)
    overlay.choose(two!)
    overlay.toggleChosen()
    overlay.toggleObject(three!.key)
    expect([...overlay.hiddenObjects]).toEqual([two!.key, three!.key])
    overlay.toggleChosen()
    expect([...overlay.hiddenObjects]).toEqual([three!.key])
    overlay.toggleOnly(one)
    overlay.showAllObjects()
    expect([overlay.hiddenObjects.size, overlay.filter.only]).toEqual([0, null])
  })

  it('are forgotten with their item: numbers mean nothing in another', () => {
    overlay.toggleOnly(one)
    overlay.toggleObject(two!.key)
    overlay.leaveItem()
    expect([overlay.chosen, overlay.hiddenObjects.size, overlay.filter.only]).toEqual([null, 0, null])
    expect(overlay.picture).toEqual({
      state: 'off',
      present: [],
      ptz: null,
      standingPtz: null,
      indexed: true,
    })
  })
})
