// Who acts now, and the profiles of this workstation. Passwords only pass through.
import type { Examiner, ExaminerId, NewExaminer, SignedIn } from '#contract/examiner.ts'
import { call, on } from '../client/client.ts'

export type KeyState = 'unlocked' | 'locked' | 'none'

class SignedInExaminer {
  /** Null until the engine has said who acts. */
  current = $state.raw<SignedIn | null>(null)
  profiles = $state.raw<Examiner[]>([])
  error = $state.raw<unknown>(null)
  /** Whether the dialog for a new profile is open. */
  creating = $state(false)
  readonly keyState: KeyState = $derived.by(() => {
    if (!this.current?.examiner?.key) return 'none'
    return this.current.unlocked ? 'unlocked' : 'locked'
  })
  /** What a form proposes as the name of whoever acts; null where nobody is signed in. */
  readonly proposedName = $derived(this.current?.examiner?.name ?? null)
  #listening = false

  /** Begins to listen. A failure stays with the chip that shows who acts: nothing else depends on it. */
  async start(): Promise<void> {
    if (!this.#listening) {
      this.#listening = true
      on('examiner.changed', (now) => (this.current = now))
      // A new engine has forgotten who was signed in, and has no key.
      on('engine.gone', () => {
        this.current = null
        void this.load()
      })
    }
    await this.load()
  }

  async load(): Promise<void> {
    try {
      const [current, profiles] = await Promise.all([call('examiner.current', {}), call('examiner.list', {})])
      this.current = current
      this.profiles = profiles
      this.error = null
    } catch (error) {
      this.error = error
    }
  }

  /** `password` null: without the key. */
  async signIn(id: ExaminerId, password: string | null): Promise<void> {
    this.current = await call('examiner.signIn', { id, password })
  }

  async signOut(): Promise<void> {
    this.current = await call('examiner.signOut', {})
  }

  async create(profile: NewExaminer): Promise<Examiner> {
    const created = await call('examiner.create', profile)
    this.profiles = [...this.profiles, created]
    return created
  }

  async remove(id: ExaminerId): Promise<void> {
    await call('examiner.remove', { id })
    await this.load()
  }
}

export const examiner = new SignedInExaminer()
