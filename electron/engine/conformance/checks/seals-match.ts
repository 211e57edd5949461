// The verdict of the container seals, as one check among the others.
import { fail, pass } from '../check.ts'
import type { CheckDefinition, CheckOutcome } from '../check.ts'

export const sealsMatch: CheckDefinition = {
  id: 'seal',
  levels: ['0V', '0M', '0E'],
  clause: 'ONVIF EFF 26.06 5.6.2',
  title: 'All seals match the bytes of the file',
  about: 'integrity',
  run({ verdict, verdictReason, seals }): CheckOutcome {
    switch (verdict) {
      case 'sealed':
        return pass(`${seals.length} seal(s), all intact.`)
      case 'broken':
        return fail(verdictReason ?? 'A seal does not match.')
      case 'unsealed':
        return fail(verdictReason ?? 'The file has no seal.')
      case 'unreadable':
        return { result: 'not-checked', detail: verdictReason ?? 'The seal cannot be checked.' }
    }
  },
}
