import { describe, expect, it } from 'vitest'
import { analytics, frameTime, frameWith, notification, onlyFrame, parse, stream } from './documents.ts'

const empty = frameWith('')

describe('documents of a sample', () => {
  it('gives frames and events in document order, with where they were stored', () => {
    const event = notification('tns1:A/B', `<tt:Message UtcTime="${frameTime}"/>`)
    const { items, frames, events } = parse(
      stream(
        `<tt:Event>${event}</tt:Event><tt:VideoAnalytics>${empty}</tt:VideoAnalytics><tt:Event>${event}</tt:Event>`,
      ),
    )
    expect(items.map(({ kind }) => kind)).toEqual(['event', 'frame', 'event'])
    expect([frames.length, events.length]).toEqual([1, 2])
    expect(items[1]).toEqual({
      kind: 'frame',
      time: frameTime,
      trackId: 3,
      sample: 7,
      source: null,
      objects: [],
      ended: [],
      ptz: null,
    })
  })

  it('keeps every frame where nothing stands between the tags', () => {
    // The end tag of the last frame is followed at once by another end tag.
    const { frames, problems } = parse(analytics(empty + frameWith('<tt:Object ObjectId="1"/>')))
    expect([frames.length, problems]).toEqual([2, []])
    expect(frames[1]?.objects).toHaveLength(1)
  })

  it.each([
    ['an XML declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${analytics(empty)}`],
    ['a byte order mark', `\uFEFF${analytics(empty)}`],
    ['a stylesheet instruction and comments around', `<!-- a --><?b c?>${analytics(empty)}<!-- d -->\n`],
    ['MetaDataStream, as in the prose', analytics(empty).replaceAll('MetadataStream', 'MetaDataStream')],
    ['other prefixes', analytics(empty).replaceAll('tt:', 'x:').replaceAll('xmlns:tt', 'xmlns:x')],
    ['no prefixes', analytics(empty).replaceAll('tt:', '')],
    [
      'undeclared prefixes',
      '<q:MetadataStream><q:VideoAnalytics><q:Frame UtcTime="2024-03-01T12:00:00Z"/></q:VideoAnalytics></q:MetadataStream>',
    ],
    ['a CDATA section', analytics(frameWith('<tt:Extension><![CDATA[ <tt:Frame> ]]></tt:Extension>'))],
    [
      'white space in end tags',
      analytics('<tt:Frame UtcTime="2024-03-01T12:00:00Z"></tt:Frame \n>').replace(/>$/, ' >'),
    ],
  ])('reads a document with %s', (_, xml) => {
    expect(onlyFrame(xml).time).toBe(frameTime)
  })

  it('reads several documents after each other', () => {
    const one = analytics(empty)
    const { frames, problems } = parse(`${one}${one}\n<?xml version="1.0"?>${one}\0\0\uFEFF${one} \0`)
    expect([frames.length, problems]).toEqual([4, []])
  })

  it('keeps the first of two documents where the second is broken', () => {
    const { frames, problems } = parse(`${analytics(empty)}<tt:Metadata`)
    expect(frames).toHaveLength(1)
    expect(problems).toMatchObject([{ code: 'metadata-xml-not-well-formed', broken: true }])
  })

  it('passes over what it does not know, without complaint', () => {
    const { items, problems } = parse(
      stream(
        '<tt:PTZ><tt:Extension/></tt:PTZ><v:PTZStatus xmlns:v="urn:vendor">not below PTZ</v:PTZStatus>' +
          '<tt:SensorData UtcTime="x" SensorID="y"><tt:Type>z</tt:Type></tt:SensorData>' +
          '<tt:Extension><tt:AudioAnalyticsStream/></tt:Extension>' +
          '<v:Frame xmlns:v="urn:vendor">not below VideoAnalytics</v:Frame>',
      ),
    )
    expect([items, problems]).toEqual([[], []])
  })

  it('gives changes of the PTZ state of the stream, by the time at which they were generated', () => {
    const status = (time: string): string =>
      `<tt:PTZStatus><tt:MoveStatus><tt:PanTilt>MOVING</tt:PanTilt></tt:MoveStatus>${time}</tt:PTZStatus>`
    const { items, ptz, problems } = parse(
      stream(
        `<tt:PTZ>${status('<tt:UtcTime>2024-03-01T12:00:04.000Z</tt:UtcTime>')}${status('')}${status('<tt:UtcTime>never</tt:UtcTime>')}</tt:PTZ>` +
          `<tt:VideoAnalytics>${empty}</tt:VideoAnalytics>`,
      ),
    )
    expect(items.map(({ kind }) => kind)).toEqual(['ptz', 'frame'])
    expect(ptz).toMatchObject([
      { time: '2024-03-01T12:00:04.000Z', trackId: 3, sample: 7, ptz: { panTiltMove: 'moving' } },
    ])
    // Without a time nobody knows from when on it stands: that is told.
    expect(problems.map(({ code, broken }) => [code, broken])).toEqual([
      ['metadata-ptz-no-time', false],
      ['metadata-ptz-no-time', false],
    ])
    expect(problems[1]?.detail).toContain('never')
  })

  it('complains of frames without a readable time and keeps the others', () => {
    const bad =
      '<tt:Frame/><tt:Frame UtcTime="2016-9-10T12:24:57.321"/><tt:Frame UtcTime="1066-10-14T09:00:00Z"/>'
    const { frames, problems } = parse(analytics(`${bad}${empty}`))
    expect(frames).toHaveLength(1)
    expect(problems.map(({ code, broken }) => [code, broken])).toEqual(
      Array.from({ length: 3 }, () => ['metadata-frame-no-time', false]),
    )
    expect(problems[1]?.detail).toContain('2016-9-10T12:24:57.321')
  })

  it('reads times as recorded', () => {
    const times = ['2024-03-01T13:00:00.1234567+01:00', '2024-03-01T12:00:00', '2024-02-29T24:00:00Z']
    const { frames } = parse(analytics(times.map((time) => `<tt:Frame UtcTime="${time}"/>`).join('')))
    expect(frames.map(({ time }) => time)).toEqual([
      '2024-03-01T12:00:00.1234567Z',
      '2024-03-01T12:00:00.000Z',
      '2024-03-01T00:00:00.000Z',
    ])
  })

  it('says that a document of another kind is not metadata', () => {
    const { items, problems } = parse(`<html><VideoAnalytics>${empty}</VideoAnalytics></html>`)
    expect(items).toEqual([])
    expect(problems).toMatchObject([{ code: 'metadata-root-unknown', broken: true }])
  })

  it('counts problems beyond the first thousand', () => {
    const { problems, problemsLeftOut } = parse(analytics('<tt:Frame/>'.repeat(1_200)))
    expect([problems.length, problemsLeftOut]).toEqual([1_000, 200])
  })
})
