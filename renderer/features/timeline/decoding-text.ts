// Stretches of the lane of what decodes, in words.
import { t } from '#contract/messages/format.ts'
import { formatNumber } from '#contract/messages/quantities.ts'
import type { DecodingRun } from '../../state/picture-decoding.ts'
import type { SampleTable } from '../../state/playhead-samples.ts'
import { stretchText } from './signing-text.ts'

export function decodingText(run: DecodingRun, table: SampleTable): string {
  if (run.state === 'clean') return stretchText(run, t('damage.runClean'))
  if (run.state === 'unchecked')
    return stretchText(run, t('damage.runUnchecked', { why: t(`damage.why.${run.why}`) }))
  const number = formatNumber((table.presentationOf[run.cause] ?? 0) + 1)
  const isAlone = run.count === 1 && table.decodeIndex(run.first) === run.cause
  return stretchText(run, isAlone ? t('damage.state.damaged') : t('damage.runDamaged', { number }))
}
