// A PDF of hostile length: made in seconds, with turns for everything else, and stopped when it is cancelled.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Block } from '#engine/report/report-document.ts'
import { breakLongWords } from '#engine/report/long-words.ts'
import { writePdf } from '#engine/report/pdf-report.ts'
import { scratchFolder } from '../../../support/made-export.ts'

const fonts = join(import.meta.dirname, '..', '..', '..', '..', 'resources', 'fonts')
const write = (path: string, block: Block, signal = new AbortController().signal): Promise<void> =>
  writePdf(
    { title: 'T', subtitle: 'S', made: new Date(), sections: [{ heading: 'H', level: 1, blocks: [block] }] },
    path,
    fonts,
    signal,
  )
const findings = (count: number): Block => ({
  kind: 'list',
  items: Array.from({ length: count }, (_, index) => `warning · some-code @ ${index}: ordinary words`),
})

describe('a PDF', () => {
  it('of many findings reads each font once and lets others have their turn', async () => {
    const path = join(scratchFolder(), 'r.pdf')
    let turns = 0
    let isDone = false
    const take = (): void => {
      turns += 1
      if (!isDone) setImmediate(take)
    }
    setImmediate(take)
    const before = process.cpuUsage()
    await write(path, findings(1_000))
    isDone = true
    const { user } = process.cpuUsage(before)
    expect(turns).toBeGreaterThan(15)
    // It was more than 5 s of work when each line parsed its font anew; it is less than half a second.
    expect(user).toBeLessThan(3_000_000)
    expect(readFileSync(path, 'latin1').match(/\/FontFile2 /g)).toHaveLength(2)
  })

  it('ends when it is cancelled in the middle', async () => {
    const controller = new AbortController()
    const path = join(scratchFolder(), 'r.pdf')
    const writing = write(path, findings(5_000), controller.signal)
    setImmediate(() => setImmediate(() => controller.abort()))
    await expect(writing).rejects.toThrow(/abort/i)
    expect(existsSync(path) ? readFileSync(path, 'latin1') : '').not.toContain('%%EOF')
  })

  it('of a word of 65,000 characters is made in no time', async () => {
    const before = process.cpuUsage()
    await write(join(scratchFolder(), 'r.pdf'), {
      kind: 'facts',
      rows: [{ label: 'x', value: 'C'.repeat(65_000) }],
    })
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000)
  })
})

describe('a long word', () => {
  const broken = (text: string): string[] => breakLongWords(text, 100, (part) => part.length * 3).split('\n')

  it('is cut where the column ends, and nothing of it is lost', () => {
    const word = Array.from({ length: 200 }, (_, index) => String(index % 10)).join('')
    const lines = broken(word)
    expect(lines.join('')).toBe(word)
    expect(lines.map(({ length }) => length)).toEqual([33, 33, 33, 33, 33, 33, 2])
  })

  it('of pairs of surrogates is never cut within one, and a column too narrow for any takes one a line', () => {
    const lines = breakLongWords('😀'.repeat(70), 1, (part) => part.length).split('\n')
    expect(lines).toEqual(Array(70).fill('😀'))
  })

  it('is left alone up to 64 characters, a SHA-256 that is; so are other words and spaces', () => {
    const text = `a  ${'f'.repeat(64)} b`
    expect(broken(text)).toEqual([text])
  })
})
