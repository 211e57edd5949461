// What a map of damage says, in words: what was found, of how much nothing can be said, and why.
import type { DamageMap } from '#contract/frames.ts'
import { formatList, t } from '#contract/messages/format.ts'
import type { Decoding } from './picture-decoding.ts'

export function foundText({ clean, damaged, places }: DamageMap): string {
  if (damaged === 0) return clean === 0 ? t('damage.noneChecked') : t('damage.none', { count: clean })
  const found = t('damage.found', { count: damaged, places: t('damage.inPlaces', { count: places }) })
  return clean === 0 ? found : `${found} ${t('damage.others', { count: clean })}`
}

/** What a decoder of this codec passes over; empty where nothing is said to be clean. */
export function unnoticedText({ clean }: DamageMap, codec: string): string {
  if (clean === 0) return ''
  if (/^avc[1-4]/.test(codec)) return t('damage.h264')
  return /^h(vc|ev)1/.test(codec) ? t('damage.h265') : ''
}

/** Empty where all was checked. */
export function leftText({ left }: DamageMap): string {
  if (left.length === 0) return ''
  const parts = left.map(({ reason, samples }) =>
    t('damage.leftPart', { count: samples, why: t(`damage.why.${reason}`) }),
  )
  return t('damage.left', { list: formatList(parts) })
}

/** What the map holds no more of; empty where it holds all. */
export function cutText({ stretches, stretchesTotal, unchecked, uncheckedTotal }: DamageMap): string {
  const isCut = stretchesTotal > stretches.length || uncheckedTotal > unchecked.length
  return isCut ? t('damage.cut', { count: Math.max(stretches.length, unchecked.length) }) : ''
}

/** Of one stored sample, in a word: what may only depend on a damaged picture is not called damaged. */
export function decodingWord({ state, cause }: Decoding, sample: number): string {
  return t(`damage.state.${state === 'damaged' && cause !== sample ? 'affected' : state}`)
}
