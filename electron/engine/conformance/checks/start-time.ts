// Start time of the recording: optional in EFF, needed by everyone who puts recordings side by side.
import { notApplicable, pass, warn } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const startTime: CheckDefinition = {
  id: 'cstb',
  levels: [],
  clause: 'ONVIF EFF 26.06 5.3',
  title: 'The start time of the recording is given',
  about: 'structure',
  run({ info, seals }) {
    if (!info.meta) return notApplicable('There is no file-level ‘meta’.')
    const inSeals = seals.flatMap(({ stored }) => stored.startTimes)
    const all = [...info.cstb, ...inSeals]
    if (all.some(({ trackId }) => trackId === 0)) return warn('A start time names track 0.', info.meta.offset)
    if (all.length > 0) return pass(`${all.length} start time(s).`)
    return info.sumi
      ? pass('Given by ‘sumi’ alone.')
      : warn('No ‘cstb’ and no ‘sumi’: when it was recorded is not said.', info.meta.offset)
  },
}
