import { expect, test } from 'vitest'
import { analytics, frameWith, onlyFrame } from './documents.ts'

const endedBy = (tree: string): string[] =>
  onlyFrame(analytics(frameWith(`<tt:ObjectTree>${tree}</tt:ObjectTree>`))).ended

test('numbers that were deleted stand for nothing any more', () => {
  expect(endedBy('<tt:Delete ObjectId="12"/><tt:Delete ObjectId="7"/><tt:Delete ObjectId="12"/>')).toEqual([
    '12',
    '7',
  ])
  expect(onlyFrame(analytics(frameWith(''))).ended).toEqual([])
})

test('nor do those that became another by renaming, merging or splitting, in the spelling of schema and prose', () => {
  for (const [from, to] of [
    ['from', 'to'],
    ['From', 'To'],
  ] as const) {
    const part = (name: string, id: string): string => `<tt:${name} ObjectId="${id}"/>`
    expect(endedBy(`<tt:Rename>${part(from, '1')}${part(to, '2')}</tt:Rename>`)).toEqual(['1'])
    expect(endedBy(`<tt:Merge>${part(from, '12')}${part(from, '17')}${part(to, '12')}</tt:Merge>`)).toEqual([
      '17',
    ])
    expect(endedBy(`<tt:Split>${part(from, '12')}${part(to, '17')}${part(to, '12')}</tt:Split>`)).toEqual([])
    expect(endedBy(`<tt:Split>${part(from, '12')}${part(to, '17')}${part(to, '18')}</tt:Split>`)).toEqual([
      '12',
    ])
  }
})

test('a hostile tree gives no more than a thousand, and none without a number', () => {
  const many = Array.from({ length: 1_500 }, (_, id) => `<tt:Delete ObjectId="${id}"/>`).join('')
  expect(endedBy(many)).toHaveLength(1_000)
  expect(endedBy('<tt:Delete/><tt:Delete ObjectId=""/><tt:Merge/>')).toEqual([])
})
