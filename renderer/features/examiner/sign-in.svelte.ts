// Signing in: the password is taken out of the form before it is sent, and is never put back.
import type { ExaminerId } from '#contract/examiner.ts'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { examiner } from '../../state/examiner.svelte.ts'

export class SignIn {
  password = $state('')
  busy = $state(false)
  failure = $state.raw<unknown>(null)
  fault = $state<string | undefined>(undefined)

  /** With the key; true where that worked. */
  async signIn(id: ExaminerId): Promise<boolean> {
    const { password } = this
    this.fault = password === '' ? t('form.missing') : undefined
    return password !== '' && this.#send(id, password)
  }

  async signInWithoutKey(id: ExaminerId): Promise<boolean> {
    this.fault = undefined
    return this.#send(id, null)
  }

  clear(): void {
    this.password = ''
    this.fault = undefined
    this.failure = null
  }

  async #send(id: ExaminerId, password: string | null): Promise<boolean> {
    if (this.busy) return false
    this.password = ''
    this.failure = null
    this.fault = undefined
    this.busy = true
    try {
      await examiner.signIn(id, password)
      return true
    } catch (error) {
      // A wrong password is said at its field; whatever else it is, the key stays shut.
      const isShut = error instanceof EvidenceError && error.code === 'examiner-unknown'
      if (password !== null && isShut) this.fault = t('profile.keyStaysShut')
      else this.failure = error
      return false
    } finally {
      this.busy = false
    }
  }
}
