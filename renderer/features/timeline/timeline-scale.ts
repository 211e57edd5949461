// The stretch of time that a timeline shows, and where things lie on it. Seconds of the media timeline, CSS pixels.
import type { Instant } from '../../state/playhead-time.ts'

export type Span = { from: number; to: number }

/** Closest zoom: so many seconds over the whole width. */
const narrowest = 0.05

export function toX(view: Span, width: number, seconds: number): number {
  return ((seconds - view.from) / (view.to - view.from)) * width
}

export function toSeconds(view: Span, width: number, x: number): number {
  return view.from + (x / Math.max(1, width)) * (view.to - view.from)
}

/** Keeps a view within the recording, whatever was asked for. */
export function clampView(view: Span, bounds: Span): Span {
  const whole = Math.max(narrowest, bounds.to - bounds.from)
  const length = Math.min(whole, Math.max(narrowest, view.to - view.from))
  const from = Math.max(bounds.from, Math.min(view.from, bounds.from + whole - length))
  return { from, to: from + length }
}

/** Zooms so that what lies at `seconds` stays where it is. `factor` above 1 zooms in. */
export function zoomAround(view: Span, bounds: Span, seconds: number, factor: number): Span {
  const length = Math.max(narrowest, Math.min(bounds.to - bounds.from, (view.to - view.from) / factor))
  const share = (seconds - view.from) / (view.to - view.from)
  const from = seconds - share * length
  return clampView({ from, to: from + length }, bounds)
}

export function pan(view: Span, bounds: Span, seconds: number): Span {
  return clampView({ from: view.from + seconds, to: view.to + seconds }, bounds)
}

/** Turns to the page that holds `seconds`, where the view does not. */
export function follow(view: Span, bounds: Span, seconds: number): Span {
  if (seconds >= view.from && seconds <= view.to) return view
  const length = view.to - view.from
  return clampView({ from: seconds - length * 0.1, to: seconds + length * 0.9 }, bounds)
}

/** Room around the recording, so that its ends do not stick to the edges. */
export function withMargin(span: Span): Span {
  const margin = Math.max(narrowest, (span.to - span.from) * 0.01)
  return { from: span.from - margin, to: span.to + margin }
}

const steps = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
  3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000, 31_536_000,
]

export type TickMark = { seconds: number; label: string }

/** Ticks on round times of day where there is an origin, else on round media times. */
export function ticksOf(view: Span, width: number, origin: Instant | null, spacing = 96): TickMark[] {
  const perPixel = (view.to - view.from) / Math.max(1, width)
  const step = steps.find((candidate) => candidate >= spacing * perPixel) ?? steps.at(-1) ?? 1
  // Seconds from the last midnight before the origin: ticks are whole multiples of the step from there.
  const offset = origin === null ? 0 : Number(((origin % day) + day) % day) / 1e7
  const ticks: TickMark[] = []
  const first = Math.ceil((view.from + offset) / step)
  const last = Math.floor((view.to + offset) / step)
  for (let index = first; index <= last && ticks.length < 200; index += 1) {
    const seconds = index * step - offset
    ticks.push({ seconds, label: label(index * step, step, origin) })
  }
  return ticks
}

const day: Instant = 864_000_000_000n

/** `clock`: seconds since the midnight before the origin, or media time. */
function label(clock: number, step: number, origin: Instant | null): string {
  const millis = Math.round(clock * 1000)
  const sign = millis < 0 && origin === null ? '−' : ''
  const inDay = origin === null ? Math.abs(millis) : ((millis % 86_400_000) + 86_400_000) % 86_400_000
  // Another day begins: without its date, times after midnight look earlier than those before.
  if ((step >= 86_400 || inDay === 0) && origin !== null) {
    const midnight = origin - (((origin % day) + day) % day)
    return new Date(Number(midnight / 10_000n) + millis).toISOString().slice(0, 10)
  }
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = `${sign}${two(Math.floor(inDay / 3_600_000))}:${two(Math.floor(inDay / 60_000) % 60)}`
  if (step >= 60 && origin !== null) return hours
  const seconds = `${hours}:${two(Math.floor(inDay / 1000) % 60)}`
  return step >= 1 ? seconds : `${seconds}.${String(inDay % 1000).padStart(3, '0')}`
}
