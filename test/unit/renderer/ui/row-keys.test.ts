import { expect, test } from 'vitest'
import { rowForKey } from '../../../../renderer/ui/row-keys.ts'

const list = { count: 30, page: 10 }

test.each([
  ['ArrowDown', 5, 6],
  ['ArrowUp', 5, 4],
  ['PageDown', 5, 15],
  ['PageUp', 15, 5],
  ['Home', 15, 0],
  ['End', 15, 29],
])('%s leads from row %i to row %i', (key, from, to) => {
  expect(rowForKey(key, from, list)).toBe(to)
})

test.each([
  ['ArrowDown', 29, 29],
  ['ArrowUp', 0, 0],
  ['PageDown', 25, 29],
  ['PageUp', 3, 0],
])('%s at row %i stays within the list', (key, from, to) => {
  expect(rowForKey(key, from, list)).toBe(to)
})

test.each(['ArrowDown', 'ArrowUp', 'PageUp', 'Home'])('%s leads from no row to the first', (key) => {
  expect(rowForKey(key, -1, list)).toBe(0)
})

test('other keys, and keys in an empty list, lead nowhere', () => {
  expect(['Enter', ' ', 'a', 'ArrowLeft'].map((key) => rowForKey(key, 5, list))).toEqual(Array(4).fill(null))
  expect(rowForKey('End', -1, { count: 0, page: 10 })).toBeNull()
})
