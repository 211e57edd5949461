// How many pictures have which answer of the camera's signatures. Pure.
import { t } from '#contract/messages/format.ts'
import type { FrameState, MediaSigningReport } from '#contract/seal.ts'

const order = [
  'changed',
  'doubtful',
  'pending',
  'cut',
  'unsupported',
] as const satisfies readonly FrameState[]

/** `248 confirmed, 7 after the last signature`: what is confirmed first, then what is not; nothing that is zero. */
export function pictureCounts(report: MediaSigningReport): string {
  const counts = new Map<FrameState, number>()
  for (const { state, count } of report.frameRuns) counts.set(state, (counts.get(state) ?? 0) + count)
  const parts = [t('signed.counts.verified', { count: report.framesVerified })]
  for (const state of order) {
    const count = counts.get(state) ?? 0
    if (count > 0) parts.push(t(`signed.counts.${state}`, { count }))
  }
  if (report.framesMissing > 0) parts.push(t('signed.counts.missing', { count: report.framesMissing }))
  return parts.join(', ')
}

/** What the camera says of itself; empty where it says nothing. */
export function deviceText({ device }: MediaSigningReport): string {
  if (!device) return ''
  const { manufacturer, serialNumber, firmware } = device
  return [
    manufacturer,
    serialNumber && t('signed.device.serial', { serial: serialNumber }),
    firmware && t('signed.device.firmware', { firmware }),
  ]
    .filter(Boolean)
    .join(', ')
}
