// The steps of an explanation that speak of the file as a whole: its hash, what of it is covered, what was not checked.
import type { ExplanationStep } from '../explanation.ts'
import type { Verification } from '../seal.ts'
import { formatBytesPlainly, outside, rangeFacts, shown } from './explain-facts.ts'
import type { ExplainContext } from './explain-facts.ts'
import { t } from './format.ts'
import { formatBytesExactly } from './quantities.ts'
import { nameLines, rangeCommand } from './shell.ts'
import { formatUtc } from './times.ts'
import { describeOpen, notCheckedOf, weaknessesOf } from './verdict.ts'

export function fileStep(
  verification: Verification,
  { fileName, vault = null }: ExplainContext,
): ExplanationStep {
  const { sha256, path, size, reason, verifiedAt, toolVersion, missing = [] } = verification
  return {
    id: 'file',
    title: t('step.file'),
    // Which file it is, its hash proves, where all of it is there; what else is said of it stands in the other steps.
    tone: vault?.tone ?? (sha256 === null || missing.length > 0 ? 'attention' : 'good'),
    text: [
      ...(vault ? [vault.text] : []),
      sha256 === null
        ? t('step.file.unreadable', { reason: shown(reason ?? '') }).trim()
        : t('step.file.read'),
    ],
    facts: [
      { name: t('fact.path'), value: shown(path) },
      { name: t('fact.size'), value: formatBytesExactly(size) },
      ...(sha256 === null ? [] : [{ name: t('fact.sha256'), value: sha256 }]),
      { name: t('fact.verifiedAt'), value: formatUtc(verifiedAt) },
      { name: t('fact.tool'), value: t('fact.toolValue', { version: toolVersion }) },
    ],
    commands:
      sha256 &&
      [...nameLines(fileName), `# ${t('handCheck.sha256', { sha256 })}`, 'sha256sum "$FILE"', ''].join('\n'),
  }
}

/** Which bytes of the file no matching seal speaks of; that one seal covers them says nothing of another that is broken. */
export function coverageStep(verification: Verification, { fileName }: ExplainContext): ExplanationStep {
  const { verdict, reason, unsealedBytes, unsealedRanges, size, seals } = verification
  // What only a weak seal covers may have been made anew by anyone.
  const last = seals.at(-1)
  const rests = last !== undefined && weaknessesOf(last).length === 0
  const tone = {
    sealed: unsealedBytes === 0 && rests ? 'good' : 'attention',
    broken: 'bad',
    unsealed: 'unknown',
    unreadable: 'attention',
  } as const
  return {
    id: 'coverage',
    title: t('step.coverage'),
    tone: tone[verdict],
    text: [...coverageText(verification), ...(verdict === 'sealed' || !reason ? [] : [shown(reason)])],
    facts: [
      ...rangeFacts(t('fact.covered'), outside(size, unsealedRanges)),
      ...rangeFacts(t('fact.notCovered'), unsealedRanges),
    ],
    commands: outsideCommands(verification, fileName),
  }
}

function coverageText({ verdict, unsealedBytes, size }: Verification): string[] {
  if (verdict === 'unreadable' && unsealedBytes === 0) return []
  if (unsealedBytes >= size) return [t('step.coverage.none')]
  if (unsealedBytes === 0) return [t(verdict === 'sealed' ? 'step.coverage.all' : 'step.coverage.allBut')]
  const counts = {
    bytes: formatBytesPlainly(size - unsealedBytes),
    size: formatBytesPlainly(size),
    outside: formatBytesPlainly(unsealedBytes),
  }
  return [t('step.coverage.some', counts), ...(verdict === 'sealed' ? [t('step.coverage.tail')] : [])]
}

const rangesShown = 5

/** Shows what lies outside: the head of a box names it. Nothing where nothing is covered: that is the file itself. */
function outsideCommands(
  { unsealedRanges, unsealedBytes, size }: Verification,
  fileName: string,
): string | null {
  if (unsealedRanges.length === 0 || unsealedBytes >= size) return null
  return [
    ...nameLines(fileName),
    ...unsealedRanges
      .slice(0, rangesShown)
      .flatMap(({ start, end }) => [
        `# ${t('handCheck.outside', { offset: String(start), bytes: String(end - start) })}`,
        `${rangeCommand({ start, end: Math.min(end, start + 64) })} | od -A d -t x1 -c`,
      ]),
    '',
  ].join('\n')
}

export function notCheckedStep(verification: Verification, { clockOffset }: ExplainContext): ExplanationStep {
  const list = [...new Set(notCheckedOf(verification))]
  return {
    id: 'not-checked',
    title: t('step.notChecked'),
    tone: list.length > 0 ? 'unknown' : 'good',
    text:
      list.length > 0
        ? list.map((one) => sentenceOf(describeOpen(one, clockOffset)))
        : [t('step.notChecked.nothing')],
    facts: [],
    commands: null,
  }
}

const sentenceOf = (phrase: string): string => `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}.`
