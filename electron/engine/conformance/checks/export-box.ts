// Who exported what, and when: the one box that EFF makes mandatory.
import { childrenOf } from '#engine/isobmff/box.ts'
import { fail, pass } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const exportBox: CheckDefinition = {
  id: 'suep',
  levels: ['0V', '0M', '0E'],
  clause: 'ONVIF EFF 26.06 5.2',
  title: 'Exactly one SurveillanceExportBox in the file-level ‘meta’',
  about: 'structure',
  run({ info }) {
    if (!info.meta) return fail('There is no file-level ‘meta’.')
    const boxes = childrenOf(info.meta, 'suep')
    const [box] = boxes
    if (!box) return fail('The box ‘suep’ is missing.', info.meta.offset)
    if (boxes.length > 1) return fail(`There are ${boxes.length} boxes ‘suep’.`, box.offset)
    if (!info.suep) return fail('The box ‘suep’ cannot be read.', box.offset)
    if (info.suep.version !== 1)
      return fail(`The box ‘suep’ has version ${info.suep.version}; version 1 is specified.`, box.offset)
    return pass(`Exported by “${info.suep.unitName}”.`, box.offset)
  },
}
