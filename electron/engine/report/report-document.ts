// A report as data: what both forms, PDF and HTML, are made from. No text from evidence is markup anywhere.
import { safeText } from '#contract/messages/format.ts'

export type Block =
  /** The sentence that counts. */
  | { kind: 'statement'; text: string; tone: 'good' | 'attention' | 'bad' | 'unknown' }
  | { kind: 'paragraph'; text: string }
  /** Label and value; values of fixed width where they are hashes, offsets or times. */
  | { kind: 'facts'; rows: { label: string; value: string; mono?: boolean }[] }
  | { kind: 'list'; items: string[] }
  /** Commands, line by line, in a face of fixed width. */
  | { kind: 'commands'; lines: string[] }
  /** `columns`: parts of the width, and which are of fixed width; by default as the ledger needs them. */
  | { kind: 'table'; head: string[]; rows: string[][]; mono: boolean; columns?: Column[] }
  /** Places to sign by hand, side by side. */
  | { kind: 'signatures'; parties: { role: string; name: string }[]; hint: string }

export type Column = { share: number; mono: boolean }

export type Section = { heading: string; level: 1 | 2 | 3; blocks: Block[] }

export type ReportDocument = { title: string; subtitle: string; made: Date; sections: Section[] }

/** The report with control and direction characters in its texts made visible: names are evidence, and are printed for a court. */
export const withVisibleTexts = (report: ReportDocument): ReportDocument => ({
  ...report,
  title: visible(report.title),
  subtitle: visible(report.subtitle),
  sections: report.sections.map(({ heading, level, blocks }) => ({
    heading: visible(heading),
    level,
    blocks: blocks.map(visibleBlock),
  })),
})

/** Longer than any text that somebody meant to be read. */
const visible = (text: string): string => safeText(text, 10_000)

function visibleBlock(block: Block): Block {
  switch (block.kind) {
    case 'statement':
    case 'paragraph':
      return { ...block, text: visible(block.text) }
    case 'facts':
      return { ...block, rows: block.rows.map(visibleRow) }
    case 'list':
      return { ...block, items: block.items.map(visible) }
    case 'commands':
      return { ...block, lines: block.lines.map(visible) }
    case 'table':
      return { ...block, head: block.head.map(visible), rows: block.rows.map((row) => row.map(visible)) }
    case 'signatures':
      return {
        ...block,
        parties: block.parties.map(({ role, name }) => ({ role: visible(role), name: visible(name) })),
      }
  }
}

const visibleRow = <R extends { label: string; value: string }>(row: R): R => ({
  ...row,
  label: visible(row.label),
  value: visible(row.value),
})
