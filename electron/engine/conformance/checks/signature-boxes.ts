// What each seal needs in order to be checked at all.
import { childrenOf, childOf } from '#engine/isobmff/box.ts'
import { fail, notApplicable, pass } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const signatureBoxes: CheckDefinition = {
  id: 'schi',
  levels: ['0V', '0M', '0E'],
  clause: 'ONVIF EFF 26.06 5.6.3',
  title: 'Every seal has exactly one signature and one certificate',
  about: 'structure',
  run({ seals }) {
    if (seals.length === 0) return notApplicable('There is no seal.')
    for (const { stored } of seals) {
      const schi = childOf(stored.sinf, 'schi')
      if (!schi) return fail(`Seal ${stored.index + 1} has no ‘schi’.`, stored.sinf.offset)
      for (const type of ['sibo', 'cert']) {
        const count = childrenOf(schi, type).length
        if (count !== 1) return fail(`Seal ${stored.index + 1} has ${count} boxes ‘${type}’.`, schi.offset)
      }
    }
    return pass(`${seals.length} seal(s).`)
  },
}
