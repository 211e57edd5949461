import { beforeEach, expect, test } from 'vitest'
import { TimelineHand } from '../../../../renderer/features/timeline/timeline-hand.svelte.ts'
import { TimelineView } from '../../../../renderer/features/timeline/timeline-view.svelte.ts'

type Press = Parameters<TimelineHand['press']>[0]

/** Where the timeline lies on the screen. */
const corner = { left: 200, top: 500 }
const axis = 20
let view: TimelineView
let hand: TimelineHand
let done: string[]
let isReady: boolean

beforeEach(() => {
  view = new TimelineView(() => ({ from: 0, to: 100 }))
  view.width = 1_000
  view.show({ from: 40, to: 50 })
  done = []
  isReady = true
  hand = new TimelineHand(view, {
    isReady: () => isReady,
    scrubsAt: (y) => y < axis,
    scrub: (x) => void done.push(`scrub ${x}`),
    click: (x) => void done.push(`click ${x} at ${hand.pointer?.x}, ${hand.pointer?.y}`),
  })
})

/** The pointer at this place of the timeline. */
function at(x: number, y: number, button = 0): Press {
  const currentTarget = { getBoundingClientRect: () => corner, setPointerCapture: () => undefined }
  const event = { button, pointerId: 1, clientX: corner.left + x, clientY: corner.top + y, currentTarget }
  return event as unknown as Press
}

test('along the axis it scrubs from the press on, and letting go is no click', () => {
  hand.press(at(100, 5))
  hand.move(at(140, 60))
  hand.release(at(140, 60))
  expect(done).toEqual(['scrub 100', 'scrub 140'])
  expect(view.span).toEqual({ from: 40, to: 50 })
})

test('elsewhere it pulls what is seen along, and letting go is no click', () => {
  hand.press(at(500, 60))
  hand.move(at(400, 60))
  hand.move(at(300, 60))
  expect(hand.isDown).toBe(true)
  hand.release(at(300, 60))
  expect(hand.isDown).toBe(false)
  expect(view.span.from).toBeCloseTo(42)
  expect(done).toEqual([])
})

test('a hand that trembles still clicks, where it let go', () => {
  hand.press(at(500, 60))
  hand.move(at(502, 61))
  hand.release(at(503, 61))
  expect(done).toEqual(['click 503 at 503, 61'])
  expect(view.span).toEqual({ from: 40, to: 50 })
})

test('another button, a timeline that is not ready and a press that is called off do nothing', () => {
  hand.press(at(500, 60, 2))
  hand.release(at(500, 60, 2))
  isReady = false
  hand.press(at(500, 5))
  hand.release(at(500, 5))
  isReady = true
  hand.press(at(500, 60))
  hand.cancel()
  hand.release(at(500, 60))
  expect(done).toEqual([])
})

test('it says where the pointer is, and that it has left', () => {
  hand.move(at(10, 30))
  expect(hand.pointer).toEqual({ x: 10, y: 30 })
  hand.leave()
  expect(hand.pointer).toBeNull()
})
