import { beforeEach, describe, expect, it } from 'vitest'
import { asStored } from '#contract/picture-view.ts'
import type { ItemId } from '#contract/units.ts'
import { actOnKey, type KeyTarget, type PlayerActs } from '../../../../renderer/features/player/keys.ts'
import { lookCommands, lookOnKey } from '../../../../renderer/features/player/look-keys.ts'
import { pictureViews } from '../../../../renderer/state/picture-views.svelte.ts'

const itemId = '0190c0de-0000-7000-8000-000000000001' as ItemId

function press(key: string): string[] {
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
  expect(lookOnKey(key, { zoom, itemId })).toBe(lookCommands.some(({ keys }) => keys.includes(key)))
  return done
}

describe('keys for looking', () => {
  beforeEach(() => pictureViews.clear())

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

  it('c shows what is stored and back, d goes through the fields', () => {
    press('c')
    expect(pictureViews.shown(itemId)).toEqual(asStored)
    press('d')
    expect(pictureViews.shown(itemId).deinterlacing).toBe('blend')
    press('d')
    press('c')
    expect(pictureViews.shown(itemId)).toEqual(asStored)
    expect(pictureViews.of(itemId).deinterlacing).toBe('upper')
    press('c')
    expect(pictureViews.shown(itemId).deinterlacing).toBe('upper')
    press('d')
    press('d')
    expect(pictureViews.shown(itemId)).toEqual(asStored)
    expect(press('w')).toEqual([])
  })

  it('are none of those that move the playhead', () => {
    // Whatever is asked of it does nothing.
    const nothing = new Proxy({}, { get: () => () => true }) as KeyTarget & PlayerActs
    for (const { keys } of lookCommands)
      for (const key of keys) expect(actOnKey(key, false, nothing, nothing)).toBe(false)
  })
})
