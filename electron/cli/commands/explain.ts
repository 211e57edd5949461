// exhibit explain FILE… : what is proved, what is not, by whom and when, and every step with the commands that show the same.
import { EvidenceError } from '#contract/errors.ts'
import type { Explanation, ExplanationStep } from '#contract/explanation.ts'
import type { Inspection } from '#contract/inspection.ts'
import { t } from '#contract/messages/format.ts'
import { stepWord } from '#contract/messages/step-word.ts'
import type { Verification } from '#contract/seal.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import { examineFile } from '#engine/examine/examine-file.ts'
import { explainFile } from '#engine/examine/explain-file.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { exitCodeOf, worst } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, terminalWork } from '../output.ts'
import { loadTrustChoice } from '../trust-option.ts'
import type { TrustOptions } from '../trust-option.ts'
import { notRead } from './verify.ts'

export type ExplainOptions = TrustOptions & { json?: true }

export async function explainFiles(paths: string[], options: ExplainOptions): Promise<ExitCode> {
  const trust = await loadTrustChoice(options)
  const work = terminalWork()
  const files: Explanation[] = []
  const codes: ExitCode[] = []
  try {
    for (const path of paths) {
      const { verification, inspection } = await examineOne(path, trust, work)
      codes.push(exitCodeOf(verification))
      files.push(
        await explainFile({ place: path, fileName: path, verification, inspection, clockOffset: null }),
      )
    }
  } finally {
    work.end()
  }
  if (options.json) printJson({ files })
  else for (const file of files) print(...formatExplanation(file))
  return worst(codes)
}

type Found = { verification: Verification; inspection: Inspection | null }

/** A file that cannot be opened or read is an answer too, so that the others still get theirs. */
async function examineOne(path: string, trust: TrustChoice, work: Work): Promise<Found> {
  try {
    const source = await openFileSource(path)
    try {
      const { verification, inspection, structure } = await examineFile(source, path, trust, work)
      return { verification, inspection: structure.unreadable === null ? inspection : null }
    } finally {
      await source.close()
    }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return { verification: notRead(path, error), inspection: null }
  }
}

function formatExplanation(file: Explanation): string[] {
  return [
    file.path,
    ...file.summary.map((sentence) => `  ${sentence}`),
    ...formatPoints(t('explain.proved'), file.proved),
    ...formatPoints(t('explain.notProved'), file.notProved),
    ...formatPoints(t('explain.by'), file.by.length > 0 ? file.by : [t('explain.nobody')]),
    ...formatPoints(t('explain.when'), file.when),
    ...file.steps.flatMap(formatStep),
    '',
  ]
}

const formatPoints = (title: string, points: readonly string[]): string[] => [
  '',
  title,
  ...points.map((point) => `  - ${point}`),
]

function formatStep(step: ExplanationStep, index: number): string[] {
  const { title, text, facts, commands } = step
  return [
    '',
    `${index + 1}. ${title} [${t(`explain.tone.${stepWord(step)}`)}]`,
    ...text.map((sentence) => `   ${sentence}`),
    ...facts.map(({ name, value }) => `   ${name}: ${value}`),
    // Not indented: they are to be copied as they are.
    ...(commands === null ? [] : commands.trimEnd().split('\n')),
  ]
}
