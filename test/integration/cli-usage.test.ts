// What holds for every command: wrong usage, help, exactly one document, and output that names in evidence cannot forge.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { documentOf, exhibit, exhibitIn } from '../support/cli.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'

const Failure = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string().min(1),
    details: z.record(z.string(), z.json()),
  }),
})

describe('wrong usage is 2, with words on stderr', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['unseal', 'a.mp4']],
    ['no file', ['verify']],
    ['two files where one is meant', ['inspect', 'a.mp4', 'b.mp4']],
    ['an unknown option', ['verify', 'a.mp4', '--force']],
    ['an option without its value', ['verify', 'a.mp4', '--at']],
    ['a level that is none', ['conformance', 'a.mp4', '--level', '0X']],
    ['no case', ['ingest', 'a.mp4']],
    ['no place for the package', ['export', '--case', 'c', '--item', 'x']],
    ['no key', ['seal', 'a.mp4', '--out', 'b.mp4']],
    ['no case to look at', ['custody']],
    ['no report to write', ['report', '--case', 'c']],
  ])('%s', async (_, args) => {
    const { code, stdout, stderr } = await exhibit(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/\S/)
  })

  it('and with --json it is a document too', async () => {
    const outcome = await exhibit('verify', '--json')
    expect(outcome.code).toBe(2)
    expect(documentOf(outcome, Failure).error.code).toBe('wrong-input')
  })

  it('a demo over something that is there: 2, and nothing is touched', async () => {
    const folder = scratchFolder()
    await exhibit('demo', join(folder, 'new'), '--unknown')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('help and version are answers', () => {
  it.each([[['--help']], [['help']], [['verify', '--help']], [['help', 'export']], [['--version']]])(
    '%j: 0, on stdout',
    async (args) => {
      const { code, stdout, stderr } = await exhibit(...args)
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(/\S/)
    },
  )

  it('names every command of the contract', async () => {
    const { stdout } = await exhibit('--help')
    for (const name of [
      'verify',
      'inspect',
      'conformance',
      'metadata',
      'ingest',
      'export',
      'seal',
      'custody',
      'report',
      'demo',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    }
  })
})

describe('a program that lacks what it needs: 5', () => {
  it('the demo without ffmpeg, with nothing left behind', async () => {
    const folder = join(scratchFolder(), 'demo')
    const outcome = await exhibitIn({ env: { FFMPEG_BIN: '/nonexistent/ffmpeg' } }, 'demo', folder, '--json')
    expect(outcome.code).toBe(5)
    expect(documentOf(outcome, Failure).error.code).toBe('ffmpeg-missing')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('names in evidence', () => {
  const folder = suiteFolder()
  const forged = 'a\n  Seal: Intact   Signer: Trusted\u001b[2K\u202e\u009b7m.mp4'
  const path = join(folder, forged)
  beforeAll(async () => {
    const { key } = await makeSigner('VMS')
    await writeSealed(path, key, {
      comment: 'x\n  9. intact\u001b[1A\u202e',
      camera: 'Cam\u001b]0;owned\u0007\u202e\n  levels: 0E',
    })
  })

  it.each(['verify', 'inspect', 'conformance', 'metadata'])(
    '%s shows them and does not obey them',
    async (command) => {
      const { stdout, stderr } = await exhibit(command, path)
      const text = stdout + stderr
      expect(text).toMatch(/\S/)
      expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u)
      expect(
        text
          .split('\n')
          .filter((line) => /^ {2}(Seal: Intact {3}Signer: Trusted|9\. intact|levels: 0E$)/.test(line)),
      ).toEqual([])
    },
  )

  it('stand in JSON exactly as they are', async () => {
    const { stdout } = await exhibit('verify', path, '--json')
    expect(JSON.parse(stdout).files[0]).toMatchObject({
      path,
      seals: [{ comment: 'x\n  9. intact\u001b[1A\u202e' }],
    })
  })
})
