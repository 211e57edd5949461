// The steps of an explanation that speak of signatures inside the video (ONVIF Media Signing, Axis Signed Video): what they
// say of groups and frames, and whose they are.
import type { ExplanationStep } from '../explanation.ts'
import type { MediaGroup, MediaGroupVerdict, MediaSigningReport, RootHolders } from '../seal.ts'
import { listed, shown, signerFacts } from './explain-facts.ts'
import type { ExplainContext, Facts } from './explain-facts.ts'
import { trustFacts, trustText } from './explain-seals.ts'
import { formatList, t } from './format.ts'
import { groupCheckCommands } from './media-hand-check.ts'
import type { SignedGroup } from './media-hand-check.ts'
import { groupCounts, groupSums, mediaSentences } from './media-verdict.ts'
import { formatNumber } from './quantities.ts'
import { formatUtc } from './times.ts'
import { judgedChip, mediaTones } from './verdict.ts'

/** `signedGroups`: for each track at most one signature that can be checked by hand. */
export function mediaSteps(
  reports: readonly MediaSigningReport[],
  { fileName, signedGroups, rootHolders }: ExplainContext,
): ExplanationStep[] {
  return reports.flatMap((report) => {
    const group = signedGroups.find(({ trackId }) => trackId === report.trackId) ?? null
    const step = mediaStep(report, group, { fileName, rootHolders })
    return isSigned(report) ? [step, mediaTrustStep(report, rootHolders)] : [step]
  })
}

export const isSigned = ({ scheme, verdict }: MediaSigningReport): boolean =>
  scheme !== null && verdict !== 'not-signed'

const idOf = ({ trackId }: MediaSigningReport): string => `media-track-${trackId}`

function mediaStep(
  report: MediaSigningReport,
  group: SignedGroup | null,
  { fileName, rootHolders }: Pick<ExplainContext, 'fileName' | 'rootHolders'>,
): ExplanationStep {
  return {
    id: idOf(report),
    title: t('step.media', { track: String(report.trackId) }),
    tone: mediaTones[report.verdict],
    text: mediaText(report, rootHolders),
    facts: isSigned(report) ? mediaFacts(report) : [],
    commands: group && groupCheckCommands(fileName, group),
  }
}

function mediaText(report: MediaSigningReport, holders: RootHolders | undefined): string[] {
  const { verdict, reason, referenceVerdict } = report
  const own = reason === null ? [] : [shown(reason)]
  if (!isSigned(report)) {
    return [t(verdict === 'not-signed' ? 'media.notSigned' : 'step.media.notLooked'), ...own]
  }
  const sentences = mediaSentences([report], holders)
  const known = sentences.join(' ')
  const groups = report.groups.length + report.groupsOmitted
  return [
    ...sentences,
    ...own.filter((sentence) => !known.includes(sentence)),
    ...(groups > 0 ? [t('step.media.group', { count: groups })] : []),
    ...(referenceVerdict !== null && referenceVerdict !== verdict
      ? [t('step.media.reference', { verdict: referenceVerdict })]
      : []),
  ]
}

function mediaFacts(report: MediaSigningReport): Facts {
  const { scheme, frames, framesVerified: verified, framesPending: pending, framesCut: cut } = report
  const { firstVerifiedTime: first, lastVerifiedTime: last, device, algorithm } = report
  /** So that the counts add up to all. */
  const rest = frames - verified - pending - cut
  return [
    ...(scheme ? [{ name: t('fact.scheme'), value: t(`media.scheme.${scheme}`) }] : []),
    ...(device ? [{ name: t('fact.device'), value: deviceName(device) }] : []),
    ...(algorithm === null ? [] : [{ name: t('fact.algorithm'), value: shown(algorithm) }]),
    ...(report.publicKeySha256 ? [{ name: t('fact.publicKey'), value: report.publicKeySha256 }] : []),
    {
      name: t('fact.frames'),
      value: `${t('fact.framesValue', { frames, verified, pending, cut })}${rest > 0 ? t('fact.framesRest', { rest }) : ''}`,
    },
    ...(report.framesMissing > 0
      ? [{ name: t('fact.framesMissing'), value: formatNumber(report.framesMissing) }]
      : []),
    {
      name: t('fact.groups'),
      value: t('fact.groupsValue', { counts: groupCounts(report) || '0', all: groupSums(report).all }),
    },
    { name: t('fact.units'), value: t('fact.unitsValue', report.nalUnits) },
    ...(first && last
      ? [
          {
            name: t('fact.times'),
            value: t('fact.validValue', { from: formatUtc(first), to: formatUtc(last) }),
          },
        ]
      : []),
    ...listed(worstGroups(report.groups), groupFact),
  ]
}

/** Manufacturer, serial number and firmware, as far as the camera says. */
export function deviceName({
  manufacturer,
  serialNumber,
  firmware,
}: NonNullable<MediaSigningReport['device']>): string {
  return (
    [manufacturer, serialNumber, firmware]
      .filter((part) => part !== '')
      .map(shown)
      .join(', ') || '?'
  )
}

/** Groups of which there is something to say, worst first. */
function worstGroups(groups: readonly MediaGroup[]): MediaGroup[] {
  const order: MediaGroupVerdict[] = ['bad', 'missing', 'unsupported', 'cut', 'pending']
  return order.flatMap((verdict) => groups.filter((group) => group.verdict === verdict))
}

function groupFact({
  index,
  verdict,
  reason,
  firstSample,
  endSample,
  badSamples,
  start,
}: MediaGroup): Facts[number] {
  const parts = [
    t(`group.${verdict}`),
    ...(badSamples.length > 0
      ? [
          t('fact.badSamplesOf', {
            bad: badSamples.length,
            count: endSample - firstSample,
            samples: t('fact.badSamples', { samples: samplesOf(badSamples) }),
          }),
        ]
      : []),
    ...(start ? [formatUtc(start)] : []),
  ]
  return {
    name: t('fact.group', {
      number: index + 1,
      first: firstSample,
      last: Math.max(firstSample, endSample - 1),
    }),
    value: `${parts.join(', ')}${reason === null ? '' : `: ${shown(reason)}`}`,
  }
}

function samplesOf(samples: readonly number[]): string {
  const few = samples.slice(0, 10).map(formatNumber)
  return formatList(samples.length > 10 ? [...few, t('explain.more', { count: samples.length - 10 })] : few)
}

function mediaTrustStep(report: MediaSigningReport, holders: ExplainContext['rootHolders']): ExplanationStep {
  const { trackId, trust, trustDetail, signer, verdict } = report
  const step = {
    id: `${idOf(report)}-trust`,
    title: t('step.mediaTrust', { track: String(trackId) }),
    commands: null,
  }
  if (verdict === 'not-authentic') {
    const facts = signer ? signerFacts(signer) : []
    return { ...step, tone: 'unknown', text: [t('step.mediaTrust.unproved')], facts }
  }
  const keyOnly = signer ? [] : [t('media.signerKeyOnly')]
  return {
    ...step,
    tone: verdict === 'not-checkable' ? 'unknown' : judgedChip(report, holders).tone,
    text: trustDetail
      ? [...keyOnly, ...trustText(trust, trustDetail)]
      : [...keyOnly, t(`trust.${trust}.why`)],
    facts: [...trustFacts(trust, trustDetail, holders), ...(signer ? signerFacts(signer) : [])],
  }
}
