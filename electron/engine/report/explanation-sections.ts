// How a verdict came about, in a report: the short lists with the item itself, every step with its commands in an appendix.
import type { Explanation, ExplanationStep } from '#contract/explanation.ts'
import { t } from '#contract/messages/format.ts'
import { stepWord } from '#contract/messages/step-word.ts'
import type { Block, Section } from './report-document.ts'

/** What is proved, what is not, by whom and when. */
export function pointBlocks({ proved, notProved, by, when }: Explanation): Block[] {
  return [
    ...listBlocks(t('explain.proved'), proved),
    ...listBlocks(t('explain.notProved'), notProved),
    ...listBlocks(t('explain.by'), by.length > 0 ? by : [t('explain.nobody')]),
    ...listBlocks(t('explain.when'), when),
  ]
}

const listBlocks = (title: string, items: readonly string[]): Block[] => [
  { kind: 'paragraph', text: `${title}:` },
  { kind: 'list', items: [...items] },
]

export function explanationSections({ steps }: Explanation, number: number, name: string): Section[] {
  return [
    { heading: t('report.appendix', { number: String(number), name }), level: 1, blocks: [] },
    ...steps.map(stepSection),
  ]
}

function stepSection(step: ExplanationStep): Section {
  const { title, text, facts, commands } = step
  return {
    heading: `${title} (${t(`explain.tone.${stepWord(step)}`)})`,
    level: 2,
    blocks: [
      ...text.map((sentence): Block => ({ kind: 'paragraph', text: sentence })),
      ...(facts.length > 0 ? [factBlock(facts)] : []),
      ...(commands === null
        ? []
        : [
            { kind: 'paragraph' as const, text: t('report.commands') },
            { kind: 'commands' as const, lines: commands.trimEnd().split('\n') },
          ]),
    ],
  }
}

const factBlock = (facts: ExplanationStep['facts']): Block => ({
  kind: 'facts',
  rows: facts.map(({ name, value }) => ({ label: name, value, mono: /^[0-9a-f]{32,}$/.test(value) })),
})
