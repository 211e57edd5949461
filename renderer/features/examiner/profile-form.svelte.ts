// What the dialog for a new profile asks for, checked. The engine decides once more.
import type { ExaminerKeyChoice, NewExaminer } from '#contract/examiner.ts'
import { t } from '#contract/messages/format.ts'

const shortestPassword = 8

export class ProfileForm {
  name = $state('')
  badge = $state('')
  organisation = $state('')
  kind = $state<ExaminerKeyChoice['kind']>('make')
  password = $state('')
  again = $state('')
  path = $state('')
  filePassword = $state('')
  /** Faults are only shown after the first attempt. */
  tried = $state(false)

  readonly faults = $derived.by(() => {
    const faults: Partial<Record<'name' | 'password' | 'again' | 'path', string>> = {}
    if (this.name.trim() === '') faults.name = t('form.missing')
    if (this.kind === 'none') return faults
    if (this.password.length < shortestPassword) faults.password = t('profile.tooShort')
    else if (this.again !== this.password) faults.again = t('profile.notTheSame')
    if (this.kind === 'file' && this.path.trim() === '') faults.path = t('form.missing')
    return faults
  })

  fault(name: keyof ProfileForm['faults']): string | undefined {
    return this.tried ? this.faults[name] : undefined
  }

  /** The profile, or null where something is amiss; the faults then say what. */
  request(): NewExaminer | null {
    this.tried = true
    if (Object.keys(this.faults).length > 0) return null
    return {
      name: this.name.trim(),
      badge: this.badge.trim(),
      organisation: this.organisation.trim(),
      key: this.#key(),
    }
  }

  /** Takes the passwords out of the form. */
  forget(): void {
    this.password = ''
    this.again = ''
    this.filePassword = ''
  }

  #key(): ExaminerKeyChoice {
    const { kind, password } = this
    if (kind === 'none') return { kind }
    if (kind === 'make') return { kind, password }
    return { kind, path: this.path.trim(), filePassword: this.filePassword || null, password }
  }
}
