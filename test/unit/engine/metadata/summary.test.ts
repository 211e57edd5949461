import { describe, expect, it } from 'vitest'
import { MetadataSummary } from '#contract/metadata.ts'
import { MetadataCounter } from '#engine/metadata/summary.ts'
import { analytics, notification, parse, stream } from './documents.ts'

const frame = (time: string, ...classes: string[]): string =>
  `<tt:Frame UtcTime="${time}">${classes.map((name) => `<tt:Object><tt:Class>${name ? `<tt:Type>${name}</tt:Type>` : ''}</tt:Class></tt:Object>`).join('')}</tt:Frame>`

function count(...documents: string[]): MetadataSummary {
  const counter = new MetadataCounter()
  for (const xml of documents) for (const item of parse(xml).items) counter.add(item)
  return MetadataSummary.parse(counter.summary())
}

describe('MetadataCounter', () => {
  it('is empty at first', () => {
    expect(count()).toEqual({
      frames: 0,
      objects: 0,
      events: 0,
      ptz: 0,
      badSamples: 0,
      classes: {},
      topics: [],
      firstFrame: null,
      lastFrame: null,
    })
  })

  it('counts changes of the PTZ state of the stream, and not those of frames', () => {
    const status = '<tt:PTZStatus><tt:UtcTime>2020-01-01T00:00:00Z</tt:UtcTime></tt:PTZStatus>'
    const summary = count(
      stream(`<tt:PTZ>${status}${status}</tt:PTZ>`),
      analytics(`<tt:Frame UtcTime="2024-01-01T00:00:00Z">${status}</tt:Frame>`),
    )
    expect(summary).toMatchObject({ ptz: 2, frames: 1, firstFrame: '2024-01-01T00:00:00.000Z' })
  })

  it('counts appearances under their best class, and sorts topics', () => {
    const event = (topic: string): string =>
      notification(topic, '<tt:Message UtcTime="2030-01-01T00:00:00Z"/>')
    const summary = count(
      analytics(
        frame('2024-01-01T00:00:00Z', 'Human', 'Human', '') + frame('2024-01-01T00:00:01Z', 'Human', 'Car'),
      ),
      stream(`<tt:Event>${event('tns1:B')}${event('tns1:A')}${event('tns1:B')}</tt:Event>`),
    )
    expect(summary).toMatchObject({ frames: 2, objects: 5, events: 3, classes: { Human: 3, Car: 1 } })
    expect(summary.topics).toEqual(['tns1:A', 'tns1:B'])
    expect(summary.lastFrame).toBe('2024-01-01T00:00:01.000Z')
  })

  it('finds the first and last frame though they come out of order and with other numbers of digits', () => {
    const times = ['2024-01-01T00:00:00.2405Z', '2024-01-01T00:00:00.24Z', '2024-01-01T00:00:00.2404Z']
    const summary = count(analytics(times.map((time) => frame(time)).join('')))
    expect([summary.firstFrame, summary.lastFrame]).toEqual([
      '2024-01-01T00:00:00.240Z',
      '2024-01-01T00:00:00.2405000Z',
    ])
  })

  it('stays small when every name is new', () => {
    const names = Array.from({ length: 1_500 }, (_, index) => `Class${index}`)
    const { classes, objects } = count(analytics(frame('2024-01-01T00:00:00Z', ...names)))
    expect(Object.keys(classes)).toHaveLength(1_001)
    expect([classes['(more)'], objects]).toEqual([500, 1_500])
  })
})
