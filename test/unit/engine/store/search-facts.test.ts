// What of an event can be searched: names and values, numbers of objects, plates within XML; bounded, whatever it holds.
import { expect, test } from 'vitest'
import type { MetadataEvent } from '#contract/metadata.ts'
import { factsOfEvent, foldPlate, foldText, wordsOf } from '#engine/store/search-facts.ts'
import { event } from '#test/support/store.ts'

const facts = (changes: Partial<MetadataEvent>): ReturnType<typeof factsOfEvent> =>
  factsOfEvent({ ...event(0), source: [], key: [], data: [], operation: null, ...changes }, 5n)

test('texts are compared in any case and width, plates also without their gaps', () => {
  expect(foldText('Größe ＡＢ１２')).toBe('größe ab12')
  expect(foldPlate('AB-12 c')).toBe('ab-12 c\nab12c')
  expect(foldPlate('AB12')).toBe('ab12')
  expect(wordsOf('  Gate  gate A ')).toEqual(['gate', 'a'])
  expect(foldText('a\0\ud800')).toBe('a\u{fffd}\u{fffd}')
})

test('numbers of objects come from items and from XML, classes from ClassTypes, plates from where they stand', () => {
  const xml =
    '<tt:LicensePlateInfo><tt:PlateNumber Likelihood="0.9">A&amp;B 1</tt:PlateNumber></tt:LicensePlateInfo>'
  const found = facts({
    source: [{ name: 'Rule', value: 'Gate' }],
    key: [{ name: 'objectID', value: '12' }],
    data: [
      { name: 'ObjectId', value: '12 13' },
      { name: 'ClassTypes', value: 'Car Human' },
      { name: 'Plate', value: xml },
      { name: 'Object', value: '<tt:Object ObjectId="14"/>' },
    ],
  })
  expect(found).toMatchObject({
    object: '12 13 14',
    classes: ['Car', 'Human'],
    plates: ['A&B 1'],
    sources: ['Gate'],
  })
  expect(found.text).toContain('a&b 1')
  expect(found.text).not.toContain('<')
})

test('pictures and endless values are cut, and take no time', () => {
  const picture = `<tt:Image>${'QUJD'.repeat(16_000)}</tt:Image>`
  const begun = performance.now()
  const found = facts({
    data: Array.from({ length: 500 }, (_, n) => ({
      name: `N${n}`,
      value: n % 2 ? picture : `<${'a '.repeat(30_000)}`,
    })),
  })
  expect(found.text.length).toBeLessThan(64 * 2 * 1_100)
  expect(found.text).not.toContain('qujdqujdqujdqujd'.repeat(20))
  expect(performance.now() - begun).toBeLessThan(2_000)
})
