// A report as HTML: every block in its element, every text escaped, nothing that a browser could run or fetch.
import { describe, expect, it } from 'vitest'
import { formatHtml } from '#engine/report/html-report.ts'
import { withVisibleTexts } from '#engine/report/report-document.ts'
import type { Block, ReportDocument } from '#engine/report/report-document.ts'
import { readHtml } from '#test/support/html.ts'

const hostile = `<script>alert("1")</script> & 'x' </p></body>`
const document = (...blocks: Block[]): ReportDocument => ({
  title: 'Report',
  subtitle: 'R 7',
  made: new Date('2026-05-02T08:15:00Z'),
  sections: [{ heading: 'Item', level: 1, blocks }],
})

const everywhere: Block[] = [
  { kind: 'statement', text: hostile, tone: 'bad' },
  { kind: 'paragraph', text: hostile },
  { kind: 'facts', rows: [{ label: hostile, value: hostile, mono: true }] },
  { kind: 'list', items: [hostile, hostile] },
  { kind: 'table', head: [hostile], rows: [[hostile]], mono: false },
]

describe('the page', () => {
  it('shows every text as it is, wherever it stands', () => {
    const html = formatHtml({
      ...document(...everywhere),
      title: hostile,
      subtitle: hostile,
      sections: [{ heading: hostile, level: 3, blocks: everywhere }],
    })
    const { text, elements } = readHtml(html)
    expect(elements).not.toContain('script')
    // Title twice, subtitle, heading, and eight texts of the blocks.
    expect(text.split(hostile).length - 1).toBe(12)
  })

  it('forbids everything but its own style', () => {
    expect(formatHtml(document())).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(formatHtml(document())).toMatch(/^<!doctype html><html lang="en"><head><meta charset="utf-8">/)
  })

  it('has an element for every kind of block, and headings by level', () => {
    const { elements } = readHtml(
      formatHtml({
        ...document(...everywhere),
        sections: [1, 2, 3].map((level) => ({ heading: 'h', level: level as 1 | 2 | 3, blocks: everywhere })),
      }),
    )
    for (const name of ['h1', 'h2', 'h3', 'h4', 'p', 'dl', 'dt', 'dd', 'ul', 'li', 'table', 'th', 'td'])
      expect(elements).toContain(name)
  })

  it('is a whole page with nothing in it too', () => {
    expect(readHtml(formatHtml({ ...document(), sections: [] })).text).toContain('Report')
  })
})

describe('texts of a report', () => {
  const tricky = 'a\u0000b\u001b[2Jc\u202etxt.exe\u2066\nline'

  it('hold no character that hides or turns another', () => {
    const blocks: Block[] = JSON.parse(
      JSON.stringify(everywhere).replaceAll(
        JSON.stringify(hostile).slice(1, -1),
        JSON.stringify(tricky).slice(1, -1),
      ),
    ) as Block[]
    const shown = JSON.stringify(
      withVisibleTexts({
        ...document(...blocks),
        title: tricky,
        subtitle: tricky,
        sections: [{ heading: tricky, level: 2, blocks }],
      }),
    )
    expect(shown).not.toMatch(/\\u00|\\n|[\u202e\u2066]/)
    expect(shown.split('a\ufffdb\ufffd[2Jc\ufffdtxt.exe\ufffd\ufffdline').length - 1).toBe(11)
  })

  it('are otherwise what they were', () => {
    const report = document(
      { kind: 'facts', rows: [{ label: 'Name', value: 'Straße “7” 監視' }] },
      { kind: 'statement', text: 'x', tone: 'good' },
    )
    expect(withVisibleTexts(report)).toEqual(report)
  })

  it('are cut where they are longer than anybody reads', () => {
    const [section] = withVisibleTexts(document({ kind: 'paragraph', text: 'x'.repeat(70_000) })).sections
    expect((section?.blocks[0] as { text: string }).text).toHaveLength(10_001)
  })
})
