// The scheme of each seal: the first bytes in which writers differ.
import { childOf, readPayload } from '#engine/isobmff/box.ts'
import { readSchm, schemeType, schemeVersion } from '#engine/exportfile/boxes/schm.ts'
import { fail, notApplicable, pass } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const scheme: CheckDefinition = {
  id: 'schm',
  levels: ['0V', '0M', '0E'],
  clause: 'ONVIF EFF 26.06 5.6.3',
  title: 'Every seal names scheme ‘oeff’, version 0x00010000',
  about: 'structure',
  async run({ seals, source }) {
    if (seals.length === 0) return notApplicable('There is no seal.')
    for (const { stored } of seals) {
      const box = childOf(stored.sinf, 'schm')
      const read = box && readSchm(await readPayload(source, box, 64))
      if (!box || !read) return fail(`Seal ${stored.index + 1} has no readable ‘schm’.`, stored.sinf.offset)
      if (read.type !== schemeType || read.version !== schemeVersion) {
        const version = `0x${read.version.toString(16).padStart(8, '0')}`
        return fail(`Seal ${stored.index + 1} says ${JSON.stringify(read.type)}, ${version}.`, box.offset)
      }
    }
    return pass(`${seals.length} seal(s).`)
  },
}
