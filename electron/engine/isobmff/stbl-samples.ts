// Samples of one track from the tables of `stbl` (ISO/IEC 14496-12 8.5 to 8.7): sizes laid into chunks, with times and sync marks.
import type { ByteSource } from '../base/byte-source.ts'
import type { Findings } from '../base/findings.ts'
import { childOf, pathOf } from './box.ts'
import type { Box } from './box.ts'
import { entryOfNumber } from './sample-table.ts'
import type { EntryCount, SampleTableBuilder } from './sample-table.ts'
import { readStblTables } from './stbl-tables.ts'
import type { StblTables } from './stbl-tables.ts'

/** Samples of uncompressed audio that one entry holds at most: a fifth of a second at 8 kHz, fine enough to cut at. */
const runLimit = 1_024

/**
 * Adds the samples that `stbl` describes. Uncompressed audio (one size, one tick a sample) is kept as runs; see
 * `SampleTable.unitSize`. Where one size stands for all samples, only those that begin inside the file are kept, as
 * nothing else backs their count. Findings name the table and the first sample concerned (numbers from 1).
 */
export async function readStblSamples(
  source: ByteSource,
  stbl: Box,
  options: { handler: string; entries: EntryCount },
  builder: SampleTableBuilder,
  findings: Findings,
): Promise<void> {
  const tables = await readStblTables(source, stbl, findings)
  if (!tables) return
  const runs =
    options.handler === 'soun' &&
    tables.sizes.sampleSize > 0 &&
    tables.durationRuns.length === 2 &&
    tables.durationRuns[1] === 1 &&
    !tables.offsets &&
    !tables.sync
  if (runs) builder.unitSize = tables.sizes.sampleSize
  const layer = new ChunkLayer(tables, builder, source.size, runs ? runLimit : 1, options.entries)
  const placed = layer.lay()
  if (tables.sync) markSync(tables.sync, builder, stbl, findings)
  report(tables, layer, placed, builder, stbl, findings)
}

/** Walks chunks and lays samples into them, one after the other. */
class ChunkLayer {
  /** Samples that a chunk has room for but no size; samples of no count that begin past the end of the file. */
  surplus = 0
  pastEnd = false
  /** `stsc` does not start with chunk 1, or does not rise, or names a sample entry that is not there. */
  badRuns = false
  #placed = 0
  readonly #tables: StblTables
  readonly #builder: SampleTableBuilder
  readonly #fileSize: number
  readonly #runLimit: number
  readonly #entries: EntryCount

  constructor(
    tables: StblTables,
    builder: SampleTableBuilder,
    fileSize: number,
    limit: number,
    entries: EntryCount,
  ) {
    this.#tables = tables
    this.#builder = builder
    this.#fileSize = fileSize
    this.#runLimit = limit
    this.#entries = entries
  }

  /** Count of stored samples laid. */
  lay(): number {
    const { chunks, stsc } = this.#tables
    let run = 0
    this.badRuns = stsc[0] !== 1
    for (let chunk = 0; chunk < chunks.length && !this.#done(); chunk += 1) {
      while (run + 3 < stsc.length && (stsc[run + 3] ?? 0) <= chunk + 1) {
        if ((stsc[run + 3] ?? 0) <= (stsc[run] ?? 0)) this.badRuns = true
        run += 3
      }
      this.#layChunk(chunks[chunk] ?? 0, stsc[run + 1] ?? 0, this.#entryOf(stsc[run + 2] ?? 1))
    }
    return this.#placed
  }

  #entryOf(number: number): number {
    if (number < 1 || number > Math.max(1, this.#entries.read)) this.badRuns = true
    return entryOfNumber(number, this.#entries)
  }

  #done(): boolean {
    return this.#builder.full || this.pastEnd || this.#placed >= this.#tables.sizes.count
  }

  #layChunk(start: number, samples: number, entry: number): void {
    const { sizes, durations, offsets, sync } = this.#tables
    const count = Math.min(samples, sizes.count - this.#placed)
    this.surplus += samples - count
    let offset = start
    for (let left = count; left > 0;) {
      if (sizes.sampleSize > 0 && offset >= this.#fileSize) {
        this.pastEnd = true
        return
      }
      const run = Math.min(left, this.#runLimit)
      const size = sizes.sampleSize > 0 ? sizes.sampleSize * run : (sizes.sizes[this.#placed] ?? 0)
      const duration = this.#runLimit > 1 ? run : durations.next()
      if (!this.#builder.push(offset, size, offsets?.next() ?? 0, duration, sync === null, entry)) return
      offset += size
      left -= run
      this.#placed += run
    }
  }
}

function markSync(sync: Uint32Array, builder: SampleTableBuilder, stbl: Box, findings: Findings): void {
  let strays = 0
  for (const number of sync) {
    if (number >= 1 && number <= builder.length) builder.markSync(number - 1)
    else strays += 1
  }
  if (strays === 0 || builder.full) return
  findings.add('sync-sample-unknown', 'deviation', `“stss” names ${strays} samples that do not exist.`, {
    offset: childOf(stbl, 'stss')?.offset ?? null,
    path: `${pathOf(stbl)}/stss`,
    clause: 'ISO/IEC 14496-12 8.6.2',
  })
}

function report(
  tables: StblTables,
  layer: ChunkLayer,
  placed: number,
  builder: SampleTableBuilder,
  stbl: Box,
  findings: Findings,
): void {
  const { count } = tables.sizes
  const unplaced = builder.full ? 0 : count - placed
  const undated = builder.full ? 0 : tables.durations.beyond
  const offsetless = builder.full ? 0 : (tables.offsets?.beyond ?? 0)
  const why = layer.pastEnd ? 'begin after the end of the file' : 'have no place in a chunk'
  const deviations = [
    ['chunks-too-full', 'stsc', layer.surplus, `Chunks hold ${layer.surplus} samples without a size.`],
    ['sample-to-chunk-bad', 'stsc', layer.badRuns, 'Runs begin late, do not rise, or name no sample entry.'],
  ] as const
  const losses = [
    [
      'samples-without-place',
      'stsz',
      unplaced,
      `${unplaced} of ${count} samples, from ${placed + 1} on, ${why}.`,
    ],
    [
      'durations-missing',
      'stts',
      undated,
      `The last ${undated} samples have no duration and got the one before.`,
    ],
    [
      'composition-offsets-missing',
      'ctts',
      offsetless,
      `The last ${offsetless} samples got the offset before.`,
    ],
  ] as const
  const note = (severity: 'deviation' | 'error', code: string, type: string, detail: string): void => {
    const box = childOf(stbl, type) ?? stbl
    const place = { offset: box.offset, path: pathOf(box), clause: 'ISO/IEC 14496-12 8.6 and 8.7' }
    findings.add(code, severity, detail, place)
  }
  for (const [code, type, wrong, detail] of deviations) if (wrong) note('deviation', code, type, detail)
  for (const [code, type, lost, detail] of losses) if (lost > 0) note('error', code, type, detail)
}
