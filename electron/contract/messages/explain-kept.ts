// The steps of an explanation of an item that is no export file, or of which bytes are missing: in the place of what would be
// said of seals.
import type { ExplanationStep } from '../explanation.ts'
import type { Verification } from '../seal.ts'
import { rangeFacts, shown } from './explain-facts.ts'
import type { ExplainContext } from './explain-facts.ts'
import { t } from './format.ts'
import { missingSentence } from './kinds.ts'
import { formatBytesExactly } from './quantities.ts'
import { nameLines, rangeCommand } from './shell.ts'

/** Whether it was verified as a whole export: only of such can anything be said of seals. */
export const isWholeExport = ({
  kind = 'export',
  missing = [],
}: Pick<Verification, 'kind' | 'missing'>): boolean => kind === 'export' && missing.length === 0

/** None for whole exports. */
export function keptSteps(verification: Verification, { fileName }: ExplainContext): ExplanationStep[] {
  const { kind = 'export', missing = [], reason } = verification
  const steps: ExplanationStep[] = []
  if (kind !== 'export') {
    steps.push({
      id: 'kind',
      title: t('kind.step'),
      tone: 'unknown',
      text: reason === null ? [] : [shown(reason)],
      facts: [],
      commands: null,
    })
  }
  if (missing.length > 0) {
    steps.push({
      id: 'missing',
      title: t('missing.step'),
      tone: 'attention',
      text: [
        kind === 'export' && reason !== null ? shown(reason) : missingSentence(missing),
        t('missing.zeros'),
      ],
      facts: rangeFacts(t('missing.fact'), missing),
      commands: zeroCommands(verification, fileName),
    })
  }
  return steps
}

const rangesShown = 5

/** Shows that in the place of what is missing there are zeros, and nothing that somebody made up. */
function zeroCommands({ missing = [] }: Verification, fileName: string): string {
  return [
    ...nameLines(fileName),
    ...missing
      .slice(0, rangesShown)
      .flatMap(({ start, end }) => [
        `# ${t('missing.hand', { offset: String(start), bytes: formatBytesExactly(end - start) })}`,
        `${rangeCommand({ start, end })} | tr -d '\\000' | wc -c`,
      ]),
    '',
  ].join('\n')
}

/** What an explanation does not prove where nothing is said of seals. */
export function keptNotProved({ kind = 'export', missing = [] }: Verification): string[] {
  return [
    ...(kind === 'export' && missing.length > 0 ? [t('missing.notProved.seals')] : []),
    ...(kind === 'attachment' ? [t('kind.notProved.contents')] : []),
  ]
}
