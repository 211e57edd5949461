// What an explanation says of revocation agrees with the lists that are held, and its commands with the verdict.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Explanation } from '#contract/explanation.ts'
import { explain } from '#contract/messages/explain.ts'
import type { Verification } from '#contract/seal.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { scratchFolder, writeSealed } from '../support/made-export.ts'
import { OpensslAuthority } from '../support/openssl-authority.ts'

let ca: OpensslAuthority
beforeAll(() => {
  ca = new OpensslAuthority()
  ca.certify('root', null)
  ca.certify('signer', 'root')
  ca.certify('enciphers', 'root', {
    extensions: ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,keyEncipherment'],
  })
  const until = '2036-01-01T00:00:00Z'
  const revokedAt = (at: string) => ({ until, revoked: [{ of: 'signer', at }] })
  ca.list('clean', 'root', { from: '2026-06-02T00:00:00Z', until })
  ca.list('later', 'root', { from: '2026-06-02T00:00:00Z', ...revokedAt('2026-06-01T00:00:00Z') })
  ca.list('before', 'root', { from: '2026-04-02T00:00:00Z', ...revokedAt('2026-04-01T00:00:00Z') })
  ca.list('stale', 'root', { from: '2026-02-01T00:00:00Z', until: '2026-03-01T00:00:00Z' })
})
afterAll(() => ca.remove())

type Explained = { folder: string; verification: Verification; explained: Explanation }

async function verified(signer: string, lists: readonly string[]): Promise<Explained> {
  const folder = scratchFolder()
  const path = join(folder, 'sealed.mp4')
  await writeSealed(path, ca.sealingKey(signer), { withMetadata: false })
  const source = await openFileSource(path)
  try {
    const trust = {
      anchors: [ca.certificate('root')],
      revocationLists: lists.map((one) => ca.revocationList(one)),
      at: null,
    }
    const { verification } = await verifyFile(source, path, trust, unwatched)
    const explained = explain(verification, null, { fileName: path, clockOffset: null, signedGroups: [] })
    return { folder, verification, explained }
  } finally {
    await source.close()
  }
}

describe('what is proved of revocation', () => {
  it('a certificate that no list names was not revoked', async () => {
    const { explained } = await verified('signer', ['clean'])
    expect(explained.proved).toContain(
      'The certificate of seal 1 was not revoked, as far as the lists held here tell.',
    )
  })

  it('one that was revoked later was not at the time that counts, and is today', async () => {
    const { verification, explained } = await verified('signer', ['later'])
    expect(verification.seals[0]).toMatchObject({ trust: 'trusted', trustDetail: { today: 'revoked' } })
    expect(explained.proved.join(' ')).not.toContain('as far as the lists held here tell')
    expect(explained.proved).toContain(
      'The certificate of seal 1 was not revoked at the time that counts, by the lists held here; it is revoked today.',
    )
  })
})

describe('what is not proved of revocation', () => {
  it.each([
    [[], 'no revocation list is held here.'],
    [['stale'], 'was valid until 2026-03-01T00:00:00.000Z, before the time that counts.'],
  ])('with the lists %j says why', async (lists, why) => {
    const { notProved } = (await verified('signer', lists)).explained
    const [sentence] = notProved.filter((one) => one.includes('has been revoked'))
    expect(sentence).toMatch(/^Whether the signer’s certificate has been revoked: /)
    expect(sentence?.endsWith(why)).toBe(true)
    expect(notProved.join(' ')).not.toContain('no list of it is held here')
  })
})

describe('commands for the path', () => {
  const run = async (signer: string, lists: readonly string[]) => {
    const { folder, verification, explained } = await verified(signer, lists)
    const commands = explained.steps.find(({ id }) => id === 'seal-1-trust')?.commands ?? ''
    writeFileSync(join(folder, 'root.pem'), ca.folder.read('root.pem'))
    const { stdout } = spawnSync('sh', ['-c', commands], { cwd: folder, encoding: 'utf8' })
    return { trust: verification.seals[0]?.trust, commands, stdout }
  }

  it('of a trusted signer say OK, and what they do not look at', async () => {
    const { trust, commands, stdout } = await run('signer', ['clean'])
    expect(trust).toBe('trusted')
    expect(stdout).toContain('seal-check.pem: OK')
    expect(commands).toContain('not at lists of revoked certificates')
  })

  it.each([
    ['signer', ['before'], 'revoked', 'was revoked at 2026-04-01T00:00:00.000Z'],
    ['enciphers', [], 'untrusted', 'the answer is “unknown signer”'],
  ] as const)('of %s with the lists %j print no OK, and say why', async (signer, lists, expected, why) => {
    const { trust, commands, stdout } = await run(signer, lists)
    expect(trust).toBe(expected)
    expect(stdout).toContain('subject=')
    expect(stdout).not.toContain('OK')
    expect(commands).toContain(why)
  })
})
