// What an examiner found of the recorder's clock: recorded and corrected times side by side, neither in the other's place.
import type { ItemDetail } from '#contract/item.ts'
import { formatClockOffset } from '#contract/messages/explain-facts.ts'
import { t } from '#contract/messages/format.ts'
import { shiftUtc } from '#contract/messages/times.ts'

type Row = { label: string; value: string; mono?: boolean }

export function clockRows({ clockOffset, summary }: Pick<ItemDetail, 'clockOffset' | 'summary'>): Row[] {
  if (!clockOffset) return []
  const { recorderTime: recorder, referenceTime: reference, offsetMicros, method } = clockOffset
  const { enteredAt: time, enteredBy: actor } = clockOffset
  const offset = formatClockOffset(offsetMicros)
  const rows: Row[] = [
    {
      label: t('report.clockOffset'),
      value: t('report.clockOffsetValue', { offset, recorder, reference, time, actor, method }),
    },
  ]
  const corrected = [summary.start, summary.end].map((one) => one && shiftUtc(one, -offsetMicros))
  const [start, end] = corrected
  if (start && end) {
    rows.push({ label: t('report.corrected'), value: t('report.correctedValue', { start, end }), mono: true })
  }
  return rows
}
