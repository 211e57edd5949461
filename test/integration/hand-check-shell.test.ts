// The commands for checking by hand are run by a shell: no name of a file and no comment in it may make it do anything else.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { explain } from '#contract/messages/explain.ts'
import { sealCheck } from '#contract/messages/hand-check.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'

const names = [
  '$(touch pwned).mp4',
  '`touch pwned`.mp4',
  "a'; touch pwned; '.mp4",
  '-rf.mp4',
  '-',
  'a\\',
  "a\\'; touch pwned #",
  '!! x.mp4',
  '~.mp4',
  '"$(touch pwned)".mp4',
  '\u{1b}[2J.mp4',
  'a\u202eb.mp4',
  'a\nb; touch pwned.mp4',
  '%s%n.mp4',
  '*',
  '--',
  '#x',
  'é\u0301.mp4',
  'a\u0085touch pwned',
  'a\u2028touch pwned.mp4',
]

/** What the shell says when it runs `commands` in a folder; it may fail. */
const run = (shell: string, folder: string, commands: string): string =>
  spawnSync(shell, ['-c', commands], { cwd: folder, encoding: 'utf8' }).stdout

describe('the commands for checking by hand', () => {
  it('obey no file name and no comment, in sh and in bash', async () => {
    const signer = await makeSigner("x'; touch pwned; $(touch pwned) `touch pwned`")
    const path = join(scratchFolder(), 'plain.mp4')
    const comment = "\n touch pwned\n'$(touch pwned)"
    await writeSealed(path, signer.key, { withMetadata: false, comment })
    const trust = { anchors: [signer.root.certificate], at: null }
    const source = await openFileSource(path)
    const { verification } = await verifyFile(source, path, trust, unwatched)
    await source.close()
    const [seal] = verification.seals
    if (!seal) throw new Error('no seal was found')
    for (const name of names) {
      // Where a name cannot be written into a command, the command asks for another.
      const named = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name) ? 'sealed.mp4' : name
      const { commands } = sealCheck(name, seal, { isLast: true })
      const { steps } = explain(verification, null, { fileName: name, clockOffset: null, signedGroups: [] })
      for (const shell of ['sh', 'bash']) {
        const work = scratchFolder()
        copyFileSync(path, join(work, named))
        writeFileSync(join(work, 'root.pem'), '')
        expect([name, run(shell, work, commands ?? '')]).toEqual([
          name,
          expect.stringContaining('Verified OK'),
        ])
        run(shell, work, steps.map((step) => step.commands ?? '').join('\n'))
        expect([name, readdirSync(work).filter((file) => file.includes('pwned') && file !== named)]).toEqual([
          name,
          [],
        ])
      }
    }
  })
})
