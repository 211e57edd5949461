import { describe, expect, it } from 'vitest'
import { frameTime, notification, onlyEvent, parse, stream } from './documents.ts'

const message = (content = '', attributes = ''): string =>
  `<tt:Message UtcTime="${frameTime}" ${attributes}>${content}</tt:Message>`
const events = (...notifications: string[]): string =>
  stream(`<tt:Event>${notifications.join('')}</tt:Event>`)
const topicOf = (topic: string): string => onlyEvent(events(notification(topic, message()))).topic

describe('topics', () => {
  it.each([
    ['tns1:RuleEngine/LineDetector/Crossed', 'tns1:RuleEngine/LineDetector/Crossed'],
    ['\n  tns1:VideoSource/MotionAlarm \t', 'tns1:VideoSource/MotionAlarm'],
    ['tns1:Device/tns1:Trigger/DigitalInput', 'tns1:Device/Trigger/DigitalInput'],
    ['RuleEngine/Own', 'RuleEngine/Own'],
  ])('reads %j', (sent, expected) => {
    expect(topicOf(sent)).toBe(expected)
  })

  it('goes by the namespace, not by the prefix', () => {
    const declared = (xmlns: string, topic: string): string =>
      onlyEvent(events(notification(topic, message()).replace('<wsnt:Topic>', `<wsnt:Topic ${xmlns}>`))).topic
    expect(declared('xmlns:t="http://www.onvif.org/ver10/topics"', 't:Monitoring/GeoLocation')).toBe(
      'tns1:Monitoring/GeoLocation',
    )
    expect(declared('xmlns:tns1="urn:vendor"', 'tns1:Monitoring/GeoLocation')).toBe(
      '{urn:vendor}Monitoring/GeoLocation',
    )
    expect(declared('xmlns:v="urn:vendor"', 'tns1:Device/v:IO/Port')).toBe('tns1:Device/v:IO/Port')
  })

  it('finds a declaration further out, past an inner one of another prefix', () => {
    const topic = '<n:Topic xmlns:n="urn:n" xmlns:x="urn:x">t:A/B</n:Topic>'
    const xml = `<MetadataStream xmlns:t="http://www.onvif.org/ver10/topics"><Event><NotificationMessage>${topic}<Message>${message()}</Message></NotificationMessage></Event></MetadataStream>`
    expect(onlyEvent(xml).topic).toBe('tns1:A/B')
  })

  it('lets an outer declaration apply again after an inner one ended', () => {
    const inner = notification('tns1:A', message()).replace('<wsnt:Topic>', '<wsnt:Topic xmlns:tns1="urn:v">')
    const { events: read } = parse(events(inner, notification('tns1:A', message())))
    expect(read.map(({ topic }) => topic)).toEqual(['{urn:v}A', 'tns1:A'])
  })

  it('leaves a topic of an undeclared prefix as it is, and says that it stays open', () => {
    const { events: read, problems } = parse(events(notification('other:Vendor/Topic', message())))
    expect(read.map(({ topic }) => topic)).toEqual(['other:Vendor/Topic'])
    expect(problems).toMatchObject([{ code: 'metadata-topic-prefix', broken: false }])
    expect(problems[0]?.detail).toContain('“other”')
    expect(parse(events(notification('tns1:A/other:B', message()))).problems).toEqual([])
  })

  it('takes an undeclared tns1 as ONVIF’s', () => {
    const xml = `<MetadataStream><Event>${notification('tns1:A/B', message())}</Event></MetadataStream>`
    expect(onlyEvent(xml).topic).toBe('tns1:A/B')
  })
})

describe('events', () => {
  it('reads simple and element items, the latter as the XML text recorded', () => {
    const plate =
      "<tt:LicensePlateInfo  a = '1'>\n<tt:PlateNumber>A&amp;B</tt:PlateNumber><x/></tt:LicensePlateInfo >"
    const event = onlyEvent(
      events(
        notification(
          'tns1:RuleEngine/Recognition/LicensePlate',
          message(
            '<tt:Source><tt:SimpleItem Name="Rule" Value="a &lt;b&gt;"/></tt:Source>' +
              '<tt:Key><tt:SimpleItem Name="ObjectId" Value="12"/></tt:Key>' +
              `<tt:Data><tt:ElementItem Name="Info"> ${plate} </tt:ElementItem><tt:SimpleItem Name="Speed" Value="8.3"/>` +
              '<tt:ElementItem Name="Empty"/><tt:ElementItem Name="Short"><q/></tt:ElementItem></tt:Data>',
            'PropertyOperation="Changed"',
          ),
        ),
      ),
    )
    expect(event).toEqual({
      kind: 'event',
      time: frameTime,
      trackId: 3,
      sample: 7,
      topic: 'tns1:RuleEngine/Recognition/LicensePlate',
      operation: 'Changed',
      source: [{ name: 'Rule', value: 'a <b>' }],
      key: [{ name: 'ObjectId', value: '12' }],
      data: [
        { name: 'Info', value: plate },
        { name: 'Speed', value: '8.3' },
        { name: 'Empty', value: '' },
        { name: 'Short', value: '<q/>' },
      ],
      geoLocation: null,
    })
  })

  it.each(['Initialized', 'Changed', 'Deleted'])('reads the operation %s', (operation) => {
    const read = onlyEvent(events(notification('tns1:A', message('', `PropertyOperation="${operation}"`))))
    expect(read.operation).toBe(operation)
  })

  it('takes an unknown or absent operation as none', () => {
    expect(
      onlyEvent(events(notification('tns1:A', message('', 'PropertyOperation="Gone"')))).operation,
    ).toBeNull()
    expect(onlyEvent(events(notification('tns1:A', message()))).operation).toBeNull()
  })

  it('reads the position of a moving camera, in its own topic only', () => {
    const data =
      '<tt:Data><tt:ElementItem Name="Anything"><tt:GeoLocation lon="2.5" lat="48.5" elevation="3"/></tt:ElementItem></tt:Data>'
    const moving = onlyEvent(events(notification('tns1:Monitoring/GeoLocation', message(data))))
    expect(moving.geoLocation).toEqual({ latitude: 48.5, longitude: 2.5, elevation: 3 })
    expect(moving.data).toEqual([
      { name: 'Anything', value: '<tt:GeoLocation lon="2.5" lat="48.5" elevation="3"/>' },
    ])
    expect(onlyEvent(events(notification('tns1:RuleEngine/X', message(data)))).geoLocation).toBeNull()
  })

  it('complains of events without time or topic and keeps the others', () => {
    const { events: read, problems } = parse(
      events(
        notification('tns1:A', '<tt:Message/>'),
        notification('tns1:A', ''),
        notification('  ', message()),
        notification('tns1:B', message()),
      ),
    )
    expect(read.map(({ topic }) => topic)).toEqual(['tns1:B'])
    expect(problems.map(({ code }) => code)).toEqual([
      'metadata-event-no-time',
      'metadata-event-no-time',
      'metadata-event-no-topic',
    ])
  })
})
