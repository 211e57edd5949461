// Stretches of the lane of the camera's signatures in words. Pictures are counted from 1, as under the picture.
import { t } from '#contract/messages/format.ts'
import { formatNumber } from '#contract/messages/quantities.ts'
import type { SigningRun } from '../../state/playhead-signing.ts'

export const runText = ({ first, count, state }: Pick<SigningRun, 'first' | 'count' | 'state'>): string =>
  stretchText({ first, count }, t(`signing.${state}`))

/** What is said of pictures on end. */
export function stretchText({ first, count }: { first: number; count: number }, state: string): string {
  const said = { first: formatNumber(first + 1), state }
  return count === 1
    ? t('signing.picture', said)
    : t('signing.pictures', { ...said, last: formatNumber(first + count) })
}
