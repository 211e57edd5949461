// Sentences about revocation must not contradict the lists that are held.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explain } from '#contract/messages/explain.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { writeFileSync, readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { OpensslAuthority, authorityExtensions, signerExtensions } from '../support/openssl-authority.ts'
import { scratchFolder, writeSealed } from '../support/made-export.ts'

let ca: OpensslAuthority
beforeAll(() => {
  ca = new OpensslAuthority()
  ca.certify('root', null)
  ca.certify('signer', 'root')
  ca.certify('enc', 'root', {
    extensions: ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,keyEncipherment'],
  })
  ca.list('later', 'root', {
    from: '2026-06-02T00:00:00Z',
    until: '2036-01-01T00:00:00Z',
    revoked: [{ of: 'signer', at: '2026-06-01T00:00:00Z' }],
  })
  ca.list('before', 'root', {
    from: '2026-04-02T00:00:00Z',
    until: '2036-01-01T00:00:00Z',
    revoked: [{ of: 'signer', at: '2026-04-01T00:00:00Z' }],
  })
})
afterAll(() => ca.remove())
const verify = async (name: string, lists: string[]) => {
  const folder = scratchFolder()
  const path = join(folder, 'x.mp4')
  await writeSealed(path, ca.sealingKey(name), { withMetadata: false })
  const source = await openFileSource(path)
  try {
    const { verification } = await verifyFile(
      source,
      path,
      {
        anchors: [ca.certificate('root')],
        revocationLists: lists.map((one) => ca.revocationList(one)),
        at: null,
      },
      unwatched,
    )
    return {
      path,
      folder,
      verification,
      explained: explain(verification, null, { fileName: path, clockOffset: null, signedGroups: [] }),
    }
  } finally {
    await source.close()
  }
}
describe('explanations', () => {
  it('do not say that a certificate was not revoked where a list says that it was, later', async () => {
    const { verification, explained } = await verify('signer', ['later'])
    console.log(verification.seals[0]!.trustDetail, verification.notChecked)
    console.log(explained.summary, explained.proved, explained.notProved, explained.by)
    expect(verification.seals[0]).toMatchObject({ trust: 'trusted', trustDetail: { today: 'revoked' } })
    expect(explained.proved.join(' ')).not.toMatch(/not revoked, as far as the lists held here tell/)
  })
  it.each([
    ['signer', ['before'], 'revoked'],
    ['enc', [], 'untrusted'],
  ] as const)('commands for the path of %s show the verdict', async (name, lists, trust) => {
    const { verification, explained, folder } = await verify(name, [...lists])
    expect(verification.seals[0]!.trust).toBe(trust)
    const step = explained.steps.find(({ id }) => id === 'seal-1-trust')!
    console.log(step.text, step.commands)
    writeFileSync(join(folder, 'root.pem'), ca.folder.read('root.pem'))
    let out = ''
    try {
      out = execFileSync('sh', ['-c', step.commands!], { cwd: folder, encoding: 'utf8' })
    } catch (e) {
      out = String((e as { stdout: string }).stdout)
    }
    console.log(out)
    expect(out).not.toContain('seal-check.pem: OK')
  })
})
void judgeTrust
void authorityExtensions
void signerExtensions
void readFileSync
