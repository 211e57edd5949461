// Where a picture lies, as two bars: in its recording, and in the span of all pictures of the sheet.
import { t } from '#contract/messages/format.ts'
import { formatFixed } from '#contract/messages/quantities.ts'
import { formatUtc as formatTime } from '#contract/messages/times.ts'
import { filetime, formatUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { pictureTime } from '#engine/export/picture-time.ts'
import type { PlannedStill } from './sheet-plan.ts'
import { orderTime } from './sheet-times.ts'

export type Bar = {
  title: string
  /** Null where there is nothing to be drawn; the title says why. */
  drawn: {
    from: string
    to: string
    /** From 0 to 1. */
    at: number
    /** The marked stretch; null where it is one picture. */
    stretch: { from: number; to: number } | null
  } | null
}

/** From the first to the last picture that has a time; null where none has. */
export type SheetSpan = { from: Filetime; to: Filetime } | null

export function spanOf(planned: readonly PlannedStill[]): SheetSpan {
  const times = planned.flatMap(({ times: one }) => orderTime(one) ?? [])
  const [first] = times
  if (first === undefined) return null
  const earliest = times.reduce((least, one) => (one < least ? one : least), first)
  const latest = times.reduce((most, one) => (one > most ? one : most), first)
  return { from: earliest, to: latest }
}

export function recordingBar({ place, mark, item }: PlannedStill): Bar {
  if (!place || place.to <= place.from) return { title: t('stillSheet.inRecordingUnknown'), drawn: null }
  const { from, to, ticks, timescale } = place
  const share = (at: number): number => Math.min(1, Math.max(0, (at - from) / (to - from)))
  const { firstTicks, lastTicks } = mark
  const isStretch = firstTicks !== null && lastTicks !== null && firstTicks !== lastTicks
  const named = (at: number): string => {
    const { utc } = pictureTime(item.inspection, mark.trackId, at, timescale)
    return utc ? formatTime(utc) : t('stillSheet.mediaTime', { seconds: formatFixed(at / timescale, 3) })
  }
  return {
    title: t('stillSheet.inRecording', { after: formatFixed((ticks - from) / timescale, 3) }),
    drawn: {
      ...{ from: named(from), to: named(to), at: share(ticks) },
      stretch: isStretch ? { from: share(firstTicks), to: share(lastTicks) } : null,
    },
  }
}

export function sheetBar({ times }: PlannedStill, span: SheetSpan): Bar {
  const time = orderTime(times)
  if (time === null || span === null) return { title: t('stillSheet.inSheetUnknown'), drawn: null }
  if (span.from === span.to) return { title: t('stillSheet.inSheetOnly'), drawn: null }
  const seconds = (length: bigint): number => Number(length) / 10_000_000
  const named = (at: Filetime): string => {
    const utc = formatUtc(filetime(at))
    return utc ? formatTime(utc) : ''
  }
  return {
    title: t('stillSheet.inSheet', { after: formatFixed(seconds(time - span.from), 3) }),
    drawn: {
      ...{ from: named(span.from), to: named(span.to), stretch: null },
      at: seconds(time - span.from) / seconds(span.to - span.from),
    },
  }
}
