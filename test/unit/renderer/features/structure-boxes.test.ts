import { describe, expect, it } from 'vitest'
import type { Finding } from '#contract/finding.ts'
import type { BoxRow } from '#contract/structure.ts'
import {
  boxAround,
  dateOf,
  endOfBranch,
  findingsByRow,
  hasChildren,
  hexLines,
  parentOf,
  shownRows,
} from '../../../../renderer/features/structure/box-tree.ts'

const row = (type: string, depth: number, offset: number, size: number): BoxRow => ({
  ...{ type, depth, offset, size, userType: null, headerSize: 8, declaredSize: null },
})
const boxes = [
  row('ftyp', 0, 0, 24),
  row('moov', 0, 24, 100),
  row('mvhd', 1, 32, 40),
  row('trak', 1, 72, 52),
  row('tkhd', 2, 80, 44),
  row('mdat', 0, 124, 1_000),
]
const names = (rows: readonly number[]): string => rows.map((index) => boxes[index]?.type).join(' ')

describe('the tree of boxes', () => {
  it('shows what lies in open boxes only', () => {
    expect(names(shownRows(boxes, () => false))).toBe('ftyp moov mdat')
    expect(names(shownRows(boxes, (offset) => offset === 24))).toBe('ftyp moov mvhd trak mdat')
    expect(names(shownRows(boxes, (offset) => offset === 72))).toBe('ftyp moov mdat')
    expect(names(shownRows(boxes, () => true))).toBe('ftyp moov mvhd trak tkhd mdat')
  })

  it('knows what lies in what', () => {
    expect(boxes.map((_, index) => hasChildren(boxes, index))).toEqual([
      false,
      true,
      false,
      true,
      false,
      false,
    ])
    expect(boxes.map((_, index) => parentOf(boxes, index))).toEqual([-1, -1, 1, 1, 3, -1])
    expect(boxes.map((_, index) => endOfBranch(boxes, index))).toEqual([1, 5, 3, 5, 5, 6])
  })

  it('places findings at the innermost box', () => {
    expect([0, 23, 24, 31, 32, 79, 80, 123, 124, 1_123, 1_124].map((at) => boxAround(boxes, at))).toEqual([
      0, 0, 1, 1, 2, 3, 4, 4, 5, 5, -1,
    ])
    const finding = (offset: number | null): Finding => ({
      ...{ code: 'x', severity: 'error', detail: '', offset, path: null, clause: null },
    })
    const byRow = findingsByRow(boxes, [finding(81), finding(99), finding(3), finding(null), finding(9_999)])
    expect([...byRow].map(([at, found]) => [at, found.length])).toEqual([
      [4, 2],
      [0, 1],
    ])
  })
})

it('bytes are shown in lines of sixteen, with what is text', () => {
  const hex = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0iso').toString('hex')
  expect(hexLines(32, hex, 16)).toEqual([
    { at: '00000020', hex: '00 00 00 18 66 74 79 70  69 73 6f 6d 00 00 02 00', text: '····ftypisom····' },
    { at: '00000030', hex: '69 73 6f', text: 'iso' },
  ])
  expect(hexLines(0, '', 8)).toEqual([])
  expect(hexLines(0, hex, 8).map(({ text }) => text)).toEqual(['····ftyp', 'isom····', 'iso'])
})

describe('times of boxes', () => {
  it('have their date beside the number', () => {
    expect(dateOf('creationTime', '3860554500')).toBe('2026-05-02 08:15:00 UTC')
    expect(dateOf('modificationTime', '1')).toBe('1904-01-01 00:00:01 UTC')
  })

  it('have none where the field counts something else, nothing, or more than there are years', () => {
    expect(dateOf('duration', '3860554500')).toBeNull()
    expect(dateOf('creationTime', '0')).toBeNull()
    expect(dateOf('creationTime', '18446744073709551615')).toBeNull()
    expect(dateOf('creationTime', '999999999999999')).toBeNull()
  })
})
