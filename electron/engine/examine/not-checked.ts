// What a verification leaves open, for the sentence that ends every verdict.
import type { NotChecked, Verification } from '#contract/seal.ts'
import { isRevocationOpen } from '#engine/exportfile/verify-seals.ts'
import type { TrustChoice } from './verify-file.ts'

export function whatWasNotChecked(
  { seals, mediaSigning }: Pick<Verification, 'seals' | 'mediaSigning'>,
  { anchors }: Pick<TrustChoice, 'anchors'>,
): NotChecked[] {
  const list: NotChecked[] = []
  const signed = mediaSigning.filter(({ framesVerified }) => framesVerified > 0)
  if (seals.length + signed.length > 0 && anchors.length === 0) list.push('trust')
  const isOpen = signed.some(
    ({ trustDetail }) => (trustDetail?.revocation ?? 'not-checked') === 'not-checked',
  )
  if (isOpen || (seals.length > 0 && isRevocationOpen(seals))) list.push('revocation')
  if (seals.some(({ trustDetail }) => trustDetail?.judgedAtOrigin === 'export-time')) list.push('seal-time')
  if (seals.some(({ status }) => status === 'unsupported')) list.push('unsupported-seal')
  if (mediaSigning.some(({ verdict }) => verdict === 'not-checkable')) list.push('media-signing')
  list.push('clock')
  return list
}
