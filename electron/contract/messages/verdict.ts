// From a verification to plain words: what a lay reader is told first, in the window, in reports and on the command
// line alike. Pure. Trust never colours the answer about the bytes, and the bytes never that about the signer.
import type { CustodyState, Intact } from '../item.ts'
import type { NotChecked, SealReport, Trust, Verification } from '../seal.ts'
import { formatList, safeText, t } from './format.ts'
import { mediaSentences } from './media-verdict.ts'
import { claimedName, signerName } from './names.ts'
import { formatBytes, formatNumber } from './quantities.ts'
import { formatDay, formatUtcLong } from './times.ts'

/** The four states; each is shown with its own icon and a word. */
export type Tone = 'good' | 'attention' | 'bad' | 'unknown'
/** `word` is enough beside its label; `why` is one sentence. */
export type Chip = { tone: Tone; label: string; word: string; why: string }

export type VerdictText = {
  intact: Intact
  /** First what the seals say, then what signatures inside the video say. */
  sentences: string[]
  seal: Chip
  signer: Chip
  /** `Not checked: …`; empty where everything was. */
  notChecked: string
}

export function describeVerification(verification: Verification): VerdictText {
  const intact = intactOf(verification)
  return {
    intact,
    sentences: [...sealSentences(verification, intact), ...mediaSentences(verification.mediaSigning)],
    seal: sealChip(intact),
    signer: signerChip(intact, verification.seals.at(-1)?.trust ?? 'not-checked'),
    notChecked: describeNotChecked(verification.notChecked),
  }
}

/** The first answer alone: do the bytes match the seals. */
export function intactOf({ verdict, seals }: Verification): Intact {
  if (verdict === 'broken' || seals.some(({ status }) => status === 'broken')) return 'broken'
  if (seals.some(({ status }) => status === 'unsupported')) return 'unsupported'
  return verdict === 'sealed' ? 'intact' : verdict
}

export function sealChip(intact: Intact): Chip {
  const tones = { intact: 'good', broken: 'bad', unreadable: 'attention' } as const
  const tone: Tone = intact in tones ? tones[intact as keyof typeof tones] : 'unknown'
  return { tone, label: t('chip.seal'), word: t(`intact.${intact}`), why: t(`intact.${intact}.why`) }
}

/**
 * The second answer. Anyone can put anyone's certificate into a file: where the signature does not match the
 * file as it is, the certificate proves nothing, however trusted.
 */
export function signerChip(intact: Intact, trust: Trust): Chip {
  const chip = (tone: Tone, key: Trust | 'none' | 'unproved'): Chip => ({
    tone,
    label: t('chip.signer'),
    word: t(`trust.${key}`),
    why: t(`trust.${key}.why`),
  })
  if (intact === 'unsealed') return chip('unknown', 'none')
  if (intact === 'not-checked') return chip('unknown', 'not-checked')
  if (intact !== 'intact') return chip('unknown', 'unproved')
  return chip(trustTones[trust], trust)
}

const trustTones = {
  trusted: 'good',
  untrusted: 'attention',
  expired: 'attention',
  'not-yet-valid': 'attention',
  revoked: 'bad',
  'not-checked': 'unknown',
} as const satisfies Record<Trust, Tone>

export function custodyChip(state: CustodyState): Chip {
  const tone = { complete: 'good', mismatch: 'bad', 'not-checked': 'unknown' } as const
  return {
    tone: tone[state],
    label: t('chip.custody'),
    word: t(`custody.${state}`),
    why: t(`custody.${state}.why`),
  }
}

export function describeNotChecked(list: readonly NotChecked[]): string {
  if (list.length === 0) return ''
  const parts = [...new Set(list)].map((one) => t(`notChecked.${one}`))
  return t('notChecked.sentence', { list: parts.join('; ') })
}

function sealSentences(verification: Verification, intact: Intact): string[] {
  switch (intact) {
    case 'intact':
      return intactSentences(verification)
    case 'broken':
      return brokenSentences(verification)
    case 'unsupported':
      return unsupportedSentences(verification.seals)
    case 'unsealed':
      return [t(verification.seals.length > 0 ? 'verdict.unsealedEmpty' : 'verdict.unsealed')]
    case 'unreadable':
      return [t('verdict.unreadable', { reason: verification.reason ?? '' }).trim()]
    case 'not-checked':
      return [t('verdict.notChecked')]
  }
}

function intactSentences({ seals, unsealedBytes, unsealedRanges }: Verification): string[] {
  const last = seals.at(-1)
  if (!last) return [t('verdict.unsealed')]
  const sentences = [signerSentence(last), ...timeSentences(last)]
  const earlier = seals.slice(0, -1)
  if (earlier.length > 0) {
    const signers = formatList(
      earlier.map((seal) => (seal.signer ? claimedName(seal.signer.subject) : '?') + when(seal)),
    )
    sentences.push(t('verdict.earlierMatches', { count: earlier.length, signers }))
  }
  const [tail] = unsealedRanges
  if (tail) sentences.push(t('verdict.tail', { count: unsealedBytes, offset: tail.start }))
  return sentences
}

/** When the seal was made, as far as the file says: its export time, which is that of its first seal. */
function when(seal: SealReport): string {
  const detail = seal.trustDetail
  if (detail?.judgedAtOrigin !== 'export-time' || !detail.judgedAt) return ''
  return t('verdict.onDate', { time: formatUtcLong(detail.judgedAt) })
}

