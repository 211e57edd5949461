import { describe, expect, it } from 'vitest'
import { readCsv } from '#test/support/read-csv.ts'
import { formatRecords } from '#engine/base/csv.ts'

describe('a record of CSV', () => {
  it('is read by others as it was written', () => {
    const cells = ['plain', 'with, comma', 'with "quotes"', 'two\r\nlines', '', 'ä € 字']
    expect(readCsv(formatRecords([cells, cells]))).toEqual([cells, cells])
    expect(formatRecords([cells]).endsWith('\r\n')).toBe(true)
  })

  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '＝1', "'x"])(
    'gives no spreadsheet a formula: %j',
    (cell) => {
      expect(readCsv(formatRecords([[cell, 'x']]))).toEqual([[`'${cell}`, 'x']])
    },
  )

  it('keeps numbers as numbers, and leaves out what is not there', () => {
    expect(formatRecords([[-5, 0, 1.5, null, 'a\0b']])).toBe('-5,0,1.5,,a\u{fffd}b\r\n')
  })
})
