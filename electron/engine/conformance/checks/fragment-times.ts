// Fragmented files: seeking needs the decode time in each fragment.
import { childrenOf } from '#engine/isobmff/box.ts'
import { fail, notApplicable, pass } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const fragmentTimes: CheckDefinition = {
  id: 'tfdt',
  levels: ['0V', '0M', '0E'],
  clause: 'ONVIF EFF 26.06 5.3',
  title: 'Every track fragment carries its decode time',
  about: 'structure',
  run({ tree }) {
    const moofs = tree.boxes.filter(({ type }) => type === 'moof')
    if (moofs.length === 0) return notApplicable('The file is not fragmented.')
    for (const traf of moofs.flatMap((moof) => childrenOf(moof, 'traf'))) {
      const count = childrenOf(traf, 'tfdt').length
      if (count !== 1) return fail(`A track fragment has ${count} boxes ‘tfdt’.`, traf.offset)
    }
    return pass(`${moofs.length} fragment(s).`)
  },
}
