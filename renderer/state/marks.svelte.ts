// The marks of the item under review: set with one key, changed, removed, jumped to. The engine keeps them with the case.
import type { Mark, MarkColour, MarkId, MarkText } from '#contract/mark.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId } from '#contract/units.ts'
import { call } from '../client/client.ts'
import { openCase } from './case.svelte.ts'
import { keys } from './keys.svelte.ts'
import { MarkDrafts } from './mark-drafts.svelte.ts'
import { nextMark, placeMarks, type PlacedMark } from './mark-places.ts'
import { notices } from './notices.svelte.ts'
import { playhead as sharedPlayhead, type Playhead } from './playhead.svelte.ts'
import { view } from './view.svelte.ts'

class Marks {
  itemId = $state<ItemId | null>(null)
  list = $state.raw<Mark[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('ready')
  error = $state.raw<unknown>(null)
  selectedId = $state<MarkId | null>(null)
  /** Whose note the panel is asked to put the focus on. */
  focusId = $state<MarkId | null>(null)
  readonly drafts = new MarkDrafts((id, text) => this.#save(id, text))
  readonly #playhead: Playhead
  #caseId: string | null = null
  /** The colour chosen last is that of the next mark. */
  #colour: MarkColour = 'blue'
  readonly placed = $derived.by(() => {
    const { samples, track } = this.#playhead
    return placeMarks(this.list, samples, track?.id ?? null)
  })
  /** The mark that the picture on the screen belongs to; of several the shortest. */
  readonly current = $derived.by(() => {
    const { current } = this.#playhead
    const around = this.placed.flatMap(({ mark, place }) =>
      place && place.first <= current && current <= place.last
        ? [{ mark, size: place.last - place.first }]
        : [],
    )
    return around.sort((a, b) => a.size - b.size)[0]?.mark ?? null
  })

  constructor(playhead: Playhead = sharedPlayhead) {
    this.#playhead = playhead
  }

  async load(itemId: ItemId): Promise<void> {
    if (this.itemId !== itemId) {
      this.list = []
      this.selectedId = null
    }
    this.itemId = itemId
    this.status = 'loading'
    try {
      const list = await call('marks.list', { itemId })
      if (this.itemId !== itemId) return
      this.list = list
      this.status = 'ready'
    } catch (error) {
      if (this.itemId !== itemId) return
      this.error = error
      this.status = 'failed'
    }
  }

  /** The review is left: what was typed is saved; a failure is told wherever the user is by then. */
  leave(): void {
    void this.drafts.flush()
    this.itemId = null
    this.list = []
    this.selectedId = null
  }

  /**
   * What was typed and is not saved is of one case: another one ends it. The same one, opened again after it was closed or the engine
   * was lost, still has it.
   */
  follow(caseId: string): void {
    if (this.#caseId !== null && this.#caseId !== caseId) this.drafts.forgetAll()
    this.#caseId = caseId
  }

  /** Marks the part between in and out where the picture lies in it and it is not marked yet; else the picture. */
  async set(): Promise<void> {
    const { itemId } = this
    const { track, samples, status } = this.#playhead
    if (!itemId || !track || !samples || status !== 'ready') return
    if (openCase.readOnly) return notices.fail(t('mark.notSet'), new Error(t('readOnly.why')))
    const { first, last } = this.#wanted()
    const place = {
      trackId: track.id,
      firstSample: samples.decodeIndex(first),
      lastSample: samples.decodeIndex(last),
    }
    try {
      const mark = await call('marks.add', {
        itemId,
        place,
        text: { note: '', tag: '', colour: this.#colour },
      })
      if (this.itemId !== itemId) return
      this.list = [...this.list, mark]
      this.selectedId = mark.id
      this.#tell(mark, first, last)
    } catch (error) {
      notices.fail(t('mark.notSet'), error)
    }
  }

  #wanted(): { first: number; last: number } {
    const { wanted, markIn, markOut } = this.#playhead
    const picture = { first: wanted, last: wanted }
    if (markIn === null || markOut === null || wanted < markIn || wanted > markOut) return picture
    const isMarked = this.placed.some(({ place }) => place?.first === markIn && place.last === markOut)
    return isMarked ? picture : { first: markIn, last: markOut }
  }

  #tell(mark: Mark, first: number, last: number): void {
    if (view.sidePanel === 'marks' && view.panels.side.open) return
    const what =
      first === last
        ? t('mark.setOne', { number: first + 1 })
        : t('mark.setPart', { first: first + 1, last: last + 1 })
    notices.note(what, { label: t('mark.addNote'), run: () => this.openNote(mark.id) })
  }

  /** Opens the panel with the cursor in the note. */
  openNote(id: MarkId): void {
    view.showSide('marks')
    this.selectedId = id
    this.focusId = id
  }

  async remove(id: MarkId): Promise<void> {
    try {
      this.drafts.forget(id)
      await call('marks.remove', { id })
      this.list = this.list.filter((mark) => mark.id !== id)
      if (this.selectedId === id) this.selectedId = null
      notices.note(t('mark.removed'))
    } catch (error) {
      notices.fail(t('mark.notRemoved'), error)
    }
  }

  choose(mark: Mark): void {
    this.selectedId = mark.id
    this.#playhead.pause()
    void this.#playhead.goToStored(mark.trackId, mark.firstSample)
  }

  /** Goes to the next or previous mark; false where there is none. */
  step(direction: 1 | -1): boolean {
    const found: PlacedMark | null = nextMark(this.placed, this.#playhead.wanted, direction)
    if (found) this.choose(found.mark)
    return found !== null
  }

  /** Repeats the part between in and out, a mark, or what lies between two; says what is needed where there is none. */
  toggleLoop(): void {
    const isOn = this.#playhead.loop !== null
    const places = this.placed.flatMap(({ place }) => (place ? [place] : []))
    if (!this.#playhead.toggleLoop(places) && !isOn)
      notices.note(t('mark.loopNeeds', { in: keys.of('markIn'), out: keys.of('markOut') }))
  }

  async #save(id: MarkId, text: MarkText): Promise<void> {
    try {
      const mark = await call('marks.change', { id, text })
      this.#colour = mark.colour
      this.list = this.list.map((one) => (one.id === id ? mark : one))
    } catch (error) {
      if (!this.#isWrittenOn(id)) this.#tellUnsaved(id, error)
      throw error
    }
  }

  /** Its fields are on the screen, and say themselves what is not saved. */
  #isWrittenOn(id: MarkId): boolean {
    return view.sidePanel === 'marks' && view.panels.side.open && this.selectedId === id
  }

  #tellUnsaved(id: MarkId, error: unknown): void {
    notices.fail(t('mark.notSaved'), error, {
      label: t('action.retry'),
      run: () => void this.drafts.flush(id),
    })
  }
}

export const marks = new Marks()
