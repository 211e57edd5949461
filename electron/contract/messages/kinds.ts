// Words for what an item is and for what of it is missing: chips, sentences, and the reasons that stand in verifications.
import type { Inspection } from '../inspection.ts'
import type { ItemKind } from '../item-kind.ts'
import type { ItemSummary } from '../item.ts'
import type { Verification } from '../seal.ts'
import type { ByteRange } from '../units.ts'
import { safeText, t } from './format.ts'
import { formatByteCount, formatBytes, formatBytesExactly } from './quantities.ts'
import type { Chip } from './verdict.ts'

export type OtherKind = Exclude<ItemKind, 'export'>

/** Codes of findings that say why a file is kept as an attachment; at most one stands in an inspection. */
export const attachmentCodes = {
  notOpened: 'video-not-opened',
  notLookedAt: 'video-not-looked-at',
  notRead: 'export-not-read',
} as const

/** One word and one sentence for each kind. */
export const describeKind = (kind: ItemKind): { word: string; why: string } => ({
  word: t(`kind.${kind}`),
  why: t(`kind.${kind}.why`),
})

/** Null for exports, which are what everyone expects. `canShow`: whether there is anything here that shows other formats. */
export function kindChip({ kind }: Pick<ItemSummary, 'kind'>, canShow = true): Chip | null {
  if (kind === 'export') return null
  const { word, why } =
    kind === 'video' && !canShow
      ? { word: t('kind.video.kept'), why: t('kind.video.kept.why') }
      : describeKind(kind)
  return { tone: 'unknown', label: t('kind.chip'), word, why }
}

export const missingBytesOf = (missing: readonly ByteRange[]): number =>
  missing.reduce((sum, { start, end }) => sum + end - start, 0)

/** `4.2 MB missing, in 3 places`; empty where nothing is. Without the ranges the places are not told. */
export function describeMissing(missing: readonly ByteRange[] | number): string {
  const bytes = typeof missing === 'number' ? missing : missingBytesOf(missing)
  if (bytes === 0) return ''
  const count = typeof missing === 'number' ? 1 : missing.length
  return t('missing.bytes', { bytes: formatBytes(bytes), count })
}

/** Null where nothing is missing. */
export function missingChip({ missingBytes }: Pick<ItemSummary, 'missingBytes'>): Chip | null {
  if (missingBytes === 0) return null
  return {
    tone: 'attention',
    label: t('missing.step'),
    word: describeMissing(missingBytes),
    why: t('missing.why'),
  }
}

/** The reason of a verification of an export of which bytes are missing. */
export const missingReason = (missing: readonly ByteRange[]): string =>
  t('missing.reason', { bytes: bytesOf(missing), count: missing.length })

/** The same without a word on seals: of files that have none. */
export const missingSentence = (missing: readonly ByteRange[]): string =>
  t('missing.alone', { bytes: bytesOf(missing), count: missing.length })

const bytesOf = (missing: readonly ByteRange[]): string => formatByteCount(missingBytesOf(missing))

/** One line for each range, at most `limit`, then how many more there are. */
export function missingLines(missing: readonly ByteRange[], limit = 100): string[] {
  const lines = missing
    .slice(0, limit)
    .map(({ start, end }) =>
      t('missing.range', { first: start, last: end - 1, bytes: formatBytesExactly(end - start) }),
    )
  const more = missing.length - limit
  return more > 0 ? [...lines, t('missing.more', { count: more })] : lines
}

/** The reason of a verification of what is no export file; the same whenever it is verified again. */
export function otherReason(
  kind: OtherKind,
  { format, issues }: Pick<Inspection, 'format' | 'issues'>,
  missing: readonly ByteRange[],
): string {
  const has = (code: string): boolean => issues.some((issue) => issue.code === code)
  const lacking = missing.length > 0 ? ` ${missingSentence(missing)}` : ''
  if (kind === 'video') return t('kind.video.reason', { format: safeText(format ?? '?') }) + lacking
  if (missing.length > 0) return t('kind.lacking.reason') + lacking
  if (has(attachmentCodes.notOpened)) return t('kind.notOpened.reason')
  if (has(attachmentCodes.notLookedAt)) return t('kind.notLookedAt.reason')
  if (has(attachmentCodes.notRead)) return t('kind.notRead.reason')
  return t('kind.attachment.reason')
}

/** What takes the place of the answers about seals; null for a whole export. */
export type Kept = { kind?: ItemKind | undefined; missingBytes?: number | undefined }

export const keptOf = ({ kind, missing = [] }: Pick<Verification, 'kind' | 'missing'>): Kept => ({
  kind,
  missingBytes: missingBytesOf(missing),
})

/** Word and tone of the first answer where there is none to give: no seal can be there, or bytes are missing. */
export function keptSealChip({ kind = 'export', missingBytes = 0 }: Kept): Chip | null {
  const label = t('chip.seal')
  // A format that knows no seals has none, whatever is missing of it.
  const tone = missingBytes > 0 ? 'attention' : 'unknown'
  if (kind === 'video') return { tone, label, word: t('kind.noSeal'), why: t('kind.video.why') }
  if (missingBytes > 0) return { tone: 'attention', label, word: t('missing.word'), why: t('missing.why') }
  if (kind === 'attachment')
    return { tone: 'unknown', label, word: t('kind.notLooked'), why: t('kind.attachment.why') }
  return null
}
