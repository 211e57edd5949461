// Who is trusted, in a case and on a workstation, through the calls of the engine: with lists of revoked certificates that
// openssl made. Each change is in the ledger, and changes the answer about the signer alone.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import { unwatched } from '#engine/base/progress.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { createCase } from '#engine/store/case-database.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import type { Signer } from '../support/made-export.ts'
import { hasOpenssl, OpensslFolder } from '../support/openssl-folder.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const folder = suiteFolder()
const kept = join(folder, 'case')
const rootFile = join(folder, 'root.pem')
let signer: Signer
let openssl: OpensslFolder
beforeAll(async () => {
  signer = await makeSigner('VMS')
  writeFileSync(rootFile, formatPem('CERTIFICATE', signer.root.certificate.der))
  for (const name of ['a', 'b'])
    await writeSealed(join(folder, `${name}.mp4`), signer.key, { seed: name, withMetadata: false })
  const database = await createCase(kept, { reference: 'R', examiner: 'Ada' })
  const sources = ['a', 'b'].map((name) => join(folder, `${name}.mp4`))
  await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  database.close()
  openssl = new OpensslFolder()
})
afterAll(() => openssl.remove())

let place: string
beforeEach(() => {
  place = scratchFolder()
  cpSync(kept, join(place, 'case'), { recursive: true })
})

/** An engine with a data folder of its own: another workstation for each name. */
async function workstation(name = 'lab'): Promise<Engine> {
  const emit = (): void => undefined
  const engine = await createEngine({
    dataFolder: join(place, name),
    resourcesFolder: place,
    runtime: 'cli',
    emit,
  })
  onTestFinished(() => engine.close())
  return engine
}
async function opened(name?: string): Promise<Engine> {
  const engine = await workstation(name)
  await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
  return engine
}
const reason = 'fingerprint compared by telephone'
const answers = async ({ handlers }: Engine): Promise<string[]> =>
  (await handlers['item.list']({})).map(({ intact, trust, trustToday }) => `${intact} ${trust} ${trustToday}`)
const ledger = async ({ handlers }: Engine): Promise<unknown[]> =>
  (await wholeLedger(handlers)).items.filter(({ action }) => action.startsWith('trust'))

