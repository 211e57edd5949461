// The four lists of an explanation: what is proved, what is not, by whom and when. Short sentences for readers in a hurry;
// none says more than was checked, and the answers about bytes and about signers stay apart.
import type { Inspection } from '../inspection.ts'
import type { RootHolders, SealReport, Verification } from '../seal.ts'
import { formatBytesPlainly, formatClockOffset, shown } from './explain-facts.ts'
import type { ExplainContext } from './explain-facts.ts'
import { keptNotProved } from './explain-kept.ts'
import { isSigned } from './explain-media.ts'
import { whyRevocationOpen } from './revocation-open.ts'
import { holds, mediaBy, mediaNotProved, mediaProved, mediaWhen } from './explain-media-points.ts'
import { recordingStart } from './explain-recording.ts'
import { formatList, safeText, t, withinSentence } from './format.ts'
import { claimedName, signerName } from './names.ts'
import { formatBytesExactly, formatNumber } from './quantities.ts'
import { holderOf } from './root-holder.ts'
import { holdsToday, isMismatch, weaknessesOf } from './seal-verdict.ts'
import { formatUtc, formatUtcLong, shiftUtc } from './times.ts'
import { intactOf } from './verdict.ts'

const isWeak = (seal: SealReport): boolean => weaknessesOf(seal).length > 0
const numbersOf = (seals: readonly SealReport[]): string =>
  formatList(seals.map(({ index }) => formatNumber(index + 1)))
const bytesOf = (seal: SealReport): string =>
  formatBytesPlainly(seal.covered.reduce((sum, { start, end }) => sum + end - start, 0))

/** Whether the certificate of this seal says who made it. */
const isKnown = (seal: SealReport): boolean =>
  seal.status === 'intact' && seal.trust === 'trusted' && !isWeak(seal)

const rootOf = ({ trustDetail, signer }: SealReport): string =>
  signerName(trustDetail?.path.at(-1) ?? signer?.subject ?? '')

export function provedPoints(verification: Verification, { rootHolders }: ExplainContext): string[] {
  const { seals, sha256, size, mediaSigning, verdict, reason } = verification
  const points = [
    ...(verdict === 'broken' && !seals.some(({ status }) => status === 'broken') && reason
      ? [safeText(reason, 400)]
      : []),
    ...seals.filter(({ status }) => status === 'broken').map(brokenPoint),
    ...unchangedPoints(verification),
    ...(intactOf(verification) === 'intact' ? seals.flatMap((seal) => signerPoints(seal, rootHolders)) : []),
    ...mediaSigning.filter(isSigned).flatMap((report) => mediaProved(report, rootHolders)),
    ...(sha256 === null ? [] : [t('proved.file', { size: formatBytesExactly(size) })]),
  ]
  return points.length > 0 ? points : [t('proved.nothing')]
}

function brokenPoint(seal: SealReport): string {
  const number = { seal: seal.index + 1 }
  if (isMismatch(seal)) return t('proved.mismatch', number)
  return t('proved.faulty', { ...number, reason: safeText(seal.reason ?? '', 300) }).trim()
}

function unchangedPoints({ seals, verdict, unsealedBytes }: Verification): string[] {
  const intact = seals.filter(({ status }) => status === 'intact')
  const sound = intact.filter((seal) => !isWeak(seal))
  const last = sound.findLast(({ index }) => index === seals.length - 1)
  const earlier = sound.filter((seal) => seal !== last)
  const whole = verdict === 'sealed' && unsealedBytes === 0
  const points = intact.filter(isWeak).map(({ index }) => t('proved.weak', { seal: index + 1 }))
  if (last) {
    const seal = last.index + 1
    if (!whole) points.unshift(t('proved.unchangedPart', { seal, bytes: bytesOf(last) }))
    else points.unshift(seals.length === 1 ? t('proved.unchanged') : t('proved.unchangedLast', { seal }))
  }
  if (earlier.length === 1) points.push(t('proved.unchangedEarlier', { seal: numbersOf(earlier) }))
  if (earlier.length > 1) points.push(t('proved.unchangedEarlierMany', { seals: numbersOf(earlier) }))
  return points
}

