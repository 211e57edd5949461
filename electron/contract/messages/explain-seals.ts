// The steps of an explanation that speak of the container seals: the bytes of each, and who made it (ONVIF EFF 26.06 5.6).
import type { ExplanationStep } from '../explanation.ts'
import type { RootHolders, SealReport, TrustDetail, Trust, Verification } from '../seal.ts'
import { safeText, t, withinSentence } from './format.ts'
import { formatRange, listed, outside, rangeFacts, shown, signerFacts } from './explain-facts.ts'
import type { ExplainContext, Facts } from './explain-facts.ts'
import { sealCheck } from './hand-check.ts'
import { isMismatch, weaknessesOf } from './seal-verdict.ts'
import { nameLines, rangeCommand } from './shell.ts'
import { formatUtc, formatUtcLong } from './times.ts'
import { judgedChip } from './verdict.ts'
import { trustWord } from './root-holder.ts'

export function sealSteps(verification: Verification, context: ExplainContext): ExplanationStep[] {
  return verification.seals.flatMap((seal) => {
    const step = sealStep(seal, verification, context.fileName)
    return seal.status === 'intact' ? [step, trustStep(seal, verification.seals.length, context)] : [step]
  })
}

const numbers = (seal: SealReport, of: number): { seal: number; of: number } => ({ seal: seal.index + 1, of })

function sealStep(seal: SealReport, { seals, size }: Verification, fileName: string): ExplanationStep {
  const of = seals.length
  const { commands, why } = sealCheck(fileName, seal, { isLast: seal.index === of - 1 })
  return {
    id: `seal-${seal.index + 1}`,
    title: t('step.seal', numbers(seal, of)),
    tone: toneOf(seal),
    text: [...sealText(seal, of), ...(why === null ? [] : [why])],
    facts: sealFacts(seal, size),
    commands,
  }
}

function toneOf(seal: SealReport): ExplanationStep['tone'] {
  if (seal.status === 'intact') return weaknessesOf(seal).length > 0 ? 'attention' : 'good'
  return seal.status === 'broken' ? 'bad' : 'unknown'
}

function sealText(seal: SealReport, of: number): string[] {
  const reason = shown(seal.reason ?? '')
  const deviations = seal.deviations.filter(({ code }) => code !== 'weak-algorithm').length
  const differs = deviations > 0 ? [t('step.seal.deviations', { count: deviations })] : []
  switch (seal.status) {
    case 'intact': {
      const later = of - 1 - seal.index
      return [
        t('step.seal.intact'),
        ...(seal.range ? [t(`step.seal.${seal.range}`)] : []),
        ...(later > 0 ? [t('step.seal.later', { count: later })] : []),
        ...weakText(seal),
        ...differs,
      ]
    }
    case 'broken':
      return [
        t('step.seal.broken', { reason }).trim(),
        ...(isMismatch(seal) ? [t('step.seal.tried')] : []),
        ...differs,
      ]
    case 'unsupported':
      return [t('step.seal.unsupported', { reason }).trim(), ...differs]
    case 'empty':
      return [t('step.seal.empty', { reason }).trim(), ...differs]
  }
}

function weakText(seal: SealReport): string[] {
  const details = weaknessesOf(seal)
  return details.length > 0 ? [t('step.seal.weak', { details: details.join(' ') })] : []
}

function sealFacts(seal: SealReport, size: number): Facts {
  const { algorithm, keyBits, digest, signatureBytes, signatureUsed, signer, comment } = seal
  const at = seal.leafCertificate?.bytes ?? seal.certificateBytes
  return [
    { name: t('fact.algorithm'), value: shown(algorithm) || '?' },
    ...(keyBits === null ? [] : [{ name: t('fact.key'), value: t('fact.keyValue', { count: keyBits }) }]),
    ...(digest === null ? [] : [{ name: t('fact.digest'), value: digest }]),
    ...(signatureBytes ? [{ name: t('fact.signatureAt'), value: formatRange(signatureBytes) }] : []),
    ...(signatureUsed && signatureUsed.end !== signatureBytes?.end
      ? [{ name: t('fact.signatureUsed'), value: formatRange(signatureUsed) }]
      : []),
    ...(at ? [{ name: t('fact.certificateAt'), value: formatRange(at) }] : []),
    ...(seal.status === 'intact'
      ? [
          ...rangeFacts(t('fact.covered'), seal.covered),
          ...rangeFacts(t('fact.notCovered'), outside(size, seal.covered)),
        ]
      : []),
    ...(signer ? signerFacts(signer) : []),
    ...(comment === null ? [] : [{ name: t('fact.comment'), value: shown(comment) }]),
    ...listed(seal.correctedStartTimes, ({ trackId, utc }) => ({
      name: t('fact.corrected', { track: String(trackId) }),
      value: formatUtc(utc),
    })),
    ...listed(seal.deviations, ({ code, detail }) => ({
      name: t('fact.deviation'),
      value: `${code}: ${shown(detail)}`,
    })),
  ]
}

