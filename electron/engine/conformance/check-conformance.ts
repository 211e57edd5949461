// Runs every check and derives the levels of IEC 62676-2-11:2024. That text is not public: levels are named by what the
// ONVIF Export File Format and its device test ask for, as far as those are public.
import type { Check, ConformanceReport, Levels } from '#contract/inspection.ts'
import { reportOf } from './check.ts'
import type { CheckContext, CheckDefinition, Level } from './check.ts'
import { exportBox } from './checks/export-box.ts'
import { exportSources } from './checks/export-sources.ts'
import { fragmentTimes } from './checks/fragment-times.ts'
import { identification } from './checks/identification.ts'
import { location } from './checks/location.ts'
import { metadataEvents } from './checks/metadata-events.ts'
import { metadataSamples } from './checks/metadata-samples.ts'
import { metadataTrack } from './checks/metadata-track.ts'
import { protection } from './checks/protection.ts'
import { scheme } from './checks/scheme.ts'
import { sealsMatch } from './checks/seals-match.ts'
import { signatureBoxes } from './checks/signature-boxes.ts'
import { startTime } from './checks/start-time.ts'
import { structure } from './checks/structure.ts'
import { videoTrack } from './checks/video-track.ts'

/** In the order in which they are shown. */
export const checks: readonly CheckDefinition[] = [
  structure,
  videoTrack,
  exportBox,
  exportSources,
  startTime,
  identification,
  fragmentTimes,
  protection,
  scheme,
  signatureBoxes,
  sealsMatch,
  location,
  metadataTrack,
  metadataSamples,
  metadataEvents,
]

export type ConformanceResult = {
  /** A level passes when none of its checks fails, seals included. */
  report: ConformanceReport
  /** What the file carries, whether or not its seals match: the level shown with an item. */
  carried: Levels
}

/** The checks that decide what a file carries: the parts must be there; how well they are written is a finding. */
const carriers: Record<Level, readonly string[]> = {
  '0V': ['video-track', 'suep', 'ipro'],
  '0M': ['video-track', 'suep', 'ipro', 'metx'],
  '0E': ['video-track', 'suep', 'ipro', 'metx', 'events'],
}

export async function checkConformance(context: CheckContext): Promise<ConformanceResult> {
  const done: { definition: CheckDefinition; check: Check }[] = []
  for (const definition of checks)
    done.push({ definition, check: reportOf(definition, await definition.run(context)) })

  const passes = (level: Level): 'pass' | 'fail' =>
    done.some(
      ({ definition, check }) =>
        definition.levels.includes(level) && (check.result === 'fail' || check.result === 'not-checked'),
    )
      ? 'fail'
      : 'pass'
  const carries = (level: Level): boolean =>
    carriers[level].every((id) => done.some(({ check }) => check.id === id && check.result !== 'fail'))
  return {
    report: {
      levels: { '0V': passes('0V'), '0M': passes('0M'), '0E': passes('0E') },
      checks: done.map(({ check }) => check),
    },
    carried: { '0V': carries('0V'), '0M': carries('0M'), '0E': carries('0E') },
  }
}
