import { describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { hasPdfText, noPdfText, pdfText } from '#test/support/pdf-text.ts'
import { scratchFolder } from '#test/support/made-export.ts'
import { writePdf } from '#engine/report/pdf-report.ts'
import { splitByDirection } from '#engine/report/text-direction.ts'

describe('stretches of one direction', () => {
  it.each([
    ['plain.mp4', ['plain.mp4']],
    ['', ['']],
    ['שלום', ['שלום']],
    ['שלום.mp4', ['שלום', '.mp4']],
    ['cam1-بوابة.mp4', ['cam1-', 'بوابة', '.mp4']],
    ['א-ב.mp4', ['א-ב', '.mp4']],
    ['א12', ['א', '12']],
    ['שָׁלוֹם.x', ['שָׁלוֹם', '.x']],
    ['監視.mp4', ['監視.mp4']],
  ])('%s', (word, parts) => {
    expect(splitByDirection(word)).toEqual(parts)
    expect(splitByDirection(word).join('')).toBe(word)
  })

  it('are found in a long word at once', () => {
    const word = 'א-'.repeat(50_000)
    const before = process.cpuUsage()
    expect(splitByDirection(word).join('')).toBe(word)
    expect(splitByDirection(`א${'-'.repeat(100_000)}`).join('')).toHaveLength(100_001)
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000)
  })
})

const fonts = join(import.meta.dirname, '..', '..', '..', '..', 'resources', 'fonts')

it('the ending of a Hebrew name is printed as it is', async (context) => {
  if (!hasPdfText) context.skip(noPdfText)
  const path = join(scratchFolder(), 'r.pdf')
  const blocks = [{ kind: 'paragraph' as const, text: 'name שלום.mp4 end' }]
  const sections = [{ heading: 'H', level: 1 as const, blocks }]
  const report = { title: 'T', subtitle: 'S', made: new Date(), sections }
  await writePdf(report, path, fonts, new AbortController().signal)
  const { text } = pdfText(path)
  expect(text).toContain('.mp4 end')
  expect(text).not.toContain('4pm')
})
