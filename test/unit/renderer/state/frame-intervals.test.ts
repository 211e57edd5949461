import { describe, expect, it } from 'vitest'
import { orderOf, rowsOf, type SortKey } from '../../../../renderer/features/frames/frame-order.ts'
import { paceOf } from '../../../../renderer/features/frames/frame-words.ts'
import { heightShare } from '../../../../renderer/features/frames/interval-paint.ts'
import { paceChip } from '../../../../renderer/features/player/pace-chip.ts'
import { intervalColumns, intervalsOf } from '../../../../renderer/state/frame-intervals.ts'
import { PictureDecoding } from '../../../../renderer/state/picture-decoding.ts'
import { PictureSigning } from '../../../../renderer/state/playhead-signing.ts'
import { fakeMediaReport } from '#test/support/fake-media-signing.ts'
import { groupedTable, plainTable, tableOf } from './sample-table.ts'

const at = (...times: number[]) => tableOf(times.map((composition) => ({ composition })))

describe('intervals', () => {
  it('of a constant pace are told as that, also where the clock cannot count them exactly', () => {
    expect(intervalsOf(plainTable(100))).toEqual({
      ...{ pictures: 100, least: 0.04, usual: 0.04, most: 0.04, unusual: 0, gaps: 0, equalTimes: 0 },
      ...{ pace: 'constant', expected: 100 },
    })
    const thirty = at(...Array.from({ length: 900 }, (_, p) => Math.floor((p * 1000) / 30)))
    expect(intervalsOf(thirty)).toMatchObject({ pace: 'constant', unusual: 0, expected: 900 })
    expect(intervalsOf(groupedTable(4, 7))).toMatchObject({ pace: 'constant', expected: 28 })
  })

  it('with a gap are constant but for it, and the clock allows for more pictures', () => {
    const times = Array.from({ length: 200 }, (_, p) => p * 40 + (p >= 100 ? 3_000 : 0))
    const found = intervalsOf(at(...times))!
    expect(found).toMatchObject({ pace: 'outliers', unusual: 1, gaps: 1, most: 3.04, expected: 275 })
    const { tone, sentences } = paceOf(found)
    expect(tone).toBe('attention')
    expect(sentences.map(({ text }) => text).join(' ')).toContain('75 pictures fewer')
  })

  it('that vary are told with least, usual and most; equal times are counted', () => {
    const found = intervalsOf(at(0, 40, 80, 280, 300, 640, 640, 900))!
    expect(found).toMatchObject({ pace: 'variable', least: 0, equalTimes: 1, gaps: 3 })
    expect(found.most).toBeCloseTo(0.34)
    expect(paceOf(intervalsOf(plainTable(10))!).tone).toBe('good')
  })

  it('that vary or do not fit the clock are said beside the picture too, and others are not', () => {
    const chipOf = (...times: number[]) => paceChip(intervalsOf(at(...times))!)
    expect(paceChip(intervalsOf(plainTable(100))!)).toBeNull()
    // One picture a little late is neither another pace nor a missing one.
    expect(chipOf(...Array.from({ length: 200 }, (_, p) => p * 40 + (p === 100 ? 5 : 0)))).toBeNull()
    expect(chipOf(0, 40, 80, 120, 170, 200, 240, 280)?.word).toBe('VFR')
    const holed = chipOf(...Array.from({ length: 200 }, (_, p) => p * 40 + (p >= 100 ? 3_000 : 0)))
    expect(holed?.word).toBe('Count ≠ clock')
    expect(holed?.why).toContain('75 pictures fewer')
    expect(chipOf(0, 40, 80, 280, 300, 640, 640, 900)?.word).toBe('VFR · Count ≠ clock')
  })

  it('need two pictures', () => {
    expect(intervalsOf(plainTable(1))).toBeNull()
    expect(intervalsOf(plainTable(0))).toBeNull()
  })
})

