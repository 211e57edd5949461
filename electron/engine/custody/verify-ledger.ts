// The whole ledger: does each entry follow from the one before, do the signatures and time stamps hold, and are the heads that
// they cover the ones that stand there. Whose signatures they are is told beside that, and never makes a ledger invalid.
import { z } from 'zod'
import type { CustodyEntry, CustodyReport, LedgerReport, LedgerSignature } from '#contract/custody.ts'
import { Sha256 } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { readCertificate } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { verifyMessage } from '#engine/seal/signed-message.ts'
import type { MessageCheck } from '#engine/seal/signed-message.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { hashEntry } from '#engine/store/custody-row.ts'
import type { LedgerWalk } from '#engine/store/custody-store.ts'
import { formatMissingHead } from '#engine/store/ledger-head.ts'
import type { MissingHead } from '#engine/store/ledger-head.ts'
import { acceptedLedgers } from './accept-ledger.ts'
import { caseIdOf, parseHead } from './head-statement.ts'
import type { HeadStatement } from './head-statement.ts'
import { knowSigner } from './known-keys.ts'
import type { Attestations } from './ledger-format.ts'
import type { KnownKeys } from './known-keys.ts'
import { judgeStamp } from './verify-time-stamp.ts'

const Der = z.base64().max(90_000)
const SignedHead = z.object({
  coversSeq: z.int().positive(),
  coversHash: Sha256,
  statement: z.string().max(4_096),
  algorithm: z.string().max(100),
  certificate: Der,
  chain: z.array(Der).max(8).default([]),
  signature: z.base64().max(4_096),
  by: z.enum(['examiner', 'workstation']),
})

/** `missing`: what this workstation wrote into it and does not find. */
export function verifyLedger(
  database: CaseDatabase,
  known: KnownKeys,
  missing: MissingHead | null,
): CustodyReport {
  return withHeads(database.custody.verifyLedger(), database, known, missing)
}

/**
 * The same verdict without the entries, on the ledger as it is now, with little memory. `step` is waited for between steps of
 * some milliseconds; it may throw, and that ends it. `missing` is asked at the end.
 */
export async function verifyLedgerInSteps(
  database: CaseDatabase,
  known: KnownKeys,
  missing: () => MissingHead | null,
  step: () => Promise<void>,
): Promise<LedgerReport> {
  const { entries, head, fault } = await walkInSteps(database, step)
  const walked = {
    entries,
    valid: fault === null,
    head: head.seq === 0 ? null : head.hash,
    firstBad: fault?.seq ?? null,
    reason: fault?.reason ?? null,
  }
  return withHeads(walked, database, known, missing())
}

/** The chain alone; `step` is told how many of how many entries are walked. */
export async function walkInSteps(
  database: CaseDatabase,
  step: (progress: { done: number; total: number }) => Promise<void>,
): Promise<LedgerWalk> {
  const steps = database.custody.walkLedger()
  for (let at = steps.next(); ; at = steps.next()) {
    if (at.done) return at.value
    await step(at.value)
  }
}

function withHeads<T extends Walked>(
  walked: T,
  database: CaseDatabase,
  known: KnownKeys,
  missing: MissingHead | null,
): T & Pick<LedgerReport, 'signatures' | 'timeStamps' | 'lost' | 'accepted'> {
  const { signatures, timeStamps, fault } = judgeHeads(database, known, missing)
  return { ...withFault(walked, fault), signatures, timeStamps, ...givenUp(database, missing) }
}

type GivenUp = Pick<LedgerReport, 'lost' | 'accepted'>

function givenUp(database: CaseDatabase, missing: MissingHead | null): GivenUp {
  const accepted = acceptedLedgers(database)
  if (missing?.isHere !== true) return { lost: null, accepted }
  const { seq, hash, time } = missing.head
  return { lost: { seq, hash, time }, accepted }
}

/** For what leaves the house: the heads that were signed or stamped, and what they make of the verdict on the chain. */
export function attest(database: CaseDatabase, known: KnownKeys, missing: MissingHead | null): Attestations {
  const { signatures, timeStamps, fault } = judgeHeads(database, known, missing)
  return { signatures, timeStamps, judge: (verdict) => withFault(verdict, fault) }
}

