// What the camera's own signatures say of an item, as chips beside those of the seal: the pictures, and whose key it was.
import type { ItemDetail, ItemSummary } from '#contract/item.ts'
import { t, withinSentence } from '#contract/messages/format.ts'
import { mediaChip, signerChip, type Chip, type Tone } from '#contract/messages/verdict.ts'
import type { Trust } from '#contract/seal.ts'

/** Null where there is no video, and where it bears none: that alone says nothing against a sealed file. */
export function cameraChip({ media }: Pick<ItemSummary, 'media'>): Chip | null {
  return media === 'not-signed' ? null : mediaChip(media)
}

/** The worst first. */
const trustOrder = [
  'revoked',
  'not-yet-valid',
  'expired',
  'untrusted',
  'not-checked',
  'trusted',
] as const satisfies readonly Trust[]

/**
 * Both answers. Anyone can sign a video with a key of his own: that its pictures match says nothing of the camera. Where
 * they do not match, the key says nothing either, and is not spoken of.
 */
export function cameraChips({ summary, verification }: Pick<ItemDetail, 'summary' | 'verification'>): Chip[] {
  const pictures = cameraChip(summary)
  if (!pictures) return []
  if (summary.media !== 'authentic' && summary.media !== 'authentic-with-missing') return [pictures]
  const signed = verification.mediaSigning.filter(
    ({ scheme, verdict }) => scheme !== null && verdict !== 'not-signed',
  )
  const [worst] = signed.toSorted((a, b) => trustOrder.indexOf(a.trust) - trustOrder.indexOf(b.trust))
  if (!worst) return [pictures]
  const key = signerChip('intact', worst.trust, { today: worst.trustDetail?.today })
  return [pictures, { ...key, label: t('signing.key') }]
}

/** From best to worst. */
const toneOrder = ['good', 'unknown', 'attention', 'bad'] as const satisfies readonly Tone[]

/**
 * Both answers in one chip, where there is room for no more: pictures that match are not shown in green without a key that is
 * trusted. Null where there is nothing to say.
 */
export function cameraChipInShort(detail: Pick<ItemDetail, 'summary' | 'verification'>): Chip | null {
  const [pictures, key] = cameraChips(detail)
  if (!pictures || !key || key.tone === 'good') return pictures ?? null
  const tone = toneOrder[Math.max(toneOrder.indexOf(pictures.tone), toneOrder.indexOf(key.tone))] ?? 'unknown'
  const word = t('mediaChip.andKey', { pictures: pictures.word, key: withinSentence(key.word) })
  return { ...pictures, tone, word, why: `${pictures.why} ${key.why}` }
}
