import { expect, test } from 'vitest'
import type { PtzStatus } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import type { Match } from '../../../../renderer/state/overlay-match.ts'
import { ptzLine, ptzNumber, ptzOf, spaceName } from '../../../../renderer/state/ptz.ts'

const time = '2026-05-01T22:00:00.000Z' as UtcTime
const ptz = (more: Partial<PtzStatus> = {}): PtzStatus => ({
  ...{ panTilt: { x: 0.5, y: -0.1 }, panTiltSpace: null, zoom: 0.25, zoomSpace: null },
  ...{ panTiltMove: null, zoomMove: null, error: null, time, fieldOfView: null },
  ...more,
})
const match = (status: PtzStatus | null, carried = false): Match =>
  ({ at: 0n, carried, frame: { time, ptz: status } }) as unknown as Match

test('the state of a picture is that of one of its own frames before one that is carried over', () => {
  const [own, old] = [ptz({ zoom: 1 }), ptz({ zoom: 2 })]
  expect(ptzOf([])).toBeNull()
  expect(ptzOf([match(null)])).toBeNull()
  expect(ptzOf([match(old, true), match(null), match(own)])).toEqual({
    ptz: own,
    frame: time,
    carried: false,
  })
  expect(ptzOf([match(old, true)])).toEqual({ ptz: old, frame: time, carried: true })
})

test('a line says what is known, and when it was taken where that is not with the picture', () => {
  const line = (more: Partial<PtzStatus>, carried = false): string =>
    ptzLine({ ptz: ptz(more), frame: time, carried })
  expect(line({})).toBe('PTZ: pan 0.500, tilt -0.100 · zoom 0.250')
  expect(line({ time: null })).toBe('PTZ: pan 0.500, tilt -0.100 · zoom 0.250')
  expect(line({ panTilt: null, zoomMove: 'moving', panTiltMove: 'idle' })).toBe('PTZ: zoom 0.250 · moving')
  expect(line({ panTilt: null, zoomMove: 'unknown', panTiltMove: 'idle' })).toContain('movement unknown')
  expect(line({ panTilt: null, zoom: null, error: 'stuck\u202e' })).toBe('PTZ: error: stuck\ufffd')
  expect(line({ panTilt: null, time: '2026-05-01T21:59:58.500Z' as UtcTime })).toBe(
    'PTZ: zoom 0.250 · of 21:59:58.500',
  )
  expect(line({ panTilt: null }, true)).toBe('PTZ: zoom 0.250 · of 22:00:00.000')
})

test('numbers of any size stay short, and a space is named by its last part', () => {
  expect([ptzNumber(0), ptzNumber(-180), ptzNumber(1e300), ptzNumber(1e-9)]).toEqual([
    ...['0.000', '-180.000', '1.00e+300', '1.00e-9'],
  ])
  expect(spaceName('http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace')).toBe(
    'PositionGenericSpace',
  )
})
