// `exhibit report`: what stands in it, that no text of evidence is markup, and that it never replaces a file.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { acts } from '../support/ledger.ts'
import { exhibit, jsonOf, sha256Of } from '../support/cli.ts'
import { Custody, Ingest } from '../support/cli-contract.ts'
import { suiteFolder } from '../support/evidence.ts'
import { readHtml } from '../support/html.ts'
import { makeSigner, scratchFolder, writeSealed, writeUnsealed } from '../support/made-export.ts'
import { z } from 'zod'

const folder = suiteFolder()
const root = join(folder, 'case')
const script = `<script>alert('x')</script>`
const hostile = `${script} & "Tor" \u0001\u202e\u0000`
let ids: string[]

beforeAll(async () => {
  const { key } = await makeSigner('VMS <b>bold</b>')
  await writeSealed(join(folder, `${'<img src=x onerror=y>'.replaceAll('/', '')}.mp4`), key, {
    camera: hostile,
    comment: `${script} comment`,
  })
  await writeUnsealed(join(folder, 'plain.mp4'))
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.mp4'))
    .map((name) => join(folder, name))
  const { items } = await jsonOf(
    0,
    Ingest,
    'ingest',
    '--case',
    root,
    ...sources,
    '--examiner',
    `Ada ${script}`,
    '--reference',
    `R&D ${script}`,
  )
  ids = items.map(({ id }) => id ?? '')
})

const Written = z.looseObject({ path: z.string(), sha256: z.string() })

describe('HTML', () => {
  it('is well-formed, has all that counts, and no text of evidence in it is markup', async () => {
    const out = join(scratchFolder(), 'report.html')
    const written = await jsonOf(0, Written, 'report', '--case', root, '--out', out)
    expect(written).toMatchObject({ path: out, sha256: sha256Of(out) })
    const html = readFileSync(out, 'utf8')
    const { text, elements, attributes } = readHtml(html)
    for (const name of ['script', 'img', 'iframe', 'object', 'form', 'a', 'link', 'b'])
      expect(elements).not.toContain(name)
    expect([...attributes].filter((name) => name.startsWith('on'))).toEqual([])
    // Nothing that a browser would show otherwise than it is stored.
    expect(html).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u)
    for (const said of [
      `${script} & "Tor"`,
      `${script} comment`,
      `R&D ${script}`,
      `Ada ${script}`,
      '<img src=x onerror=y>.mp4',
      'CN=VMS \\<b\\>bold\\</b\\>',
    ]) {
      expect(text).toContain(said)
    }
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.mp4')))
      expect(text).toContain(sha256Of(join(folder, name)))
    const xmllint = spawnSync('xmllint', ['--html', '--noout', out], { encoding: 'utf8' })
    if (!xmllint.error) expect(xmllint.stderr).toBe('')
  })

  it('only of the items asked for', async () => {
    const out = join(scratchFolder(), 'one.html')
    await exhibit('report', '--case', root, '--out', out, '--item', ids[1] ?? '')
    const { text } = readHtml(readFileSync(out, 'utf8'))
    expect(text).toContain(sha256Of(join(folder, 'plain.mp4')))
    expect(text).not.toContain('onerror=y>.mp4 ')
  })

  it('says that the ledger holds together, and its own hash goes into it', async () => {
    const out = join(scratchFolder(), 'ledger.html')
    await exhibit('report', '--case', root, '--out', out)
    const { items } = await jsonOf(0, Custody, 'custody', '--case', root)
    const done = acts(items)
    expect(done.at(-1)).toMatchObject({
      action: 'report',
      outputSha256: sha256Of(out),
      detail: { path: out },
    })
    const { text } = readHtml(readFileSync(out, 'utf8'))
    expect(text).toContain(done.at(-2)?.hash)
  })
})

describe('PDF', () => {
  it('is a whole PDF with embedded fonts and its pages', async () => {
    const out = join(scratchFolder(), 'report.pdf')
    await jsonOf(0, Written, 'report', '--case', root, '--out', out)
    const bytes = readFileSync(out)
    const text = bytes.toString('latin1')
    expect(text.startsWith('%PDF-1.')).toBe(true)
    expect(text.trimEnd().endsWith('%%EOF')).toBe(true)
    const pages = text.match(/\/Type \/Page\b/g)?.length ?? 0
    expect(pages).toBeGreaterThanOrEqual(2)
    expect(text).toContain(`/Count ${pages}`)
    expect(text.match(/\/FontFile2 /g)?.length).toBeGreaterThanOrEqual(2)
    expect(text).not.toMatch(/\/(JavaScript|JS|Launch|URI|OpenAction|EmbeddedFile)\b/)
    const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1])
    expect(text.slice(start, start + 4)).toBe('xref')
    const pdftotext = spawnSync('pdftotext', [out, '-'], { encoding: 'utf8' })
    if (pdftotext.error) expect(glyphCount(bytes)).toBeGreaterThan(2_000)
    else expect(pdftotext.stdout.replaceAll(/\s/g, '')).toContain(sha256Of(join(folder, 'plain.mp4')))
  })
})

/** Characters shown on all pages, where no other program can read the PDF: hex strings of two bytes a glyph. */
function glyphCount(pdf: Buffer): number {
  let count = 0
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    try {
      const content = inflateSync(pdf.subarray(at + 7)).toString('latin1')
      for (const [hex] of content.matchAll(/(?<=<)[0-9a-f]+(?=>)/g)) count += hex.length / 4
    } catch {
      // Not every stream is compressed text.
    }
  }
  return count
}

describe('refused', () => {
  it.each<[number, string, () => string[]]>([
    [2, 'an ending that is neither', () => ['--out', join(folder, 'report.docx')]],
    [
      2,
      'an item that is not in the case',
      () => ['--out', join(folder, 'r.html'), '--item', '00000000-0000-4000-8000-000000000000'],
    ],
    [2, 'an item id that is none', () => ['--out', join(folder, 'r.pdf'), '--item', 'x']],
    [5, 'a folder that is not there', () => ['--out', join(folder, 'none', 'r.pdf')]],
    [5, 'a folder that is not there', () => ['--out', join(folder, 'none', 'r.html')]],
  ])('%i: %s', async (code, _, args) => {
    const before = readdirSync(folder)
    const { code: found, stderr } = await exhibit('report', '--case', root, ...args())
    expect([found, stderr]).toEqual([code, expect.stringMatching(/^exhibit: /)])
    expect(readdirSync(folder)).toEqual(before)
  })

  it.each(['pdf', 'html'])('2: a name that is taken (%s)', async (ending) => {
    const out = join(scratchFolder(), `taken.${ending}`)
    writeFileSync(out, 'mine')
    const { code } = await exhibit('report', '--case', root, '--out', out)
    expect([code, readFileSync(out, 'utf8')]).toEqual([2, 'mine'])
  })

  it('4: a case that is none', async () => {
    expect(
      (await exhibit('report', '--case', join(folder, 'none'), '--out', join(folder, 'r.pdf'))).code,
    ).toBe(4)
  })
})
