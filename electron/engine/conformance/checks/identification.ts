// The specification and ONVIF's device test disagree on this box; a file with it satisfies both.
import { notApplicable, pass, warn } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const identification: CheckDefinition = {
  id: 'sumi',
  levels: [],
  clause: 'ONVIF EFF Device Test Specification EXPORT_FORMAT-1-1-1 (not in EFF since 22.12)',
  title: 'AFIdentificationBox, which the device test still asks for',
  about: 'structure',
  run({ info }) {
    if (!info.meta) return notApplicable('There is no file-level ‘meta’.')
    return info.sumi
      ? pass('Present.')
      : warn(
          'Missing; the present specification does not ask for it, ONVIF’s device test does.',
          info.meta.offset,
        )
  },
}
