import { expect, it } from 'vitest'
import type { MissingPart, Recording } from '#contract/recording.ts'
import type { ItemId } from '#contract/units.ts'
import { orderRecording } from '../../../../../renderer/features/case/recording-order.ts'

const id = (digit: number): ItemId => `${digit}1111111-1111-4111-8111-111111111111` as ItemId
const missing = (after: number | null, before: number | null): MissingPart => ({
  after: after === null ? null : id(after),
  before: before === null ? null : id(before),
  fragment: null,
  uri: '',
  from: null,
  to: null,
})
const recording = (gaps: MissingPart[]): Recording => ({
  id: id(1),
  evidence: 'sumi',
  cameras: [],
  start: null,
  end: null,
  // As they come, not as they are numbered.
  parts: [2, 1, 3].map((number) => ({ itemId: id(number), number, start: null, end: null })),
  missing: gaps,
})
const shown = (gaps: MissingPart[]): string =>
  orderRecording(recording(gaps))
    .map((row) => (row.kind === 'part' ? String(row.part.number) : '?'))
    .join('')

it('puts each missing part where its neighbours say that it belongs', () => {
  expect(shown([])).toBe('123')
  expect(shown([missing(1, 2)])).toBe('1?23')
  expect(shown([missing(null, 1), missing(3, null)])).toBe('?123?')
  expect(shown([missing(2, 3), missing(2, 3)])).toBe('12??3')
})

it('loses no missing part whose neighbours are not known', () => {
  expect(shown([missing(9, null), missing(null, null)])).toBe('123??')
})
