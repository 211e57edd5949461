// Progress of a job in one line: how much, how fast, how long still.
import type { JobProgress } from '#contract/job.ts'
import { t } from '#contract/messages/format.ts'
import { formatBytes, formatDuration, formatNumber, formatRate } from '#contract/messages/quantities.ts'

/** From 0 to 1; null where the total is not known. */
export function shareOf({ done, total }: JobProgress): number | null {
  return total !== null && total > 0 ? done / total : null
}

export function describeProgress(job: JobProgress): string {
  const { done, total, unit, rate, remainingSeconds } = job
  const amount = (value: number): string => (unit === 'bytes' ? formatBytes(value) : formatNumber(value))
  const parts = [total === null ? amount(done) : t('job.of', { done: amount(done), total: amount(total) })]
  if (rate !== null && unit === 'bytes') parts.push(formatRate(rate, unit))
  if (remainingSeconds !== null)
    parts.push(t('job.remaining', { time: formatDuration(Math.ceil(remainingSeconds)) }))
  return parts.join(' · ')
}
