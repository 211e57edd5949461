import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'
import { fakeMark } from '#test/support/fake-mark.ts'

let bridge: FakeBridge
beforeEach(() => {
  vi.stubGlobal('exhibit', (bridge = createFakeBridge()))
  bridge.answers['case.open'] = ({ path }) => ({ ...fakeCase, path })
})
afterEach(() => vi.unstubAllGlobals())

async function freshState() {
  vi.resetModules()
  const { openCase } = await import('../../../../renderer/state/case.svelte.ts')
  const { notices } = await import('../../../../renderer/state/notices.svelte.ts')
  const { leaving } = await import('../../../../renderer/state/leaving.svelte.ts')
  const { jobs } = await import('../../../../renderer/state/jobs.svelte.ts')
  return { openCase, notices, leaving, jobs }
}

it('asks before work that runs is ended', async () => {
  const { openCase, leaving, jobs } = await freshState()
  await openCase.openAt('/a')
  const act = vi.fn(() => Promise.resolve())
  await leaving.leaveFor(act)
  expect(act).toHaveBeenCalledTimes(1)
  jobs.running = [{ kind: 'verify' } as (typeof jobs.running)[number]]
  await leaving.leaveFor(act)
  expect(act).toHaveBeenCalledTimes(1)
  leaving.stay()
  await leaving.agree()
  expect(act).toHaveBeenCalledTimes(1)
  await leaving.leaveFor(act)
  await leaving.agree()
  expect(act).toHaveBeenCalledTimes(2)
})

describe('what is typed into a mark', () => {
  async function typing() {
    const state = await freshState()
    const { marks } = await import('../../../../renderer/state/marks.svelte.ts')
    await state.openCase.openAt('/a')
    const mark = fakeMark({ itemId: state.openCase.items[0]!.id })
    bridge.answers['marks.list'] = () => [mark]
    await marks.load(mark.itemId)
    marks.drafts.edit(mark, { note: 'white van' })
    return { ...state, marks, mark, act: vi.fn(() => Promise.resolve()) }
  }
  const unsaved = (): never => {
    throw new EvidenceError('disk-full', 'no room')
  }

  it('is saved before the case is left', async () => {
    const { leaving, act, mark } = await typing()
    bridge.answers['marks.change'] = ({ text }) => {
      expect(act).not.toHaveBeenCalled()
      return { ...mark, ...text }
    }
    await leaving.leaveFor(act)
    expect(bridge.calls.filter(({ name }) => name === 'marks.change')).toHaveLength(1)
    expect(act).toHaveBeenCalledTimes(1)
  })

  it('and cannot be saved is asked about, before the work that runs, and given up only by who agrees', async () => {
    const { leaving, jobs, marks, mark, act } = await typing()
    bridge.answers['marks.change'] = unsaved
    jobs.running = [{ kind: 'verify' } as (typeof jobs.running)[number]]
    await leaving.leaveFor(act)
    expect(leaving.asking?.loss).toBe('notes')
    leaving.stay()
    expect(marks.drafts.textOf(mark).note).toBe('white van')
    await leaving.leaveFor(act)
    await leaving.agree()
    expect(leaving.asking?.loss).toBe('work')
    expect(act).not.toHaveBeenCalled()
    // Who stays after all has lost nothing.
    expect(marks.drafts.textOf(mark).note).toBe('white van')
    await leaving.agree()
    expect(act).toHaveBeenCalledTimes(1)
  })

  it('and is not saved is still there in the same case, and not in another one', async () => {
    const { marks, mark } = await typing()
    marks.follow('one')
    marks.follow('one')
    expect(marks.drafts.textOf(mark).note).toBe('white van')
    marks.follow('another')
    expect(marks.drafts.areAny).toBe(false)
  })

  it('holds the closing of the window until it is saved', async () => {
    const { leaving, marks, mark } = await typing()
    bridge.answers['marks.change'] = ({ text }) => ({ ...mark, ...text })
    const close = vi.fn()
    expect(leaving.mayClose(close)).toBe(false)
    await vi.waitFor(() => expect(close).toHaveBeenCalledTimes(1))
    expect(marks.drafts.areAny).toBe(false)
    expect(leaving.mayClose(close)).toBe(true)
  })

  it('is told wherever the user is by then, with another try, where it cannot be saved', async () => {
    const { marks, notices, mark } = await typing()
    bridge.answers['marks.change'] = unsaved
    marks.leave()
    await vi.waitFor(() => expect(notices.list).toMatchObject([{ error: { code: 'disk-full' } }]))
    bridge.answers['marks.change'] = ({ text }) => ({ ...mark, ...text })
    notices.list[0]?.action?.run()
    await vi.waitFor(() => expect(marks.drafts.areAny).toBe(false))
  })
})
