// What signatures inside the video come to: the report of each video track, with the answer to "who" beside it, judged at
// the recording time that the signer claims (ONVIF Media Signing 26.06 B.3).
import type { Finding } from '#contract/finding.ts'
import type { FrameRun, MediaSigningReport, Trust, TrustDetail } from '#contract/seal.ts'
import type { Findings } from '#engine/base/findings.ts'
import { doubtAboutUnits } from '#engine/bitstream/video-codec.ts'
import { readCertificate } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import type { TrustContext } from '#engine/exportfile/verify-seals.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { VideoReading } from './video-pass.ts'

const certificatesKept = 8

/** Whether one of the findings says that a matching signature is too weak to rely on. */
export const isWeak = (findings: readonly Finding[]): boolean =>
  findings.some(({ code }) => code === 'media-signing-weak')

/** Findings that say that a player may show samples that are not in the tables as they were read. */
const tablesInDoubt = [
  'moov-repeated',
  'tracks-too-many',
  'track-id-repeated',
  'samples-too-many',
  'samples-without-place',
  'sample-to-chunk-bad',
  'fragment-entry-unknown',
  // A player that follows the reference shows what lies there.
  'media-elsewhere',
] as const

/** `structure`: what was found while reading the tables of the file. */
export function reportMedia(
  { track, signing, scan }: VideoReading,
  trust: TrustContext,
  structure: Pick<Findings, 'has'>,
): MediaSigningReport {
  if (!signing || !scan) return unreadReport(track)
  const {
    leaf,
    intermediates,
    maker,
    claimedTime: _,
    findings,
    needsHash: _1,
    needsSecondScan: _2,
    ...found
  } = signing
  const missing = scan.complete ? doubtOf(track, structure) : scan.reason
  const signed = found.scheme !== null || !scan.complete
  const reach = missing !== null && signed ? incomplete(found.verdict, missing, found.reason) : {}
  const report: MediaSigningReport = {
    ...found,
    ...reach,
    frameRuns: wholeRuns(found.frameRuns, track.samples.length),
    frames: Math.max(found.frames, scan.complete ? 0 : track.samples.length),
    certificates: leaf ? encode([leaf, ...intermediates]) : [],
    makerCertificates: maker ? encode([maker.leaf, ...maker.intermediates]) : [],
    trust: 'not-checked',
    trustDetail: null,
  }
  return { ...report, ...judgeMediaTrust(report, isWeak(findings), trust) }
}

/** Null where what was read is what every player reads. */
function doubtOf(track: MovieTrack, structure: Pick<Findings, 'has'>): string | null {
  if (tablesInDoubt.some((code) => structure.has(code)))
    return 'The tables of this file do not say surely which samples a player shows.'
  return doubtAboutUnits(track)
}

/** Stored samples behind the last picture: nothing speaks of them. */
function wholeRuns(runs: readonly FrameRun[], samples: number): FrameRun[] {
  const last = runs[runs.length - 1]
  const end = last ? last.first + last.count : samples
  return end < samples ? [...runs, { first: end, count: samples - end, state: 'none' }] : [...runs]
}

/** Pictures that were not read may be shown all the same: then nothing is said of the track as a whole. */
function incomplete(
  verdict: MediaSigningReport['verdict'],
  missing: string | null,
  reason: string | null,
): Partial<Pick<MediaSigningReport, 'verdict' | 'reason'>> {
  if (verdict === 'not-authentic') return {}
  return { verdict: 'not-checkable', reason: [missing, reason].filter(Boolean).join(' ') }
}

/**
 * The answer to "who" from what the report holds. A certificate beside signatures of which none matches is only a copy;
 * a bare key has no name; and where others could have made the signature (`weak`), it does not tell who did.
 */
