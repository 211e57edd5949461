// Sample tables for tests, without any file: groups of pictures with B-frames, gaps, other timescales.
import type { EntryShape } from '#contract/track.ts'
import { SampleTable } from '../../../../renderer/state/playhead-samples.ts'

export type Row = {
  composition: number
  decode?: number
  sync?: boolean
  duration?: number
  size?: number
  offset?: number
  entry?: number
}

/** A complete table from rows in decode order; decode times follow the durations, where none is given. */
export function tableOf(rows: readonly Row[], timescale = 1000, entries: EntryShape[] = []): SampleTable {
  const table = new SampleTable(rows.length, timescale)
  let decodeTime = 0
  let offset = 1000
  const columns = rows.map((row) => {
    decodeTime = row.decode ?? decodeTime
    const column = { ...row, size: row.size ?? 100, offset: row.offset ?? offset, decodeTime }
    offset = column.offset + column.size
    decodeTime += row.duration ?? 40
    return column
  })
  table.add({
    first: 0,
    total: rows.length,
    offset: columns.map((row) => row.offset),
    size: columns.map((row) => row.size),
    decodeTime: columns.map((row) => row.decodeTime),
    compositionTime: columns.map((row) => row.composition),
    duration: columns.map((row) => row.duration ?? 40),
    sync: columns.map((row) => (row.sync === false ? 0 : 1)),
    entry: columns.map((row) => row.entry ?? 0),
    entries,
  })
  return table
}

/** `count` pictures, 40 ms apart, all sync samples, beginning at `from` ms. */
export function plainTable(count: number, from = 0): SampleTable {
  return tableOf(Array.from({ length: count }, (_, index) => ({ composition: from + index * 40 })))
}

/**
 * Groups in decode order I P B B, each of `length` pictures (1 + multiples of 3). With `open`, the two B-frames
 * after each later I are shown before it and depend on the group before.
 */
export function groupedTable(groups: number, length: number, open = false): SampleTable {
  const rows: Row[] = []
  for (let group = 0; group < groups; group += 1) {
    const base = group * length
    const shift = open && group > 0 ? 2 : 0
    const at = (index: number): number => (base + index) * 40 + 80
    rows.push({ composition: at(shift) })
    if (shift) rows.push({ composition: at(0), sync: false }, { composition: at(1), sync: false })
    for (let index = 1 + shift; index + 2 < length || index < length; index += 3) {
      const last = Math.min(index + 2, length - 1)
      rows.push({ composition: at(last), sync: false })
      for (let b = index; b < last; b += 1) rows.push({ composition: at(b), sync: false })
    }
  }
  return tableOf(rows)
}
