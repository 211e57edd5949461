// Why revocation is open is said as it is.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { join } from 'node:path'
import { explain } from '#contract/messages/explain.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { OpensslAuthority } from '../support/openssl-authority.ts'
import { scratchFolder, writeSealed } from '../support/made-export.ts'
let ca: OpensslAuthority
beforeAll(() => {
  ca = new OpensslAuthority()
  ca.certify('root', null)
  ca.certify('signer', 'root')
  ca.list('stale', 'root', { from: '2026-02-01T00:00:00Z', until: '2026-03-01T00:00:00Z' })
})
afterAll(() => ca.remove())
it('a list that is held but too old is not called missing', async () => {
  const path = join(scratchFolder(), 'x.mp4')
  await writeSealed(path, ca.sealingKey('signer'), { withMetadata: false })
  const source = await openFileSource(path)
  const { verification } = await verifyFile(
    source,
    path,
    { anchors: [ca.certificate('root')], revocationLists: [ca.revocationList('stale')], at: null },
    unwatched,
  )
  await source.close()
  const { notProved } = explain(verification, null, { fileName: path, clockOffset: null, signedGroups: [] })
  expect(verification.seals[0]!.trustDetail!.revocationDetail).toContain('was valid until')
  expect(notProved.join(' ')).not.toContain('no list of it is held here')
})
