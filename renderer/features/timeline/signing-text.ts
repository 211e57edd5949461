// Stretches of the lane of the camera's signatures in words. Pictures are counted from 1, as under the picture.
import { t } from '#contract/messages/format.ts'
import { formatNumber } from '#contract/messages/quantities.ts'
import type { SigningRun } from '../../state/playhead-signing.ts'

export function runText({ first, count, state }: Pick<SigningRun, 'first' | 'count' | 'state'>): string {
  const said = { first: formatNumber(first + 1), state: t(`signing.${state}`) }
  return count === 1
    ? t('signing.picture', said)
    : t('signing.pictures', { ...said, last: formatNumber(first + count) })
}
