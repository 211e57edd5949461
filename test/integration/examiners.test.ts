// Who acts: profiles with keys at rest, signing in and out, and heads of ledgers signed by whoever is signed in. openssl judges
// the keys and the signatures.
import { createPublicKey } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { coverageOf } from '#contract/custody.ts'
import { formatActor } from '#contract/examiner.ts'
import type { Examiner, ExaminerKeyChoice } from '#contract/examiner.ts'
import { ExaminerSession } from '#engine/custody/examiner-session.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { scratchFolder } from '../support/made-export.ts'
import { hasOpenssl, OpensslFolder } from '../support/openssl-folder.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const password = 'correct horse battery'
let lab: string
let told: string[]
beforeEach(() => {
  lab = join(scratchFolder(), 'lab')
  told = []
})

async function start(): Promise<Engine> {
  const engine = await createEngine({
    ...{ dataFolder: lab, resourcesFolder: lab, runtime: 'cli' },
    emit: (name) => void told.push(name),
  })
  onTestFinished(() => engine.close())
  return engine
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const person = { name: 'Ada Lovelace', badge: '4711', organisation: 'Harbour Police' }
const create = ({ handlers }: Engine, key: ExaminerKeyChoice, name = person.name): Promise<Examiner> =>
  handlers['examiner.create']({ ...person, name, key })
const profileFiles = (): string[] => readdirSync(join(lab, 'examiners')).sort()

describe('a profile', () => {
  it('with a key made here: kept encrypted, for nobody else to read, with a certificate of its own', async () => {
    const engine = await start()
    const examiner = await create(engine, { kind: 'make', password })
    expect(examiner).toMatchObject({ ...person, key: { origin: 'made' } })
    expect(examiner.key?.subject).toBe('CN=Ada Lovelace, serialNumber=4711, O=Harbour Police')
    expect(profileFiles()).toEqual([`${examiner.id}.json`, `${examiner.id}.key.pem`])
    const files = profileFiles().map((name) => join(lab, 'examiners', name))
    if (process.platform !== 'win32')
      for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600)
    for (const file of files) {
      const text = readFileSync(file, 'utf8')
      expect(text).not.toContain(password)
      expect(text).not.toMatch(/BEGIN (RSA )?PRIVATE KEY/)
    }
    expect(await engine.handlers['examiner.list']({})).toEqual([examiner])
  })

  it.skipIf(!hasOpenssl)('its key opens with openssl and the password, and with no other', async () => {
    const engine = await start()
    const { id } = await create(engine, { kind: 'make', password })
    const key = join(lab, 'examiners', `${id}.key.pem`)
    const openssl = new OpensslFolder()
    onTestFinished(() => openssl.remove())
    expect(openssl.run('asn1parse', '-in', key)).toMatch(/PBES2[\s\S]*scrypt[\s\S]*aes-256-cbc/)
    expect(openssl.ask('pkcs8', '-in', key, '-passin', `pass:${password}`)).toContain('BEGIN PRIVATE KEY')
    expect(openssl.ask('pkcs8', '-in', key, '-passin', 'pass:another one')).not.toContain('BEGIN PRIVATE KEY')
  })

  it('removed: is moved aside, and stays known as a signer', async () => {
    const engine = await start()
    const { id } = await create(engine, { kind: 'make', password })
    await engine.handlers['examiner.remove']({ id })
    expect(await engine.handlers['examiner.list']({})).toEqual([])
    expect(readdirSync(join(lab, 'examiners', 'removed')).sort()).toEqual([`${id}.json`, `${id}.key.pem`])
    const again = Promise.resolve().then(() => engine.handlers['examiner.remove']({ id }))
    await expect(again).rejects.toMatchObject({
      code: 'examiner-unknown',
    })
    expect(new ExaminerSession(lab).profiles.certificates()).toHaveLength(1)
  })

  it('damaged: is told at the next opening, keeps nobody else from working, and is kept', async () => {
    const engine = await start()
    const kept = await create(engine, { kind: 'none' })
    const broken = join(lab, 'examiners', '00000000-0000-4000-8000-000000000000.json')
    writeFileSync(broken, '{"name":')
    expect(await engine.handlers['examiner.list']({})).toEqual([kept])
    const opened = await engine.handlers['case.create']({
      path: join(lab, 'case'),
      reference: 'R',
      examiner: '',
    })
    expect(opened.notices).toEqual([expect.stringContaining('is damaged and is not used. It was kept.')])
    expect(existsSync(broken)).toBe(true)
  })

  describe.skipIf(!hasOpenssl)('with a key from a file', () => {
    const openssl = new OpensslFolder()
    afterAll(() => openssl.remove())
    const made = (name: string, ...key: string[]): void => {
      openssl.run(...key, '-out', `${name}.key`)
      openssl.run(
        'req',
        '-new',
        '-x509',
        '-key',
        `${name}.key`,
        '-subj',
        `/CN=${name}`,
        '-days',
        '30',
        '-out',
        `${name}.pem`,
      )
    }
    it.each([
      ['rsa', ['genrsa', '2048']],
      ['p256', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout']],
      ['p384', ['ecparam', '-name', 'secp384r1', '-genkey', '-noout']],
    ])('%s in PKCS#12: signs, and openssl says so', async (name, key) => {
      // openssl genrsa wants its length last.
      const [command = '', ...rest] = key
      if (command === 'genrsa') openssl.run('genrsa', '-out', `${name}.key`, ...rest)
      else openssl.run(command, ...rest, '-out', `${name}.key`)
      openssl.run(
        ...['req', '-new', '-x509', '-key', `${name}.key`, '-subj', `/CN=${name}`],
        '-days',
        '30',
        '-out',
        `${name}.pem`,
      )
      openssl.run(
        ...['pkcs12', '-export', '-inkey', `${name}.key`, '-in', `${name}.pem`, '-out', `${name}.p12`],
        '-passout',
        'pass:of the file',
      )
      const engine = await start()
      const choice = {
        kind: 'file',
        path: openssl.file(`${name}.p12`),
        filePassword: 'of the file',
        password,
      } as const
      const { id } = await create(engine, choice)
      await engine.handlers['examiner.signIn']({ id, password })
      await engine.handlers['case.create']({ path: join(lab, 'case'), reference: 'R', examiner: '' })
      const { detail } = await engine.handlers['custody.sign']({})
      expect(detail['by']).toBe('examiner')
      openssl.write('statement', textOf(detail['statement']))
      openssl.write('signature', Buffer.from(textOf(detail['signature']), 'base64'))
      openssl.write('signer.der', Buffer.from(textOf(detail['certificate']), 'base64'))
      openssl.write(
        'signer.pub',
        openssl.run('x509', '-inform', 'DER', '-in', 'signer.der', '-pubkey', '-noout'),
      )
      const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32']
      expect(
        openssl
          .ask(
            'dgst',
            '-sha256',
            '-verify',
            'signer.pub',
            ...(name === 'rsa' ? pss : []),
            '-signature',
            'signature',
            'statement',
          )
          .trim(),
      ).toBe('Verified OK')
    })
    it('is refused where it is too short, of another kind, or without its certificate', async () => {
      const engine = await start()
      openssl.run('genrsa', '-out', 'short.key', '1024')
      made('ed', 'genpkey', '-algorithm', 'ed25519')
      openssl.run('req', '-new', '-x509', '-key', 'short.key', '-subj', '/CN=short', '-out', 'short.pem')
      openssl.run('genrsa', '-out', 'alone.key', '2048')
      for (const [name, code] of [
        ['short', 'key-unsuitable'],
        ['ed', 'key-unsuitable'],
        ['alone', 'certificate-unreadable'],
      ] as const) {
        const certificate = existsSync(openssl.file(`${name}.pem`))
          ? openssl.read(`${name}.pem`).toString()
          : ''
        openssl.write(`${name}.both`, openssl.read(`${name}.key`).toString() + certificate)
        const choice = {
          kind: 'file',
          path: openssl.file(`${name}.both`),
          filePassword: null,
          password,
        } as const
        await expect(create(engine, choice), name).rejects.toMatchObject({ code })
      }
      expect(existsSync(join(lab, 'examiners')) ? profileFiles() : []).toEqual([])
    })
  })
})

describe('signing in', () => {
  it('with a wrong password fails, each time after twice as long, also for those who ask at once', async () => {
    const waited: number[] = []
    const session = new ExaminerSession(lab, (millis) => Promise.resolve(waited.push(millis)))
    const { id } = await session.profiles.create({ ...person, key: { kind: 'make', password } })
    const attempts = ['a wrong one', 'another', 'a third'].map((wrong) => session.signIn(id, wrong))
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'examiner-unknown' })
    expect(waited).toEqual([500, 1_000, 2_000])
    expect([session.examiner, session.unlocked]).toEqual([null, null])
    await session.signIn(id, password)
    expect(session.unlocked).not.toBeNull()
    await expect(session.signIn(id, 'wrong again')).rejects.toMatchObject({ code: 'examiner-unknown' })
    expect(waited.at(-1)).toBe(500)
    // Who was signed in stays so.
    expect(session.examiner?.id).toBe(id)
    session.signOut()
    expect(session.unlocked).toBeNull()
  })

  it('with the key file of somebody else is refused', async () => {
    const session = new ExaminerSession(lab, () => Promise.resolve())
    const [one, two] = [
      await session.profiles.create({ ...person, key: { kind: 'make', password } }),
      await session.profiles.create({ ...person, key: { kind: 'make', password } }),
    ]
    const at = (id: string): string => join(lab, 'examiners', `${id}.key.pem`)
    writeFileSync(at(one.id), readFileSync(at(two.id)))
    await expect(session.signIn(one.id, password)).rejects.toMatchObject({
      message: expect.stringContaining('damaged or was exchanged') as string,
    })
  })

  it('and out stands in the ledger of the open case; what is done between is done in that name', async () => {
    const engine = await start()
    const { handlers } = engine
    const ada = await create(engine, { kind: 'make', password })
    const ben = await create(engine, { kind: 'none' }, 'Ben')
    await handlers['case.create']({ path: join(lab, 'case'), reference: 'R', examiner: 'Typed' })
    await handlers['custody.note']({ itemId: null, text: 'before' })
    const signedIn = await handlers['examiner.signIn']({ id: ada.id, password })
    const actor = 'Ada Lovelace (badge 4711, Harbour Police)'
    expect([formatActor(ada), signedIn]).toEqual([actor, { examiner: ada, unlocked: true, actor }])
    await handlers['custody.note']({ itemId: null, text: 'as Ada' })
    await handlers['examiner.signIn']({ id: ben.id, password: null })
    await handlers['examiner.signOut']({})
    await handlers['custody.note']({ itemId: null, text: 'after' })
    expect(told.filter((name) => name === 'examiner.changed')).toHaveLength(3)
    const { items } = await wholeLedger(handlers)
    expect(items.slice(1).map(({ action, actor: who }) => [action, who])).toEqual([
      ['note', 'Typed'],
      ['signed-in', actor],
      ['note', actor],
      ['signed-out', actor],
      ['signed-in', 'Ben (badge 4711, Harbour Police)'],
      ['signed-out', 'Ben (badge 4711, Harbour Police)'],
      ['note', 'Typed'],
    ])
    expect(items[2]?.detail).toEqual({
      ...{ examiner: ada.id, ...person },
      ...{ certificateSha256: ada.key?.sha256, unlocked: true },
    })
    await handlers['case.close']({})
    await handlers['examiner.signIn']({ id: ada.id, password })
    await handlers['case.open']({ path: join(lab, 'case'), examiner: null })
    const again = (await wholeLedger(handlers)).items.at(-1)
    expect(again).toMatchObject({ action: 'case-opened', actor, detail: { signedIn: { examiner: ada.id } } })
  })
})

