import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MarkText } from '#contract/mark.ts'
import { longestMs, MarkDrafts, restMs } from '../../../../renderer/state/mark-drafts.svelte.ts'
import { fakeMark } from '#test/support/fake-mark.ts'

const mark = fakeMark()
let saved: MarkText[]
let failing: Error | null
let drafts: MarkDrafts

beforeEach(() => {
  vi.useFakeTimers()
  saved = []
  failing = null
  drafts = new MarkDrafts((_, text) => {
    if (failing) return Promise.reject(failing)
    saved.push(text)
    return Promise.resolve()
  })
})
afterEach(() => void vi.useRealTimers())

describe('what is typed into a mark', () => {
  it('is saved once after a burst, not with every letter', async () => {
    for (let letter = 1; letter <= 50; letter += 1) {
      drafts.edit(mark, { note: 'x'.repeat(letter) })
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(saved).toEqual([])
    expect(drafts.stateOf(mark.id)).toBe('unsaved')
    expect(drafts.textOf(mark).note).toHaveLength(50)
    await vi.advanceTimersByTimeAsync(restMs)
    expect(saved.map(({ note }) => note.length)).toEqual([50])
    expect(drafts.stateOf(mark.id)).toBe('saved')
  })

  it('is saved after a while where somebody never rests', async () => {
    for (let ms = 0; ms < longestMs + 1000; ms += 1000) {
      drafts.edit(mark, { note: String(ms) })
      await vi.advanceTimersByTimeAsync(1000)
    }
    expect(saved).toHaveLength(1)
  })

  it('is saved at once when the field is left, and a colour without waiting', async () => {
    drafts.edit(mark, { tag: 'car' })
    await drafts.flush(mark.id)
    drafts.edit({ ...mark, tag: 'car' }, { colour: 'pink' }, { soon: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(saved).toEqual([
      { note: '', tag: 'car', colour: 'blue' },
      { note: '', tag: 'car', colour: 'pink' },
    ])
    await vi.advanceTimersByTimeAsync(longestMs)
    expect(saved).toHaveLength(2)
  })

  it('stays where saving fails, says so, and is saved by another try', async () => {
    failing = new Error('disk full')
    drafts.edit(mark, { note: 'kept' })
    await drafts.flush()
    expect([drafts.stateOf(mark.id), drafts.failureOf(mark.id)]).toEqual(['failed', failing])
    expect(drafts.textOf(mark).note).toBe('kept')
    failing = null
    await drafts.flush()
    expect([drafts.stateOf(mark.id), saved.length]).toEqual(['saved', 1])
  })

  it('is not saved once the mark is gone', async () => {
    drafts.edit(mark, { note: 'x' })
    drafts.forget(mark.id)
    await vi.advanceTimersByTimeAsync(longestMs)
    expect(saved).toEqual([])
  })

  it('is told where it is not saved, whichever mark is asked for, and no more once the mark is gone', async () => {
    const other = fakeMark()
    failing = new Error('disk full')
    drafts.edit(mark, { note: 'x' })
    await drafts.flush()
    expect(drafts.failureIn(({ itemId }) => itemId === mark.itemId)).toEqual({ error: failing })
    expect(drafts.failureIn(({ id }) => id === other.id)).toBeNull()
    const trying = drafts.flush()
    drafts.forget(mark.id)
    await trying
    expect([drafts.failureIn(() => true), drafts.stateOf(mark.id)]).toEqual([null, 'saved'])
  })
})
