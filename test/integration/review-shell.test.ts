import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sealCheck } from '#contract/messages/hand-check.ts'
import { explain } from '#contract/messages/explain.ts'
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
describe('commands', () => {
  it('obey no file name and no comment', async () => {
    const folder = scratchFolder()
    const signer = await makeSigner("x'; touch pwned; $(touch pwned) `touch pwned`")
    const path = join(folder, 'plain.mp4')
    await writeSealed(path, signer.key, { withMetadata: false, comment: "\n touch pwned\n'$(touch pwned)" })
    const source = await openFileSource(path)
    const { verification } = await verifyFile(
      source,
      path,
      { anchors: [signer.root.certificate], at: null },
      unwatched,
    )
    await source.close()
    for (const shell of ['sh', 'bash'])
      for (const name of names) {
        const work = scratchFolder()
        const expected = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name) ? 'sealed.mp4' : name
        copyFileSync(path, join(work, expected))
        const { commands } = sealCheck(name, verification.seals[0]!, { isLast: true })
        writeFileSync(join(folder, 'c.sh'), commands!)
        let out = ''
        try {
          out = execFileSync(shell, [join(folder, 'c.sh')], {
            cwd: work,
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'pipe'],
          })
        } catch (e) {
          out = String(e)
        }
        expect([name, readdirSync(work).includes('pwned')]).toEqual([name, false])
        expect([name, out.includes('Verified OK')]).toEqual([name, true])
        const all = explain(verification, null, { fileName: name, clockOffset: null, signedGroups: [] })
          .steps.map((s) => s.commands ?? '')
          .join('\n')
        try {
          execFileSync(shell, ['-c', all], { cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
        } catch {
          /* openssl verify without root */
        }
        expect([name, readdirSync(work).includes('pwned')]).toEqual([name, false])
      }
  }, 120_000)
})
