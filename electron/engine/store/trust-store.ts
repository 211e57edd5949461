// The certificates that this case's keeper trusts as roots, and the lists of revoked certificates that the case holds. What
// is added and removed goes into the ledger with it.
import type { RevocationList, TrustAnchor } from '#contract/case.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { Sha256, UtcTime } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { utcNow } from '#engine/base/time.ts'
import type { Connection, Value } from './connection.ts'
import { noteTrust } from './audit-trust.ts'
import type { CustodyStore } from './custody-store.ts'
import { spokenTrust } from './trust-entry.ts'
import type { Decision, Holding, NewAnchor, NewRevocationList } from './trust-entry.ts'

const anchorRows = `SELECT sha256, 'case' AS scope, subject, not_before AS notBefore, not_after AS notAfter,
  imported_at AS importedAt, imported_by AS importedBy, reason FROM trust_anchor ORDER BY imported_at, sha256`
const listRows = `SELECT sha256, 'case' AS scope, issuer, this_update AS thisUpdate, next_update AS nextUpdate, revoked,
  imported_at AS importedAt, imported_by AS importedBy, reason FROM revocation_list ORDER BY imported_at, sha256`

export class TrustStore {
  readonly #db: Connection
  readonly #custody: CustodyStore
  readonly #now: () => UtcTime

  constructor(db: Connection, custody: CustodyStore, now: () => UtcTime = utcNow) {
    this.#db = db
    this.#custody = custody
    this.#now = now
  }

  /** Returns false where the certificate is trusted already; then nothing changes. */
  add(anchor: NewAnchor, decision: Decision): boolean {
    const columns = ['subject', 'not_before', 'not_after']
    const values = [anchor.subject.toWellFormed(), anchor.notBefore, anchor.notAfter]
    return this.#add('trust_anchor', columns, values, anchor, decision)
  }

  /** Returns false where the list is held already; then nothing changes. */
  addRevocationList(list: NewRevocationList, decision: Decision): boolean {
    const columns = ['issuer', 'this_update', 'next_update', 'revoked']
    const values = [list.issuer.toWellFormed(), list.thisUpdate, list.nextUpdate, list.revoked]
    return this.#add('revocation_list', columns, values, list, decision)
  }

  #add(
    table: 'trust_anchor' | 'revocation_list',
    columns: string[],
    values: Value[],
    entry: NewAnchor | NewRevocationList,
    decision: Decision,
  ): boolean {
    const sha256 = sha256Of(entry.der)
    const { actor, reason } = decision
    return this.#db.transaction(() => {
      // What stands there without the ledger's word, or exchanged, is not held: this decision takes its place.
      if (!this.#isReliable(table, sha256))
        this.#db.prepare(`DELETE FROM ${table} WHERE sha256 = ?`).run(sha256)
      const all = ['sha256', 'der', ...columns, 'imported_at', 'imported_by', 'reason']
      const isNew = this.#db
        .prepare(
          `INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})
           ON CONFLICT DO NOTHING`,
        )
        .run(
          sha256,
          Buffer.from(entry.der),
          ...values,
          this.#now(),
          actor.toWellFormed(),
          reason.toWellFormed(),
        )
      if (isNew === 0) return false
      const detail = spokenTrust(entry, 'case', reason)
      this.#custody.append({ actor, action: 'trust-added', inputSha256: sha256, detail })
      return true
    })
  }

  /** A certificate or a list. Fails with `wrong-input` where the case does not hold it. */
  remove(sha256: Sha256, { actor, reason }: Decision): void {
    this.#db.transaction(() => {
      const is = (one: { sha256: string }): boolean => one.sha256 === sha256
      const entry = this.list().find(is) ?? this.revocationLists().find(is)
      if (!entry) throw notHeld(sha256)
      for (const table of ['trust_anchor', 'revocation_list']) {
        this.#db.prepare(`DELETE FROM ${table} WHERE sha256 = ?`).run(sha256)
      }
      const detail = spokenTrust(entry, 'case', reason)
      this.#custody.append({ actor, action: 'trust-removed', inputSha256: sha256, detail })
    })
  }

  /** The certificates as they are listed, whatever bytes stand behind them. */
  list(): TrustAnchor[] {
    return this.#db.prepare<TrustAnchor>(anchorRows).all()
  }

  revocationLists(): RevocationList[] {
    return this.#db.prepare<RevocationList>(listRows).all()
  }

  /** The certificates themselves, in DER, in the order of `list`. */
  certificates(): Uint8Array[] {
    return this.#bytesOf('trust_anchor')
  }

  /** The lists themselves, in DER, in the order of `revocationLists`. */
  revocationListBytes(): Uint8Array[] {
    return this.#bytesOf('revocation_list')
  }

  /** Also where there is no such row. */
  #isReliable(table: 'trust_anchor' | 'revocation_list', sha256: string): boolean {
    const row = this.#db.prepare<Bytes>(`SELECT der FROM ${table} WHERE sha256 = ?`).get(sha256)
    return !row || (sha256Of(row.der) === sha256 && this.#decided().has(sha256))
  }

  /** Fingerprints of what the case holds by its ledger. */
  #decided(): Map<string, CustodyEntry> {
    const decided = new Map<string, CustodyEntry>()
    for (const entry of this.#custody.entriesOf(['trust-added', 'trust-removed'])) noteTrust(entry, decided)
    return decided
  }

  /** What verdicts may rely on: neither an exchanged certificate nor one put in by other means was decided on. */
  holding(): Holding {
    const problems: string[] = []
    const decided = this.#decided()
    const held = <T extends { sha256: string }>(
      rows: T[],
      bytes: Uint8Array[],
      what: string,
    ): (T & Bytes)[] =>
      rows.flatMap((row, at) => {
        const der = bytes[at]
        const isItself = der !== undefined && sha256Of(der) === row.sha256
        if (isItself && decided.has(row.sha256)) return [{ ...row, der }]
        const why = isItself ? 'was not added by any entry of the ledger' : 'does not have that fingerprint'
        problems.push(`The ${what} ${row.sha256.slice(0, 16)}… of this case ${why}, and is not relied on.`)
        return []
      })
    return {
      anchors: held(this.list(), this.certificates(), 'trusted certificate'),
      revocationLists: held(
        this.revocationLists(),
        this.revocationListBytes(),
        'list of revoked certificates',
      ),
      problems,
    }
  }

  #bytesOf(table: 'trust_anchor' | 'revocation_list'): Uint8Array[] {
    return this.#db
      .prepare<Bytes>(`SELECT der FROM ${table} ORDER BY imported_at, sha256`)
      .all()
      .map(({ der }) => der)
  }
}

type Bytes = { der: Uint8Array }

/** Neither a certificate nor a list of that fingerprint is there to be removed. */
export const notHeld = (sha256: string): EvidenceError =>
  new EvidenceError(
    'wrong-input',
    `No trusted certificate and no list of revoked certificates has the fingerprint ${sha256}.`,
    { details: { sha256 } },
  )