function signerSentence(seal: SealReport): string {
  const { signer, trust, trustDetail } = seal
  if (!signer) return t('verdict.noSigner', { when: when(seal) })
  const claimed = { signer: claimedName(signer.subject), when: when(seal) }
  const today = t(`trust.${trustDetail?.today ?? 'not-checked'}`).toLowerCase()
  switch (trust) {
    case 'trusted': {
      const root = signerName(trustDetail?.path.at(-1) ?? signer.subject)
      return t('verdict.trusted', { signer: signerName(signer.subject), when: when(seal), root })
    }
    case 'untrusted':
      return t('verdict.untrusted', claimed)
    case 'not-checked':
      return t('verdict.trustNotChecked', claimed)
    case 'expired':
      return t('verdict.expired', { ...claimed, expiry: formatDay(signer.notAfter), today })
    case 'not-yet-valid':
      return t('verdict.notYetValid', { ...claimed, start: formatDay(signer.notBefore), today })
    case 'revoked':
      return t('verdict.revoked', claimed)
  }
}

/** What has to be said of the time for which the certificate was judged. */
function timeSentences({ trust, trustDetail, signer }: SealReport): string[] {
  if (!trustDetail || !signer) return [t('verdict.noTime')]
  const { judgedAtOrigin, judgedAt, today } = trustDetail
  const sentences: string[] = []
  if (judgedAtOrigin === 'given' && judgedAt) {
    sentences.push(t('verdict.judgedGiven', { time: formatUtcLong(judgedAt) }))
  } else if (judgedAtOrigin === 'now') {
    sentences.push(
      t(trust === 'not-checked' || trust === 'untrusted' ? 'verdict.noTime' : 'verdict.judgedNow'),
    )
  } else if (judgedAtOrigin === 'none') sentences.push(t('verdict.noTime'))
  if (trust === 'trusted' && today === 'expired') {
    sentences.push(t('verdict.expiredSince', { expiry: formatDay(signer.notAfter) }))
  }
  if (trust === 'trusted' && today === 'revoked') sentences.push(t('verdict.revokedSince'))
  return sentences
}

/** Seal numbers for people: from 1. */
const numbersOf = (seals: readonly SealReport[]): string =>
  formatList(seals.map(({ index }) => formatNumber(index + 1)))

function brokenSentences(verification: Verification): string[] {
  const { seals } = verification
  const broken = seals.filter(({ status }) => status === 'broken')
  const [first] = broken
  if (!first) return addedSentences(verification)
  const sentences = [t('verdict.broken')]
  const of = seals.length
  if (of === 1) sentences.push(t('verdict.brokenOnly'))
  else if (broken.length === 1) sentences.push(t('verdict.brokenOne', { seal: first.index + 1, of }))
  else sentences.push(t('verdict.brokenMany', { seals: numbersOf(broken), of }))
  const intact = seals.filter(({ status }) => status === 'intact')
  const before = intact.filter(({ index }) => index < first.index)
  const after = intact.filter(({ index }) => index > first.index)
  if (before.length === 1) sentences.push(t('verdict.stillOne', { seal: numbersOf(before) }))
  if (before.length > 1) sentences.push(t('verdict.stillMany', { seals: numbersOf(before) }))
  if (after.length === 1) sentences.push(t('verdict.laterOne', { seal: numbersOf(after) }))
  if (after.length > 1) sentences.push(t('verdict.laterMany', { seals: numbersOf(after) }))
  return [sentences.join(' ')]
}

/** The seals match, yet the file holds more than they cover. The reason names the first such place and what it is. */
function addedSentences({ reason, unsealedBytes, unsealedRanges, seals }: Verification): string[] {
  const other = [t('verdict.brokenOther', { reason: reason ?? '' }).trim()]
  const [range] = unsealedRanges
  if (!range || !seals.some(({ status }) => status === 'intact')) return other
  const named = /(\d+) bytes at offset (\d+) \((.*)\)/.exec(reason ?? '')
  const count = named ? Number(named[1]) : range.end - range.start
  const offset = named ? Number(named[2]) : range.start
  // A place that a later seal covers is not one that no seal covers.
  if (!unsealedRanges.some(({ start, end }) => start <= offset && offset < end)) return other
  const what = named?.[3] ? ` (${safeText(named[3])})` : ''
  const sentences = [t('verdict.added', { count, offset, what })]
  if (unsealedRanges.length > 1) {
    sentences.push(
      t('verdict.addedMore', { bytes: formatBytes(unsealedBytes), places: unsealedRanges.length }),
    )
  }
  return [...sentences, t('verdict.addedRest')]
}

function unsupportedSentences(seals: readonly SealReport[]): string[] {
  const unknown = seals.filter(({ status }) => status === 'unsupported')
  const algorithm = formatList([...new Set(unknown.map((seal) => safeText(seal.algorithm) || '?'))])
  const sentences = [t('verdict.unsupported', { algorithm })]
  const intact = seals.filter(({ status }) => status === 'intact')
  if (intact.length === 1) sentences.push(t('verdict.unsupportedOthers', { seals: numbersOf(intact) }))
  if (intact.length > 1) sentences.push(t('verdict.unsupportedOthersMany', { seals: numbersOf(intact) }))
  return sentences
}
