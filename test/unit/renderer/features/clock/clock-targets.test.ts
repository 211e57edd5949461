import { expect, it } from 'vitest'
import type { ItemSummary } from '#contract/item.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { filterItems, foldersOf } from '../../../../../renderer/features/clock/clock-targets.ts'

const [sample] = createFakeBridge().items
const item = (name: string, cameras: string[]): ItemSummary => {
  if (!sample) throw new Error('the fake bridge has items')
  return { ...sample.summary, id: name as ItemSummary['id'], name, path: `usb/${name}`, cameras }
}
const one = item('one.mp4', ['North gate', 'Yard'])
const other = item('other.mp4', ['Yard', 'North gate'])
const part = item('part.mp4', ['Yard'])
const items = [one, other, part]

it('offers the folders that items came from, up to the one that was taken in, where they tell items apart', () => {
  const from = (sourcePath: string, path: string): ItemSummary => ({
    ...item(sourcePath, []),
    sourcePath,
    path,
  })
  const all = [
    from('/media/usb/A/cam1/1.mp4', 'A/cam1/1.mp4'),
    from('/media/usb/A/cam1/2.mp4', 'A/cam1/2.mp4'),
    from('/media/usb/A/cam2/only/3.mp4', 'A/cam2/only/3.mp4'),
    from('/media/usb/A2/4.mp4', 'A2/4.mp4'),
    from('/media/other/A/cam1/5.mp4', 'A/cam1/5.mp4'),
    from('E:\\x\\6.mp4', 'x\\6.mp4'),
    from('E:\\x\\7.mp4', 'x\\7.mp4'),
  ]
  const told = (at: number): [string, number][] =>
    foldersOf(all, all[at]!).map(({ folder, itemIds }) => [folder, itemIds.length])
  expect(told(0)).toEqual([
    ['/media/usb/A/cam1/', 2],
    ['/media/usb/A/', 3],
    ['/media/usb/', 4],
  ])
  // A folder with nothing else in it says nothing.
  expect(told(2)).toEqual([
    ['/media/usb/A/', 3],
    ['/media/usb/', 4],
  ])
  expect(told(4)).toEqual([])
  expect(told(5)).toEqual([['E:\\x\\', 2]])
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
