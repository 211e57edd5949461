// Where a correction of the start time moves the clock of the metadata: the bars of objects, and what the pointer is told of events.
import { expect, it } from 'vitest'
import { t } from '#contract/messages/format.ts'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { UnixMicros, UtcTime } from '#contract/units.ts'
import { ObjectTimeline } from '../../../../renderer/features/timeline/object-timeline.svelte.ts'
import { tipText } from '../../../../renderer/features/timeline/timeline-tip.ts'
import type { TimelineView } from '../../../../renderer/features/timeline/timeline-view.svelte.ts'
import { MetadataClock } from '../../../../renderer/state/metadata-clock.ts'
import { EventTable } from '../../../../renderer/state/playhead-events.ts'
import { parseInstant } from '../../../../renderer/state/playhead-time.ts'
import type { Playhead } from '../../../../renderer/state/playhead.svelte.ts'

const recorded = parseInstant('2026-05-01T22:00:00.000Z') ?? 0n
const shift = 4_000_000n
const clock = new MetadataClock(recorded + shift, new Map([[2, shift]]), shift)
const time = '2026-05-01T22:00:10.000Z' as UtcTime

it('bars of objects lie at the pictures in which they are seen', () => {
  const shown = (counts: MetadataClock): ObjectTimeline => {
    const detail = { inspection: { metadata: { objects: 1 } } }
    const playhead = { itemId: 'a', detail, metadataClock: counts } as unknown as Playhead
    return new ObjectTimeline(() => playhead, {} as unknown as TimelineView)
  }
  const at = (Date.parse(time) * 1_000) as UnixMicros
  expect(shown(clock).secondsOf(at)).toBe(10)
  // Of another camera's track the correction does not count.
  const other = new Map([
    [2, shift],
    [3, 5n * shift],
  ])
  const ofOther = new MetadataClock(recorded + shift, other, shift, new Set([3]))
  expect(shown(ofOther).secondsOf(at)).toBe(10)
  const split = shown(new MetadataClock(recorded + shift, other, shift))
  expect(split.secondsOf(at)).toBeNaN()
  expect(split.notes.map(({ why }) => why)).toEqual([t('timeline.objectsSplit')])
})

it('of an event both times are told, and only one where they are the same', () => {
  const event = { time, trackId: 2, topic: 'tns1:VideoSource/MotionAlarm' } as MetadataEvent
  const events = new EventTable().append([event], 1, () => null)
  const place = {
    seconds: 10,
    row: 'events',
    mark: { lane: 0, x: 0, count: 1, first: 0 },
    object: null,
  } as const
  const known = { events, signing: null, missing: [], unsought: null, timeText: String, secondsOf: Number }
  expect(tipText(place, { ...known, clock })).toBe(
    '22:00:10.000 · corrected 22:00:10.400 · VideoSource/MotionAlarm',
  )
  expect(tipText(place, { ...known, clock: new MetadataClock(recorded) })).toBe(
    '22:00:10.000 · VideoSource/MotionAlarm',
  )
})
