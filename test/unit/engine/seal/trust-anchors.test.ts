import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatPem } from '#engine/seal/pem.ts'
import { readTrustMaterial } from '#engine/seal/certificate-bundle.ts'
import { loadCertificates, loadTrust, loadTrustMaterial } from '#engine/seal/trust-anchors.ts'
import { authority, certify } from './certificates.ts'
import { der, makeList, sequence } from './revocation-lists.ts'

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
  (await loadTrust(paths.map((path) => join(folder, path)))).anchors.map((anchor) => anchor.signer.subject)
const refused = (path: string) =>
  expect.objectContaining({ code: 'certificate-unreadable', details: { path: join(folder, path) } })

describe('loadTrust', () => {
  it('loads PEM with several, DER, and folders of both, each certificate once', async () => {
    expect(await subjects()).toEqual([])
    expect(await subjects('store/two.pem')).toEqual(['CN=R1', 'CN=R2'])
    expect((await subjects('store', 'store/one.DER')).sort()).toEqual(['CN=Camera', 'CN=R1', 'CN=R2'])
  })

  it('refuses a path that holds no certificate, and a list of which one cannot be read', async () => {
    await writeFile(join(folder, 'half.pem'), pem(first) + pem(second?.subarray(0, 200)))
    await mkdir(join(folder, 'empty'))
    await writeFile(join(folder, 'large.pem'), Buffer.alloc((16 << 20) + 1, 48))
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

/** SignedData with certificates and lists and nothing signed (RFC 5652 5.1). */
const pkcs7 = (certificates: Uint8Array[], lists: Uint8Array[] = []): Buffer =>
  sequence(
    '06092a864886f70d010702',
    der(
      0xa0,
      sequence(
        '020101',
        der(0x31),
        sequence('06092a864886f70d010701'),
        certificates.length > 0 ? der(0xa0, ...certificates) : '',
        lists.length > 0 ? der(0xa1, ...lists) : '',
        der(0x31),
      ),
    ),
  )

describe('loadTrustMaterial', () => {
  const [one] = roots
  const list = one ? makeList(one) : Buffer.alloc(0)
  const ders = [first, second, third].flatMap((bytes) => bytes ?? [])
  const save = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }
  const counts = async (path: string): Promise<number[]> => {
    const { certificates, revocationLists } = await loadTrustMaterial(path)
    return [certificates.length, revocationLists.length]
  }

  it('reads any mix of certificates, lists and PKCS#7, as text and as bytes', async () => {
    const text = [
      pem(first),
      formatPem('X509 CRL', list),
      formatPem('PKCS7', pkcs7(ders, [list])),
      one?.privateKey.export({ type: 'pkcs8', format: 'pem' }) ?? '',
    ].join('words between\n')
    expect(await counts(await save('mix.pem', text))).toEqual([3, 1])
    expect(await counts(await save('bundle.p7b', pkcs7(ders)))).toEqual([3, 0])
    // As some programs label whatever they encode.
    expect(await counts(await save('label.p7b', formatPem('CERTIFICATE', pkcs7(ders, [list]))))).toEqual([
      3, 1,
    ])
    expect(await counts(await save('lists.p7c', pkcs7([], [list])))).toEqual([0, 1])
    expect(await counts(await save('series.der', Buffer.concat([...ders, list])))).toEqual([3, 1])
    expect(await counts(await save('list.crl', list))).toEqual([0, 1])
    expect((await loadCertificates(join(folder, 'bundle.p7b'))).length).toBe(3)
  })

  it('reads folders, each thing once; anchors are the certificates alone', async () => {
    await mkdir(join(folder, 'mixed'))
    await save('mixed/a.p7b', pkcs7(ders))
    await save('mixed/b.crt', pem(first))
    await save('mixed/c.crl', formatPem('X509 CRL', list))
    await save('mixed/d.crl', list)
    expect(await counts(join(folder, 'mixed'))).toEqual([3, 1])
    expect((await loadTrust([join(folder, 'mixed')])).anchors.length).toBe(3)
    await expect(loadTrust([join(folder, 'list.crl')])).rejects.toEqual(refused('list.crl'))
    await expect(loadCertificates(join(folder, 'list.crl'))).rejects.toEqual(refused('list.crl'))
  })

  it('reads thirty certificates and more', async () => {
    const many = Array.from({ length: 40 }, (_, index) => authority(`R${index}`, index % 3).certificate.der)
    expect(await counts(await save('many.p7b', pkcs7(many)))).toEqual([40, 0])
    expect(await counts(await save('many.pem', many.map(pem).join('')))).toEqual([40, 0])
  })

  it('takes all or nothing: nothing is passed over that cannot be read', async () => {
    const cases: [string, string | Uint8Array][] = [
      ['cut.pem', pem(first) + pem(second).slice(0, 300)],
      ['broken.pem', pem(first) + formatPem('X509 CRL', list.subarray(0, 80))],
      ['broken.p7b', pkcs7([...ders, sequence('020101')])],
      ['cut.p7b', pkcs7(ders).subarray(0, -20)],
      ['odd.p7b', pkcs7(ders, [Buffer.from(first ?? [])])],
      ['empty.p7b', pkcs7([])],
      ['other.der', sequence('020101')],
      ['mixed.der', Buffer.concat([...ders, sequence('020101')])],
      ['crowd.pem', pem(first).repeat(1_001)],
    ]
    for (const [name, content] of cases) {
      await expect(counts(await save(name, content)), name).rejects.toEqual(refused(name))
    }
  })

  it('throws at no bytes', () => {
    const written = pkcs7(ders, [list])
    const edits = fc.array(fc.record({ at: fc.nat(written.length - 1), to: fc.nat(255) }), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(fc.oneof(edits, fc.uint8Array({ maxLength: 200 })), (given) => {
        const bytes = given instanceof Uint8Array ? Buffer.from(given) : Buffer.from(written)
        if (!(given instanceof Uint8Array)) for (const { at, to } of given) bytes[at] = to
        expect(readTrustMaterial(bytes)).toHaveProperty('ok')
      }),
      { seed: 3, numRuns: 400 },
    )
  })
})
