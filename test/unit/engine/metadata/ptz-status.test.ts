import { expect, test } from 'vitest'
import { PtzStatus } from '#contract/metadata.ts'
import { analytics, frameWith, onlyFrame } from './documents.ts'

const statusOf = (content: string): PtzStatus | null =>
  onlyFrame(analytics(frameWith(`<tt:PTZStatus>${content}</tt:PTZStatus><tt:Object ObjectId="1"/>`))).ptz

const space = 'http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace'

test('position, movement, error, time and field of view are read', () => {
  const status = statusOf(
    `<tt:Position><tt:PanTilt x="0.5" y="-0.1" space="${space}"/><tt:Zoom x="0.25"/></tt:Position>
     <tt:MoveStatus><tt:PanTilt>MOVING</tt:PanTilt><tt:Zoom>IDLE</tt:Zoom></tt:MoveStatus>
     <tt:Error>motor <![CDATA[<stuck>]]></tt:Error><tt:UtcTime> 2024-03-01T11:59:59.5Z </tt:UtcTime>
     <tt:FieldOfView hfov="60.5" vfov="34"/>`,
  )
  expect(status).toEqual({
    ...{ panTilt: { x: 0.5, y: -0.1 }, panTiltSpace: space, zoom: 0.25, zoomSpace: null },
    ...{ panTiltMove: 'moving', zoomMove: 'idle', error: 'motor <stuck>' },
    ...{ time: '2024-03-01T11:59:59.500Z', fieldOfView: { horizontal: 60.5, vertical: 34 } },
  })
  expect(PtzStatus.parse(status)).toEqual(status)
})

test('what is missing or unreadable is null, and what says nothing is no status', () => {
  expect(
    statusOf(
      '<tt:Position><tt:PanTilt x="0.5"/><tt:Zoom x="INF"/></tt:Position><tt:UtcTime>now</tt:UtcTime>',
    ),
  ).toBeNull()
  expect(statusOf('')).toBeNull()
  expect(statusOf('<tt:MoveStatus><tt:PanTilt>TURNING</tt:PanTilt></tt:MoveStatus>')).toMatchObject({
    ...{ panTiltMove: 'unknown', zoomMove: null, panTilt: null, time: null },
  })
  expect(onlyFrame(analytics(frameWith(''))).ptz).toBeNull()
})

test('hostile texts are cut', () => {
  expect(statusOf(`<tt:Error>${'x'.repeat(5_000)}</tt:Error>`)?.error).toHaveLength(1_000)
})