type Walked = Pick<LedgerReport, 'valid' | 'firstBad' | 'reason'>

/**
 * What was found of the chain of hashes, and of the heads that were signed. The chain tells the very entry where it does not
 * fit; only a head that does not hold before that place tells more.
 */
export function withFault<T extends Walked>(walked: T, fault: HeadFault | null): T {
  if (!fault || (walked.firstBad !== null && walked.firstBad <= fault.to)) return walked
  return { ...walked, valid: false, firstBad: fault.seq, reason: fault.reason }
}

/** What is wrong lies in entries `seq` to `to`. */
export type HeadFault = { seq: number; to: number; reason: string }

type Heads = Pick<LedgerReport, 'signatures' | 'timeStamps'> & { fault: HeadFault | null }

/** The heads alone: what was signed and stamped, all of it or the newest, and the one that this workstation knows. */
export function judgeHeads(
  database: CaseDatabase,
  known: KnownKeys,
  missing: MissingHead | null,
  newest = Infinity,
): Heads {
  const entries = [...database.custody.entriesOf(['ledger-signed', 'ledger-time-stamped'])]
  const first = Math.max(0, entries.length - newest)
  const ledger = new HeadsOf(database)
  const heads: Heads = { signatures: [], timeStamps: [], fault: null }
  for (const entry of entries.slice(first)) {
    if (entry.action === 'ledger-signed') heads.signatures.push(judgeSignature(entry, ledger, known))
    else heads.timeStamps.push(judgeStamp(entry, ledger, known.trust))
  }
  return { ...heads, fault: ledger.fault ?? missingFault(missing) }
}

/** Another copy may go on by itself, and both are good. */
function missingFault(missing: MissingHead | null): HeadFault | null {
  if (!missing?.isHere) return null
  const { seq } = missing.head
  return { seq, to: seq, reason: formatMissingHead(missing) }
}

/** Who signed or stamped: SHA-256 of the certificate, where there is one. */
export type HeadMaker = { key: Sha256 | null; isKnown: () => boolean }

/** Where heads that were signed or stamped stand now, and the first place at which one does not hold. */
export class HeadsOf {
  readonly #database: CaseDatabase
  readonly #caseId: string
  /** Up to where the ledger need not be doubted: for each key what it signed itself, for all what a known one did. */
  readonly #vouched = new Map<string, number>()
  #vouchedByKnown = 0
  fault: HeadFault | null = null

  constructor(database: CaseDatabase) {
    this.#database = database
    this.#caseId = caseIdOf(database)
  }

  /** `check`: what is to be said of the signature itself. Gives the same, or that it does not hold here. */
  place(entry: CustodyEntry, head: HeadStatement | null, check: MessageCheck, by: HeadMaker): MessageCheck {
    const { seq } = entry
    // What it says of the ledger is compared also where its signature cannot be checked.
    if (check.status === 'unsupported' && !head) return check
    if (check.status === 'broken' || !head) {
      this.#blame(
        seq,
        `Entry ${seq} does not hold: ${check.reason ?? 'what it says was signed is no head of a ledger.'}`,
      )
      return { status: 'broken', reason: check.reason ?? 'What was signed is no head of a ledger.' }
    }
    if (head.seq >= seq) {
      // As where entries before it were taken out, and those that are left were numbered anew.
      const first = Math.min(this.#vouchedFor(by) + 1, seq)
      const which = first === seq ? `Entry ${seq} is` : `Entries ${first} to ${seq} are`
      const why = `entry ${seq} covers entry ${head.seq}, which was not written before it.`
      this.#blame(first, `${which} not what was signed: ${why}`, seq)
      return { status: 'broken', reason: 'It speaks of an entry that was written after it.' }
    }
    if (head.case !== this.#caseId) {
      this.#blame(seq, `Entry ${seq} does not hold: it was made for another case.`)
      return { status: 'broken', reason: 'It was made for another case.' }
    }
    if (this.#database.custody.hashAt(head.seq) === head.head) {
      if (check.status === 'intact') this.#vouch(head.seq, by)
      return check
    }
    const first = Math.min(this.#vouchedFor(by) + 1, head.seq)
    const which = first === head.seq ? `Entry ${first} is` : `Entries ${first} to ${head.seq} are`
    const reason = `${which} not what was signed: entry ${seq} covers another hash of entry ${head.seq}.`
    this.#blame(first, reason, head.seq)
    return { status: 'broken', reason }
  }

  /** A signature that anybody can make between two others must not shift the blame to behind it. */
  #vouch(seq: number, { key, isKnown }: HeadMaker): void {
    if (key !== null) this.#vouched.set(key, Math.max(this.#vouched.get(key) ?? 0, seq))
    if (isKnown()) this.#vouchedByKnown = Math.max(this.#vouchedByKnown, seq)
  }

