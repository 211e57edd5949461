// What playback repeats, in words.
import { t } from '#contract/messages/format.ts'
import { formatNumber } from '#contract/messages/quantities.ts'
import type { Loop } from '../../state/loop.ts'

export function loopText({ of, first, last }: Loop): string {
  return t(`mark.loops.${of}`, { first: formatNumber(first + 1), last: formatNumber(last + 1) })
}
