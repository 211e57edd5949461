// Optional location of the view.
import { notApplicable, pass, warn } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const location: CheckDefinition = {
  id: 'loci',
  levels: [],
  clause: 'ONVIF EFF 26.06 5.4',
  title: 'Location of the camera’s view',
  about: 'structure',
  run({ info, findings }) {
    const finding = findings.find(({ code }) => code.startsWith('loci-'))
    if (finding) return warn(finding.detail, finding.offset)
    return info.location
      ? pass(`${info.location.latitude.toFixed(5)}, ${info.location.longitude.toFixed(5)}.`)
      : notApplicable('No location is given; it is optional.')
  },
}
