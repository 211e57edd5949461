// When a picture was taken, for stills, sheets of them, and lists of pictures: as the file has it, before its own correction,
// and less the error of the recorder's clock that an examiner entered.
import type { ItemDetail } from '#contract/item.ts'
import { correctedTime } from '#contract/messages/clock-error.ts'
import { correctionOf } from '#contract/start-statements.ts'
import type { UtcTime } from '#contract/units.ts'
import { filetime, formatUtc, parseUtc } from '#engine/base/time.ts'
import { pictureTime } from './picture-time.ts'
import type { PictureTime } from './picture-time.ts'

export type StillTimes = PictureTime & {
  /** Before the correction that the file brings; null where it brings none. */
  uncorrected: UtcTime | null
  /** By the examiner's entry on the recorder's clock; null where there is none. */
  corrected: UtcTime | null
}

export const noTimes: StillTimes = { utc: null, origin: null, uncorrected: null, corrected: null }

export function stillTimes(item: ItemDetail, trackId: number, ticks: number, timescale: number): StillTimes {
  const { inspection, clockOffset } = item
  const { utc, origin } = pictureTime(inspection, trackId, ticks, timescale)
  const correction = correctionOf(inspection.startTimes, trackId)
  const isCorrected = origin === 'corrected cstb' && correction !== null
  return {
    ...{ utc, origin },
    uncorrected: isCorrected ? moved(utc, correction.to, correction.from) : null,
    corrected: correctedTime(utc, clockOffset),
  }
}

/** `time` moved as `from` is to `to`. */
function moved(time: UtcTime | null, from: UtcTime, to: UtcTime): UtcTime | null {
  const [at, one, other] = [time && parseUtc(time), parseUtc(from), parseUtc(to)]
  return at === null || one === null || other === null ? null : formatUtc(filetime(at + other - one))
}
