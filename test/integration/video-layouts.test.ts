// What a video of another format is laid out in, while its original is changed and restored, and where it is asked for twice.
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { ItemSummary } from '#contract/item.ts'
import { OpenedVideo } from '#contract/review.ts'
import { StillResult } from '#contract/still.ts'
import * as layingOut from '#engine/media/rewrap.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeNumbered, numbersIn } from '../support/review-pictures.ts'
import { hasFfmpeg } from './isobmff-ffmpeg.ts'

vi.mock('#engine/media/rewrap.ts', { spy: true })

const mjpeg = ['-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj420p']

describe.skipIf(!hasFfmpeg)('what a video is laid out in', () => {
  const folder = suiteFolder()
  const bench = caseBench(['a'])
  beforeAll(() => {
    makeNumbered(join(folder, 'pictures.avi'), 60, mjpeg)
    makeNumbered(join(folder, 'other.avi'), 60, mjpeg, ['negate'])
    const long = ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25', '-frames:v', '300']
    execFileSync('ffmpeg', ['-v', 'error', ...long, '-c:v', 'mjpeg', '-q:v', '1', join(folder, 'long.avi')])
  })

  async function takeIn(name: string): Promise<ItemSummary> {
    const { engine, root, endOf } = bench()
    await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
    const sources = [join(folder, name)]
    expect((await endOf(engine.handlers['ingest.start']({ sources }))).state).toBe('done')
    return (await engine.handlers['item.list']({})).find((item) => item.name === name)!
  }
  const open = ({ id: itemId }: ItemSummary) => bench().engine.handlers['video.open']({ itemId })
  const stillJob = ({ id: itemId }: ItemSummary, sample = 3) =>
    bench().engine.handlers['still.make']({ itemId, trackId: 1, sample, path: null })
  const still = (item: ItemSummary) => bench().endOf(stillJob(item))
  const replace = (path: string, by: Buffer): void => {
    rmSync(path, { force: true })
    writeFileSync(path, by)
  }
  const derivedOf = ({ id }: ItemSummary): string[] =>
    readdirSync(join(bench().root, 'derived')).filter((name) => name.startsWith(id) && !name.includes('jpg'))

  it('of an original that was changed meanwhile counts no longer once the original is another file', async () => {
    const item = await takeIn('pictures.avi')
    const { root, endOf } = bench()
    const original = originalIn(root, item.sha256)
    const good = readFileSync(original)
    replace(original, readFileSync(join(folder, 'other.avi')))
    OpenedVideo.parse((await endOf(Promise.resolve(open(item)))).result)
    replace(original, good)
    expect((await still(item)).error).toMatchObject({ code: 'review-refused' })
    rmSync(join(root, 'derived', `${item.id}.rewrapped.mov`))
    const made = StillResult.parse((await still(item)).result)
    expect(numbersIn(made.path)).toEqual([3])
    // Known from now on, until the original is another file.
    const before = vi.mocked(layingOut.rewrap).mock.calls.length
    expect((await still(item)).error).toBeNull()
    expect(vi.mocked(layingOut.rewrap).mock.calls.length).toBe(before)
    replace(original, readFileSync(join(folder, 'other.avi')))
    expect((await still(item)).error).toMatchObject({ code: 'review-refused' })
  })

  it('is deleted when the original is restored from its source, and made again of that', async () => {
    const item = await takeIn('pictures.avi')
    const { root, engine, endOf } = bench()
    const original = originalIn(root, item.sha256)
    replace(original, readFileSync(join(folder, 'other.avi')))
    OpenedVideo.parse((await endOf(Promise.resolve(open(item)))).result)
    const sources = [join(folder, 'pictures.avi')]
    const end = await endOf(engine.handlers['ingest.start']({ sources }))
    expect(JSON.stringify(end.result)).toContain('it was restored from this file')
    expect(derivedOf(item)).toEqual([])
    expect(numbersIn(StillResult.parse((await still(item)).result).path)).toEqual([3])
    const laidOut = join(root, 'derived', `${item.id}.rewrapped.mov`)
    expect(numbersIn(laidOut)).toEqual(Array.from({ length: 60 }, (_, at) => at))
  })

  it('stays while its original is damaged, and is deleted when that is found to be right again', async () => {
    const item = await takeIn('pictures.avi')
    const { root, engine, endOf } = bench()
    const original = originalIn(root, item.sha256)
    const good = readFileSync(original)
    const verify = async (call: 'item.verify' | 'case.verify') => {
      const { handlers } = engine
      const began = call === 'item.verify' ? handlers[call]({ itemId: item.id }) : handlers[call]({})
      return (await endOf(began)).state
    }
    for (const call of ['item.verify', 'case.verify'] as const) {
      replace(original, readFileSync(join(folder, 'other.avi')))
      OpenedVideo.parse((await endOf(Promise.resolve(open(item)))).result)
      expect(await verify(call)).toBe('done')
      expect(derivedOf(item)).toEqual([`${item.id}.rewrapped.mov`])
      expect((await still(item)).error).toMatchObject({ code: 'item-damaged' })
      replace(original, good)
      expect(await verify(call)).toBe('done')
      expect(derivedOf(item)).toEqual([])
      expect((await still(item)).error).toBeNull()
      // It was right all the time: nothing is made anew.
      expect(await verify(call)).toBe('done')
      expect(derivedOf(item)).toEqual([`${item.id}.rewrapped.mov`])
      rmSync(join(root, 'derived', `${item.id}.rewrapped.mov`))
    }
  })

  it('is not taken where the original is replaced while it is made', async () => {
    const item = await takeIn('pictures.avi')
    const original = originalIn(bench().root, item.sha256)
    const { rewrap } = await vi.importActual<typeof layingOut>('#engine/media/rewrap.ts')
    for (const make of [() => still(item), () => bench().endOf(Promise.resolve(open(item)))]) {
      vi.mocked(layingOut.rewrap).mockImplementationOnce(async (...given) => {
        await rewrap(...given)
        replace(original, readFileSync(original))
      })
      expect((await make()).error).toMatchObject({ code: 'item-damaged' })
      expect(derivedOf(item)).toEqual([])
    }
  })

  it('is made once, where a still and the player ask for it at the same time', async () => {
    const item = await takeIn('long.avi')
    vi.mocked(layingOut.rewrap).mockClear()
    const asked = stillJob(item, 31)
    await expect.poll(() => vi.mocked(layingOut.rewrap).mock.calls.length, { interval: 2 }).toBe(1)
    const ends = await Promise.all([bench().endOf(asked), bench().endOf(Promise.resolve(open(item)))])
    expect(ends.map(({ error }) => error)).toEqual([null, null])
    expect(layingOut.rewrap).toHaveBeenCalledTimes(1)
    expect(derivedOf(item)).toEqual([`${item.id}.rewrapped.mov`])
  })

  describe('and is being made', () => {
    /** Goes on making until the work is aborted. */
    const forEver = (): Promise<unknown> => {
      const { promise, resolve: began } = Promise.withResolvers<undefined>()
      vi.mocked(layingOut.rewrap).mockImplementationOnce(async (_, { signal }) => {
        began(undefined)
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        signal.throwIfAborted()
      })
      return promise
    }

    it.each(['video.open', 'still.make'])('by %s: who waits for it can be cancelled', async (first) => {
      const item = await takeIn('pictures.avi')
      const { engine, endOf } = bench()
      const making = forEver()
      const maker = await (first === 'video.open' ? open(item) : stillJob(item))
      await making
      const waiting = await stillJob(item)
      await new Promise((resolve) => setTimeout(resolve, 50))
      await engine.handlers['job.cancel'](waiting)
      expect((await endOf(Promise.resolve(waiting))).state).toBe('cancelled')
      await engine.handlers['job.cancel'](maker)
      expect((await endOf(Promise.resolve(maker))).state).toBe('cancelled')
      // Nobody stands in the way any more.
      expect((await still(item)).error).toBeNull()
    })

    it('for a still: deleting what is derived ends that', async () => {
      const item = await takeIn('pictures.avi')
      const { engine, endOf } = bench()
      const making = forEver()
      const maker = await stillJob(item)
      await making
      await engine.handlers['derived.delete']({ itemId: item.id })
      expect((await endOf(Promise.resolve(maker))).error).toMatchObject({ code: 'cancelled' })
      expect(derivedOf(item)).toEqual([])
      expect((await still(item)).error).toBeNull()
    })
  })
})
