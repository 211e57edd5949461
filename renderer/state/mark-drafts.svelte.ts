// What is being typed into marks and is not saved yet. A burst of typing is saved once: after a rest, at the latest after a
// while, and at once when the field is left.
import type { Mark, MarkId, MarkText } from '#contract/mark.ts'
import type { ItemId } from '#contract/units.ts'
import { SvelteMap } from 'svelte/reactivity'

export const restMs = 2_500
export const longestMs = 30_000

type Draft = { itemId: ItemId; text: MarkText; since: number }

export class MarkDrafts {
  readonly #drafts = new SvelteMap<MarkId, Draft>()
  readonly #failures = new SvelteMap<MarkId, unknown>()
  readonly #saving = new SvelteMap<MarkId, Promise<void>>()
  readonly #timers = new Map<MarkId, ReturnType<typeof setTimeout>>()
  readonly #save: (id: MarkId, text: MarkText) => Promise<void>

  constructor(save: (id: MarkId, text: MarkText) => Promise<void>) {
    this.#save = save
  }

  /** What the fields show: what was typed, else what is saved. */
  textOf(mark: Mark): MarkText {
    return this.#drafts.get(mark.id)?.text ?? textOf(mark)
  }

  /** Whether anything typed is not saved. */
  get areAny(): boolean {
    return this.#drafts.size > 0
  }

  stateOf(id: MarkId): 'saved' | 'saving' | 'unsaved' | 'failed' {
    if (this.#failures.has(id)) return 'failed'
    if (this.#saving.has(id)) return 'saving'
    return this.#drafts.has(id) ? 'unsaved' : 'saved'
  }

  failureOf(id: MarkId): unknown {
    return this.#failures.get(id)
  }

  /** The first failure among these marks, of whichever item they are; null where what was typed into them is saved. */
  failureIn(isOne: (mark: Pick<Mark, 'id' | 'itemId'>) => boolean): { error: unknown } | null {
    for (const [id, { itemId }] of this.#drafts)
      if (this.#failures.has(id) && isOne({ id, itemId })) return { error: this.#failures.get(id) }
    return null
  }

  /** `soon`: nothing more is to be waited for. */
  edit(mark: Mark, change: Partial<MarkText>, { soon = false } = {}): void {
    const before = this.#drafts.get(mark.id)
    const since = before?.since ?? performance.now()
    const text = { ...this.textOf(mark), ...change }
    this.#drafts.set(mark.id, { itemId: mark.itemId, text, since })
    const left = since + longestMs - performance.now()
    this.#later(mark.id, soon ? 0 : Math.max(0, Math.min(restMs, left)))
  }

  /** Saves what was typed into one mark, or into all, and waits for it. Failures are kept with the mark. */
  async flush(id?: MarkId): Promise<void> {
    const ids = id ? [id] : [...this.#drafts.keys()]
    await Promise.all(ids.map((one) => this.#write(one)))
  }

  /** The mark is gone: nothing of it is to be saved. */
  forget(id: MarkId): void {
    this.#stopTimer(id)
    this.#drafts.delete(id)
    this.#failures.delete(id)
  }

  /** What was typed and could not be saved is given up. */
  forgetAll(): void {
    for (const id of [...this.#drafts.keys()]) this.forget(id)
  }

  #later(id: MarkId, ms: number): void {
    this.#stopTimer(id)
    this.#timers.set(
      id,
      setTimeout(() => void this.#write(id), ms),
    )
  }

  #stopTimer(id: MarkId): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
  }

  /** One after another for each mark; what is typed meanwhile is a draft of its own. */
  async #write(id: MarkId): Promise<void> {
    this.#stopTimer(id)
    await this.#saving.get(id)
    const draft = this.#drafts.get(id)
    if (!draft) return
    const saving = this.#save(id, draft.text).then(
      () => {
        this.#failures.delete(id)
        if (this.#drafts.get(id) === draft) this.#drafts.delete(id)
      },
      (error: unknown) => {
        if (this.#drafts.has(id)) this.#failures.set(id, error)
      },
    )
    this.#saving.set(id, saving)
    await saving
    if (this.#saving.get(id) === saving) this.#saving.delete(id)
  }
}

export const textOf = ({ note, tag, colour }: Mark): MarkText => ({ note, tag, colour })
