// Commands for looking: what each does, by the keys that it begins with.
import { beforeEach, describe, expect, it } from 'vitest'
import { asStored } from '#contract/picture-view.ts'
import type { ItemId } from '#contract/units.ts'
import { lookActs, type LookActs } from '../../../../renderer/features/player/look-acts.ts'
import { commandFor, defaultKeys } from '../../../../renderer/state/key-map.ts'
import { pictureViews } from '../../../../renderer/state/picture-views.svelte.ts'
import { view } from '../../../../renderer/state/view.svelte.ts'

const itemId = 'item-1' as ItemId

function press(key: string, item: ItemId | null = itemId): string[] {
  const done: string[] = []
  const note =
    (name: string) =>
    (...given: unknown[]): void =>
      void done.push([name, ...given.map((one) => JSON.stringify(one))].join(' '))
  const zoom = {
    fit: note('fit'),
    oneToOne: note('one to one'),
    step: note('step'),
    look: note('look'),
    centre: note('centre'),
  }
  const acts = lookActs(zoom, () => item)
  const command = commandFor(defaultKeys(), key, 'review')
  if (command === null || !(command in acts)) throw new Error(`${key} is no key for looking`)
  acts[command as keyof LookActs]()
  return done
}

describe('commands for looking', () => {
  beforeEach(() => view.enter('case'))

  it.each([
    ['0', 'fit'],
    ['1', 'one to one'],
    ['+', 'step 1'],
    ['=', 'step 1'],
    ['-', 'step -1'],
    ['4', 'look -1 0'],
    ['6', 'look 1 0'],
    ['8', 'look 0 -1'],
    ['2', 'look 0 1'],
    ['5', 'centre {"x":0.5,"y":0.5}'],
  ])('%s', (key, act) => expect(press(key)).toEqual([act]))

  it('c shows what is stored and back, h goes through the fields', () => {
    press('c')
    expect(pictureViews.shown(itemId)).toEqual(asStored)
    press('h')
    expect(pictureViews.shown(itemId).deinterlacing).toBe('blend')
    press('h')
    press('c')
    expect(pictureViews.shown(itemId)).toEqual(asStored)
    expect(pictureViews.of(itemId).deinterlacing).toBe('upper')
    press('c')
    expect(pictureViews.shown(itemId).deinterlacing).toBe('upper')
    press('h')
    press('h')
    expect(pictureViews.shown(itemId)).toEqual(asStored)
    // Where no item is shown there is nothing to change.
    press('h', null)
    expect(pictureViews.shown(itemId)).toEqual(asStored)
  })
})
