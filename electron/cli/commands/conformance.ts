// exhibit conformance FILE : clause by clause.
import { EvidenceError } from '#contract/errors.ts'
import type { CheckResult } from '#contract/inspection.ts'
import { withExamination } from '../examine.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson } from '../output.ts'

const levels = ['0V', '0M', '0E'] as const
const signs: Record<CheckResult, string> = {
  pass: 'pass   ',
  fail: 'FAIL   ',
  warning: 'warning',
  'not-applicable': 'n/a    ',
  'not-checked': 'not checked',
}

export async function conformance(path: string, options: { level: string; json?: true }): Promise<ExitCode> {
  const level = levels.find((one) => one === options.level)
  if (!level)
    throw new EvidenceError('wrong-input', `--level is 0V, 0M or 0E, not ${JSON.stringify(options.level)}.`)
  return withExamination(path, ({ conformance: report, verification, structure }) => {
    if (structure.unreadable !== null) {
      throw new EvidenceError('not-iso-bmff', `“${path}” cannot be read: ${verification.reason ?? ''}`, {
        details: { path },
      })
    }
    if (options.json) printJson(report)
    else {
      for (const check of report.checks)
        print(
          `${signs[check.result]}  ${check.id}: ${check.title}. ${check.detail}${check.offset === null ? '' : ` (byte ${check.offset})`} [${check.clause}]`,
        )
      print(levels.map((one) => `${one}: ${report.levels[one]}`).join('   '))
    }
    return report.levels[level] === 'pass' ? 0 : 1
  })
}
