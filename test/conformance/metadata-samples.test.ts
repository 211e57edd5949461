// The five reference documents of the shared folder (see its README): what they say is what is read.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { MetadataItem } from '#contract/metadata.ts'
import type { Box } from '#contract/metadata.ts'
import { decodeSamplePayload } from '#engine/metadata/sample-payload.ts'
import { parseMetadataDocument } from '#engine/metadata/document.ts'
import type { MetadataDocument } from '#engine/metadata/document.ts'
import { MetadataCounter } from '#engine/metadata/summary.ts'
import { shared } from './metadata-schema.ts'

const folder = path.join(shared, 'samples/metadata')

function read(name: string): MetadataDocument {
  const payload = decodeSamplePayload(readFileSync(path.join(folder, name)), '')
  if (!('xml' in payload)) throw new Error(JSON.stringify(payload))
  const document = parseMetadataDocument(payload.xml, { trackId: 1, sample: 0 })
  for (const item of document.items) expect(MetadataItem.parse(item)).toEqual(item)
  expect(document.problems).toEqual([])
  return document
}

const near = (box: Box | null | undefined): number[] =>
  box ? [box.left, box.top, box.right, box.bottom].map((side) => Math.round(side * 1e4) / 1e4) : []

describe('reference documents', () => {
  beforeEach((context) => {
    if (!existsSync(folder)) context.skip(`no reference documents: ${folder} is absent`)
  })

  it('01: pixels made normalised, classes of both forms, colour, speed, idle', () => {
    const [frame] = read('01-objects-classes-colour.xml').frames
    expect(frame).toMatchObject({ time: '2024-03-01T12:00:00.240Z', source: 'ObjectAnalytics' })
    const [vehicle, human] = frame?.objects ?? []
    expect(frame?.objects).toHaveLength(2)
    expect(vehicle).toMatchObject({
      id: '12',
      parent: null,
      classes: [
        { type: 'Vehicle', likelihood: 0.9 },
        { type: 'Car', likelihood: 0.8 },
      ],
      class: 'Vehicle',
      likelihood: 0.9,
      colour: '#c81018',
      speed: 8.3,
      behaviour: null,
      plate: null,
      geoLocation: null,
    })
    // The sample writes 2/240 as 0.00833333.
    expect(near(vehicle?.box)).toEqual([-0.875, 0.5, -0.375, -0.75])
    expect(vehicle?.centre?.x).toBeCloseTo(-0.625, 6)
    expect(vehicle?.centre?.y).toBeCloseTo(-1 / 3, 6)
    expect(vehicle?.polygon).toHaveLength(4)
    expect(vehicle?.polygon?.[2]?.x).toBeCloseTo(-0.4375, 6)
    expect(vehicle?.polygon?.[2]?.y).toBeCloseTo(178 / 120 - 1, 5)
    expect(human).toMatchObject({
      id: '19',
      class: 'Human',
      likelihood: 0.95,
      behaviour: 'idle',
      polygon: null,
    })
    expect(near(human?.box).map(Math.abs)).toEqual([0.25, 0, 0.375, 0.5])
  })

  it('02: parent, plate, vehicle colour, place of an object', () => {
    const [frame] = read('02-vehicle-plate-face-body.xml').frames
    const [vehicle, plate, human] = frame?.objects ?? []
    expect(frame?.objects).toHaveLength(3)
    expect(vehicle).toMatchObject({
      id: '31',
      class: 'Vehicle',
      colour: '#f0f0f0',
      box: { left: -0.4, top: 0.2, right: 0.3, bottom: -0.6 },
      geoLocation: { latitude: 48.85837, longitude: 2.29448, elevation: 35 },
    })
    expect(plate).toMatchObject({ id: '32', parent: '31', class: 'LicensePlate', plate: 'AB123CD' })
    expect(human).toMatchObject({ id: '33', class: 'Human', centre: { x: 0.56, y: 0.12 } })
  })

  it('03: an object without appearance, an object tree, an empty frame', () => {
    const { frames } = read('03-object-tree-and-empty-frame.xml')
    expect(frames.map(({ time, objects }) => [time, objects.map(({ id, box }) => [id, box])])).toEqual([
      ['2024-03-01T12:00:02.000Z', [['12', null]]],
      ['2024-03-01T12:00:02.200Z', []],
    ])
  })

  it('04: four events', () => {
    const { events, frames } = read('04-events.xml')
    expect(frames).toEqual([])
    expect(events.map(({ time, topic, operation }) => [time, topic, operation])).toEqual([
      ['2024-03-01T12:00:03.120Z', 'tns1:RuleEngine/LineDetector/Crossed', null],
      ['2024-03-01T12:00:03.000Z', 'tns1:VideoSource/MotionAlarm', 'Changed'],
      ['2024-03-01T12:00:03.400Z', 'tns1:Device/Trigger/DigitalInput', 'Initialized'],
      ['2024-03-01T12:00:03.500Z', 'tns1:RuleEngine/Recognition/LicensePlate', null],
    ])
    expect(events[0]).toMatchObject({
      source: [
        { name: 'VideoSource', value: 'vs-1' },
        { name: 'Rule', value: 'GateLine' },
      ],
      key: [],
      data: [
        { name: 'ObjectId', value: '12' },
        { name: 'ClassTypes', value: 'Vehicle' },
      ],
    })
    expect(events[3]?.data[2]).toEqual({
      name: 'LicensePlateInfo',
      value:
        '<tt:LicensePlateInfo><tt:PlateNumber Likelihood="0.91">AB123CD</tt:PlateNumber></tt:LicensePlateInfo>',
    })
  })

  it('05: a moving camera; the PTZ state of the stream and of the frame, and what is for 16:9', () => {
    const { items, events, ptz, frames } = read('05-ptz-and-moving-camera.xml')
    expect(items.map(({ kind }) => kind)).toEqual(['ptz', 'event', 'frame'])
    expect(ptz[0]).toMatchObject({
      time: '2024-03-01T12:00:04.000Z',
      ptz: { panTiltMove: 'moving', zoomMove: 'idle', fieldOfView: { horizontal: 58.2, vertical: 33.9 } },
    })
    expect(frames[0]?.ptz).toMatchObject({ panTilt: { x: 0.25, y: -0.1 }, panTiltMove: null })
    expect(frames[0]?.aspects).toEqual([
      { ratio: 1.77777778, scale: { x: 1, y: 1.33333333 }, translate: { x: 0, y: 0 } },
    ])
    expect(events[0]).toMatchObject({
      topic: 'tns1:Monitoring/GeoLocation',
      operation: 'Changed',
      source: [{ name: 'Token', value: 'bus-114' }],
      geoLocation: { latitude: 48.85837, longitude: 2.29448, elevation: 36.5 },
    })
    expect(items[2]).toMatchObject({ time: '2024-03-01T12:00:04.120Z', objects: [] })
  })

  it('all five together', () => {
    const counter = new MetadataCounter()
    const names = readdirSync(folder).filter((name) => name.endsWith('.xml'))
    for (const name of names) for (const item of read(name).items) counter.add(item)
    expect(names).toHaveLength(5)
    expect(counter.summary()).toMatchObject({
      frames: 5,
      objects: 6,
      events: 5,
      classes: { Vehicle: 2, Human: 2, LicensePlate: 1 },
      firstFrame: '2024-03-01T12:00:00.240Z',
      lastFrame: '2024-03-01T12:00:04.120Z',
    })
    expect(counter.summary().topics).toHaveLength(5)
  })
})
