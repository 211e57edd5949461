// The certificates that this case's keeper trusts as roots. What is added and removed goes into the ledger with it.
import type { TrustAnchor } from '#contract/case.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { Sha256, UtcTime } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { utcNow } from '#engine/base/time.ts'
import type { Connection } from './connection.ts'
import type { CustodyStore } from './custody-store.ts'

/** A certificate to be trusted; subject and validity as read from `der` by the caller. */
export type NewAnchor = { der: Uint8Array; subject: string; notBefore: UtcTime; notAfter: UtcTime }

/** Who decides, and why: stands in the ledger. */
export type Decision = { actor: string; reason: string }

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
    const sha256 = sha256Of(anchor.der)
    const { subject, notBefore, notAfter } = anchor
    return this.#db.transaction(() => {
      const isNew = this.#db
        .prepare(
          `INSERT INTO trust_anchor (sha256, der, subject, not_before, not_after, imported_at, imported_by, reason)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run(
          sha256,
          Buffer.from(anchor.der),
          subject.toWellFormed(),
          notBefore,
          notAfter,
          this.#now(),
          decision.actor.toWellFormed(),
          decision.reason.toWellFormed(),
        )
      if (isNew === 0) return false
      this.#custody.append({
        actor: decision.actor,
        action: 'trust-added',
        inputSha256: sha256,
        detail: { subject, notBefore, notAfter, reason: decision.reason },
      })
      return true
    })
  }

  /** Fails with `wrong-input` where the certificate is not among those trusted. */
  remove(sha256: Sha256, decision: Decision): void {
    this.#db.transaction(() => {
      const anchor = this.list().find((one) => one.sha256 === sha256)
      if (!anchor) {
        throw new EvidenceError('wrong-input', `No trusted certificate has the fingerprint ${sha256}.`, {
          details: { sha256 },
        })
      }
      this.#db.prepare('DELETE FROM trust_anchor WHERE sha256 = ?').run(sha256)
      this.#custody.append({
        actor: decision.actor,
        action: 'trust-removed',
        inputSha256: sha256,
        detail: { subject: anchor.subject, reason: decision.reason },
      })
    })
  }

  list(): TrustAnchor[] {
    return this.#db
      .prepare<TrustAnchor>(
        `SELECT sha256, subject, not_before AS notBefore, not_after AS notAfter,
           imported_at AS importedAt, imported_by AS importedBy, reason
         FROM trust_anchor ORDER BY imported_at, sha256`,
      )
      .all()
  }

  /** The certificates themselves, in DER, in the order of `list`. */
  certificates(): Uint8Array[] {
    return this.#db
      .prepare<{ der: Uint8Array }>('SELECT der FROM trust_anchor ORDER BY imported_at, sha256')
      .all()
      .map(({ der }) => der)
  }
}