function signerPoints(seal: SealReport, holders: RootHolders | undefined): string[] {
  const { signer, trustDetail } = seal
  // A root that is not held here proves nothing here.
  if (!signer || !isKnown(seal) || holderOf(trustDetail?.anchorSha256, holders) === 'elsewhere') return []
  const number = { seal: seal.index + 1 }
  const then = trustDetail?.today === 'revoked' ? 'proved.notRevokedThen' : 'proved.notRevoked'
  const revoked = trustDetail?.revocation === 'good' ? [t(then, number)] : []
  return [
    t('proved.signer', {
      ...number,
      signer: signerName(signer.subject),
      root: rootOf(seal),
      trusting: t(`trusting.${holderOf(trustDetail?.anchorSha256, holders)}`),
    }),
    ...revoked,
  ]
}

export function notProvedPoints(verification: Verification, { clockOffset }: ExplainContext): string[] {
  const { seals, verdict, notChecked, mediaSigning, kind } = verification
  const intact = intactOf(verification)
  const inForce = seals.filter(({ status }) => status !== 'empty')
  return [
    ...changePoints(verification),
    ...(intact === 'unsealed' || kind === 'attachment' ? [t('notProved.madeBy')] : whoPoints(verification)),
    ...keptNotProved(verification),
    ...(inForce.length > 0 ? [t('notProved.before')] : []),
    ...(verdict === 'sealed' ? outsidePoint(verification) : []),
    ...(intact === 'intact' ? whenPoint(seals) : []),
    ...(notChecked.includes('partial-file') ? [t('notProved.partial')] : []),
    ...mediaSigning.flatMap(mediaNotProved),
    ...(kind === 'attachment' ? [] : [t(clockOffset ? 'notProved.clockMeasured' : 'notProved.clock')]),
  ]
}

/** What stays open of the first answer. */
function changePoints(verification: Verification): string[] {
  const { seals, mediaSigning } = verification
  switch (intactOf(verification)) {
    case 'broken':
      return [t('notProved.what')]
    case 'unsupported': {
      const unknown = seals.filter(({ status }) => status === 'unsupported')
      return [t('notProved.changedUnsupported', { seal: numbersOf(unknown) })]
    }
    case 'intact': {
      const last = seals.at(-1)
      if (!last || !isWeak(last)) return []
      const details = weaknessesOf(last).join(' ')
      return [t('notProved.changedWeak', { seal: last.index + 1, details })]
    }
    case 'unsealed':
      if (mediaSigning.some(({ verdict }) => verdict === 'not-authentic')) return [t('notProved.what')]
      return [t(mediaSigning.some(holds) ? 'notProved.changedBut' : 'notProved.changed')]
    case 'unreadable':
    case 'not-checked':
      return [t('notProved.changed')]
  }
}

const revocationsAtMost = 4

function whoPoints(verification: Verification): string[] {
  const { seals } = verification
  const last = seals.at(-1)
  if (!last) return []
  const relied = intactOf(verification) === 'intact'
  const unknown = seals.slice(0, -1).filter((seal) => !isKnown(seal))
  const who = relied && isKnown(last) ? [] : [t('notProved.who')]
  if (unknown.length === 1) who.push(t('notProved.whoEarlier', { seal: numbersOf(unknown) }))
  if (unknown.length > 1) who.push(t('notProved.whoEarlierMany', { seals: numbersOf(unknown) }))
  const open = seals.flatMap((seal) => (isKnown(seal) ? whyRevocationOpen(seal.trustDetail) : []))
  const reasons = [...new Set(open)].slice(0, revocationsAtMost)
  return relied ? [...who, ...reasons.map((why) => t('notProved.revocation', { why }))] : who
}

function outsidePoint({ unsealedBytes }: Verification): string[] {
  if (unsealedBytes === 0) return []
  return [t('notProved.outside', { bytes: formatBytesPlainly(unsealedBytes) })]
}

/** The time in a file is its signer's own; later seals state none. */
function whenPoint(seals: readonly SealReport[]): string[] {
  const stated = seals.some(({ trustDetail }) => trustDetail?.judgedAtOrigin === 'export-time')
  return [t(stated ? 'notProved.when' : 'notProved.whenUnknown')]
}

