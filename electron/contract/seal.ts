// What verification of a file says: container seals, trust, media signing. Shapes of `exhibit verify --json`.
import { z } from 'zod'
import { Finding } from './finding.ts'
import { ByteRange, Bytes, Hex, Sha256, UtcTime } from './units.ts'

/** The answer to "who": never merged with the answer to "unchanged". */
export const Trust = z.enum(['trusted', 'untrusted', 'expired', 'not-yet-valid', 'revoked', 'not-checked'])
export type Trust = z.infer<typeof Trust>

/** How trust was judged: the certificate path, both times, and what was not checked. */
export const TrustDetail = z.strictObject({
  /** Subjects from the signer to the root; only the signer where no path was found. */
  path: z.array(z.string()),
  /** SHA-256 fingerprint of the root or anchor that the path ends in; null where none. */
  anchorSha256: Sha256.nullable(),
  /** The time that counts, and where it came from. */
  judgedAt: UtcTime.nullable(),
  judgedAtOrigin: z.enum(['export-time', 'given', 'now', 'none']),
  /** The same question asked for today. */
  today: Trust,
  revocation: z.enum(['not-checked', 'good', 'revoked']),
  /** One sentence: why the answer is what it is. */
  reason: z.string(),
})
export type TrustDetail = z.infer<typeof TrustDetail>

export const Signer = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  serialNumber: z.string(),
  /** SHA-256 fingerprint of the certificate in DER. */
  sha256: Sha256,
  notBefore: UtcTime,
  notAfter: UtcTime,
})
export type Signer = z.infer<typeof Signer>

export const SealStatus = z.enum(['intact', 'broken', 'unsupported', 'empty'])
export type SealStatus = z.infer<typeof SealStatus>

export const Deviation = z.strictObject({ code: z.string(), detail: z.string() })
export type Deviation = z.infer<typeof Deviation>

export const CorrectedStartTime = z.strictObject({ trackId: z.int(), utc: UtcTime })
export type CorrectedStartTime = z.infer<typeof CorrectedStartTime>

/** One seal: one `sinf` of the file-level `meta/ipro` (ONVIF EFF 26.06 5.6). */
export const SealReport = z.strictObject({
  index: z.int().nonnegative(),
  status: SealStatus,
  /** One sentence where the status is not `intact`; null where it is. */
  reason: z.string().nullable(),
  /** In words, e.g. `RSASSA-PSS SHA-256 salt 20`; for unknown algorithms the object identifier. */
  algorithm: z.string(),
  keyBits: z.int().nullable(),
  signer: Signer.nullable(),
  trust: Trust,
  trustDetail: TrustDetail.nullable(),
  comment: z.string().nullable(),
  correctedStartTimes: z.array(CorrectedStartTime),
  deviations: z.array(Deviation),
  /** Which reading of the covered range matched: A1 whole file, A2 without a trailing `mfra`, … ; null where none did. */
  range: z.enum(['A1', 'A2', 'A3', 'A4', 'A5']).nullable(),
  /** Bytes of this file that the signature speaks of (its own signature bytes count as covered); empty unless intact. */
  covered: z.array(ByteRange),
  /** Where the raw signature and the certificate lie, for those who check by hand. */
  signatureBytes: ByteRange.nullable(),
  certificateBytes: ByteRange.nullable(),
  /** SHA-256 (or other declared digest) of the covered bytes, as used with the signature. */
  digest: Hex.nullable(),
})
export type SealReport = z.infer<typeof SealReport>

export const MediaSigningVerdict = z.enum([
  'authentic',
  'authentic-with-missing',
  'not-authentic',
  'not-signed',
  'not-checkable',
])
export type MediaSigningVerdict = z.infer<typeof MediaSigningVerdict>

export const MediaSigningReport = z.strictObject({
  trackId: z.int(),
  scheme: z.enum(['onvif', 'axis']).nullable(),
  verdict: MediaSigningVerdict,
  trust: Trust,
  frames: z.int(),
  framesVerified: z.int(),
  framesPending: z.int(),
  gops: z.strictObject({ ok: z.int(), missing: z.int(), bad: z.int() }),
  firstVerifiedTime: UtcTime.nullable(),
  lastVerifiedTime: UtcTime.nullable(),
})
export type MediaSigningReport = z.infer<typeof MediaSigningReport>

export const SealVerdict = z.enum(['sealed', 'broken', 'unsealed', 'unreadable'])
export type SealVerdict = z.infer<typeof SealVerdict>

/** What this version or this run did not check; each has its sentence in the message files. */
export const NotChecked = z.enum([
  'trust',
  'revocation',
  'media-signing',
  'unsupported-seal',
  'partial-file',
  'seal-time',
  'clock',
])
export type NotChecked = z.infer<typeof NotChecked>

/** The whole answer for one file. `verdict` speaks of the container seals alone; trust never changes it. */
export const Verification = z.strictObject({
  path: z.string(),
  size: Bytes,
  sha256: Sha256.nullable(),
  verdict: SealVerdict,
  reason: z.string().nullable(),
  unsealedBytes: Bytes,
  unsealedRanges: z.array(ByteRange),
  seals: z.array(SealReport),
  mediaSigning: z.array(MediaSigningReport),
  findings: z.array(Finding),
  notChecked: z.array(NotChecked),
  /** When this verification ran, and with which version. */
  verifiedAt: UtcTime,
  toolVersion: z.string(),
})
export type Verification = z.infer<typeof Verification>
