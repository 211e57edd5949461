import { describe, expect, it } from 'vitest'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { filterEvents, itemsText, rowOf } from '../../../../renderer/features/events/event-filter.ts'
import { EventTable } from '../../../../renderer/state/playhead-events.ts'
import { markShape, shortTopic } from '../../../../renderer/state/playhead-topics.ts'

const event = (topic: string, data: Record<string, string>): MetadataEvent => ({
  kind: 'event',
  time: '2026-05-01T22:00:00.000Z' as UtcTime,
  trackId: 2,
  sample: 0,
  topic,
  operation: 'Changed',
  source: [{ name: 'Rule', value: 'Gate A' }],
  key: [],
  data: Object.entries(data).map(([name, value]) => ({ name, value })),
  geoLocation: null,
})
const line = 'tns1:RuleEngine/LineDetector/Crossed'
const motion = 'tns1:VideoSource/MotionAlarm'
const events = new EventTable().append(
  [event(line, { ObjectId: '12' }), event(motion, { State: 'true' }), event(line, { ObjectId: '13' })],
  3,
  () => null,
)

describe('the filter of events', () => {
  it.each([
    ['', '', [0, 1, 2]],
    ['', line, [0, 2]],
    ['objectid 13', '', [2]],
    ['13 OBJECTID gate', line, [2]],
    ['motion', line, []],
    ['  crossed  ', '', [0, 2]],
  ])('%j of topic %j', (text, topic, kept) => expect([...filterEvents(events, text, topic)]).toEqual(kept))

  it('finds the row of an event, or the one before it', () => {
    const kept = Uint32Array.of(2, 5, 9)
    expect([1, 2, 4, 5, 99].map((index) => rowOf(kept, index))).toEqual([-1, 0, 0, 1, 2])
    expect(rowOf(new Uint32Array(0), 3)).toBe(-1)
  })

  it('shortens what an event holds', () => {
    expect(
      itemsText([
        { name: 'A', value: ' 1\n' },
        { name: 'B', value: 'x'.repeat(100) },
      ]),
    ).toBe(`A 1 · B ${'x'.repeat(40)}…`)
    expect(itemsText(Array.from({ length: 6 }, (_, n) => ({ name: `n${n}`, value: `${n}` })))).toMatch(
      /n3 3 …$/,
    )
  })
})

describe('topics', () => {
  it('are short, without prefixes', () => {
    expect(shortTopic(line)).toBe('LineDetector/Crossed')
    expect(shortTopic('tns1:Device/tnsacme:Trigger/DigitalInput')).toBe('Trigger/DigitalInput')
    expect(shortTopic('Odd')).toBe('Odd')
    expect(shortTopic('//')).toBe('//')
  })

  it('have shapes by family', () => {
    expect(
      [
        line,
        motion,
        'tns1:Device/Trigger/DigitalInput',
        'tns1:VideoSource/SignalLoss',
        'tns1:Monitoring/GeoLocation',
      ].map(markShape),
    ).toEqual(['bar', 'diamond', 'triangle', 'cross', 'circle'])
  })
})