function trustStep(seal: SealReport, of: number, { fileName, rootHolders }: ExplainContext): ExplanationStep {
  const weak = weaknessesOf(seal).length > 0
  const detail = seal.trustDetail
  return {
    id: `seal-${seal.index + 1}-trust`,
    title: t('step.trust', numbers(seal, of)),
    tone: judgedChip(seal, rootHolders, { weak }).tone,
    text: detail ? trustText(seal.trust, detail) : [t('trust.not-checked.why')],
    facts: trustFacts(seal.trust, detail, rootHolders),
    commands: certificateCommands(seal, fileName),
  }
}

/** Both times, and revocation with what was held. */
export function trustText(trust: Trust, detail: TrustDetail): string[] {
  const { reason, judgedAt, judgedAtOrigin, today, revocation, revocationDetail } = detail
  const text = [shown(reason)]
  if (trust === 'not-checked') return text
  if (judgedAt) {
    const origin = t(`step.trust.origin.${judgedAtOrigin}`)
    text.push(t('step.trust.at', { time: formatUtcLong(judgedAt), origin }))
  }
  text.push(t('step.trust.today', { today: withinSentence(t(`trust.${today}`)) }))
  text.push(revocationDetail ? shown(revocationDetail) : t(`step.trust.revocation.${revocation}`))
  return text
}

export function trustFacts(
  trust: Trust,
  detail: TrustDetail | null,
  holders: RootHolders | undefined,
): Facts {
  const answer = { name: t('fact.trust'), value: trustWord(trust, detail, holders) }
  if (!detail) return [answer]
  return [
    answer,
    { name: t('fact.trustToday'), value: trustWord(detail.today, detail, holders) },
    ...(trust === 'not-checked'
      ? []
      : [{ name: t('fact.revocation'), value: t(`fact.revocation.${detail.revocation}`) }]),
    ...(detail.judgedAt ? [{ name: t('fact.judgedAt'), value: formatUtc(detail.judgedAt) }] : []),
    ...listed([...detail.path.entries()], ([index, subject]) => ({
      name: t('fact.path.step', { number: index + 1 }),
      value: shown(subject),
    })),
    ...(detail.anchorSha256 ? [{ name: t('fact.anchor'), value: detail.anchorSha256 }] : []),
  ]
}

/** Shows the certificate; where it hangs directly under its trusted root, also how openssl judges it for the same time. */
function certificateCommands(seal: SealReport, fileName: string): string | null {
  const at = seal.leafCertificate?.bytes ?? seal.certificateBytes
  if (!at) return null
  const form = seal.leafCertificate?.encoding === 'pem' ? 'PEM' : 'DER'
  return [
    ...nameLines(fileName),
    `# ${t('handCheck.certificateOnly', { offset: String(at.start), bytes: String(at.end - at.start) })}`,
    `${rangeCommand(at)} > seal-check.cert`,
    `openssl x509 -inform ${form} -in seal-check.cert -noout -subject -issuer -serial -dates -fingerprint -sha256`,
    ...pathCommands(seal, form),
    '',
  ].join('\n')
}

function pathCommands({ trust, trustDetail: detail }: SealReport, form: 'PEM' | 'DER'): string[] {
  if (!detail?.anchorSha256 || !detail.judgedAt || detail.path.length !== 2) return []
  // Openssl would print a plain OK for a certificate that is revoked or made for something else.
  if (trust !== 'trusted') {
    const answer = { trust: withinSentence(t(`trust.${trust}`)), reason: safeText(detail.reason, 300) }
    return [`# ${t('handCheck.pathNot', answer)}`]
  }
  const { anchorSha256: anchor, judgedAt } = detail
  const seconds = Math.floor(Date.parse(judgedAt) / 1000)
  return [
    `# ${t('handCheck.path', { anchor, time: formatUtc(judgedAt) })}`,
    `openssl x509 -inform ${form} -in seal-check.cert -out seal-check.pem`,
    `openssl verify -partial_chain -trusted root.pem -attime ${seconds} seal-check.pem`,
  ]
}
