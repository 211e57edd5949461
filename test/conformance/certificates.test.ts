// The matrix of certificates: really sealed files, judged with certificates and revocation lists made by openssl, and beside
// each answer what `openssl verify` says of the same path at the same time.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SealReport } from '#contract/seal.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { loadTrustMaterial } from '#engine/seal/trust-anchors.ts'
import { hasOpenssl } from '../support/openssl-folder.ts'
import { exportedAt, writeSealed } from '../support/made-export.ts'
import { OpensslAuthority } from '../support/openssl-authority.ts'
import { listRows, makeLists } from './certificate-lists.ts'
import { makePaths, path, pathRows } from './certificate-paths.ts'
import type { Row } from './certificate-paths.ts'

describe.skipIf(!hasOpenssl)('certificates', () => {
  const made = new OpensslAuthority()
  afterAll(() => made.remove())

  beforeAll(() => {
    makePaths(made)
    makeLists(made)
  })

  const files = new Map<string, string>()
  async function judge(
    row: Pick<Row, 'signer' | 'intermediates' | 'anchors' | 'lists'>,
  ): Promise<SealReport> {
    const { signer, intermediates = ['middle'], anchors = ['root'], lists = [] } = row
    const file = files.get(signer) ?? join(made.folder.path, `${signer}.mp4`)
    if (!files.has(signer))
      await writeSealed(file, made.sealingKey(signer), { frames: 3, withMetadata: false })
    files.set(signer, file)
    const source = await openFileSource(file)
    try {
      const { verification } = await verifyFile(
        source,
        file,
        {
          anchors: anchors.map((name) => made.certificate(name)),
          storeIntermediates: intermediates.map((name) => made.certificate(name)),
          revocationLists: lists.map((name) => made.revocationList(name)),
          at: null,
        },
        unwatched,
      )
      const [seal] = verification.seals
      if (verification.verdict !== 'sealed' || !seal) throw new Error('the file is not sealed')
      return seal
    } finally {
      await source.close()
    }
  }

  it.each([...pathRows, ...listRows])('$name: $trust', async (row) => {
    const { trust, trustDetail } = await judge(row)
    expect(trust, trustDetail?.reason).toBe(row.trust)
    expect(trustDetail).toMatchObject({ judgedAt: exportedAt, judgedAtOrigin: 'export-time' })
    if (row.revocation)
      expect(trustDetail?.revocation, trustDetail?.revocationDetail ?? '').toBe(row.revocation)
    if (row.today) expect(trustDetail?.today).toBe(row.today)
    if (row.path) expect(trustDetail?.path).toEqual(row.path)
    if (row.reason) expect(trustDetail?.reason).toMatch(row.reason)
    if (row.detail) expect(trustDetail?.revocationDetail).toMatch(row.detail)
    for (const sentence of [trustDetail?.reason, trustDetail?.revocationDetail])
      expect(sentence).toMatch(/^[A-Z].*\.$/)
    const said = made.verify({
      signer: row.signer,
      intermediates: row.intermediates ?? ['middle'],
      anchors: row.anchors ?? ['root'],
      lists: row.lists ?? [],
      ...(row.check ? { check: row.check } : {}),
      at: row.at ?? exportedAt,
    })
    expect(said).toMatch(row.openssl)
  })

  it('uses what a file brings on the way, and trusts nothing because a file brings it', async () => {
    const key = made.sealingKey('signer')
    const chain = ['signer', 'middle', 'root'].map((name) => made.certificate(name).der)
    const file = join(made.folder.path, 'chain.mp4')
    await writeSealed(file, { ...key, certificate: { ...key.certificate, der: Buffer.concat(chain) } })
    files.set('chain', file)
    const brought = { signer: 'chain', intermediates: [] }
    expect(await judge({ ...brought, anchors: ['root'] })).toMatchObject({
      trust: 'trusted',
      trustDetail: { path },
      deviations: [{ code: 'certificate-chain' }],
    })
    expect((await judge({ ...brought, anchors: ['false-root'] })).trust).toBe('untrusted')
    expect((await judge({ ...brought, anchors: [] })).trust).toBe('not-checked')
    expect((await judge({ ...brought, anchors: ['root'], lists: ['signer-revoked'] })).trust).toBe('revoked')
  })

  it('finds its way through a bundle of thirty, as PEM and as PKCS#7', async () => {
    const names = ['root', 'middle', 'false-root', 'false-middle', 'loop-a', 'loop-b', 'a-by-b', 'b-by-a']
    for (let count = names.length; count < 30; count += 1) {
      made.certify(`filler-${count}`, null, {
        subject: `/CN=${count % 2 ? 'root' : 'middle'}`,
        keyOf: 'loop-b',
      })
      names.push(`filler-${count}`)
    }
    const pem = names.map((name) => made.folder.read(`${name}.pem`).toString()).join('\n')
    made.folder.write('bundle.pem', pem)
    const crl2pkcs7 = ['crl2pkcs7', '-certfile', 'bundle.pem', '-in', 'signer-revoked.crl']
    made.folder.run(...crl2pkcs7, '-out', 'bundle.p7b')
    made.folder.run(...crl2pkcs7, '-outform', 'DER', '-out', 'bundle.p7c')
    made.folder.run('crl2pkcs7', '-nocrl', '-certfile', 'bundle.pem', '-outform', 'DER', '-out', 'nocrl.p7b')
    for (const [name, lists] of [
      ['bundle.pem', 0],
      ['bundle.p7b', 1],
      ['bundle.p7c', 1],
      ['nocrl.p7b', 0],
    ] as const) {
      const material = await loadTrustMaterial(made.folder.file(name))
      expect(material.certificates.length, name).toBe(30)
      expect(material.revocationLists.length, name).toBe(lists)
    }
    const row = { signer: 'signer', intermediates: names, anchors: ['root'] }
    expect(await judge(row)).toMatchObject({ trust: 'trusted', trustDetail: { path } })
    expect(made.verify({ ...row, at: exportedAt })).toBe('OK')
    const revoked = await judge({ ...row, lists: ['signer-revoked'] })
    expect(revoked.trust).toBe('revoked')
  })

  it('reads lists as openssl prints them', async () => {
    const list = made.revocationList('signer-revoked')
    const text = made.folder.run(
      'crl',
      '-in',
      'signer-revoked.crl',
      '-noout',
      '-issuer',
      '-lastupdate',
      '-nextupdate',
    )
    expect(text).toContain(`CN = middle`)
    expect(list).toMatchObject({
      issuer: 'CN=middle',
      thisUpdate: '2026-05-01T00:00:00.000Z',
      nextUpdate: '2026-05-30T00:00:00.000Z',
      revoked: 1,
      scope: 'all',
      unusable: null,
    })
    expect(text).toMatch(/lastUpdate=May {2}1 00:00:00 2026 GMT/)
    made.folder.run('crl', '-in', 'signer-revoked.crl', '-outform', 'DER', '-out', 'list.crl')
    expect((await readFile(made.folder.file('list.crl'))).equals(Buffer.from(list.der))).toBe(true)
    expect((await loadTrustMaterial(made.folder.file('list.crl'))).revocationLists[0]?.sha256).toBe(
      list.sha256,
    )
  })
})
