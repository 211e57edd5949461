// Work on all pictures of a track, while somebody goes from item to item: what is found belongs to the track that is shown.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FrameScan } from '#contract/frames.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'
import { TrackScan } from '../../../../renderer/state/frame-scan.svelte.ts'

let bridge: FakeBridge
beforeEach(() => {
  bridge = createFakeBridge()
  bridge.answers['job.cancel'] = () => ({})
  vi.stubGlobal('exhibit', bridge)
})
afterEach(() => vi.unstubAllGlobals())

const at = (itemId: string) => ({ itemId: itemId as ItemId, trackId: 1 })
const foundOf = (types: string): FrameScan => ({ types, same: [] }) as never
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
const cancelled = (): unknown[] =>
  bridge.calls
    .filter(({ name }) => name === 'job.cancel')
    .map(({ input }) => (input as { jobId: JobId }).jobId)

/** An engine that names each job, and ends it, when it is told to. */
function engine() {
  const begun: {
    itemId: string
    name: () => void
    end: (found: FrameScan | null) => void
    fail: () => void
  }[] = []
  const scan = new TrackScan<FrameScan>(
    ({ itemId }) =>
      new Promise((named, refused) => {
        let end: (found: FrameScan | null) => void = () => undefined
        const ended = new Promise<FrameScan | null>((resolve) => (end = resolve))
        const jobId = `job ${begun.length}` as JobId
        const name = (): void => named({ jobId, ended })
        begun.push({ itemId, name, end, fail: () => refused(new Error('busy')) })
      }),
  )
  return { begun, scan }
}

describe('reading all pictures', () => {
  it('can begin on the next item though the one before answers only now, and that job is ended', async () => {
    const { begun, scan } = engine()
    scan.turnTo(at('A'))
    void scan.start()
    scan.turnTo(at('B'))
    begun[0]?.name()
    await settle()
    expect([scan.jobId, cancelled()]).toEqual([null, ['job 0']])
    void scan.start()
    expect(begun.map(({ itemId }) => itemId)).toEqual(['A', 'B'])
    begun[1]?.name()
    await settle()
    expect(scan.jobId).toBe('job 1')
    begun[0]?.end(foundOf('A'))
    await settle()
    expect([scan.jobId, scan.found]).toEqual(['job 1', null])
    begun[1]?.end(foundOf('B'))
    await settle()
    expect([scan.jobId, scan.found?.types]).toEqual([null, 'B'])
  })

  it('takes nothing of what was begun on the same track before it was left and come back to', async () => {
    const { begun, scan } = engine()
    scan.turnTo(at('A'))
    void scan.start()
    begun[0]?.name()
    await settle()
    scan.turnTo(at('B'))
    scan.turnTo(at('A'))
    void scan.start()
    begun[1]?.name()
    await settle()
    begun[1]?.end(foundOf('second'))
    await settle()
    begun[0]?.end(null)
    await settle()
    expect([scan.found?.types, scan.jobId, cancelled()]).toEqual(['second', null, ['job 0']])
  })

  it('keeps what was found where an earlier job of it that was stopped ends late', async () => {
    const { begun, scan } = engine()
    scan.turnTo(at('A'))
    void scan.start()
    begun[0]?.name()
    await settle()
    scan.stop()
    void scan.start()
    begun[1]?.name()
    await settle()
    begun[0]?.end(null)
    await settle()
    expect(scan.jobId).toBe('job 1')
    begun[1]?.end(foundOf('second'))
    await settle()
    expect(scan.found?.types).toBe('second')
  })

  it('begins once however often it is asked for, and again after it failed', async () => {
    const { begun, scan } = engine()
    scan.turnTo(at('A'))
    void scan.start()
    void scan.start()
    expect(begun).toHaveLength(1)
    begun[0]?.fail()
    await settle()
    expect(scan.error).toBeInstanceOf(Error)
    void scan.start()
    expect([begun.length, scan.error]).toEqual([2, null])
  })
})