  #vouchedFor({ key }: HeadMaker): number {
    return Math.max(this.#vouchedByKnown, key === null ? 0 : (this.#vouched.get(key) ?? 0))
  }

  /** The first that does not hold tells the narrowest place: those after it cover more. */
  #blame(seq: number, reason: string, to = seq): void {
    this.fault ??= { seq, to, reason }
  }
}

type Read = {
  check: MessageCheck
  head: HeadStatement | null
  leaf: Certificate | null
  chain: Certificate[]
} & Pick<LedgerSignature, 'by' | 'coversSeq'>

function judgeSignature(entry: CustodyEntry, ledger: HeadsOf, known: KnownKeys): LedgerSignature {
  const read = readSignature(entry)
  const { leaf, chain, by, coversSeq, head } = read
  const at = new Date(head?.time ?? entry.time)
  const knownAs = (): LedgerSignature['known'] => (leaf ? knowSigner(known, leaf, chain, at) : 'unknown')
  const { status, reason } = ledger.place(entry, head, read.check, {
    key: leaf?.signer.sha256 ?? null,
    isKnown: () => knownAs() !== 'unknown',
  })
  return {
    seq: entry.seq,
    coversSeq,
    time: entry.time,
    status,
    by,
    subject: leaf?.signer.subject ?? '',
    sha256: leaf?.signer.sha256 ?? sha256Of(''),
    known: status === 'intact' ? knownAs() : 'unknown',
    reason,
  }
}

/** What was checked once is not checked again: a ledger is looked at often, and a signature is dear. By all of its content. */
const checked = new Map<Sha256, Read>()
const mostChecked = 20_000

function readSignature(entry: CustodyEntry): Read {
  const key = hashEntry(entry)
  const before = checked.get(key)
  if (before) return before
  const read = checkSignature(entry)
  if (checked.size >= mostChecked) checked.clear()
  checked.set(key, read)
  return read
}

function checkSignature({ seq, detail }: CustodyEntry): Read {
  const parsed = SignedHead.safeParse(detail)
  const broken = (reason: string): MessageCheck => ({ status: 'broken', reason })
  if (!parsed.success) {
    const check = broken('What stands there is no signature.')
    return { check, head: null, leaf: null, chain: [], by: 'workstation', coversSeq: Math.max(1, seq - 1) }
  }
  const { coversSeq, coversHash, statement, algorithm, by } = parsed.data
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64')
  const leaf = certificateOf(bytes(parsed.data.certificate))
  const chain = parsed.data.chain.flatMap((der) => certificateOf(bytes(der)) ?? [])
  const head = parseHead(statement)
  const read = { head, leaf, chain, by, coversSeq }
  if (!leaf) return { ...read, check: broken('Its certificate cannot be read.') }
  if (head?.seq !== coversSeq || head.head !== coversHash)
    return { ...read, check: broken('What was signed is not the head that it says it covers.') }
  // Signatures of older versions do not name it.
  if (head.certificate !== undefined && head.certificate !== leaf.signer.sha256)
    return { ...read, check: broken('Its certificate is not the one that was signed with.') }
  const signature = { algorithm, signature: bytes(parsed.data.signature) }
  return { ...read, check: verifyMessage(signature, Buffer.from(statement, 'utf8'), leaf) }
}

const certificates = new Map<Sha256, Certificate | null>()

function certificateOf(der: Uint8Array): Certificate | null {
  const key = sha256Of(der)
  const known = certificates.get(key)
  if (known !== undefined) return known
  // DER has one form: anything behind it would be a certificate that nobody sees.
  const read = readCertificate(der)
  const certificate = read?.der.length === der.length ? read : null
  if (certificates.size >= 1_000) certificates.clear()
  certificates.set(key, certificate)
  return certificate
}