export function byPoints(
  verification: Verification,
  inspection: Inspection | null,
  { rootHolders }: ExplainContext,
): string[] {
  const whole = intactOf(verification) === 'intact'
  return [
    ...verification.seals.flatMap((seal) => bySeal(seal, whole, rootHolders)),
    ...exporter(inspection),
    ...verification.mediaSigning.filter(isSigned).flatMap((report) => mediaBy(report, rootHolders)),
  ]
}

function bySeal(seal: SealReport, whole: boolean, holders: RootHolders | undefined): string[] {
  const { status, signer, trust, trustDetail, index } = seal
  if (status === 'empty') return []
  const number = { seal: index + 1 }
  if (!signer) return [t('by.noSigner', number)]
  const claimed = { ...number, signer: claimedName(signer.subject) }
  if (status === 'broken' || status === 'unsupported') return [t(`by.${status}`, claimed)]
  if (isWeak(seal)) return [t('by.weak', claimed)]
  if (trust !== 'trusted') return [t(`by.${trust}`, claimed)]
  const holder = t(`holder.${holderOf(trustDetail?.anchorSha256, holders)}`)
  const known = { ...number, signer: signerName(signer.subject), root: rootOf(seal), holder }
  const sentence = holdsToday(trustDetail?.today)
    ? t('by.trusted', known)
    : t('by.trustedThen', {
        ...known,
        today: withinSentence(t(`trust.${trustDetail?.today ?? 'not-checked'}`)),
      })
  // Of a file that is not what was sealed, nobody can be named; of the part that a seal still covers, its signer can.
  return [whole ? sentence : t('by.part', { sentence })]
}

function exporter(inspection: Inspection | null): string[] {
  const { unitName = '', operator = '' } = inspection?.export ?? {}
  const [unit, person] = [unitName, operator].map((name) => name.trim())
  if (!unit) return []
  if (!person) return [t('by.export', { unit: quoted(unit) })]
  return [t('by.exportOperator', { unit: quoted(unit), operator: quoted(person) })]
}

/** A name that nobody vouches for; the same marks and limits as for names in certificates. */
const quoted = (name: string): string => claimedName(`CN=${name.replace(/[\\,+="]/g, '\\$&')}`)

export function whenPoints(
  verification: Verification,
  inspection: Inspection | null,
  { clockOffset }: ExplainContext,
): string[] {
  if (verification.kind === 'attachment') return [t('when.notExamined')]
  return [
    ...sealedWhen(verification, inspection),
    ...recordedWhen(inspection, clockOffset),
    ...verification.mediaSigning.filter(isSigned).flatMap(mediaWhen),
  ]
}

function sealedWhen({ seals }: Verification, inspection: Inspection | null): string[] {
  const [first] = seals
  const later = seals.filter(({ index, status }) => index > 0 && status === 'intact').length
  const stated =
    inspection?.export?.time ??
    (first?.trustDetail?.judgedAtOrigin === 'export-time' ? first.trustDetail.judgedAt : null)
  const vouched = first?.status === 'intact'
  const points: string[] = []
  if (stated) {
    points.push(t(vouched ? 'when.export' : 'when.exportAlone', { time: formatUtcLong(stated) }))
  } else if (vouched) points.push(t('when.notSaid'))
  if (later > 0) points.push(t('when.laterNotSaid', { count: later }))
  return points
}

function recordedWhen(inspection: Inspection | null, clockOffset: ExplainContext['clockOffset']): string[] {
  if (!inspection) return [t('when.notExamined')]
  const start = recordingStart(inspection)
  if (!start) return [t('when.notRecorded')]
  const recorded = { time: formatUtc(start.utc), origin: t(`startOrigin.${start.origin}`) }
  const corrected = clockOffset && shiftUtc(start.utc, -clockOffset.offsetMicros)
  if (!clockOffset || !corrected) return [t('when.recorded', recorded)]
  const offset = shown(formatClockOffset(clockOffset.offsetMicros))
  return [t('when.recordedCorrected', { ...recorded, corrected: formatUtc(corrected), offset })]
}
