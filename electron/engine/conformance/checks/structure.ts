// What the readers found malformed, summed up in one line.
import { fail, pass, warn } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const structure: CheckDefinition = {
  id: 'boxes',
  levels: ['0V', '0M', '0E'],
  clause: 'ISO/IEC 14496-12 4.2',
  title: 'The boxes of the file are whole and fit into each other',
  about: 'structure',
  run({ findings }) {
    const worst = findings.find(({ severity }) => severity === 'error')
    if (worst) return fail(worst.detail, worst.offset)
    const other = findings.find(
      ({ severity, code }) => severity === 'warning' && !code.startsWith('metadata-'),
    )
    return other ? warn(other.detail, other.offset) : pass('Nothing malformed was found.')
  },
}
