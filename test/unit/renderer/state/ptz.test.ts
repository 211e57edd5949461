import { expect, test } from 'vitest'
import type { PtzStatus } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { MetadataClock } from '../../../../renderer/state/metadata-clock.ts'
import type { Match } from '../../../../renderer/state/overlay-match.ts'
import {
  ptzLine,
  ptzLines,
  ptzNumber,
  ptzOf,
  spaceName,
  standingPtz,
  type TimedPtz,
} from '../../../../renderer/state/ptz.ts'

const time = '2026-05-01T22:00:00.000Z' as UtcTime
const ptz = (more: Partial<PtzStatus> = {}): PtzStatus => ({
  ...{ panTilt: { x: 0.5, y: -0.1 }, panTiltSpace: null, zoom: 0.25, zoomSpace: null },
  ...{ panTiltMove: null, zoomMove: null, error: null, time, fieldOfView: null },
  ...more,
})
const picture = { utc: time, clock: null }
const at = (recorded: UtcTime, corrected: UtcTime | null = null) => ({ recorded, corrected })
const match = (status: PtzStatus | null, carried = false): Match =>
  ({ at: 0n, carried, frame: { time, trackId: 2, ptz: status } }) as unknown as Match

test('the state of a picture is that of one of its own frames before one that is carried over', () => {
  const [own, old] = [ptz({ zoom: 1 }), ptz({ zoom: 2 })]
  expect(ptzOf([], picture)).toBeNull()
  expect(ptzOf([match(null)], picture)).toBeNull()
  expect(ptzOf([match(old, true), match(null), match(own)], picture)).toEqual({
    ptz: own,
    frame: at(time),
    taken: at(time),
    carried: false,
    picture: time,
  })
  expect(ptzOf([match(old, true)], picture)).toMatchObject({ ptz: old, carried: true })
})

test('a line says what is known, and when it was taken where that is not with the picture', () => {
  const line = (
    more: Partial<PtzStatus>,
    carried = false,
    of: Parameters<typeof ptzOf>[1] = picture,
  ): string => ptzLine(ptzOf([match(ptz(more), carried)], of)!)
  expect(line({})).toBe('PTZ: pan 0.500, tilt -0.100 · zoom 0.250')
  expect(line({ time: null })).toBe('PTZ: pan 0.500, tilt -0.100 · zoom 0.250')
  expect(line({ panTilt: null, zoomMove: 'moving', panTiltMove: 'idle' })).toBe('PTZ: zoom 0.250 · moving')
  expect(line({ panTilt: null, zoomMove: 'unknown', panTiltMove: 'idle' })).toContain('movement unknown')
  expect(line({ panTilt: null, zoom: null, error: 'stuck\u202e' })).toBe('PTZ: error: stuck\ufffd')
  expect(line({ panTilt: null, time: '2026-05-01T21:59:58.500Z' as UtcTime })).toBe(
    'PTZ: zoom 0.250 · of 21:59:58.500',
  )
  expect(line({ panTilt: null }, true)).toBe('PTZ: zoom 0.250 · of 22:00:00.000')
  // Three hours later by a corrected start time, and so on another day than when it was taken.
  const clock = new MetadataClock(0n, new Map([[2, 108_000_000_000n]]))
  const old = { panTilt: null, time: '2026-05-01T20:59:00.000Z' as UtcTime }
  const corrected = { utc: '2026-05-02T01:00:00.000Z' as UtcTime, clock }
  expect(line(old, false, corrected)).toBe('PTZ: zoom 0.250 · of 2026-05-01 23:59:00.000')
  expect(line({ panTilt: null }, true, corrected)).toBe('PTZ: zoom 0.250 · of 01:00:00.000')
  expect(ptzOf([match(ptz())], corrected)?.frame).toEqual(at(time, '2026-05-02T01:00:00.000Z' as UtcTime))
})

const changeAt = (at: bigint, more: Partial<PtzStatus> = {}): TimedPtz => ({
  at,
  change: { kind: 'ptz', time, trackId: 2, sample: 0, ptz: ptz(more) },
})
const moment = { at: 100n, length: 20n, ...picture }

test('what the stream told last stands until its next change, and says since when', () => {
  const changes = [changeAt(150n, { zoom: 3 }), changeAt(90n, { zoom: 2 }), changeAt(20n, { zoom: 1 })]
  expect(standingPtz(changes, moment)).toMatchObject({ ptz: { zoom: 2 }, frame: null, taken: at(time) })
  // One that begins with the second half of the picture before is not its own; within half a picture it is.
  expect(standingPtz([...changes, changeAt(110n, { zoom: 4 })], moment)?.ptz.zoom).toBe(4)
  expect(standingPtz([...changes, changeAt(111n, { zoom: 4 })], moment)?.ptz.zoom).toBe(2)
  expect(standingPtz([changeAt(150n)], moment)).toBeNull()
  expect(ptzLine(standingPtz([changeAt(0n, { panTilt: null, zoomMove: 'moving' })], moment)!)).toBe(
    'PTZ: zoom 0.250 · moving · since 22:00:00.000',
  )
})

test('both are said where the stream says more than the frame; a frame that is older than the change is not', () => {
  const frame = ptzOf([match(ptz())], picture)
  const same = standingPtz([changeAt(0n, { panTiltMove: null })], moment)
  const more = standingPtz([changeAt(0n, { panTiltMove: 'moving' })], moment)
  expect(ptzLines(frame, same)).toHaveLength(1)
  expect(ptzLines(frame, more)).toEqual([
    'PTZ: pan 0.500, tilt -0.100 · zoom 0.250',
    'PTZ: pan 0.500, tilt -0.100 · zoom 0.250 · moving · since 22:00:00.000',
  ])
  expect(ptzLines(null, same)).toEqual(['PTZ: pan 0.500, tilt -0.100 · zoom 0.250 · since 22:00:00.000'])
  expect(ptzLines(null, null)).toEqual([])
  const before = ptzOf([match(ptz({ time: '2026-05-01T21:59:59.500Z' as UtcTime, zoom: 1 }), true)], picture)
  expect(ptzLines(before, same)).toEqual(ptzLines(null, same))
})

test('numbers of any size stay short, and a space is named by its last part', () => {
  expect([ptzNumber(0), ptzNumber(-180), ptzNumber(1e300), ptzNumber(1e-9)]).toEqual([
    ...['0.000', '-180.000', '1.00e+300', '1.00e-9'],
  ])
  expect(spaceName('http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace')).toBe(
    'PositionGenericSpace',
  )
})
