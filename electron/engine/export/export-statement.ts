// What Exhibit states in a `meta` that it makes: `suep` and `cstb` of ONVIF EFF 26.06 5.2 and 5.3, and `sumi`, which
// ONVIF's device test still asks for. Files written so satisfy both texts.
import { randomUUID } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { macSecondsFromFiletime } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import type { ExportStatement } from '#engine/exportfile/append-seal.ts'
import type { CstbEntry } from '#engine/exportfile/boxes/cstb.ts'
import type { SuepEntry } from '#engine/exportfile/boxes/suep.ts'

export type StatementFacts = {
  unitName: string
  operator: string
  exportTime: Filetime
  /** Sources of the tracks, with the track ids of the file to be written. */
  sources: readonly SuepEntry[]
  starts: readonly CstbEntry[]
  /** Length of the recording in 100 ns; 0 where it is not known. */
  durationTicks100ns: bigint
}

export function exportStatement(facts: StatementFacts): ExportStatement {
  const [first] = facts.starts
  const fragment = randomUUID().replaceAll('-', '')
  return {
    suep: {
      unitName: facts.unitName,
      unitUrl: '',
      unitMac: hardwareAddress(),
      unitTime: macSecondsFromFiletime(facts.exportTime),
      operator: facts.operator,
      entries: facts.sources.filter(({ trackId }) => trackId > 0 && trackId <= 0xffff),
    },
    cstb: facts.starts,
    // Predecessor and successor equal to the fragment: the recording stands alone.
    sumi: first
      ? {
          fragment,
          predecessor: fragment,
          successor: fragment,
          startTime: first.startTime,
          duration: facts.durationTicks100ns,
        }
      : null,
  }
}

/** Of the first network card, as EFF asks for the unit that exports; empty where there is none. */
function hardwareAddress(): string {
  const cards = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return cards.find(({ internal, mac }) => !internal && mac !== '00:00:00:00:00:00')?.mac ?? ''
}
