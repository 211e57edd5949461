// What is said of the pace of a track and of the types of its pictures.
import type { DecodedScan, FrameScan } from '#contract/frames.ts'
import { t } from '#contract/messages/format.ts'
import { localDecimal } from '#contract/messages/language.ts'
import type { Tone } from '#contract/messages/verdict.ts'
import type { Intervals } from '../../state/frame-intervals.ts'
import { formatInstant } from '../../state/playhead-time.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'

/** The first and the last day of the recording in UTC, one where they are the same; none where no start time is known. */
export function daysOf(playhead: Pick<Playhead, 'count' | 'instantOf'>): string[] {
  const days = [0, playhead.count - 1].flatMap((picture) => {
    const at = playhead.instantOf(picture)
    return at === null ? [] : [formatInstant(at)?.slice(0, 10) ?? '']
  })
  return [...new Set(days)]
}

export type Pace = {
  tone: Tone
  word: string
  sentences: { text: string; tone: 'attention' | 'dim' }[]
}

/** With at most so many decimals, and none that are zero. */
const shortest = (value: number, decimals: number): string =>
  localDecimal(String(Number(value.toFixed(decimals))))
const millis = (seconds: number): string =>
  seconds < 1 ? `${shortest(seconds * 1000, 2)} ms` : `${shortest(seconds, 3)} s`

export function paceOf(intervals: Intervals): Pace {
  const { pace, least, usual, most, unusual, gaps, equalTimes, pictures, expected } = intervals
  const range = { least: millis(least), most: millis(most), usual: millis(usual), count: unusual }
  const sentences: Pace['sentences'] = [
    {
      text:
        pace === 'constant'
          ? t('frames.constantText', { usual: millis(usual) })
          : t('frames.rangeText', range),
      tone: 'dim',
    },
  ]
  const warn = (text: string): void => void sentences.push({ text, tone: 'attention' })
  if (gaps > 0) warn(t('frames.gaps', { count: gaps }))
  if (equalTimes > 0) warn(t('frames.equalTimes', { count: equalTimes }))
  const given = { counted: pictures, expected, count: Math.abs(expected - pictures) }
  if (expected > pictures) warn(t('frames.fewer', given))
  if (expected < pictures) warn(t('frames.more', given))
  const isFine = sentences.length === 1
  return {
    tone: isFine && pace === 'constant' ? 'good' : 'attention',
    word: pace === 'outliers' ? t('frames.outliers', { count: unusual }) : t(`frames.${pace}`),
    sentences,
  }
}

/** What was found, and of how many pictures nothing can be said. */
export function decodedText({ sameTotal, repeated, undecoded }: DecodedScan): string {
  const found =
    sameTotal === 0
      ? t('frames.decodedNone')
      : `${t('frames.decodedTotal', { count: sameTotal })} ${t('frames.repeated', { count: repeated })}`
  return undecoded === 0 ? found : `${found} ${t('frames.undecoded', { count: undecoded })}`
}

export function typesText({ types }: FrameScan): string {
  const counts: Record<string, number> = {}
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1
  const of = (type: string): number => counts[type] ?? 0
  const text = t('frames.types', { idr: of('D'), intra: of('I'), predicted: of('P'), both: of('B') })
  return of('?') === 0 ? text : `${text}, ${t('frames.typesUnread', { count: of('?') })}`
}
