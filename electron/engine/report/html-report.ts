// A report as one HTML file: no script, nothing fetched, every text escaped.
import type { Block, ReportDocument, Section } from './report-document.ts'

const style = `
:root { color-scheme: light; }
body { font: 14px/1.5 Inter, "DejaVu Sans", system-ui, sans-serif; color: #1a1a1a; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 24px; margin: 0; } h2 { font-size: 18px; margin: 2rem 0 .5rem; border-top: 1px solid #ccc; padding-top: 1rem; }
h3 { font-size: 15px; margin: 1rem 0 .25rem; } .subtitle { color: #555; margin: 0 0 1rem; }
.statement { font-size: 18px; padding: .5rem .75rem; border-left: 4px solid #777; }
.good { border-color: #1a7f37; } .attention { border-color: #9a6700; } .bad { border-color: #cf222e; }
dl { display: grid; grid-template-columns: 14rem 1fr; gap: .25rem 1rem; margin: .5rem 0; } dt { color: #555; } dd { margin: 0; overflow-wrap: anywhere; }
.mono { font-family: "JetBrains Mono", "DejaVu Sans Mono", monospace; font-size: 12px; }
pre { background: #f4f4f4; padding: .5rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: 12px; } th, td { text-align: left; padding: .2rem .5rem .2rem 0; border-bottom: 1px solid #ddd; vertical-align: top; overflow-wrap: anywhere; }
@media print { h2 { break-after: avoid; } tr { break-inside: avoid; } }
`

export function formatHtml(report: ReportDocument): string {
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`
  const body = `<h1>${escape(report.title)}</h1><p class="subtitle">${escape(report.subtitle)}</p>${report.sections.map(formatSection).join('')}`
  return `<!doctype html><html lang="en"><head>${head}<title>${escape(report.title)}</title><style>${style}</style></head><body>${body}</body></html>\n`
}

function formatSection({ heading, level, blocks }: Section): string {
  const tag = `h${level + 1}`
  return `<${tag}>${escape(heading)}</${tag}>${blocks.map(formatBlock).join('')}`
}

function formatBlock(block: Block): string {
  switch (block.kind) {
    case 'statement':
      return `<p class="statement ${block.tone}">${escape(block.text)}</p>`
    case 'paragraph':
      return `<p>${escape(block.text)}</p>`
    case 'facts':
      return `<dl>${block.rows.map(({ label, value, mono }) => `<dt>${escape(label)}</dt><dd${mono ? ' class="mono"' : ''}>${escape(value)}</dd>`).join('')}</dl>`
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`
    case 'commands':
      return `<pre class="mono">${block.lines.map(escape).join('\n')}</pre>`
    case 'table':
      return `<table${block.mono ? ' class="mono"' : ''}><thead><tr>${block.head.map((cell) => `<th scope="col">${escape(cell)}</th>`).join('')}</tr></thead><tbody>${block.rows
        .map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`)
        .join('')}</tbody></table>`
    case 'signatures':
      return `<dl>${block.parties.map(({ role, name }) => `<dt>${escape(role)}: ${escape(name)}</dt><dd>${escape(block.hint)}:</dd>`).join('')}</dl>`
  }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
