// Whom the workstation trusts: an index and files that may be damaged, exchanged or half-written, and never trusted in silence.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256Of } from '#engine/base/hash.ts'
import type { NewTrust } from '#engine/store/trust-entry.ts'
import { trustStoreHash } from '#engine/store/trust-hash.ts'
import { WorkstationTrust } from '#engine/store/workstation-trust.ts'
import { failureOf, fixedTime, temporaryFolder, utc } from '#test/support/store.ts'

const certificate: NewTrust = {
  kind: 'certificate',
  der: Buffer.from('a certificate'),
  subject: 'CN=Métro Root',
  notBefore: utc('2020-01-01T00:00:00.000Z'),
  notAfter: utc('2040-01-01T00:00:00.000Z'),
}
const list: NewTrust = {
  kind: 'crl',
  der: Buffer.from('a list'),
  issuer: 'CN=Metro Root',
  thisUpdate: utc('2026-04-01T00:00:00.000Z'),
  nextUpdate: null,
  revoked: 2,
}
const [certificateId, listId] = [sha256Of(certificate.der), sha256Of(list.der)]
const why = { actor: 'Ada', reason: 'Fingerprint compared by telephone' }

function newStore(): { store: WorkstationTrust; folder: string; index: string } {
  const data = temporaryFolder()
  const folder = path.join(data, 'trust')
  return {
    store: new WorkstationTrust(data, () => fixedTime),
    folder,
    index: path.join(folder, 'index.json'),
  }
}
const nothing = { anchors: [], revocationLists: [], problems: [] }
const told = (text: string): unknown => ({ ...nothing, problems: [expect.stringContaining(text)] })

