// Progress of long work in one line: how much, how fast, how long still. The same in the window and on the command line.
import type { JobProgress } from '../job.ts'
import { t } from './format.ts'
import { formatBytes, formatDuration, formatNumber, formatRate } from './quantities.ts'

export type ShownProgress = Pick<JobProgress, 'done' | 'total' | 'unit' | 'rate' | 'remainingSeconds'>

/** `1.2 GB of 5.4 GB · 132 MB/s · 32 s left` */
export function describeProgress({ done, total, unit, rate, remainingSeconds }: ShownProgress): string {
  const amount = (value: number): string => (unit === 'bytes' ? formatBytes(value) : formatNumber(value))
  const parts = [total === null ? amount(done) : t('job.of', { done: amount(done), total: amount(total) })]
  if (rate !== null && unit === 'bytes') parts.push(formatRate(rate, unit))
  if (remainingSeconds !== null)
    parts.push(t('job.remaining', { time: formatDuration(Math.ceil(remainingSeconds)) }))
  return parts.join(' · ')
}