describe('the head of a ledger', () => {
  it('is signed at each closing, by who is signed in, else by the workstation; and once where nothing is new', async () => {
    const engine = await start()
    const { handlers } = engine
    const path = join(lab, 'case')
    const { id } = await create(engine, { kind: 'make', password })
    await handlers['case.create']({ path, reference: 'R', examiner: 'Typed' })
    const signed = await handlers['custody.sign']({})
    expect(await handlers['custody.sign']({})).toEqual(signed)
    await handlers['case.close']({})
    await handlers['examiner.signIn']({ id, password })
    await handlers['case.open']({ path, examiner: null })
    await handlers['case.close']({})
    await handlers['examiner.signOut']({})
    await handlers['case.open']({ path, examiner: null })
    const ledger = await wholeLedger(handlers)
    expect(ledger.valid).toBe(true)
    expect(ledger.items.map(({ action }) => action)).toEqual([
      ...['case-created', 'ledger-signed', 'case-closed', 'ledger-signed'],
      ...['case-opened', 'case-closed', 'ledger-signed', 'case-opened'],
    ])
    expect(
      ledger.signatures.map(({ coversSeq, by, known, status }) => [coversSeq, by, known, status]),
    ).toEqual([
      [1, 'workstation', 'own', 'intact'],
      [3, 'workstation', 'own', 'intact'],
      [6, 'examiner', 'examiner', 'intact'],
    ])
    expect(coverageOf(ledger.signatures, ledger.entries)).toMatchObject({ seq: 6, after: 2 })
    // Elsewhere the signatures are as intact, and nobody knows the signers.
    const here = lab
    lab = join(scratchFolder(), 'elsewhere')
    await engine.close()
    const other = await start()
    await other.handlers['case.open']({ path: join(here, 'case'), examiner: null, readOnly: true })
    const there = await wholeLedger(other.handlers)
    expect([there.valid, there.signatures.map(({ known, status }) => `${known} ${status}`)]).toEqual([
      true,
      Array(4).fill('unknown intact'),
    ])
  })

  it('cannot be signed with a damaged key: the case closes all the same, and the next opening says so', async () => {
    const path = join(lab, 'case')
    mkdirSync(join(lab, 'key'), { recursive: true })
    writeFileSync(join(lab, 'key', 'key.pem'), 'no key')
    writeFileSync(join(lab, 'key', 'certificate.pem'), 'no certificate')
    const { handlers } = await start()
    await handlers['case.create']({ path, reference: 'R', examiner: 'Ada' })
    await expect(handlers['custody.sign']({})).rejects.toMatchObject({ code: 'key-unreadable' })
    await handlers['case.close']({})
    const opened = await handlers['case.open']({ path, examiner: 'Ada' })
    expect(opened.notices).toEqual([
      expect.stringMatching(/^When the case was last closed, its ledger was not signed: .*key/),
    ])
    expect(await wholeLedger(handlers)).toMatchObject({ valid: true, signatures: [] })
  })

  it('that this workstation wrote and does not find again is told; one that cannot be read is set aside and told', async () => {
    const path = join(lab, 'case')
    const engine = await start()
    await engine.handlers['case.create']({ path, reference: 'R', examiner: 'Ada' })
    await engine.handlers['case.close']({})
    const heads = join(lab, 'ledger-heads.json')
    const known = JSON.parse(readFileSync(heads, 'utf8')) as { seq: number; hash: string }[]
    expect(known).toMatchObject([{ seq: 3 }])
    writeFileSync(heads, JSON.stringify([{ ...known[0], seq: 9 }]))
    const opened = await engine.handlers['case.open']({ path, examiner: 'Ada' })
    expect(opened.notices).toEqual([expect.stringMatching(/^Entry 9 of the custody ledger .* is not there/)])
    const { items } = await wholeLedger(engine.handlers)
    expect(JSON.stringify(items.at(-1)?.detail)).toContain('Entry 9 of the custody ledger')
    await engine.handlers['case.close']({})
    writeFileSync(heads, '{')
    const again = await engine.handlers['case.open']({ path, examiner: 'Ada' })
    expect(again.notices).toEqual([expect.stringContaining('cannot be used (its file is damaged)')])
    expect(readdirSync(lab).some((name) => name.startsWith('ledger-heads.json.damaged-'))).toBe(true)
  })
})

it('a certificate made here carries the key that signs', async () => {
  const session = new ExaminerSession(lab)
  const { id } = await session.profiles.create({ ...person, badge: 'Nº 7', key: { kind: 'make', password } })
  await session.signIn(id, password)
  const { privateKey, certificate } = session.unlocked!
  expect(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })).toBe(
    certificate.publicKey?.export({ type: 'spki', format: 'pem' }),
  )
  // What no PrintableString can say stands as the organisational unit.
  expect(certificate.signer.subject).toBe('CN=Ada Lovelace, OU=Nº 7, O=Harbour Police')
})
