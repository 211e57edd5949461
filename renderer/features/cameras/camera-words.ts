// What is said of a camera: why it has no picture, and times as short as they can be without doubt about the day.
import { t } from '#contract/messages/format.ts'
import { formatFixed } from '#contract/messages/quantities.ts'
import type { UtcTime } from '#contract/units.ts'
import type { Camera } from '../../state/camera.svelte.ts'
import { noteText } from '../../state/playback-note.ts'
import { formatInstant, secondsBetween, type Instant } from '../../state/playhead-time.ts'
import type { Shown } from '../../state/shown-meter.ts'

/** `22:00:04.100`; with its day where that is not the one of `beside`. */
export function timeBeside(at: Instant | UtcTime | null, beside: UtcTime | null): string {
  const utc = typeof at === 'bigint' ? formatInstant(at) : at
  if (utc === null) return '–'
  const time = utc.slice(11, -1)
  return utc.slice(0, 10) === beside?.slice(0, 10) ? time : `${utc.slice(0, 10)} ${time}`
}

/**
 * What tells a camera apart from others that are shown and have its name: the recorder, as the export names it, or the file
 * where that does not do. Null where no other recording has its name.
 */
export function whichOf(camera: Camera, all: readonly Camera[]): string | null {
  const same = all.filter((other) => other.name === camera.name)
  if (same.every(({ itemId }) => itemId === camera.itemId)) return null
  const recorderOf = ({ detail }: Camera): string => detail?.inspection.export?.unitName ?? ''
  const recorder = recorderOf(camera)
  const isAlone = same.every((other) => other.itemId === camera.itemId || recorderOf(other) !== recorder)
  return recorder !== '' && isAlone ? recorder : (camera.detail?.summary.path ?? null)
}

/** What became of the pictures of all cameras together, in words. */
export const sharedNote = (note: Shown): string =>
  note.kind === 'slowed' ? t('cameras.slowed', { factor: formatFixed(note.factor, 2) }) : noteText(note)

/** Why the camera has no picture at the time of the clock; null where it has one, or the picture itself says why. */
export function whyNone(camera: Camera, clock: UtcTime | null): string | null {
  const { shown, playhead } = camera
  if (playhead.status !== 'ready') return null
  if (!camera.placement) return camera.detail ? t('cameras.reason.noClock') : null
  if (!shown) return null
  switch (shown.kind) {
    case 'gap':
      return t('cameras.reason.gap', { from: timeBeside(shown.from, clock), to: timeBeside(shown.to, clock) })
    case 'before':
      return t('cameras.reason.before', { starts: timeBeside(shown.starts, clock) })
    case 'after':
      return t('cameras.reason.after', { ended: timeBeside(shown.ended, clock) })
    case 'picture':
      return camera.waitsForCopy ? t('cameras.reason.noCopy') : null
  }
}

/**
 * How far every picture lies from the first one on the common clock, with what that can be relied on for: clocks of which only
 * the second is known say nothing of fractions of it. Null where there are no two pictures with a time.
 */
export function apartOf(cameras: readonly Camera[]): string | null {
  const [first, ...others] = cameras
  if (!first || others.length === 0 || first.instant === null) return null
  if (others.every(({ instant }) => instant === null)) return null
  const from = first.instant
  const parts = others.map(({ instant }, at) => {
    const number = String(at + 2)
    if (instant === null) return t('cameras.apart.none', { number })
    const seconds = secondsBetween(from, instant)
    const time = formatFixed(Math.abs(seconds), 3)
    if (seconds === 0) return t('cameras.apart.same', { number })
    return t(seconds > 0 ? 'cameras.apart.later' : 'cameras.apart.earlier', { number, time })
  })
  const isCoarse = cameras.some(
    ({ itemId, playhead }) => itemId !== first.itemId && [playhead, first.playhead].some(isOfSeconds),
  )
  const said = t('cameras.apart', { list: parts.join(', ') })
  return isCoarse ? `${said} ${t('cameras.apart.coarse')}` : said
}

const isOfSeconds = ({ originKind }: Camera['playhead']): boolean => originKind === 'mvhd'
