// The tables of one `stbl` (ISO/IEC 14496-12 8.5 to 8.7), all of them as typed arrays.
import type { ByteSource } from '../base/byte-source.ts'
import type { Findings } from '../base/findings.ts'
import { childOf, pathOf } from './box.ts'
import type { Box } from './box.ts'
import { readCo64 } from './boxes/co64.ts'
import { readCtts } from './boxes/ctts.ts'
import { readStco } from './boxes/stco.ts'
import { readStsc } from './boxes/stsc.ts'
import { readStss } from './boxes/stss.ts'
import { readStsz } from './boxes/stsz.ts'
import type { SampleSizes } from './boxes/stsz.ts'
import { readStts } from './boxes/stts.ts'
import { readStz2 } from './boxes/stz2.ts'
import { RunReader } from './run-reader.ts'

export type StblTables = {
  sizes: SampleSizes
  chunks: Float64Array
  stsc: Uint32Array
  durations: RunReader
  durationRuns: Uint32Array
  offsets: RunReader | null
  sync: Uint32Array | null
}

/** Null where there are no samples, or where they have no place; a missing table is finding `box-missing`. */
export async function readStblTables(
  source: ByteSource,
  stbl: Box,
  findings: Findings,
): Promise<StblTables | null> {
  const [stsz, stz2] = [childOf(stbl, 'stsz'), childOf(stbl, 'stz2')]
  const [stco, co64] = [childOf(stbl, 'stco'), childOf(stbl, 'co64')]
  const sizes = stsz
    ? await readStsz(source, stsz, findings)
    : stz2
      ? await readStz2(source, stz2, findings)
      : missing('stsz', stbl, findings)
  // A fragmented file has the tables, all empty; then what else is wrong with them does not matter.
  if (!sizes || sizes.count === 0) return null
  const chunks = stco
    ? await readStco(source, stco, findings)
    : co64
      ? await readCo64(source, co64, findings)
      : missing('stco', stbl, findings)
  const stsc = await readStsc(source, childOf(stbl, 'stsc'), findings)
  const stts = await readStts(source, childOf(stbl, 'stts'), findings)
  const ctts = await readCtts(source, childOf(stbl, 'ctts'), findings)
  const sync = await readStss(source, childOf(stbl, 'stss'), findings)
  if (!stsc && !childOf(stbl, 'stsc')) missing('stsc', stbl, findings)
  if (!stts && !childOf(stbl, 'stts')) missing('stts', stbl, findings)
  if (!chunks || !stsc) return null
  const durationRuns = stts?.runs ?? new Uint32Array(0)
  return {
    sizes,
    chunks,
    stsc: stsc.runs,
    durations: new RunReader(durationRuns),
    durationRuns,
    offsets: ctts ? new RunReader(ctts.runs) : null,
    sync,
  }
}

function missing(type: string, stbl: Box, findings: Findings): null {
  findings.add('box-missing', 'error', `The sample table has no “${type}”.`, {
    offset: stbl.offset,
    path: pathOf(stbl),
    clause: 'ISO/IEC 14496-12 8.5',
  })
  return null
}
