// The table of commands and options: names are a contract, and what is not in it is refused.
import { describe, expect, it, vi } from 'vitest'
import { commandNames } from '#contract/commands.ts'
import { runCommandLine } from '../../../electron/cli/command-line.ts'

async function said(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const text = { out: '', err: '' }
  const keep = (name: 'out' | 'err') => (chunk: unknown) => {
    text[name] += String(chunk)
    return true
  }
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep('err')),
  ]
  try {
    return { code: await runCommandLine(args), ...text }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

const options: Record<string, string[]> = {
  verify: ['--trust', '--at', '--json'],
  inspect: ['--json'],
  conformance: ['--level', '--json'],
  metadata: ['--track', '--json', '--ndjson'],
  ingest: ['--case', '--examiner', '--reference', '--json'],
  export: [
    '--case',
    '--item',
    '--out',
    '--from',
    '--to',
    '--key',
    '--cert',
    '--operator',
    '--comment',
    '--json',
  ],
  seal: ['--out', '--key', '--cert', '--comment', '--start-time', '--json'],
  custody: ['--case', '--verify', '--sign', '--time-stamp', '--json'],
  note: ['--case', '--text', '--item', '--examiner', '--json'],
  examiner: [],
  case: [],
  report: ['--case', '--out', '--item', '--json'],
  demo: ['--json'],
}

describe('commands', () => {
  it.each(Object.entries(options))('%s has the options of the contract', async (name, names) => {
    const { code, out } = await said(name, '--help')
    expect(code).toBe(0)
    for (const option of names) expect(out).toMatch(new RegExp(`^\\s+${option}[ \\n]`, 'm'))
  })

  it('an installed application knows the same names', () => {
    expect([...commandNames].sort()).toEqual([...Object.keys(options), 'help'].sort())
  })

  it.each(Object.keys(options).filter((name) => name !== 'demo'))(
    '%s without what it needs is 2, in words and as JSON',
    async (name) => {
      const plain = await said(name)
      expect([plain.code, plain.out]).toEqual([2, ''])
      expect(plain.err).toMatch(/missing|required/)
      const json = await said(name, '--json')
      expect([json.code, (JSON.parse(json.out) as { error: { code: string } }).error.code]).toEqual([
        2,
        'wrong-input',
      ])
    },
  )

  it('what follows -- is never an option', async () => {
    const { code, out } = await said('inspect', '--', '--json')
    expect([code, out]).toEqual([4, ''])
  })

  it('says its version', async () => {
    expect(await said('--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    })
  })
})
