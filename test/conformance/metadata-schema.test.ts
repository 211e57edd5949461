// What we write is valid against ONVIF's schemas; what is not valid is refused by the same judge.
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UtcTime } from '#contract/units.ts'
import { writeMetadataDocument } from '#engine/metadata/write-document.ts'
import type { DocumentToWrite } from '#engine/metadata/write-document.ts'
import { openSchemaJudge, schemaMissing, shared } from './metadata-schema.ts'
import type { SchemaJudge } from './metadata-schema.ts'

const missing = schemaMissing()
const time = '2024-03-01T12:00:00.2400001Z' as UtcTime
const box = { left: -0.5, top: 0.5, right: 1e-7, bottom: -0.125 }

const everything: DocumentToWrite = {
  frames: [
    {
      time,
      source: 'Analytics <1> "&\n',
      objects: [
        {
          id: '12',
          parent: '-3',
          classes: [
            { type: 'Vehicle', likelihood: 0.9 },
            { type: 'Car', likelihood: null },
          ],
          box,
          polygon: [
            { x: 0, y: 0 },
            { x: 1, y: 0 },
            { x: 1, y: 1 },
          ],
          centre: { x: 0, y: 0 },
          colour: '#0a80ff',
          geoLocation: { latitude: -48.85837, longitude: 2.29448, elevation: -3.5 },
          speed: 8.3,
          plate: 'AB 123',
          behaviour: 'idle',
        },
        { id: '13', behaviour: 'removed', box },
        { id: '14', geoLocation: { latitude: 1, longitude: 2, elevation: null } },
        { id: '15' },
      ],
    },
    { time, objects: [] },
  ],
  events: [
    {
      time,
      topic: 'tns1:Monitoring/GeoLocation',
      operation: 'Changed',
      source: [{ name: 'Token', value: 'bus-114' }],
      key: [{ name: 'Key', value: '' }],
      data: [{ name: 'Fix', value: '<3D>' }],
      geoLocation: { latitude: 48.85, longitude: 2.29, elevation: 36.5 },
    },
    { time, topic: 'tns1:VideoSource/MotionAlarm' },
  ],
}

describe('metadata against ONVIF’s schemas', () => {
  let judge: SchemaJudge | null = null
  beforeAll(() => {
    if (!missing) judge = openSchemaJudge()
  })
  afterAll(() => judge?.dispose())
  beforeEach((context) => {
    if (missing) context.skip(missing)
  })

  it.each([
    ['everything it can hold', everything],
    ['frames alone', { frames: everything.frames ?? [] }],
    ['events alone', { events: everything.events ?? [] }],
    ['nothing', {}],
  ])('writes valid documents with %s', (_, document) => {
    expect(judge?.complaints(writeMetadataDocument(document))).toBe('')
  })

  it('and the judge finds the five reference documents valid', () => {
    const folder = path.join(shared, 'samples/metadata')
    const names = readdirSync(folder).filter((name) => name.endsWith('.xml'))
    expect(names).toHaveLength(5)
    for (const name of names) expect(judge?.complaints(readFileSync(path.join(folder, name)))).toBe('')
  })

  it.each([
    ['MetadataStream', 'MetaDataStream'],
    ['UtcTime=', 'Time='],
    ['<tt:Shape>', '<tt:Shape><tt:Bogus/>'],
    ['"Changed"', '"Altered"'],
    ['ObjectId="12"', 'ObjectId="twelve"'],
  ])('and the judge refuses them with %s changed to %s', (from, to) => {
    const changed = new TextDecoder().decode(writeMetadataDocument(everything)).replaceAll(from, to)
    expect(judge?.complaints(changed)).toMatch(/Schemas validity error/)
  })
})
