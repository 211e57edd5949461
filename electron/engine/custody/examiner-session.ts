// Who is signed in at this workstation. A key is in memory only while its examiner is; passwords are neither kept nor logged.
import { setTimeout as sleep } from 'node:timers/promises'
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { Examiner, ExaminerId } from '#contract/examiner.ts'
import type { IdentityKey } from '#engine/seal/identity-key.ts'
import { Examiners } from './examiners.ts'

const firstDelayMillis = 500
const longestDelayMillis = 30_000

export class ExaminerSession {
  readonly profiles: Examiners
  readonly #wait: (millis: number) => Promise<unknown>
  #current: { examiner: Examiner; key: IdentityKey | null } | null = null
  readonly #failures = new Map<ExaminerId, number>()
  #turn: Promise<unknown> = Promise.resolve()

  /** `wait`: how time passes after a wrong password. */
  constructor(dataFolder: string, wait: (millis: number) => Promise<unknown> = sleep) {
    this.profiles = new Examiners(dataFolder)
    this.#wait = wait
  }

  get examiner(): Examiner | null {
    return this.#current?.examiner ?? null
  }

  /** The key that signs now; null where nobody is signed in, or without a key. */
  get unlocked(): IdentityKey | null {
    return this.#current?.key ?? null
  }

  /** Who is signed in, for the ledger; null where nobody is. */
  get spoken(): CustodyEntry['detail'] | null {
    const { examiner } = this
    if (!examiner) return null
    const { id, name, badge, organisation, key } = examiner
    return {
      ...{ examiner: id, name, badge, organisation },
      certificateSha256: key?.sha256 ?? null,
      unlocked: this.unlocked !== null,
    }
  }

  /**
   * Who was signed in before stays so where this fails: with `examiner-unknown`, after a wrong password only after a while
   * that doubles with each. One attempt after another: asking many times at once does not shorten it. `leaving` is called
   * before who was signed in gives way.
   */
  signIn(id: ExaminerId, password: string | null, leaving: () => void = () => undefined): Promise<Examiner> {
    const done = this.#turn.then(() => this.#signIn(id, password, leaving))
    // Whoever signed in is told of the failure; the next attempt only waits for its end.
    this.#turn = done.catch(() => undefined)
    return done
  }

  async #signIn(id: ExaminerId, password: string | null, leaving: () => void): Promise<Examiner> {
    const profile = this.profiles.load(id)
    const key = password === null ? null : await this.#unlock(id, password)
    if (this.#current) leaving()
    this.#current = { examiner: profile.examiner, key }
    return profile.examiner
  }

  async #unlock(id: ExaminerId, password: string): Promise<IdentityKey> {
    try {
      const key = await this.profiles.unlock(this.profiles.load(id), password)
      this.#failures.delete(id)
      return key
    } catch (error) {
      if (error instanceof EvidenceError) {
        const failed = this.#failures.get(id) ?? 0
        this.#failures.set(id, failed + 1)
        await this.#wait(Math.min(longestDelayMillis, firstDelayMillis * 2 ** failed))
      }
      throw error
    }
  }

  signOut(): void {
    this.#current = null
  }
}
