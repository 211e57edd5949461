import { createPublicKey } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { loadOrMakeWorkstationKey } from '#engine/seal/workstation-key.ts'

let parent = ''
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'exhibit-workstation-'))
})
afterAll(() => rm(parent, { recursive: true }))

const now = new Date('2026-03-01T10:00:00Z')

describe('loadOrMakeWorkstationKey', () => {
  it('makes a key on first use, private to the user, and keeps it', async () => {
    const folder = join(parent, 'deep/first')
    const made = await loadOrMakeWorkstationKey(folder, 'Desk 7', now)
    expect(made.certificate.signer).toMatchObject({
      subject: 'CN=Desk 7, O=Exhibit workstation',
      notBefore: '2026-03-01T10:00:00.000Z',
      notAfter: '2036-03-01T10:00:00.000Z',
    })
    expect(made.certificate.keyBits).toBe(3072)
    expect(await readFile(join(folder, 'key.pem'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/)
    if (process.platform !== 'win32') expect((await stat(join(folder, 'key.pem'))).mode & 0o777).toBe(0o600)
    const again = await loadOrMakeWorkstationKey(folder, 'Renamed', new Date('2030-01-01T00:00:00Z'))
    expect(again.certificate.signer).toEqual(made.certificate.signer)
    const anchors = [made.certificate]
    expect(judgeTrust({ leaf: again.certificate, intermediates: [], anchors, at: now, now }).trust).toBe(
      'trusted',
    )
  })

  it('ends with one key however many begin at once', async () => {
    const folder = join(parent, 'race')
    const made = await Promise.all(
      [1, 2, 3, 4].map((turn) => loadOrMakeWorkstationKey(folder, `Desk ${turn}`, now)),
    )
    expect(new Set(made.map((key) => key.certificate.signer.sha256)).size).toBe(1)
    expect((await readdir(folder)).sort()).toEqual(['certificate.pem', 'key.pem'])
    for (const { privateKey, certificate } of made) {
      expect(certificate.publicKey?.equals(createPublicKey(privateKey))).toBe(true)
    }
  })

  it('makes the certificate that a crash left out, for the key that is there', async () => {
    const folder = join(parent, 'first-again')
    const made = await loadOrMakeWorkstationKey(folder, 'Desk', now)
    await rm(join(folder, 'certificate.pem'))
    const mended = await loadOrMakeWorkstationKey(folder, 'Desk', now)
    expect(createPublicKey(mended.privateKey).equals(createPublicKey(made.privateKey))).toBe(true)
  })

  it('never overwrites a key that it cannot use', async () => {
    const folder = join(parent, 'damaged')
    await loadOrMakeWorkstationKey(folder, 'Desk', now)
    await writeFile(join(folder, 'key.pem'), 'damaged')
    await expect(loadOrMakeWorkstationKey(folder, 'Desk', now)).rejects.toMatchObject({
      code: 'key-unreadable',
    })
    expect(await readFile(join(folder, 'key.pem'), 'utf8')).toBe('damaged')
  })
})