/** A list by the signer's root that revokes the signer's certificate since `since`. */
function listRevoking(since: string): string {
  const { root, key } = signer
  openssl.write('root.key', root.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  openssl.write('root.pem', formatPem('CERTIFICATE', root.certificate.der))
  const at = since.replace(/^..|[-:T]|\..*/g, '')
  openssl.write(
    'index.txt',
    `R\t360101000000Z\t${at}Z,superseded\t${key.certificate.signer.serialNumber.toUpperCase()}\tunknown\t/CN=VMS\n`,
  )
  openssl.write('number', '01\n')
  openssl.write(
    'ca.cnf',
    '[ca]\ndefault_ca=x\n[x]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=3650\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n',
  )
  const name = `${sha256Of(since).slice(0, 8)}.crl`
  openssl.run('ca', '-gencrl', '-config', 'ca.cnf', '-keyfile', 'root.key', '-cert', 'root.pem', '-out', name)
  return openssl.file(name)
}

describe('trusting in a case', () => {
  it('names the store, who relies on what, and judges every item', async () => {
    const engine = await opened()
    const { handlers } = engine
    const items = await handlers['item.list']({})
    expect(await handlers['trust.list']({})).toEqual({
      sha256: sha256Of(''),
      anchors: [],
      revocationLists: [],
      problems: [],
    })
    const { signer: shown } = signer.root.certificate
    const state = await handlers['trust.import']({ path: rootFile, reason: ` ${reason} `, scope: 'case' })
    expect(state).toMatchObject({
      sha256: sha256Of(`certificate ${shown.sha256}\n`),
      anchors: [
        {
          ...{ sha256: shown.sha256, scope: 'case', subject: shown.subject, importedBy: 'Ada', reason },
          reliedOnBy: items.map(({ id }) => id),
        },
      ],
      revocationLists: [],
    })
    expect(await answers(engine)).toEqual(Array(2).fill('intact trusted trusted'))
    const { items: entries } = await wholeLedger(handlers, items[0]!.id)
    expect(entries.map(({ detail }) => detail['trustStoreSha256'])).toEqual([sha256Of(''), state.sha256])
    // The same again changes nothing, and judges nothing.
    expect(await handlers['trust.import']({ path: rootFile, reason, scope: 'case' })).toEqual(state)
    expect((await wholeLedger(handlers, items[0]!.id)).items).toHaveLength(2)
    expect(await handlers['item.verifications']({ itemId: items[0]!.id })).toMatchObject([
      { intact: 'intact', trust: 'trusted' },
      { intact: 'intact', trust: 'not-checked' },
    ])
  })

  it('shows what a file holds, and then trusts nothing but that', async () => {
    const { handlers } = await opened()
    const { signer: root } = signer.root.certificate
    const file = join(place, 'chosen.pem')
    cpSync(rootFile, file)
    expect(await handlers['trust.read']({ path: file })).toEqual({
      certificates: [root],
      revocationLists: [],
    })
    expect((await handlers['trust.list']({})).anchors).toEqual([])
    const other = await makeSigner('Somebody')
    writeFileSync(file, readFileSync(rootFile, 'utf8') + formatPem('CERTIFICATE', other.root.certificate.der))
    const shown = { path: file, reason, scope: 'case' as const, expected: [root.sha256] }
    await expect(handlers['trust.import'](shown)).rejects.toMatchObject({ code: 'wrong-input' })
    await expect(handlers['trust.import']({ ...shown, expected: [] })).rejects.toMatchObject({
      code: 'wrong-input',
    })
    expect((await handlers['trust.list']({})).anchors).toEqual([])
    cpSync(rootFile, file)
    expect((await handlers['trust.import'](shown)).anchors.map(({ sha256 }) => sha256)).toEqual([root.sha256])
    writeFileSync(file, 'no certificate')
    await expect(handlers['trust.read']({ path: file })).rejects.toMatchObject({
      code: 'certificate-unreadable',
    })
  })

  it('needs a reason to begin and to end, and a case', async () => {
    const engine = await opened()
    const { handlers } = engine
    const { sha256 } = signer.root.certificate.signer
    for (const scope of ['case', 'workstation'] as const) {
      for (const text of ['', ' \n']) {
        const refused = { code: 'wrong-input' }
        await expect(handlers['trust.import']({ path: rootFile, reason: text, scope })).rejects.toMatchObject(
          refused,
        )
        await expect(handlers['trust.remove']({ sha256, reason: text, scope })).rejects.toMatchObject(refused)
      }
      for (const unknown of [sha256, 'x', '../index'])
        await expect(handlers['trust.remove']({ sha256: unknown, reason, scope })).rejects.toMatchObject({
          code: 'wrong-input',
          message: expect.stringContaining(unknown) as string,
        })
    }
    expect(await ledger(engine)).toEqual([])
    await handlers['case.close']({})
    const alone = handlers['trust.import']({ path: rootFile, reason, scope: 'case' })
    await expect(alone).rejects.toMatchObject({ code: 'no-case-open' })
  })
})

describe('while other work runs', () => {
  it('an item that was begun with the trust store of before is judged by that of now', async () => {
    const engine = await opened()
    const { handlers } = engine
    const path = join(place, 'c.mp4')
    await writeSealed(path, signer.key, { seed: 'c', withMetadata: false })
    await handlers['ingest.start']({ sources: [path] })
    const { sha256 } = await handlers['trust.import']({ path: rootFile, reason, scope: 'case' })
    await expect.poll(() => answers(engine)).toEqual(Array(3).fill('intact trusted trusted'))
    const third = (await handlers['item.list']({}))[2]
    const { items, valid } = await wholeLedger(handlers, third!.id)
    expect(valid).toBe(true)
    expect(items.map(({ action, detail }) => [action, detail['trustStoreSha256']])).toEqual([
      ['ingest', sha256Of('')],
      ['verify', sha256],
    ])
  })
})

describe.skipIf(!hasOpenssl)('a list of revoked certificates', () => {
  it.each([
    ['2026-04-01T00:00:00.000Z', 'intact revoked revoked', []],
    // After the time that the file states: what was sealed before stays.
    ['2026-06-01T00:00:00.000Z', 'intact trusted revoked', [0, 1]],
  ])(
    'that revokes the signer since %s changes the answer about the signer alone',
    async (since, said, relying) => {
      const engine = await opened()
      const { handlers } = engine
      await handlers['trust.import']({ path: rootFile, reason, scope: 'case' })
      const items = await handlers['item.list']({})
      const before: ItemDetail = await handlers['item.get']({ itemId: items[0]!.id })
      const list = listRevoking(since)
      const state = await handlers['trust.import']({ path: list, reason: 'from the city', scope: 'case' })
      expect(await answers(engine)).toEqual([said, said])
      expect(state.revocationLists).toMatchObject([
        {
          issuer: signer.root.certificate.signer.subject,
          revoked: 1,
          scope: 'case',
          reason: 'from the city',
        },
      ])
      expect(state.anchors[0]?.reliedOnBy).toEqual(relying.map((at) => items[at]!.id))
      expect(state.sha256).toBe(
        sha256Of(
          `certificate ${signer.root.certificate.signer.sha256}\ncrl ${state.revocationLists[0]!.sha256}\n`,
        ),
      )
      const { verification } = await handlers['item.get']({ itemId: items[0]!.id })
      const withoutTrust = ({ seals, notChecked: _, ...rest }: ItemDetail['verification']): unknown => ({
        ...rest,
        seals: seals.map(({ trust: __, trustDetail: ___, ...seal }) => seal),
      })
      expect(withoutTrust(verification)).toEqual(withoutTrust(before.verification))
      const after = await handlers['trust.remove']({
        ...{ sha256: state.revocationLists[0]!.sha256, reason: 'a newer one', scope: 'case' },
      })
      expect(after.revocationLists).toEqual([])
      expect(await answers(engine)).toEqual(Array(2).fill('intact trusted trusted'))
      expect(await ledger(engine)).toMatchObject([
        { action: 'trust-added', detail: { kind: 'certificate', scope: 'case' } },
        { action: 'trust-added', detail: { kind: 'crl', scope: 'case', revoked: 1 } },
        { action: 'trust-removed', detail: { kind: 'crl', scope: 'case', reason: 'a newer one' } },
      ])
    },
  )
})

describe('trusting on a workstation', () => {
  it('counts in each case that is opened there, stands in its ledger, and does not travel with it', async () => {
    const engine = await opened()
    const { handlers } = engine
    const state = await handlers['trust.import']({ path: rootFile, reason, scope: 'workstation' })
    const items = await handlers['item.list']({})
    expect(state.anchors).toMatchObject([{ scope: 'workstation', reliedOnBy: items.map(({ id }) => id) }])
    expect(await answers(engine)).toEqual(Array(2).fill('intact trusted trusted'))
    expect(await ledger(engine)).toMatchObject([
      { action: 'trust-added', actor: 'Ada', detail: { scope: 'workstation', reason } },
    ])
    const relying = state.sha256
    await handlers['case.close']({})
    expect((await handlers['trust.list']({})).anchors).toMatchObject([
      { scope: 'workstation', reliedOnBy: [] },
    ])

    const other = await opened('elsewhere')
    expect((await other.handlers['case.current']({}))?.notices).toEqual([])
    expect(await other.handlers['trust.list']({})).toMatchObject({ sha256: sha256Of(''), anchors: [] })
    // What was judged before says by which store, and is judged by that of this workstation.
    expect(await answers(other)).toEqual(Array(2).fill('intact not-checked not-checked'))
    const { items: entries } = await wholeLedger(other.handlers, items[0]!.id)
    expect(entries.slice(-2).map(({ detail }) => detail['trustStoreSha256'])).toEqual([relying, sha256Of('')])
    await other.handlers['case.close']({})

    const again = await opened()
    expect((await again.handlers['trust.list']({})).sha256).toBe(relying)
    const { sha256 } = signer.root.certificate.signer
    expect(
      await again.handlers['trust.remove']({ sha256, reason: 'key lost', scope: 'workstation' }),
    ).toMatchObject({
      anchors: [],
    })
    expect(await answers(again)).toEqual(Array(2).fill('intact not-checked not-checked'))
    expect((await ledger(again)).at(-1)).toMatchObject({
      action: 'trust-removed',
      detail: { scope: 'workstation', reason: 'key lost' },
    })
  })

  it('and in a case at once counts once, and each goes by itself', async () => {
    const engine = await opened()
    const { handlers } = engine
    const alone = await handlers['trust.import']({ path: rootFile, reason, scope: 'case' })
    const both = await handlers['trust.import']({ path: rootFile, reason, scope: 'workstation' })
    expect(both.sha256).toBe(alone.sha256)
    expect(both.anchors.map(({ scope }) => scope)).toEqual(['case', 'workstation'])
    const { sha256 } = signer.root.certificate.signer
    const left = await handlers['trust.remove']({ sha256, reason: 'not here', scope: 'case' })
    expect(left.anchors.map(({ scope }) => scope)).toEqual(['workstation'])
    expect(await answers(engine)).toEqual(Array(2).fill('intact trusted trusted'))
  })

  it('works without a case', async () => {
    const engine = await workstation()
    const { handlers } = engine
    await handlers['trust.import']({ path: rootFile, reason, scope: 'workstation' })
    await handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
    expect((await handlers['trust.list']({})).anchors).toHaveLength(1)
  })

  it('tells a certificate that was exchanged, and judges nobody by it', async () => {
    const first = await opened()
    await first.handlers['trust.import']({ path: rootFile, reason, scope: 'workstation' })
    await first.handlers['case.close']({})
    const trust = join(place, 'lab', 'trust')
    const file = readdirSync(trust).find((name) => name.endsWith('.cer'))
    const mallory = await makeSigner('VMS')
    writeFileSync(join(trust, file ?? ''), mallory.root.certificate.der)
    const engine = await opened()
    const { anchors, problems } = await engine.handlers['trust.list']({})
    expect([anchors, problems]).toEqual([[], [expect.stringContaining('does not have the fingerprint')]])
    expect((await engine.handlers['case.current']({}))?.notices).toEqual(problems)
  })
})

describe('an exported trust store', () => {
  it('gives the same hash where it is imported, and reads as PEM by others', async () => {
    const engine = await opened()
    const { handlers } = engine
    const hostile = 'handed over -----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\u202e'
    await handlers['trust.import']({ path: rootFile, reason: hostile, scope: 'case' })
    let state = await handlers['trust.import']({ path: rootFile, reason, scope: 'workstation' })
    const path = join(place, 'store.pem')
    if (hasOpenssl) {
      const list = listRevoking('2026-06-01T00:00:00.000Z')
      state = await handlers['trust.import']({ path: list, reason, scope: 'workstation' })
    }
    const exported = await handlers['trust.export']({ path })
    const text = readFileSync(path, 'utf8')
    expect(exported).toEqual({ path, sha256: sha256Of(text) })
    expect(text).toContain(`# Subject: ${signer.root.certificate.signer.subject}`)
    for (const line of ['# Scope: case', '# Scope: workstation', `# Reason: ${reason}`, `by Ada`])
      expect(text).toContain(line)
    expect(text.match(/-----BEGIN CERTIFICATE/g)).toHaveLength(1)
    if (hasOpenssl)
      expect(execFileSync('openssl', ['storeutl', '-noout', path], { encoding: 'utf8' })).toContain(
        'Total found: 2',
      )
    await expect(handlers['trust.export']({ path })).rejects.toMatchObject({ code: 'destination-exists' })
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect((await wholeLedger(handlers)).items.at(-1)).toMatchObject({
      ...{ action: 'export', outputSha256: exported.sha256 },
      detail: { what: 'trust store', path, trustStoreSha256: state.sha256 },
    })
    expect(readdirSync(place).filter((name) => name.includes('.partial'))).toEqual([])
    const inside = join(place, 'case', 'vault', 'store.pem')
    await expect(handlers['trust.export']({ path: inside })).rejects.toMatchObject({ code: 'wrong-input' })
    await handlers['case.close']({})
    const other = await workstation('elsewhere')
    expect((await other.handlers['trust.import']({ path, reason, scope: 'workstation' })).sha256).toBe(
      state.sha256,
    )
    const nothing = await workstation('third')
    const empty = join(place, 'empty.pem')
    await expect(nothing.handlers['trust.export']({ path: empty })).rejects.toMatchObject({
      code: 'wrong-input',
    })
    expect(existsSync(empty)).toBe(false)
  })
})

describe('a recorder’s clock', () => {
  it('is entered for several items, listed, shown with the item and taken back', async () => {
    const { handlers } = await opened()
    const itemIds = (await handlers['item.list']({})).map(({ id }) => id)
    const [itemId] = itemIds as [(typeof itemIds)[0]]
    const reading = {
      recorderTime: '2026-05-02T08:14:57.750Z' as never,
      referenceTime: '2026-05-02T08:15:00.000Z' as never,
      method: 'photographed beside the DCF77 clock',
    }
    const entries = await handlers['clock.set']({ itemIds, reading })
    expect(entries.map(({ itemId: of, offsetMicros }) => [of, offsetMicros])).toEqual(
      itemIds.map((id) => [id, -2_250_000]),
    )
    expect((await handlers['item.get']({ itemId })).clockOffset).toEqual(entries[0])
    await handlers['clock.withdraw']({ itemId, reason: 'wrong recorder' })
    expect((await handlers['item.get']({ itemId })).clockOffset).toBeNull()
    expect(await handlers['clock.list']({ itemId })).toMatchObject([
      { withdrawn: { by: 'Ada', reason: 'wrong recorder' } },
    ])
    expect((await wholeLedger(handlers, itemId)).valid).toBe(true)
  })
})
