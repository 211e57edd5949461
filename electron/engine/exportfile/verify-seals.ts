// After the read: the verdict on every seal and on the file. The only place where "sealed" is decided.
import type { Deviation, SealReport, SealVerdict } from '#contract/seal.ts'
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Findings } from '#engine/base/findings.ts'
import { formatUtc } from '#engine/base/time.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import type { Movie } from '#engine/isobmff/movie.ts'
import { defaultAlgorithm, formatAlgorithm } from '#engine/seal/algorithm.ts'
import type { SignatureAlgorithm } from '#engine/seal/algorithm.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { verifyDigest } from '#engine/seal/signature.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { byteCount, subtract, union } from './seal-coverage.ts'
import type { Coverage } from './seal-coverage.ts'
import type { PassResult } from './seal-pass.ts'
import type { PlannedSeal, SealPlan } from './seal-plan.ts'
import { payloadRange } from './seal-structure.ts'
import { findStrayMedia } from './stray-media.ts'
import { findIntrusions } from './tail.ts'

export type TrustContext = {
  /** Roots that the keeper installed; empty: trust is not checked. */
  anchors: readonly Certificate[]
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

type Match = { coverage: Coverage; algorithm: SignatureAlgorithm; digest: Uint8Array }
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
    digest: match ? Buffer.from(match.digest).toString('hex') : null,
  }
  return { seal, match, report }
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
    intermediates,
    anchors: [...trust.anchors],
    ...timeThatCounts(stored.index, trust),
    now: trust.now,
  })
  const weak = deviations.find(({ code }) => code === weakCode)
  if (!weak || judged.trust !== 'trusted') return { trust: judged.trust, trustDetail: judged.detail }
  const reason = `The certificate is trusted, but its seal is too weak to tell who made it: ${weak.detail}`
  return { trust: 'untrusted', trustDetail: { ...judged.detail, reason } }
}

const weakCode = 'weak-algorithm'

/**
 * The time at which a certificate is judged. A file says when it was exported, which is when its first seal was made;
 * when later seals were made it does not say, so those are judged as of today.
 */
function timeThatCounts(
  index: number,
  trust: TrustContext,
): { at: Date | null; atOrigin: 'given' | 'export-time' } {
  if (trust.at) return { at: trust.at, atOrigin: 'given' }
  return { at: index === 0 ? trust.exportTime : null, atOrigin: 'export-time' }
}

type Outcome = {
  status: SealReport['status']
  reason: string | null
  match: Match | null
  deviations: Deviation[]
}

function checkSignature(seal: PlannedSeal, plan: SealPlan, pass: PassResult): Outcome {
  const plain = (status: SealReport['status'], reason: string): Outcome => ({
    status,
    reason,
    match: null,
    deviations: [],
  })
  if (seal.empty)
    return plain(
      'empty',
      'The place of the signature holds only zeros: signing was never finished, or the signature was removed.',
    )
  if (seal.malformed !== null) return plain('broken', seal.malformed)
  if (seal.unsupported !== null) return plain('unsupported', seal.unsupported)
  const { leaf } = seal
  if (!leaf) return plain('broken', 'The seal has no certificate that can be read.')
  if (!leaf.publicKey)
    return plain('unsupported', 'This version cannot check the seal: it does not know keys of that kind.')
  let unsupported: string | null = null
  let impossible: string | null = null
  const weak = new Set<string>()
  for (const index of seal.targets) {
    const coverage = plan.targets[index]?.coverage
    const digest = pass.digests[index]
    if (!coverage || !digest) continue
    for (const algorithm of seal.algorithms) {
      const check = verifyDigest({
        algorithm,
        publicKey: leaf.publicKey,
        digest,
        signature: seal.stored.signature,
      })
      if ('unsupported' in check) {
        unsupported = check.unsupported
        continue
      }
      for (const sentence of check.weak) weak.add(sentence)
      if (seal.declared || seal.algorithms.length === 1) impossible ??= check.reason
      if (!check.matches) continue
      const found = withSalt(algorithm, check.saltLength)
      return {
        status: 'intact',
        reason: null,
        match: { coverage, algorithm: found, digest },
        deviations: [...matchDeviations(seal, coverage, found), ...weakDeviations(weak)],
      }
    }
  }
  const [first] = seal.algorithms
  if (first?.kind === 'unsupported') unsupported = first.detail
  if (unsupported !== null) {
    return {
      ...plain('unsupported', `This version cannot check the seal: ${unsupported}`),
      deviations: weakDeviations(weak),
    }
  }
  return {
    ...plain(
      'broken',
      impossible ??
        'The bytes do not match the signature: they were changed after sealing, or another key was used.',
    ),
    deviations: weakDeviations(weak),
  }
}

const withSalt = (algorithm: SignatureAlgorithm, saltLength: number | null): SignatureAlgorithm =>
  algorithm.kind === 'rsa-pss' && saltLength !== null ? { ...algorithm, saltLength } : algorithm

const weakDeviations = (weak: ReadonlySet<string>): Deviation[] =>
  [...weak].map((detail) => ({ code: weakCode, detail }))

function matchDeviations(seal: PlannedSeal, coverage: Coverage, algorithm: SignatureAlgorithm): Deviation[] {
  const deviations: Deviation[] = []
  const isDefault = algorithm.kind === 'rsa-pss' && algorithm.hash === 'sha256' && algorithm.saltLength === 20
  if (!seal.declared && !isDefault) {
    deviations.push({
      code: 'algorithm-undeclared',
      detail: `The seal was made with ${formatAlgorithm(algorithm)} and does not say so (no ‘sigC’).`,
    })
  }
  if (coverage.reading !== 'A1') {
    deviations.push({
      code: `range-${coverage.reading.toLowerCase()}`,
      detail: readingWords[coverage.reading],
    })
  }
  return deviations
}

const readingWords = {
  A1: 'The seal covers the whole file.',
  A2: 'The seal covers the file without the random access table (‘mfra’) at its end.',
  A3: 'The seal covers the file up to the end of its own ‘sinf’.',
  A4: 'The seal covers the file up to the end of ‘meta’.',
  A5: 'The seal matches with the sizes of ‘ipro’ and ‘meta’ as they are stored, not as they should be.',
} as const

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
