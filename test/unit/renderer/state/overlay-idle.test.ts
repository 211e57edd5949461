import { describe, expect, it } from 'vitest'
import type { IdleObject, MetadataFrame, MetadataObject } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { idleAt } from '../../../../renderer/state/overlay-idle.ts'
import { matchFrames, timed } from '../../../../renderer/state/overlay-match.ts'
import { formatInstant, parseInstant } from '../../../../renderer/state/playhead-time.ts'

const zero = parseInstant('2026-05-01T22:00:00.000Z') ?? 0n
const ms = (value: number): bigint => BigInt(Math.round(value * 10_000))
const timeOf = (atMs: number): UtcTime => formatInstant(zero + ms(atMs)) as UtcTime
const object = (id: string | null, behaviour: MetadataObject['behaviour'] = null): MetadataObject =>
  ({ id, behaviour }) as MetadataObject

function frame(atMs: number, objects: MetadataObject[], more: Partial<MetadataFrame> = {}): MetadataFrame {
  return {
    ...{ kind: 'frame', time: timeOf(atMs), trackId: 2, sample: atMs, source: 'A', objects, ended: [] },
    ptz: null,
    ...more,
  }
}

const earlier = (id: string): IdleObject => ({
  ...{ time: timeOf(-60_000), trackId: 2, sample: 0, source: 'A', object: object(id, 'idle') },
})

/** Number and time of listing of what stands still over the picture of 40 ms at a time. */
function standing(frames: MetadataFrame[], atMs: number, before: IdleObject[] = []): string[] {
  const near = timed(frames)
  const at = zero + ms(atMs)
  return idleAt(before, near, matchFrames(near, at, ms(40)), at).map(
    ({ object: { id }, time }) => `${id} ${time.slice(17, 23)}`,
  )
}

describe('idle objects (ONVIF Analytics 5.2, “Objects”)', () => {
  const listed = frame(0, [object('12', 'idle'), object('13')])

  it('stay while they are not listed, also over an empty frame, and for longer than frames are carried over', () => {
    const frames = [listed, frame(40, []), frame(80, [object('14')])]
    expect(standing(frames, 40)).toEqual(['12 00.000'])
    expect(standing(frames, 80)).toEqual(['12 00.000'])
    expect(standing(frames, 3_000)).toEqual(['12 00.000'])
  })

  it('say when they were listed last by the clock of the pictures', () => {
    const near = timed([frame(0, [object('12', 'idle')])], ms(3_600_000))
    const [one] = idleAt([], near, [], zero + ms(3_700_000))
    expect(one?.time).toBe('2026-05-01T23:00:00.000Z')
  })

  it('are where the frame of the picture lists them, and not yet there before', () => {
    expect(standing([listed], 0)).toEqual([])
    expect(standing([listed], 10)).toEqual([])
    expect(standing([frame(100, [object('12', 'idle')])], 50)).toEqual([])
  })

  it('are no longer idle when they appear again', () => {
    const frames = [listed, frame(400, [object('12')]), frame(440, [])]
    expect(standing(frames, 360)).toEqual(['12 00.000'])
    expect(standing(frames, 400)).toEqual([])
    // Half a picture early: the frame belongs to this picture already.
    expect(standing(frames, 380)).toEqual([])
    expect(standing(frames, 3_000)).toEqual([])
    expect(standing([listed, frame(400, [object('12', 'idle')]), frame(440, [])], 3_000)).toEqual([
      '12 00.400',
    ])
  })

  it('end where the object tree says so, or where the number marks a removal', () => {
    expect(standing([listed, frame(400, [], { ended: ['12'] })], 3_000)).toEqual([])
    expect(standing([listed, frame(400, [], { ended: ['13'] })], 3_000)).toEqual(['12 00.000'])
    expect(standing([listed, frame(400, [object('12', 'removed')])], 3_000)).toEqual([])
  })

  it('are those of their own track and source only', () => {
    for (const more of [{ source: 'B' }, { trackId: 3 }])
      expect(standing([listed, frame(400, [object('12')], more)], 3_000)).toEqual(['12 00.000'])
  })

  it('go on from what stood still before the loaded frames', () => {
    expect(standing([], 0, [earlier('7')])).toEqual(['7 00.000'])
    expect(standing([frame(0, [object('7')])], 40, [earlier('7'), earlier('8')])).toEqual(['8 00.000'])
  })

  it('need a number: nothing says which one without it appears again', () => {
    expect(standing([frame(0, [object(null, 'idle')]), frame(40, [])], 80)).toEqual([])
  })
})
