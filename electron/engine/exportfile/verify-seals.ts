// After the read: the verdict on every seal and on the file. The only place where "sealed" is decided.
import type { Deviation, SealReport, SealVerdict } from '#contract/seal.ts'
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Findings } from '#engine/base/findings.ts'
import { formatUtc } from '#engine/base/time.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import type { Movie } from '#engine/isobmff/movie.ts'
import { defaultAlgorithm, formatAlgorithm } from '#engine/seal/algorithm.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import type { RevocationListFile } from '#engine/seal/revocation-list.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import type { TimeOrigin } from '#engine/seal/trust-path.ts'
import { checkSignature, usedSignature, weakCode } from './seal-check.ts'
import type { Match, SealOutcome } from './seal-check.ts'
import { byteCount, subtract, union } from './seal-coverage.ts'
import { listSignedParts } from './seal-parts.ts'
import type { PassResult } from './seal-pass.ts'
import type { PlannedSeal, SealPlan } from './seal-plan.ts'
import { payloadRange } from './seal-structure.ts'
import { findStrayMedia } from './stray-media.ts'
import { findIntrusions } from './tail.ts'

export type TrustContext = {
  /** Roots that the keeper installed; empty: trust is not checked. */
  anchors: readonly Certificate[]
  /** Certificates held here that are no roots: they may stand between a signer and an anchor. */
  storeIntermediates?: readonly Certificate[]
  /** Revocation lists held here; where there are none, revocation is not checked. */
  revocationLists?: readonly RevocationListFile[]
  /** The time given by the user (`--at`); null: the export time for the first seal, today for later ones. */
  at: Date | null
  exportTime: Date | null
  now: Date
}

export type SealJudgement = {
  verdict: Exclude<SealVerdict, 'unreadable'> | 'unreadable'
  reason: string | null
  unsealedRanges: ByteRange[]
  unsealedBytes: number
  seals: SealReport[]
}

/** What was read of the file before: its boxes, its samples, its seals. */
export type SealedFile = {
  tree: BoxTree
  movie: Pick<Movie, 'tracks'>
  plan: SealPlan
  findings: Pick<Findings, 'has'>
}

type Checked = { seal: PlannedSeal; match: Match | null; report: SealReport }

/** Judges all seals of a file that was read once through `startPass(plan)`. */
export async function judgeSeals(
  source: ByteSource,
  file: SealedFile,
  pass: PassResult,
  trust: TrustContext,
): Promise<SealJudgement> {
  const { plan } = file
  const checked = plan.seals.map((seal) => checkSeal(seal, plan, pass, trust))
  const covered = union(checked.flatMap(({ match }) => match?.coverage.covered ?? []))
  const unsealedRanges = subtract([{ start: 0, end: pass.size }], covered)
  return {
    ...(await fileVerdict(source, file, checked, unsealedRanges)),
    unsealedRanges,
    unsealedBytes: byteCount(unsealedRanges),
    seals: checked.map(({ report }) => report),
  }
}

function checkSeal(seal: PlannedSeal, plan: SealPlan, pass: PassResult, trust: TrustContext): Checked {
  const outcome = checkSignature(seal, plan, pass)
  const { match } = outcome
  const algorithm = match?.algorithm ?? seal.algorithms[0] ?? defaultAlgorithm
  const { stored, leaf } = seal
  const report: SealReport = {
    index: stored.index,
    status: outcome.status,
    reason: outcome.reason,
    algorithm: formatAlgorithm(algorithm, leaf?.publicKey ?? null),
    keyBits: leaf?.keyBits ?? null,
    signer: leaf?.signer ?? null,
    ...(outcome.status === 'intact'
      ? judgeSealTrust(seal, outcome.deviations, trust)
      : { trust: 'not-checked' as const, trustDetail: null }),
    comment: stored.comment,
    correctedStartTimes: stored.startTimes.flatMap(({ trackId, startTime }) => {
      const utc = formatUtc(startTime)
      return utc === null ? [] : [{ trackId, utc }]
    }),
    deviations: [...seal.deviations, ...outcome.deviations],
    range: match?.coverage.reading ?? null,
    covered: match?.coverage.covered ?? [],
    signatureBytes: stored.sibo && payloadRange(stored.sibo),
    certificateBytes: stored.cert && payloadRange(stored.cert),
    ...describeSigned(seal, outcome, pass),
  }
  return { seal, match, report }
}

/** What those need who check by hand: the signed bytes, their digest, and where signature and certificate begin and end. */
function describeSigned(
  seal: PlannedSeal,
  { status, match }: SealOutcome,
  pass: PassResult,
): Pick<SealReport, 'digest' | 'signedParts' | 'signatureUsed' | 'leafCertificate'> {
  const { stored, leafPlace } = seal
  const algorithm = match?.algorithm ?? seal.algorithms[0] ?? defaultAlgorithm
  const coverage = match?.coverage ?? (status === 'empty' ? null : seal.wholeFile)
  const [whole] = seal.targets
  const digest = match?.digest ?? (whole === undefined ? undefined : pass.digests[whole])
  const signature = stored.sibo && payloadRange(stored.sibo)
  const certificate = stored.cert && payloadRange(stored.cert)
  const used = usedSignature(seal, algorithm).length
  return {
    // Ed25519 hashes more than the signed bytes.
    digest: digest && algorithm.kind !== 'ed25519' ? Buffer.from(digest).toString('hex') : null,
    signedParts: coverage ? listSignedParts(coverage) : [],
    signatureUsed:
      signature && status !== 'empty' && used > 0
        ? { start: signature.start, end: signature.start + used }
        : null,
    leafCertificate:
      certificate && leafPlace
        ? {
            bytes: { start: certificate.start + leafPlace.start, end: certificate.start + leafPlace.end },
            encoding: leafPlace.encoding,
          }
        : null,
  }
}

