import { expect, it } from 'vitest'
import type { ItemSummary } from '#contract/item.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { filterItems, itemsOfCamera } from '../../../../../renderer/features/clock/clock-targets.ts'

const [sample] = createFakeBridge().items
const item = (name: string, cameras: string[]): ItemSummary => {
  if (!sample) throw new Error('the fake bridge has items')
  return { ...sample.summary, id: name as ItemSummary['id'], name, path: `usb/${name}`, cameras }
}
const one = item('one.mp4', ['North gate', 'Yard'])
const other = item('other.mp4', ['Yard', 'North gate'])
const part = item('part.mp4', ['Yard'])
const nameless = item('nameless.mp4', [])
const items = [one, other, part, nameless]

it('takes for the same camera only what names the very same cameras', () => {
  expect(itemsOfCamera(items, one)).toEqual(['one.mp4', 'other.mp4'])
  expect(itemsOfCamera(items, part)).toEqual(['part.mp4'])
  // Two files that name no camera need not be of the same one.
  expect(itemsOfCamera([...items, item('another.mp4', [])], nameless)).toEqual([])
})

it('finds items by any words of their cameras, names and paths', () => {
  expect(filterItems(items, ' yard  USB ').map(({ name }) => name)).toEqual([
    'one.mp4',
    'other.mp4',
    'part.mp4',
  ])
  expect(filterItems(items, '')).toEqual(items)
  expect(filterItems(items, 'nothing')).toEqual([])
})
