// The holder of all seals; its count stays 1 however many seals there are.
import { childrenOf, readPayload } from '#engine/isobmff/box.ts'
import { readProtectionCount } from '#engine/exportfile/boxes/ipro.ts'
import { fail, pass } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const protection: CheckDefinition = {
  id: 'ipro',
  levels: ['0V', '0M', '0E'],
  clause: 'ONVIF EFF 26.06 5.6.3',
  title: 'Exactly one ItemProtectionBox, protection_count 1, with a seal',
  about: 'structure',
  async run({ info, source }) {
    if (!info.meta) return fail('There is no file-level ‘meta’.')
    const boxes = childrenOf(info.meta, 'ipro')
    const [box] = boxes
    if (!box) return fail('The box ‘ipro’ is missing.', info.meta.offset)
    if (boxes.length > 1) return fail(`There are ${boxes.length} boxes ‘ipro’.`, box.offset)
    const count = readProtectionCount(await readPayload(source, box, 6))
    if (count !== 1) return fail(`protection_count is ${String(count)}.`, box.offset)
    const seals = childrenOf(box, 'sinf').length
    return seals > 0 ? pass(`${seals} seal(s).`, box.offset) : fail('It holds no ‘sinf’.', box.offset)
  },
}
