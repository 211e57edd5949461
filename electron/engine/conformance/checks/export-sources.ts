// EFF asks for information on all tracks; what is described in practice are cameras and microphones.
import { childOf } from '#engine/isobmff/box.ts'
import { fail, notApplicable, pass, warn } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const exportSources: CheckDefinition = {
  id: 'suep-sources',
  levels: ['0V', '0M', '0E'],
  clause: 'ONVIF EFF 26.06 5.2',
  title: 'SurveillanceExportBox describes the source of every video and audio track',
  about: 'structure',
  run({ info, movie }) {
    if (!info.suep || !info.meta) return notApplicable('There is no readable ‘suep’.')
    const offset = childOf(info.meta, 'suep')?.offset ?? null
    const unreadable = info.suep.problems.find(({ code }) => code === 'suep-table-unreadable')
    if (unreadable) return fail(unreadable.detail, offset)
    const described = new Set(info.suep.entries.map(({ trackId }) => trackId))
    const without = movie.tracks.filter(
      ({ id, handler }) => (handler === 'vide' || handler === 'soun') && !described.has(id),
    )
    if (without.length > 0)
      return fail(`Not described: track ${without.map(({ id }) => id).join(', ')}.`, offset)
    const others = movie.tracks.filter(({ id }) => !described.has(id))
    return others.length > 0
      ? warn(
          `Track ${others.map(({ id }) => id).join(', ')} (neither video nor audio) is not described.`,
          offset,
        )
      : pass(`${info.suep.entries.length} source(s) described.`, offset)
  },
}
