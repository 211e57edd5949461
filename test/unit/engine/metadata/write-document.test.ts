import { describe, expect, it } from 'vitest'
import type { UtcTime } from '#contract/units.ts'
import { formatMetadataDocument, writeMetadataDocument } from '#engine/metadata/write-document.ts'
import type { DocumentToWrite } from '#engine/metadata/write-document.ts'
import { decodeSamplePayload } from '#engine/metadata/sample-payload.ts'
import { parse } from './documents.ts'

const time = '2024-03-01T12:00:00.2400001Z' as UtcTime
const nasty = `<&>"'\u0009\u000A\u000D ]]> é 𝄞`

const full = {
  id: '12',
  parent: '-3',
  classes: [
    { type: nasty, likelihood: 0.9 },
    { type: 'Car', likelihood: null },
  ],
  box: { left: -0.5, top: 0.25, right: 1e-7, bottom: -0.125 },
  polygon: [
    { x: 0, y: 0.1 },
    { x: -0.5, y: 0 },
    { x: 0.3, y: -0.1 },
  ],
  centre: { x: -0.25, y: 0.0625 },
  colour: '#0a80ff',
  geoLocation: { latitude: -48.858370001, longitude: 2.29448, elevation: -3.5 },
  speed: 8.3,
  plate: 'AB 123 <CD>',
  behaviour: 'idle' as const,
}

describe('formatMetadataDocument', () => {
  it('is read back as it was written', () => {
    const { frames, problems } = parse(
      formatMetadataDocument({ frames: [{ time, source: nasty, objects: [full] }] }),
    )
    expect(problems).toEqual([])
    expect(frames).toEqual([
      {
        kind: 'frame',
        time,
        trackId: 3,
        sample: 7,
        source: nasty,
        // Text content is trimmed on reading; nothing else changes.
        objects: [{ ...full, class: nasty, likelihood: 0.9 }],
        ended: [],
        ptz: null,
      },
    ])
  })

  it('writes events with a position as it is read', () => {
    const event = {
      time,
      topic: 'tns1:Monitoring/GeoLocation',
      operation: 'Changed' as const,
      source: [{ name: 'Token', value: nasty }],
      key: [{ name: 'k', value: '' }],
      data: [{ name: 'Fix', value: '3D' }],
      geoLocation: { latitude: 48.5, longitude: 2.25, elevation: null },
    }
    const { events, problems } = parse(
      formatMetadataDocument({ events: [event, { time, topic: 'tns1:A/B' }] }),
    )
    expect(problems).toEqual([])
    const position = { name: 'CurrentLocation', value: '<tt:GeoLocation lon="2.25" lat="48.5"/>' }
    expect(events).toEqual([
      { kind: 'event', trackId: 3, sample: 7, ...event, data: [...event.data, position] },
      {
        kind: 'event',
        trackId: 3,
        sample: 7,
        time,
        topic: 'tns1:A/B',
        operation: null,
        source: [],
        key: [],
        data: [],
        geoLocation: null,
      },
    ])
  })

  it('has no declaration, no transformation, and is UTF-8', () => {
    const document: DocumentToWrite = {
      frames: [{ time, objects: [full, { id: '1' }] }],
      events: [{ time, topic: 'tns1:A' }],
    }
    const xml = formatMetadataDocument(document)
    expect(xml).toMatch(/^<tt:MetadataStream xmlns:tt="http:\/\/www\.onvif\.org\/ver10\/schema" /)
    expect(xml).not.toMatch(/<\?xml|Transformation|DOCTYPE/)
    expect(decodeSamplePayload(writeMetadataDocument(document), '')).toEqual({ xml, damage: null })
  })

  it('derives the box and centre that the schema wants', () => {
    const polygon = [
      { x: 0, y: 0 },
      { x: 0.5, y: 1 },
      { x: -0.5, y: 0.5 },
    ]
    const [object] =
      parse(formatMetadataDocument({ frames: [{ time, objects: [{ id: '1', polygon }] }] })).frames[0]
        ?.objects ?? []
    expect(object).toMatchObject({
      box: { left: -0.5, top: 1, right: 0.5, bottom: 0 },
      centre: { x: 0, y: 0.5 },
      polygon,
    })
  })

  it('stays well-formed whatever the strings are', () => {
    const source = `\u0000\u0008\uFFFE\uD800x`
    expect(parse(formatMetadataDocument({ frames: [{ time, source, objects: [] }] }))).toMatchObject({
      frames: [{ source: '\uFFFD\uFFFD\uFFFD\uFFFDx' }],
      problems: [],
    })
    expect(parse(formatMetadataDocument({})).problems).toEqual([])
  })

  it('refuses what the schema cannot hold', () => {
    const write = (document: DocumentToWrite) => () => formatMetadataDocument(document)
    expect(write({ frames: [{ time, objects: [{ id: 'a' }] }] })).toThrow(/integers/)
    expect(write({ frames: [{ time, objects: [{ id: '1', speed: Number.NaN }] }] })).toThrow(/finite/)
    expect(write({ frames: [{ time, objects: [{ id: '1', colour: 'red' }] }] })).toThrow(/#rrggbb/)
    expect(write({ frames: [{ time, objects: [{ id: '1', polygon: [{ x: 0, y: 0 }] }] }] })).toThrow(
      /three points/,
    )
    expect(write({ events: [{ time, topic: 'vendor:A' }] })).toThrow(/topic/)
  })
})
