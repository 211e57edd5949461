// Evidence goes to somebody: what is handed over is what was exported or ingested, the ledger has it, the recipient a receipt
// that openssl can check; and where anything is not as it should be, nothing is handed over at all.
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { Receipt } from '#contract/handover.ts'
import type { HandoverRequest, HandoverResult } from '#contract/handover.ts'
import type { ItemId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { handOver } from '#engine/custody/hand-over.ts'
import { itemsOfPackage } from '#engine/custody/handed-files.ts'
import type { LedgerSigner } from '#engine/custody/signer.ts'
import { exportItems } from '#engine/export/export-items.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { signMessage } from '#engine/seal/signed-message.ts'
import { canonicalJson } from '#engine/store/canonical-json.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { sha256Of, stateOf } from '../support/cli.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { hasPdfText, pdfText } from '../support/pdf-text.ts'

const folder = suiteFolder()
const resourcesFolder = join(import.meta.dirname, '..', '..', 'resources')
const names = ['one.mp4', `Nord "quoted" Süd שלום \u202e =x ${'long '.repeat(20)}.mp4`]
let database: CaseDatabase
let itemIds: ItemId[]
let packagePath: string
let signer: LedgerSigner
let key: SealingKey

const ledger = () => database.custody.verifyLedger()

async function exportBoth(): Promise<string> {
  const order = {
    itemIds,
    destination: join(folder, 'out'),
    from: null,
    to: null,
    key,
    operator: 'Ada',
    comment: '',
  }
  const made = await exportItems(order, { database, actor: 'Ada', unitName: 'Bench' }, unwatched)
  return made.package
}

beforeAll(async () => {
  database = await createCase(join(folder, 'case'), { reference: 'R/7 “Nord”', examiner: 'Ada' })
  ;({ key } = await makeSigner('Laboratory'))
  signer = {
    by: 'examiner',
    certificate: key.certificate,
    chain: [],
    sign: (bytes) => signMessage(key.privateKey, bytes),
  }
  mkdirSync(join(folder, 'in'))
  for (const [index, name] of names.entries())
    await writeSealed(join(folder, 'in', name), key, { seed: String(index) })
  const context = { database, actor: 'Ada', trust: { anchors: [], at: null } }
  const { items } = await ingest([join(folder, 'in')], context, unwatched)
  itemIds = items.flatMap(({ id }) => id ?? [])
  packagePath = await exportBoth()
})

const recipient = { name: 'Judge Dora Müller', organisation: 'District Court', identification: '12 A 34/26' }

const hand = (changes: Partial<HandoverRequest> = {}, work: Work = unwatched): Promise<HandoverResult> =>
  handOver(
    { itemIds, packagePath, recipient, reason: 'By order, for the hearing', destination: null, ...changes },
    { database, actor: 'Ada Lovelace (badge 12)', signer, resourcesFolder },
    work,
  )

/** Refused, with nothing written anywhere. */
async function refused(changes: Partial<HandoverRequest>, code: string, words: string): Promise<void> {
  const before = [ledger().head, readdirSync(database.folder.reports)]
  const failure: unknown = await hand(changes).then(
    () => null,
    (error: unknown) => error,
  )
  expect(failure).toMatchObject({ code, message: expect.stringContaining(words) as string })
  expect([ledger().head, readdirSync(database.folder.reports)]).toEqual(before)
}

const openssl = (cwd: string, ...args: string[]): { status: number | null; stdout: string } =>
  spawnSync('openssl', args, { cwd, encoding: 'utf8' })

describe('a package', () => {
  let result: HandoverResult
  let before: unknown[]
  const packaged = (): unknown[] => readdirSync(packagePath).map((name) => stateOf(join(packagePath, name)))
  beforeAll(async () => {
    before = packaged()
    result = await hand()
  })

  it('is named file by file, each with its item and the hash that sha256sum gives, and is not touched', () => {
    const { files } = result.receipt
    expect(files.map(({ path }) => path).toSorted()).toEqual(readdirSync(packagePath).toSorted())
    for (const { path, sha256 } of files) expect(sha256).toBe(sha256Of(join(packagePath, path)))
    expect(
      files
        .slice(0, 2)
        .map(({ itemId }) => itemId)
        .toSorted(),
    ).toEqual(itemIds.toSorted())
    expect(files.slice(2).every(({ itemId }) => itemId === null)).toBe(true)
    expect(packaged()).toEqual(before)
  })

  it('has an entry in the ledger for each item; the receipt names the last of them', () => {
    const { items, valid } = ledger()
    const own = items.filter(({ action }) => action === 'hand-over').slice(0, 2)
    expect(valid).toBe(true)
    expect(own.map(({ itemId }) => itemId)).toEqual(itemIds)
    for (const entry of own) {
      const file = result.receipt.files.find(({ itemId }) => itemId === entry.itemId)!
      expect(entry).toMatchObject({
        actor: 'Ada Lovelace (badge 12)',
        outputSha256: file.sha256,
        detail: {
          receiptId: result.receipt.id,
          recipient,
          reason: 'By order, for the hearing',
          package: packagePath,
          path: result.folder,
          files: [{ path: file.path, size: file.size, sha256: file.sha256 }],
        },
      })
    }
    expect(result.receipt).toMatchObject({
      time: own[1]!.time,
      ledger: { first: own[0]!.seq, seq: own[1]!.seq, hash: own[1]!.hash },
      notices: [],
    })
  })

  it('has a receipt in canonical JSON in a folder of its own, and nothing else', () => {
    expect(result.folder.startsWith(join(database.folder.reports, 'hand-over-'))).toBe(true)
    expect(readdirSync(result.folder).toSorted()).toEqual([
      'VERIFY.txt',
      'receipt.json',
      'receipt.json.sig',
      'receipt.pdf',
      'receipt.pdf.sig',
      'signer.pem',
    ])
    const text = readFileSync(result.json, 'utf8')
    expect(Receipt.parse(JSON.parse(text))).toEqual(result.receipt)
    expect(text).toBe(canonicalJson(result.receipt))
    expect(readdirSync(database.folder.reports).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  it.each(['receipt.json', 'receipt.pdf'])(
    'openssl confirms the signature of %s by the words of VERIFY.txt',
    (name) => {
      const copy = scratchFolder()
      cpSync(result.folder, copy, { recursive: true })
      const lines = readFileSync(join(copy, 'VERIFY.txt'), 'utf8').match(/^ {4}openssl .+$/gm)!
      const run = (): string =>
        lines
          .map((line) => spawnSync('sh', ['-c', line], { cwd: copy, encoding: 'utf8' }))
          .map(({ stdout, stderr }) => stdout + stderr)
          .join('')
      const said = run()
      expect(said.match(/Verified OK/g)).toHaveLength(2)
      const print = new X509Certificate(readFileSync(join(copy, 'signer.pem'))).fingerprint256
      expect(said).toContain(print)
      expect(print.replaceAll(':', '').toLowerCase()).toBe(result.receipt.signer.sha256)
      const bytes = readFileSync(join(copy, name))
      bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40)
      writeFileSync(join(copy, name), bytes)
      expect(run().match(/Verified OK/g)).toHaveLength(1)
    },
  )

  it.skipIf(!hasPdfText)('the printed receipt says all of it, on one page', () => {
    const { text, pages } = pdfText(result.pdf)
    expect(pages).toBe(1)
    for (const said of [
      'Receipt for evidence handed over',
      'R/7 “Nord”',
      'Ada Lovelace (badge 12)',
      'Judge Dora Müller, District Court, 12 A 34/26',
      'By order, for the hearing',
      result.receipt.id,
      'Received by: Judge Dora Müller',
      'Place, date, signature',
      'openssl dgst -sha256 -sigopt rsa_padding_mode:pss',
    ])
      expect(text).toContain(said)
    const groups = result.receipt.ledger.hash.match(/.{4}/g)!
    for (const group of groups) expect(text).toContain(group)
  })

  it('a second one in the same second has a folder of its own', async () => {
    const two = await Promise.all([hand(), hand()])
    expect(new Set(two.map(({ folder: path }) => path)).size).toBe(2)
    expect(ledger().valid).toBe(true)
  })

  it('signed by a key on an elliptic curve is confirmed by its own words', async () => {
    const place = scratchFolder()
    openssl(
      place,
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'k.pem',
      '-out',
      'c.pem',
      '-subj',
      '/CN=Ada',
      '-days',
      '9',
    )
    const { loadIdentityKey } = await import('#engine/seal/identity-key.ts')
    writeFileSync(
      join(place, 'both.pem'),
      readFileSync(join(place, 'k.pem'), 'utf8') + readFileSync(join(place, 'c.pem'), 'utf8'),
    )
    const own = await loadIdentityKey(join(place, 'both.pem'), null)
    const ec: LedgerSigner = { ...own, by: 'examiner', sign: (bytes) => signMessage(own.privateKey, bytes) }
    const { folder: made } = await handOver(
      { itemIds, packagePath, recipient, reason: 'r', destination: join(place, 'receipts') },
      { database, actor: 'Ada', signer: ec, resourcesFolder },
      unwatched,
    )
    const lines = readFileSync(join(made, 'VERIFY.txt'), 'utf8').match(/^ {4}openssl .+$/gm)!
    const said = spawnSync('sh', ['-c', lines.join('\n')], { cwd: made, encoding: 'utf8' }).stdout
    expect(said.match(/Verified OK/g)).toHaveLength(2)
  })
})

describe('a package that is not what was exported', () => {
  /** A copy to tamper with; the evidence in it is the first file by name. */
  const copyOf = (): { path: string; video: string } => {
    const path = join(scratchFolder(), 'package')
    cpSync(packagePath, path, { recursive: true })
    for (const name of readdirSync(path)) chmodSync(join(path, name), 0o644)
    return {
      path,
      video: join(
        path,
        readdirSync(path).find((name) => name.endsWith('.mp4'))!,
      ),
    }
  }
  const flip = (path: string): void => {
    const bytes = readFileSync(path)
    bytes.writeUInt8(bytes.readUInt8(1_000) ^ 1, 1_000)
    writeFileSync(path, bytes)
  }
  const renewSums = (path: string): void => {
    const lines = readdirSync(path)
      .filter((name) => name !== 'SHA256SUMS')
      .map((name) => `${sha256Of(join(path, name))}  ${name}\n`)
    writeFileSync(join(path, 'SHA256SUMS'), lines.join(''))
  }

  it.each<[string, (copy: { path: string; video: string }) => string]>([
    ['a changed video', ({ video }) => (flip(video), `“${basename(video)}” was changed`)],
    [
      'a changed companion',
      ({ path }) => (writeFileSync(join(path, 'VERIFY.txt'), 'trust me'), '“VERIFY.txt” was changed'),
    ],
    ['a missing video', ({ video }) => (rmSync(video), `“${basename(video)}” is missing`)],
    [
      'a file too many',
      ({ path }) => (writeFileSync(join(path, 'extra.txt'), 'x'), '“extra.txt” does not belong to it'),
    ],
    ['a folder too many', ({ path }) => (mkdirSync(join(path, 'more')), '“more” is no file')],
    [
      'a video renamed',
      ({ path, video }) => (renameSync(video, join(path, 'other.mp4')), '“other.mp4” does not belong'),
    ],
    ['no list of hashes', ({ path }) => (rmSync(join(path, 'SHA256SUMS')), 'holds no SHA256SUMS')],
    [
      'a list that is none',
      ({ path }) => (writeFileSync(join(path, 'SHA256SUMS'), 'nothing'), 'is not a list of files'),
    ],
    [
      'a list that leads elsewhere',
      ({ path }) => (
        writeFileSync(join(path, 'SHA256SUMS'), `${'0'.repeat(64)}  ../case.sqlite\n`),
        'is not a list of files'
      ),
    ],
    [
      'a changed video whose hash was renewed too',
      ({ path, video }) => (flip(video), renewSums(path), 'no file that was exported from this case'),
    ],
    [
      'a link in the place of a video',
      ({ video }) => {
        const elsewhere = join(scratchFolder(), 'v.mp4')
        copyFileSync(video, elsewhere)
        rmSync(video)
        symlinkSync(elsewhere, video)
        return `“${basename(video)}” is no file`
      },
    ],
  ])('%s is refused and named', async (_, tamper) => {
    const copy = copyOf()
    const words = tamper(copy)
    await refused({ packagePath: copy.path }, 'package-changed', words)
  })

  it('is refused where it is not there', async () => {
    await refused({ packagePath: join(folder, 'nowhere') }, 'file-not-found', 'There is no package')
  })

  it('with an item that was not named, or without one that was, is refused', async () => {
    await refused({ itemIds: itemIds.slice(0, 1) }, 'wrong-input', 'which was not named')
    const order = { itemIds: itemIds.slice(0, 1), destination: join(folder, 'single'), from: null, to: null }
    const single = await exportItems(
      { ...order, key, operator: 'Ada', comment: '' },
      { database, actor: 'Ada', unitName: 'Bench' },
      unwatched,
    )
    await refused({ packagePath: single.package }, 'wrong-input', 'holds no file of')
    expect(await itemsOfPackage(database, single.package, unwatched)).toEqual(itemIds.slice(0, 1))
  })

  it('may not get the receipt into itself', async () => {
    await refused({ destination: packagePath }, 'wrong-input', 'cannot lie in the package')
    await refused({ destination: join(packagePath, 'receipt') }, 'wrong-input', 'cannot lie in the package')
  })
})

describe('originals', () => {
  it('are hashed again in the vault, and named as they were on their medium', async () => {
    const { receipt } = await hand({ packagePath: null })
    expect(receipt.package).toBeNull()
    expect(receipt.files.map(({ path }) => basename(path)).toSorted()).toEqual(names.toSorted())
    for (const { path, sha256 } of receipt.files)
      expect(sha256).toBe(sha256Of(join(folder, 'in', basename(path))))
  })

  it('that were changed in the vault are not handed over', async () => {
    const { sha256 } = database.items.summary(itemIds[0]!)
    const path = database.vault.path(sha256)
    const bytes = readFileSync(path)
    chmodSync(path, 0o644)
    writeFileSync(path, Buffer.concat([bytes, Buffer.from('x')]))
    try {
      await refused({ packagePath: null }, 'item-damaged', 'Nothing was handed over')
    } finally {
      writeFileSync(path, bytes)
      chmodSync(path, 0o444)
    }
  })

  it('of which bytes are missing go only as they are, and the receipt says what is missing', async () => {
    const summary = database.items.summary(itemIds[0]!)
    const load = database.items.load.bind(database.items)
    const spies = [
      vi.spyOn(database.items, 'summary').mockImplementation((id) => ({
        ...summary,
        ...(id === summary.id ? { missingBytes: 512 } : { id }),
      })),
      vi
        .spyOn(database.items, 'load')
        .mockImplementation((id) => ({ ...load(id), missing: [{ start: 512, end: 1_024 }] })),
    ]
    try {
      await refused({ itemIds: [summary.id] }, 'item-partial', 'Bytes of “')
      const { receipt, pdf } = await hand({ itemIds: [summary.id], packagePath: null })
      expect(receipt.notices).toEqual([expect.stringContaining('512 of its')])
      if (hasPdfText) expect(pdfText(pdf).text).toContain('is not whole: 512 of its')
    } finally {
      for (const spy of spies) spy.mockRestore()
    }
  })
})

describe('a hand-over that does not come about', () => {
  it('is taken back in the ledger, and nothing of the receipt is left', async () => {
    const out = scratchFolder()
    const append = database.custody.append.bind(database.custody)
    const spy = vi.spyOn(database.custody, 'append').mockImplementation((act) => {
      const entry = append(act)
      const path = act.detail?.['path']
      // Somebody takes the name once the act stands in the ledger.
      if (act.detail?.['failed'] !== true && typeof path === 'string' && !existsSync(path)) mkdirSync(path)
      return entry
    })
    const before = ledger().entries
    await expect(hand({ destination: out }).finally(() => spy.mockRestore())).rejects.toMatchObject({
      code: 'destination-unwritable',
    })
    expect(readdirSync(out).filter((name) => name.endsWith('.partial'))).toEqual([])
    const { items, entries, valid } = ledger()
    expect([entries, valid]).toEqual([before + 4, true])
    expect(items.slice(-2)).toMatchObject([
      { action: 'hand-over', itemId: itemIds[0], detail: { failed: true } },
      { action: 'hand-over', itemId: itemIds[1], detail: { failed: true } },
    ])
  })

  it('is refused without a recipient or a reason, into the vault, and for items that are not there', async () => {
    await refused({ recipient: { ...recipient, name: '  ' } }, 'wrong-input', 'to whom')
    await refused({ reason: '\n' }, 'wrong-input', 'why')
    await refused({ destination: database.folder.vault }, 'wrong-input', 'inside the case folder')
    const id = 'c7a6bd0c-0000-4000-8000-000000000000' as ItemId
    await refused({ itemIds: [id] }, 'item-not-found', '')
  })

  it('leaves nothing when it is cancelled', async () => {
    const controller = new AbortController()
    const before = [ledger().head, readdirSync(database.folder.reports)]
    const work = { signal: controller.signal, report: () => controller.abort() }
    await expect(hand({}, work)).rejects.toThrow(/abort/i)
    expect([ledger().head, readdirSync(database.folder.reports)]).toEqual(before)
  })

  it('is refused where the case is open for reading only', async () => {
    const other = await createCase(join(folder, 'other'), { reference: 'x', examiner: 'Ada' })
    other.close()
    const looking = await openCase(join(folder, 'other'), { actor: '', readOnly: true })
    const context = { database: looking, actor: 'Ada', signer, resourcesFolder }
    const request = { itemIds, packagePath: null, recipient, reason: 'r', destination: scratchFolder() }
    await expect(handOver(request, context, unwatched).finally(() => looking.close())).rejects.toMatchObject({
      code: 'case-read-only',
    })
  })
})

// Last: the ledger of this case is broken from here on.
describe('a ledger that does not verify', () => {
  it('is told on the receipt', async () => {
    const { default: Database } = await import('better-sqlite3')
    const other = new Database(database.folder.database)
    other.exec('DROP TRIGGER custody_no_update')
    other.exec(`UPDATE custody SET actor = 'Mallory' WHERE seq = 2`)
    other.close()
    const { receipt, pdf } = await hand()
    expect(receipt.notices).toEqual([expect.stringContaining('does not verify, from entry 2 on')])
    if (hasPdfText) expect(pdfText(pdf).text).toContain('does not verify, from entry 2 on')
  })
})
