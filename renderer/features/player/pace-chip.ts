// What is worth saying of the pace of a track beside its picture: that it varies, or that pictures and clock do not fit.
import { t } from '#contract/messages/format.ts'
import type { Intervals } from '../../state/frame-intervals.ts'

/** `word` is short, `why` says it in full. Null where the pace is constant and as many pictures are stored as the clock allows for. */
export function paceChip({ pace, pictures, expected }: Intervals): { word: string; why: string } | null {
  const varies = pace === 'variable'
  const differs = pictures !== expected
  if (!varies && !differs) return null
  const given = { counted: pictures, expected, count: Math.abs(expected - pictures) }
  const words = [
    ...(varies ? [t('frames.variableShort')] : []),
    ...(differs ? [t('frames.differShort')] : []),
  ]
  const sentences = [
    ...(varies ? [`${t('frames.variable')}.`] : []),
    ...(differs
      ? [`${t('frames.differ')}.`, t(expected > pictures ? 'frames.fewer' : 'frames.more', given)]
      : []),
  ]
  return { word: words.join(' · '), why: [...sentences, t('frames.leads')].join(' ') }
}
