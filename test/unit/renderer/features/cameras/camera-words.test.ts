// Why a camera has no picture, in words; and times that name their day only where it is another one.
import { expect, it } from 'vitest'
import type { UtcTime } from '#contract/units.ts'
import { timeBeside, whichOf, whyNone } from '../../../../../renderer/features/cameras/camera-words.ts'
import type { Camera } from '../../../../../renderer/state/camera.svelte.ts'
import type { PictureAt } from '../../../../../renderer/state/picture-at.ts'
import { parseInstant, type Instant } from '../../../../../renderer/state/playhead-time.ts'

const clock = '2026-05-01T22:00:00.000Z' as UtcTime
const at = (text: string): Instant => parseInstant(`${text}Z`) ?? 0n

function said(shown: PictureAt | null, changes: Record<string, unknown> = {}): string | null {
  const camera = {
    playhead: { status: 'ready' },
    placement: {},
    detail: {},
    shown,
    waitsForCopy: false,
    ...changes,
  }
  // Only what the words are made of.
  return whyNone(camera as unknown as Camera, clock)
}

it('each reason has its words and its times', () => {
  const gap: PictureAt = {
    ...{ kind: 'gap', from: at('2026-05-01T21:59:58.500'), to: at('2026-05-01T22:00:04.100') },
    next: 3,
  }
  expect(said(gap)).toBe('No recording from 21:59:58.500 to 22:00:04.100')
  expect(said({ kind: 'before', starts: at('2026-05-02T00:10:00.000') })).toBe(
    'Begins at 2026-05-02 00:10:00.000',
  )
  expect(said({ kind: 'after', ended: at('2026-05-01T21:30:00.0001') })).toBe('Ended at 21:30:00.0001000')
})

it('a picture has no reason, unless its review copy is not there yet', () => {
  const picture = { kind: 'picture', index: 3 } as const
  expect(said(picture)).toBeNull()
  expect(said(picture, { waitsForCopy: true })).toBe('Not playable: no review copy yet')
})

it('what has no time is told so, and what is still being opened says that itself', () => {
  expect(said(null, { placement: null })).toContain('no place on the common clock')
  expect(said(null, { placement: null, playhead: { status: 'loading' } })).toBeNull()
})

it('times stand beside another without repeating its day', () => {
  expect(timeBeside(clock, clock)).toBe('22:00:00.000')
  expect(timeBeside(clock, null)).toBe('2026-05-01 22:00:00.000')
  expect(timeBeside(null, clock)).toBe('–')
})

it('cameras of one name are told apart by their recorders, else by their files', () => {
  const camera = (itemId: string, name: string, unitName: string, path: string): Camera =>
    ({
      itemId,
      name,
      detail: { inspection: { export: { unitName } }, summary: { path } },
    }) as unknown as Camera
  const [one, two] = [camera('1', 'North', 'VMS A', 'a.mp4'), camera('2', 'North', 'VMS B', 'b.mp4')]
  const [again, alone] = [camera('3', 'North', 'VMS A', 'c.mp4'), camera('4', 'South', 'VMS A', 'd.mp4')]
  expect([one, two, alone].map((each) => whichOf(each, [one, two, alone]))).toEqual(['VMS A', 'VMS B', null])
  expect([one, two, again].map((each) => whichOf(each, [one, two, again]))).toEqual([
    'a.mp4',
    'VMS B',
    'c.mp4',
  ])
  // The same recording shown twice has nothing to be told apart.
  expect(whichOf(one, [one, camera('1', 'North', 'VMS A', 'a.mp4')])).toBeNull()
})