describe('the trust store of the workstation', () => {
  it('is empty where there is none, and keeps what is added with importer, time and reason', () => {
    const { store, folder } = newStore()
    expect(store.holding()).toEqual(nothing)
    expect(existsSync(folder)).toBe(false)
    expect(store.add([certificate, list, certificate], why).map(({ sha256 }) => sha256)).toEqual([
      certificateId,
      listId,
    ])
    const common = { scope: 'workstation', importedAt: fixedTime, importedBy: 'Ada', reason: why.reason }
    const { kind: _, ...shownCertificate } = certificate
    const { kind: __, ...shownList } = list
    expect(new WorkstationTrust(path.dirname(folder)).holding()).toEqual({
      anchors: [{ ...shownCertificate, ...common, sha256: certificateId }],
      revocationLists: [{ ...shownList, ...common, sha256: listId }],
      problems: [],
    })
    expect(store.add([list], { actor: 'Ben', reason: 'again' })).toEqual([])
    expect(store.holding().revocationLists[0]?.importedBy).toBe('Ada')
  })

  it('removes by fingerprint, file and all', async () => {
    const { store, folder } = newStore()
    store.add([certificate, list], why)
    expect(store.remove(certificateId)).toMatchObject({
      subject: 'CN=Métro Root',
    })
    expect(readdirSync(folder).sort()).toEqual([`${listId}.crl`, 'index.json'].sort())
    expect(store.holding()).toMatchObject({
      anchors: [],
      revocationLists: [{ sha256: listId }],
      problems: [],
    })
    expect(await failureOf(() => store.remove(certificateId))).toBe('wrong-input')
  })

  it('does not rely on a file that a crash left before the index, nor on an entry whose file is gone', () => {
    const { store, folder } = newStore()
    mkdirSync(folder)
    // Added: the file was written, the index was not.
    writeFileSync(path.join(folder, `${certificateId}.cer`), certificate.der)
    expect(store.holding()).toEqual(told(`“${certificateId}.cer”, which its index does not name`))
    expect(store.add([certificate], why)).toHaveLength(1)
    expect(store.holding()).toMatchObject({ anchors: [{ sha256: certificateId }], problems: [] })
    rmSync(path.join(folder, `${certificateId}.cer`))
    expect(store.holding()).toEqual(told('its file is missing'))
    // Adding it again mends it, and the entry is there once.
    expect(store.add([certificate], why)).toHaveLength(1)
    expect(store.holding()).toMatchObject({ anchors: [{ sha256: certificateId }], problems: [] })
    expect(
      (JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as { entries: [] }).entries,
    ).toHaveLength(1)
  })

  it('does not rely on a certificate that was exchanged', () => {
    const { store, folder } = newStore()
    store.add([certificate], why)
    writeFileSync(path.join(folder, `${certificateId}.cer`), 'another certificate')
    expect(store.holding()).toEqual(told('does not have the fingerprint'))
  })

  it('tells each damaged entry, relies on the others, and keeps it when something else is added', () => {
    const { store, index } = newStore()
    store.add([certificate], why)
    const read = JSON.parse(readFileSync(index, 'utf8')) as { entries: unknown[] }
    const damaged = [
      { kind: 'certificate', sha256: '../../etc/passwd' },
      5,
      { ...(read.entries[0] as object), later: 1 },
    ]
    writeFileSync(index, JSON.stringify({ entries: [...damaged, ...read.entries] }))
    const holding = store.holding()
    expect(holding.anchors.map(({ sha256 }) => sha256)).toEqual([certificateId])
    expect(holding.problems).toEqual([
      expect.stringContaining('Entry number 1'),
      expect.stringContaining('Entry number 2'),
      expect.stringContaining(`Entry ${certificateId.slice(0, 16)}… `),
    ])
    store.add([list], why)
    expect((JSON.parse(readFileSync(index, 'utf8')) as { entries: unknown[] }).entries.slice(0, 3)).toEqual(
      damaged,
    )
  })

  it.each(['', '{"entries": 5}', '{"entries": [', '[]'])(
    'relies on nothing where the index is %j, and keeps that index',
    (text) => {
      const { store, folder, index } = newStore()
      store.add([certificate], why)
      writeFileSync(index, text)
      const { anchors, problems } = store.holding()
      expect(anchors).toEqual([])
      expect(problems[0]).toContain(
        'The index of the certificates that this workstation trusts cannot be read',
      )
      store.add([list], why)
      expect(store.holding()).toMatchObject({
        anchors: [],
        revocationLists: [{ sha256: listId }],
        problems: [expect.stringContaining(`“${certificateId}.cer”, which its index does not name`)],
      })
      const kept = readdirSync(folder).find((name) => name.startsWith('index.damaged-'))
      expect(readFileSync(path.join(folder, kept ?? ''), 'utf8')).toBe(text)
    },
  )

  it('leaves the old index where the new one cannot be written', async () => {
    const { store, folder, index } = newStore()
    store.add([certificate], why)
    renameSync(index, `${index}.kept`)
    mkdirSync(index)
    expect(await failureOf(() => store.add([list], why))).toBe('destination-unwritable')
    rmSync(index, { recursive: true, force: true })
    for (const name of readdirSync(folder).filter((one) => one.startsWith('index.damaged-')))
      rmSync(path.join(folder, name), { recursive: true })
    renameSync(`${index}.kept`, index)
    expect(store.holding()).toMatchObject({ anchors: [{ sha256: certificateId }], revocationLists: [] })
  })

  it('names some of many problems', () => {
    const { store, index } = newStore()
    store.add([certificate], why)
    writeFileSync(index, JSON.stringify({ entries: Array.from({ length: 20 }, () => 7) }))
    const { problems } = store.holding()
    expect(problems).toHaveLength(6)
    expect(problems.at(-1)).toBe('16 more such problems.')
  })
})

it('the hash of a trust store is over sorted lines, each once, whatever the order', () => {
  const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]
  expect(trustStoreHash([], [])).toBe(sha256Of(''))
  expect(trustStoreHash([b, a, b], [a])).toBe(sha256Of(`certificate ${a}\ncertificate ${b}\ncrl ${a}\n`))
})
