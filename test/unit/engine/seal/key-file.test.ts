import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadSealingKey } from '#engine/seal/key-file.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { authority, certify, key } from './certificates.ts'

const root = authority('Root', 0)
const leaf = certify('Leaf', 1, root)
const pemOf = (entity: typeof leaf): string => formatPem('CERTIFICATE', entity.certificate.der)
const keyPem = (privateKey: KeyObject): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-key-'))
})
afterAll(() => rm(folder, { recursive: true }))

const write = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}
const load = (keyPath: string, certPath: string | null = null, password: string | null = null) =>
  loadSealingKey({ keyPath, certPath, password })
const failsWith = (code: string, words = '') =>
  expect.objectContaining({
    code,
    message: expect.stringContaining(words),
    details: { path: expect.stringContaining(folder) },
  })

describe('loadSealingKey', () => {
  it('loads a PEM key with its certificate in PEM or DER, and the rest as chain', async () => {
    const keyPath = await write('a.key', keyPem(leaf.privateKey))
    const der = await write('a.der', leaf.certificate.der)
    const loaded = await load(keyPath, der)
    expect(loaded.certificate.signer).toEqual(leaf.certificate.signer)
    expect(createPublicKey(loaded.privateKey).equals(createPublicKey(leaf.privateKey))).toBe(true)
    expect(loaded.chain).toEqual([])
    const bundle = await write('a.pem', pemOf(root) + pemOf(leaf) + pemOf(leaf))
    const withChain = await load(keyPath, bundle)
    expect(withChain.certificate.signer).toEqual(leaf.certificate.signer)
    expect(withChain.chain.map((other) => other.signer.subject)).toEqual(['CN=Root'])
  })

  it('loads key and certificate from one PEM file, and keys in DER', async () => {
    const both = await write('both.pem', pemOf(leaf) + keyPem(leaf.privateKey))
    expect((await load(both)).certificate.signer.subject).toBe('CN=Leaf')
    const cert = await write('leaf.pem', pemOf(leaf))
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const keyPath = await write(`${type}.der`, leaf.privateKey.export({ type, format: 'der' }))
      expect((await load(keyPath, cert)).certificate.signer.subject).toBe('CN=Leaf')
    }
  })

  it.each(['pkcs8', 'pkcs1'] as const)(
    'opens encrypted PEM (%s) with its password and with no other',
    async (type) => {
      const options = { type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'päss wörd' } as const
      const keyPath = await write(`enc-${type}.pem`, leaf.privateKey.export(options))
      const cert = await write('leaf.pem', pemOf(leaf))
      expect((await load(keyPath, cert, 'päss wörd')).certificate.signer.subject).toBe('CN=Leaf')
      await expect(load(keyPath, cert)).rejects.toEqual(failsWith('key-unreadable', 'needs a password'))
      await expect(load(keyPath, cert, 'wrong')).rejects.toEqual(
        failsWith('key-unreadable', 'does not open it'),
      )
    },
  )

  it('refuses a certificate of another key, short keys, and keys that are not RSA, with words', async () => {
    const cert = await write('leaf.pem', pemOf(leaf))
    const other = await write('other.key', keyPem(key(2)))
    await expect(load(other, cert)).rejects.toEqual(failsWith('key-unsuitable', 'does not belong'))
    const short = await write(
      'short.key',
      keyPem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
    )
    await expect(load(short, cert)).rejects.toEqual(failsWith('key-unsuitable', '1024'))
    const curve = await write('ec.key', keyPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey))
    await expect(load(curve, cert)).rejects.toEqual(failsWith('key-unsuitable', 'RSA'))
  })

  it('says what is missing or unreadable', async () => {
    const keyPath = await write('a.key', keyPem(leaf.privateKey))
    const cert = await write('leaf.pem', pemOf(leaf))
    await expect(load(keyPath)).rejects.toEqual(failsWith('certificate-unreadable', 'must be named'))
    await expect(load(join(folder, 'absent.key'), cert)).rejects.toEqual(
      failsWith('key-unreadable', 'ENOENT'),
    )
    await expect(load(folder, cert)).rejects.toEqual(failsWith('key-unreadable'))
    await expect(load(keyPath, join(folder, 'absent.pem'))).rejects.toEqual(
      failsWith('certificate-unreadable'),
    )
    await expect(load(cert, cert)).rejects.toEqual(failsWith('key-unreadable', 'no private key'))
    const garbage = [
      randomBytes(500),
      Buffer.alloc(0),
      Buffer.from('3082ffff', 'hex'),
      Buffer.alloc(2 << 20, 48),
    ]
    for (const [index, bytes] of garbage.entries()) {
      const path = await write(`garbage-${index}`, bytes)
      await expect(load(path, cert)).rejects.toEqual(failsWith('key-unreadable'))
    }
    const broken = await write('broken.pem', keyPem(leaf.privateKey).replace(/\n.{64}\n/, '\n'))
    await expect(load(broken, cert)).rejects.toEqual(failsWith('key-unreadable'))
  })
})
