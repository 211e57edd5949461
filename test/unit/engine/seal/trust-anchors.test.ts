import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatPem } from '#engine/seal/pem.ts'
import { loadTrustAnchors } from '#engine/seal/trust-anchors.ts'
import { authority, certify } from './certificates.ts'

const roots = [authority('R1', 0), authority('R2', 1), certify('Camera', 2, null)]
const [first, second, third] = roots.map((root) => root.certificate.der)
const pem = (der: Uint8Array | undefined): string => formatPem('CERTIFICATE', der ?? new Uint8Array(0))

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-trust-'))
  await mkdir(join(folder, 'store/below'), { recursive: true })
  await writeFile(join(folder, 'store/two.pem'), `words\n${pem(first)}more\n${pem(second)}`)
  await writeFile(join(folder, 'store/one.DER'), third ?? '')
  await writeFile(join(folder, 'store/same.crt'), pem(first))
  await writeFile(join(folder, 'store/readme.txt'), 'not a certificate')
  await writeFile(
    join(folder, 'store/key.pem'),
    roots[0]?.privateKey.export({ type: 'pkcs8', format: 'pem' }) ?? '',
  )
})
afterAll(() => rm(folder, { recursive: true }))

const subjects = async (...paths: string[]): Promise<string[]> =>
  (await loadTrustAnchors(paths.map((path) => join(folder, path)))).map((anchor) => anchor.signer.subject)
const refused = (path: string) =>
  expect.objectContaining({ code: 'certificate-unreadable', details: { path: join(folder, path) } })

describe('loadTrustAnchors', () => {
  it('loads PEM with several, DER, and folders of both, each certificate once', async () => {
    expect(await subjects()).toEqual([])
    expect(await subjects('store/two.pem')).toEqual(['CN=R1', 'CN=R2'])
    expect((await subjects('store', 'store/one.DER')).sort()).toEqual(['CN=Camera', 'CN=R1', 'CN=R2'])
  })

  it('refuses a path that holds no certificate, and a list of which one cannot be read', async () => {
    await writeFile(join(folder, 'half.pem'), pem(first) + pem(second?.subarray(0, 200)))
    await mkdir(join(folder, 'empty'))
    await writeFile(join(folder, 'large.pem'), Buffer.alloc((4 << 20) + 1, 48))
    for (const path of [
      'absent.pem',
      'half.pem',
      'empty',
      'store/readme.txt',
      'store/key.pem',
      'large.pem',
    ]) {
      await expect(subjects(path), path).rejects.toEqual(refused(path))
    }
    await mkdir(join(folder, 'spoilt'))
    await writeFile(join(folder, 'spoilt/a.pem'), pem(first))
    await writeFile(join(folder, 'spoilt/b.cer'), 'oops')
    await expect(subjects('spoilt')).rejects.toEqual(refused('spoilt/b.cer'))
  })

  it('is not stalled by a file of nothing but beginnings', async () => {
    await writeFile(join(folder, 'begin.pem'), '-----BEGIN CERTIFICATE-----\n'.repeat(140_000))
    await expect(subjects('begin.pem')).rejects.toEqual(refused('begin.pem'))
  })
})