export function judgeMediaTrust(
  report: Pick<
    MediaSigningReport,
    'framesVerified' | 'certificates' | 'makerCertificates' | 'firstVerifiedTime'
  >,
  weak: boolean,
  trust: TrustContext,
): { trust: Trust; trustDetail: TrustDetail | null } {
  if (report.framesVerified === 0) return { trust: 'not-checked', trustDetail: null }
  const claimed = report.firstVerifiedTime === null ? null : new Date(report.firstVerifiedTime)
  // A recording of tomorrow says nothing about a certificate.
  const recorded = claimed && claimed.getTime() <= trust.now.getTime() + 86_400_000 ? claimed : null
  const judge = (encoded: readonly string[]): { trust: Trust; trustDetail: TrustDetail } | null => {
    const [leaf, ...intermediates] = decode(encoded)
    if (!leaf) return null
    const { trust: answer, detail } = judgeTrust({
      leaf,
      intermediates: [...intermediates, ...(trust.storeIntermediates ?? [])],
      anchors: [...trust.anchors],
      revocationLists: trust.revocationLists ?? [],
      at: trust.at ?? recorded,
      atOrigin: trust.at ? 'given' : 'recording-time',
      now: trust.now,
    })
    return { trust: answer, trustDetail: detail }
  }
  const own = judge(report.certificates)
  // What is said against the user's own certificate stands, whoever vouched for it once.
  const maker = own === null || own.trust === 'untrusted' ? judge(report.makerCertificates) : null
  const best = maker?.trust === 'trusted' ? vouched(maker) : (own ?? maker)
  if (!best) return bareKey(trust)
  if (!weak || best.trust !== 'trusted') return best
  const reason = 'The certificate is trusted, but its signatures are too weak to tell who made them.'
  return { trust: 'untrusted', trustDetail: { ...best.trustDetail, reason } }
}

/** The maker's key signed the user's key into the video (ONVIF Media Signing 26.06 5.12). */
function vouched(maker: { trust: Trust; trustDetail: TrustDetail }): {
  trust: Trust
  trustDetail: TrustDetail
} {
  const reason = `The key of the signatures was put into the camera by its user; the camera’s maker vouches for it. ${maker.trustDetail.reason}`
  return { ...maker, trustDetail: { ...maker.trustDetail, reason } }
}

function bareKey({ anchors }: TrustContext): { trust: Trust; trustDetail: TrustDetail | null } {
  if (anchors.length === 0) return { trust: 'not-checked', trustDetail: null }
  const reason =
    'The video brings a bare key without a certificate: whose key it is cannot be told from the video.'
  return {
    trust: 'untrusted',
    trustDetail: {
      path: [],
      anchorSha256: null,
      judgedAt: null,
      judgedAtOrigin: 'none',
      today: 'untrusted',
      revocation: 'not-checked',
      revocationDetail: null,
      reason,
    },
  }
}

/** Of a track whose signatures nobody looked at; `why` in one sentence. */
export function unreadReport(track: MovieTrack, why = whyUnread(track)): MediaSigningReport {
  return {
    trackId: track.id,
    scheme: null,
    verdict: 'not-checkable',
    trust: 'not-checked',
    frames: track.samples.length,
    framesVerified: 0,
    framesPending: 0,
    gops: { ok: 0, missing: 0, bad: 0 },
    firstVerifiedTime: null,
    lastVerifiedTime: null,
    reason: why,
    framesCut: 0,
    framesMissing: 0,
    nalUnits: { received: 0, validated: 0, pending: 0 },
    referenceVerdict: null,
    algorithm: null,
    signer: null,
    trustDetail: null,
    certificates: [],
    makerCertificates: [],
    publicKeySha256: null,
    device: null,
    groups: [],
    groupsOmitted: 0,
    frameRuns: [],
  }
}

function whyUnread({ entries: [entry] }: MovieTrack): string {
  const codec = entry?.codec ?? ''
  return `This version looks for signatures in H.264 and H.265 video; this track is ${codec || 'of an unknown kind'}.`
}

const encode = (certificates: readonly Certificate[]): string[] =>
  certificates.slice(0, certificatesKept).map(({ der }) => Buffer.from(der).toString('base64'))

const decode = (encoded: readonly string[]): Certificate[] =>
  encoded.flatMap((text) => readCertificate(Buffer.from(text, 'base64')) ?? [])