describe('the chart', () => {
  it('shows the longest interval whatever its width, and leads to the picture before it', () => {
    const table = at(...Array.from({ length: 10_000 }, (_, p) => p * 40 + (p > 7_777 ? 5_000 : 0)))
    for (const width of [1, 33, 400]) {
      const columns = intervalColumns(table, width)
      expect(columns).toHaveLength(width)
      const longest = columns.reduce((a, b) => (b.most > a.most ? b : a))
      expect([longest.first, longest.most]).toEqual([7_777, 5.04])
    }
    expect(intervalColumns(plainTable(5), 400)).toHaveLength(4)
  })

  it('draws longer intervals higher, and none beyond the top', () => {
    const shares = [0, 0.02, 0.04, 0.06, 0.4, 4000].map((seconds) => heightShare(seconds, 0.04))
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect([shares[0], shares.at(-1)]).toEqual([0, 1])
  })
})

describe('the order of the table', () => {
  const nothing = { scan: null, signing: null, decoding: null }
  const table = groupedTable(3, 7)
  const scan = { trackId: 1, samples: 21, types: 'DPBBPBB'.repeat(3), same: [], sameTotal: 0, unread: 0 }

  it('is that of showing, and back again', () => {
    const order = orderOf(table, { key: 'picture', descending: false }, nothing)
    expect(Array.from(order)).toEqual(Array.from({ length: 21 }, (_, p) => p))
    const reversed = orderOf(table, { key: 'picture', descending: true }, nothing)
    expect(Array.from(rowsOf(reversed), (row) => reversed[row])).toEqual(Array.from(order))
  })

  it('by type puts types together, by offset follows the file', () => {
    const types = Array.from(orderOf(table, { key: 'type', descending: false }, { ...nothing, scan }), (p) =>
      scan.types.charAt(table.decodeIndex(p)),
    )
    expect(types.join('')).toBe(`DDD${'P'.repeat(6)}${'B'.repeat(12)}`)
    const samples = Array.from(orderOf(table, { key: 'offset', descending: false }, nothing), (p) =>
      table.decodeIndex(p),
    )
    expect(samples).toEqual(Array.from({ length: 21 }, (_, index) => index))
  })

  it('by stored sample and by decode time is that of the file, by time that of showing', () => {
    const sorted = (key: SortKey, descending = false): number[] =>
      Array.from(orderOf(table, { key, descending }, nothing))
    const inFile = Array.from(table.presentationOf)
    expect(sorted('sample')).toEqual(inFile)
    expect(sorted('decode')).toEqual(inFile)
    expect(sorted('sample', true)).toEqual(inFile.toReversed())
    expect(sorted('time')).toEqual(sorted('picture'))
    expect(sorted('picture')).not.toEqual(inFile)
  })

  it('by damage has the damaged ones first, then what may depend on them, then what was not checked', () => {
    const map = {
      ...{ trackId: 1, samples: 21, clean: 14, damaged: 5, places: 1, left: [], ffmpeg: '' },
      ...{ stretches: [{ first: 9, count: 5, cause: 9 }], stretchesTotal: 1 },
      ...{ unchecked: [{ first: 2, count: 2, reason: 'empty' as const }], uncheckedTotal: 1 },
    }
    const decoding = new PictureDecoding(map, table)
    const order = orderOf(table, { key: 'damage', descending: false }, { ...nothing, decoding })
    const samples = Array.from(order.subarray(0, 8), (p) => table.decodeIndex(p))
    expect(samples[0]).toBe(9)
    expect(samples.slice(1, 5).toSorted((a, b) => a - b)).toEqual([10, 11, 12, 13])
    expect(samples.slice(5, 7).toSorted((a, b) => a - b)).toEqual([2, 3])
    expect(decoding.of(samples[7]!).state).toBe('clean')
  })

  it('by the camera’s signature has the worst first, and last of what nothing is said', () => {
    const report = fakeMediaReport([{ verdict: 'ok', pictures: table.count }])
    const signing = new PictureSigning(
      {
        ...report,
        frameRuns: [
          { first: 0, count: 4, state: 'none' },
          { first: 4, count: 5, state: 'ok' },
          { first: 9, count: 2, state: 'changed' },
          { first: 11, count: 10, state: 'pending' },
        ],
      },
      table,
    )
    const order = orderOf(table, { key: 'signing', descending: false }, { ...nothing, signing })
    const states = Array.from(order, (p) => signing.stateOf(table.decodeIndex(p)))
    expect(states).toEqual([
      ...['changed', 'changed'],
      ...Array.from({ length: 10 }, () => 'pending'),
      ...Array.from({ length: 5 }, () => 'ok'),
      ...Array.from({ length: 4 }, () => null),
    ])
  })
})
