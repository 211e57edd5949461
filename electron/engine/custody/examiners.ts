// The examiner profiles of this workstation: `examiners/<id>.json`, and beside it the key, encrypted (`<id>.key.pem`). What
// was removed is moved into `removed/`: a ledger may still have to be read with its certificate.
import { createPublicKey, randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { EvidenceError } from '#contract/errors.ts'
import { Examiner, ExaminerId } from '#contract/examiner.ts'
import type { ExaminerKey, ExaminerKeyChoice, NewExaminer } from '#contract/examiner.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { utcNow } from '#engine/base/time.ts'
import { isSameKey, readCertificate } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { decryptKey, encryptKey } from '#engine/seal/encrypted-key.ts'
import { loadIdentityKey } from '#engine/seal/identity-key.ts'
import type { IdentityKey } from '#engine/seal/identity-key.ts'
import { makeCertificate, makeRsaKey } from '#engine/seal/make-certificate.ts'
import { syncFolder, writeDurably } from '#engine/store/durable-file.ts'

const Stored = Examiner.omit({ key: true }).extend({
  key: z
    .strictObject({ origin: z.enum(['made', 'file']), certificate: z.base64(), chain: z.array(z.base64()) })
    .nullable(),
})
type Stored = z.infer<typeof Stored>

/** A profile with its certificates. */
export type Profile = { examiner: Examiner; certificate: Certificate | null; chain: Certificate[] }
/** `problems`: files that cannot be used, one plain sentence each. */
export type Profiles = { profiles: Profile[]; problems: string[] }

const validYears = 10
const keyBits = 3072
/** digitalSignature and nonRepudiation (RFC 5280 4.2.1.3). */
const signs = 0xc0
const fileLimit = 1 << 20
const mostProfiles = 1_000
const isProfile = /^([0-9a-f-]{36})\.json$/

export class Examiners {
  readonly #folder: string

  /** `dataFolder`: where the workstation keeps its own things. */
  constructor(dataFolder: string) {
    this.#folder = path.join(dataFolder, 'examiners')
  }

  /** By name. Never fails on what lies there. */
  list(): Profiles {
    return this.#readAll(this.#folder)
  }

  /** All certificates that examiners of this workstation sign or signed with, those of removed profiles too. */
  certificates(): Certificate[] {
    return [this.#folder, this.#removed]
      .flatMap((folder) => this.#readAll(folder).profiles)
      .flatMap(({ certificate }) => certificate ?? [])
  }

  /** Fails with `examiner-unknown`. */
  load(id: ExaminerId): Profile {
    const found = this.#read(this.#folder, id)
    if (typeof found === 'string') throw new EvidenceError('examiner-unknown', found, { details: { id } })
    return found
  }

  /**
   * Fails with `key-unreadable`, `key-unsuitable` or `certificate-unreadable` for a key from a file, and with `disk-full` or
   * `destination-unwritable`. The key is written first: what a crash leaves is a key file of nobody, encrypted.
   */
  async create({ name, badge, organisation, key: choice }: NewExaminer): Promise<Examiner> {
    const [id, createdAt] = [ExaminerId.parse(randomUUID()), utcNow()]
    const person = { id, name: said(name), badge: said(badge), organisation: said(organisation), createdAt }
    if (person.name === '')
      throw new EvidenceError('wrong-input', 'An examiner has a name; it stands in ledgers.')
    const key = await keyOf(choice, person)
    this.#makeFolder(this.#folder)
    if (key && choice.kind !== 'none') {
      const encrypted = await encryptKey(key.privateKey, choice.password)
      writeDurably(this.#keyFile(this.#folder, id), encrypted, { mode: 0o600 })
    }
    const stored: Stored = { ...person, key: key && storedKey(key, choice) }
    writeDurably(this.#file(this.#folder, id), `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 })
    return this.load(id).examiner
  }

  /** Moves the files aside. Fails with `examiner-unknown`, or with `destination-unwritable`; then the profile still stands. */
  remove(id: ExaminerId): void {
    this.load(id)
    try {
      this.#makeFolder(this.#removed)
      renameSync(this.#file(this.#folder, id), this.#file(this.#removed, id))
      syncFolder(this.#removed)
      syncFolder(this.#folder)
      renameSync(this.#keyFile(this.#folder, id), this.#keyFile(this.#removed, id))
    } catch (cause) {
      // A profile without a key has no such file, and a key file that stays behind is one of nobody.
      if (typeof this.#read(this.#folder, id) === 'string') return
      throw fileFailure(cause, this.#file(this.#folder, id), 'The profile was not removed.')
    }
  }

  /** The key of a profile. Fails with `examiner-unknown`, also for a wrong password and for a profile without a key. */
  async unlock({ examiner, certificate, chain }: Profile, password: string): Promise<IdentityKey> {
    const { id, name } = examiner
    const fail = (why: string): EvidenceError =>
      new EvidenceError('examiner-unknown', why, { details: { id } })
    if (!certificate) throw fail(`The profile of “${name}” has no key.`)
    const pem = readBounded(this.#keyFile(this.#folder, id))
    if (pem.failure) throw fail(`The key of “${name}” cannot be read: ${pem.failure}.`)
    const opened = await decryptKey(pem.text, password)
    if (!opened.ok && opened.why === 'password')
      throw fail(`The password does not open the key of “${name}”.`)
    const isOwn =
      opened.ok && certificate.publicKey && isSameKey(certificate.publicKey, createPublicKey(opened.key))
    if (!opened.ok || !isOwn) throw fail(`The key file of “${name}” is damaged or was exchanged.`)
    return { privateKey: opened.key, certificate, chain }
  }

  get #removed(): string {
    return path.join(this.#folder, 'removed')
  }

  #file(folder: string, id: string): string {
    return path.join(folder, `${id}.json`)
  }

  #keyFile(folder: string, id: string): string {
    return path.join(folder, `${id}.key.pem`)
  }

  #makeFolder(folder: string): void {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      chmodSync(folder, 0o700)
    } catch (cause) {
      throw fileFailure(cause, folder, 'No profile was changed.')
    }
  }

  #readAll(folder: string): Profiles {
    const result: Profiles = { profiles: [], problems: [] }
    for (const id of this.#ids(folder, result.problems)) {
      const found = this.#read(folder, id)
      if (typeof found === 'string') result.problems.push(found)
      else result.profiles.push(found)
    }
    result.profiles.sort((a, b) => (a.examiner.name < b.examiner.name ? -1 : 1))
    return result
  }

  #ids(folder: string, problems: string[]): string[] {
    try {
      const ids = readdirSync(folder).flatMap((name) => isProfile.exec(name)?.[1] ?? [])
      if (ids.length > mostProfiles)
        problems.push(
          `There are more than ${mostProfiles} examiner profiles in “${folder}”; the rest is not listed.`,
        )
      return ids.slice(0, mostProfiles)
    } catch (cause) {
      if (errnoOf(cause) !== 'ENOENT')
        problems.push(`The examiner profiles in “${folder}” cannot be listed: ${String(cause)}.`)
      return []
    }
  }

  /** The profile, or in a sentence why there is none. */
  #read(folder: string, id: string): Profile | string {
    const file = this.#file(folder, id)
    const { text, failure } = readBounded(file)
    if (failure !== null)
      return failure === 'ENOENT'
        ? `There is no examiner profile ${id} on this workstation.`
        : `The examiner profile “${file}” cannot be read: ${failure}.`
    const profile = parseProfile(text)
    return profile?.examiner.id === id
      ? profile
      : `The examiner profile “${file}” is damaged and is not used. It was kept.`
  }
}

const said = (text: string): string => text.toWellFormed().trim()

async function keyOf(choice: ExaminerKeyChoice, person: Omit<Examiner, 'key'>): Promise<IdentityKey | null> {
  if (choice.kind === 'none') return null
  if (choice.kind === 'file') return loadIdentityKey(choice.path, choice.filePassword)
  const privateKey = await makeRsaKey(keyBits)
  const notBefore = new Date(person.createdAt)
  const notAfter = new Date(notBefore)
  notAfter.setUTCFullYear(notBefore.getUTCFullYear() + validYears)
  const certificate = makeCertificate({
    commonName: person.name,
    organization: person.organisation,
    badge: person.badge,
    publicKey: createPublicKey(privateKey),
    issuer: { privateKey, certificate: null },
    ...{ notBefore, notAfter, authority: null, keyUsage: signs },
  })
  return { privateKey, certificate, chain: [] }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const storedKey = ({ certificate, chain }: IdentityKey, { kind }: ExaminerKeyChoice): Stored['key'] => ({
  origin: kind === 'file' ? 'file' : 'made',
  certificate: base64(certificate.der),
  chain: chain.map(({ der }) => base64(der)),
})

function parseProfile(text: string): Profile | null {
  let stored: Stored
  try {
    stored = Stored.parse(JSON.parse(text))
  } catch {
    return null
  }
  const { key, ...person } = stored
  if (!key) return { examiner: { ...person, key: null }, certificate: null, chain: [] }
  const [certificate, ...chain] = [key.certificate, ...key.chain].map((der) =>
    readCertificate(Buffer.from(der, 'base64')),
  )
  if (!certificate) return null
  const { sha256, subject, notBefore, notAfter } = certificate.signer
  const shown: ExaminerKey = {
    origin: key.origin,
    sha256: sha256,
    subject,
    notBefore,
    notAfter,
  }
  return { examiner: { ...person, key: shown }, certificate, chain: chain.filter((one) => one !== null) }
}

/** `failure`: the system's word for it, or why it is not even read. */
function readBounded(file: string): { text: string; failure: string | null } {
  try {
    if (statSync(file).size > fileLimit) return { text: '', failure: 'it is larger than 1 MiB' }
    return { text: readFileSync(file, 'utf8'), failure: null }
  } catch (cause) {
    return { text: '', failure: errnoOf(cause) ?? String(cause) }
  }
}