/**
 * The answer to "who" for an intact seal. Beside a signature that does not match, a certificate is only a copy; and where
 * others could have made the signature (`deviations` say that it is weak), it does not tell who did.
 */
export function judgeSealTrust(
  seal: PlannedSeal,
  deviations: readonly Deviation[],
  trust: TrustContext,
): Pick<SealReport, 'trust' | 'trustDetail'> {
  const { leaf, intermediates, stored } = seal
  if (!leaf) return { trust: 'not-checked', trustDetail: null }
  const judged = judgeTrust({
    leaf,
    intermediates: [...intermediates, ...(trust.storeIntermediates ?? [])],
    anchors: [...trust.anchors],
    revocationLists: trust.revocationLists ?? [],
    ...timeThatCounts(stored.index, trust),
    now: trust.now,
  })
  const weak = deviations.find(({ code }) => code === weakCode)
  if (!weak || judged.trust !== 'trusted') return { trust: judged.trust, trustDetail: judged.detail }
  const reason = `The certificate is trusted, but its seal is too weak to tell who made it: ${weak.detail}`
  return { trust: 'untrusted', trustDetail: { ...judged.detail, reason } }
}

/** Whether it is open for any intact seal if its certificates were revoked; so too where no seal is intact. */
export function isRevocationOpen(seals: readonly SealReport[]): boolean {
  const judged = seals.filter(({ status }) => status === 'intact')
  return (
    judged.length === 0 ||
    judged.some(({ trustDetail }) => (trustDetail?.revocation ?? 'not-checked') === 'not-checked')
  )
}

/**
 * The time at which a certificate is judged. A file says when it was exported, which is when its first seal was made;
 * when later seals were made it does not say, so those are judged as of today.
 */
function timeThatCounts(index: number, trust: TrustContext): { at: Date | null; atOrigin: TimeOrigin } {
  if (trust.at) return { at: trust.at, atOrigin: 'given' }
  return { at: index === 0 ? trust.exportTime : null, atOrigin: 'export-time' }
}

async function fileVerdict(
  source: ByteSource,
  { tree, movie, plan, findings }: SealedFile,
  checked: readonly Checked[],
  unsealedRanges: readonly ByteRange[],
): Promise<Pick<SealJudgement, 'verdict' | 'reason'>> {
  if (plan.malformed !== null) return { verdict: 'broken', reason: plan.malformed }
  if (plan.unsupported !== null) return { verdict: 'unreadable', reason: plan.unsupported }
  const total = checked.length
  const inForce = checked.filter(({ report }) => report.status !== 'empty')
  if (inForce.length === 0) {
    return {
      verdict: 'unsealed',
      reason: total > 0 ? 'The signatures of all seals are zeros; no seal is in force.' : null,
    }
  }
  const broken = checked.filter(({ report }) => report.status === 'broken')
  if (broken.length > 0) {
    const names = broken.map(({ report }) => report.index + 1).join(', ')
    return {
      verdict: 'broken',
      reason: `Seal ${names} of ${total} does not match: ${broken[0]?.report.reason ?? ''}`,
    }
  }
  for (const { match, report } of checked) {
    if (!match) continue
    const [intrusion] = await findIntrusions(source, tree, match.coverage.uncovered)
    if (intrusion)
      return { verdict: 'broken', reason: addedAfter(report.index, total, intrusion.range, intrusion.what) }
    if (match.coverage.uncovered.length > 0 && unlisted.some((code) => findings.has(code))) {
      return {
        verdict: 'unreadable',
        reason:
          'Not all samples of the file could be listed, and there are bytes outside its seal; whether they are part of the recording cannot be told.',
      }
    }
    const stray = await findStrayMedia(source, tree, movie, match.coverage)
    if (stray !== null)
      return {
        verdict: 'broken',
        reason: `Seal ${report.index + 1} of ${total} does not cover the recording: ${stray}`,
      }
  }
  const unsupported = checked.find(({ report }) => report.status === 'unsupported')
  if (unsupported) return { verdict: 'unreadable', reason: unsupported.report.reason }
  // What is left: intact and empty seals. An unfinished seal behind an intact one is content that no seal covers.
  if (inForce.length < total) {
    const [range] = unsealedRanges
    return {
      verdict: 'broken',
      reason: range
        ? addedAfter(inForce.length - 1, total, range, 'a seal without a signature')
        : `A seal of ${total} has no signature.`,
    }
  }
  return { verdict: 'sealed', reason: null }
}

/** Findings that say that the tables of samples are not complete: then nothing can be said of where all of them lie. */
const unlisted = ['samples-too-many', 'samples-without-place', 'tracks-too-many'] as const

const addedAfter = (index: number, total: number, range: ByteRange, what: string): string =>
  `Something was added after seal ${index + 1} of ${total}: ${range.end - range.start} bytes at offset ${range.start} (${what}) are outside its reach.`
