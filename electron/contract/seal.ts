// What verification of a file says: container seals, trust, media signing. Shapes of `exhibit verify --json`.
import { z } from 'zod'
import { Finding } from './finding.ts'
import { ItemKind } from './item-kind.ts'
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
  judgedAtOrigin: z.enum(['export-time', 'recording-time', 'given', 'now', 'none']),
  /** The same question asked for today. */
  today: Trust,
  /** `good`: every certificate below the anchor was looked up in a list (CRL) held here and valid at the time. */
  revocation: z.enum(['not-checked', 'good', 'revoked']),
  /** One sentence on how `revocation` came about; null in verifications of earlier versions. */
  revocationDetail: z.string().nullable().default(null),
  /** One sentence: why the answer is what it is. */
  reason: z.string(),
})
export type TrustDetail = z.infer<typeof TrustDetail>

/** Fingerprints of the roots that are held now, by where they stand; one may stand in both. */
export const RootHolders = z.strictObject({ workstation: z.array(z.string()), case: z.array(z.string()) })
export type RootHolders = z.infer<typeof RootHolders>

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

/**
 * The signed bytes, piece by piece, so that anyone can put them together again: bytes of the file as they are, zeros (in
 * the place of the signature), or other bytes (sizes as they were before later seals).
 */
export const SignedPart = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), start: Bytes, end: Bytes }),
  z.strictObject({ kind: z.literal('zeros'), bytes: Bytes }),
  z.strictObject({ kind: z.literal('bytes'), hex: Hex }),
])
export type SignedPart = z.infer<typeof SignedPart>

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
  /** SHA-256 (or other declared digest) of the signed bytes, as used with the signature; for Ed25519, which hashes the key too, null. */
  digest: Hex.nullable(),
  /** What was signed, for those who check by hand: the reading that matched, or for a broken seal the whole file (A1). */
  signedParts: z.array(SignedPart).default([]),
  /** The signature proper within `signatureBytes`: DER signatures may be shorter than their place. */
  signatureUsed: ByteRange.nullable().default(null),
  /** The signer's certificate proper within `certificateBytes`, and how it is written. */
  leafCertificate: z
    .strictObject({ bytes: ByteRange, encoding: z.enum(['der', 'pem']) })
    .nullable()
    .default(null),
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

/**
 * One group of pictures as one signature speaks of it (ONVIF Media Signing 5.2 to 5.6; Axis Signed Video).
 * `ok`: everything signed is there, unchanged · `missing`: unchanged, but signed pictures are not there · `bad`: changed,
 * added, reordered, or a signature that does not match · `cut`: the beginning of the group is not in the file, which
 * says nothing against the rest · `pending`: after the last signature · `unsupported`: an algorithm not known here.
 */
export const MediaGroupVerdict = z.enum(['ok', 'missing', 'bad', 'cut', 'pending', 'unsupported'])
export type MediaGroupVerdict = z.infer<typeof MediaGroupVerdict>

export const MediaGroup = z.strictObject({
  index: z.int().nonnegative(),
  verdict: MediaGroupVerdict,
  /** One sentence where the verdict is not `ok`; null where it is. */
  reason: z.string().nullable(),
  /** Stored samples of the track in decode order: [first, end). */
  firstSample: z.int().nonnegative(),
  endSample: z.int().nonnegative(),
  /** Pictures that were signed and are not there; null where it cannot be told. */
  missingFrames: z.int().nonnegative().nullable(),
  /** Samples found changed, added or out of place; empty where the signature gives no list to tell them by. */
  badSamples: z.array(z.int().nonnegative()).max(100),
  /** Start and end as the signer states them; null where there is none. */
  start: UtcTime.nullable(),
  end: UtcTime.nullable(),
  /** The SEI NAL unit with the signature, its bytes in the file; null for `cut` and `pending`. */
  sei: ByteRange.nullable(),
  /** Digest of the signed document, as used with the signature. */
  digest: Hex.nullable(),
})
export type MediaGroup = z.infer<typeof MediaGroup>

/**
 * What is said of each stored sample of the track, as runs in decode order without holes; where it holds several pictures,
 * the worst. `doubtful`: in a `bad` group that cannot tell which · `unsupported`: nothing here can tell · `none`: it holds
 * no slice, so that no signature speaks of it.
 */
export const FrameState = z.enum(['ok', 'changed', 'doubtful', 'cut', 'pending', 'unsupported', 'none'])
export type FrameState = z.infer<typeof FrameState>
export const FrameRun = z.strictObject({
  first: z.int().nonnegative(),
  count: z.int().positive(),
  state: FrameState,
})
export type FrameRun = z.infer<typeof FrameRun>

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
  /** One sentence where there is something to say beyond the verdict; null where there is not. */
  reason: z.string().nullable().default(null),
  /** Pictures at the beginning that no signature can speak of, because the file begins in the middle of a group. */
  framesCut: z.int().default(0),
  /** Pictures that were signed and are not there, as far as that can be counted. */
  framesMissing: z.int().default(0),
  /** NAL units in the way the reference implementations count them. */
  nalUnits: z
    .strictObject({ received: z.int(), validated: z.int(), pending: z.int() })
    .default({ received: 0, validated: 0, pending: 0 }),
  /** The result that the scheme's reference implementation gives, where it is known to differ (a clean cut at the head). */
  referenceVerdict: MediaSigningVerdict.nullable().default(null),
  /** In words, e.g. `ECDSA P-256 SHA-256`; null where nothing is signed. */
  algorithm: z.string().nullable().default(null),
  signer: Signer.nullable().default(null),
  trustDetail: TrustDetail.nullable().default(null),
  /** As the video brings them, the signer's first, DER in base64: so that trust can be judged again without the video. */
  certificates: z.array(z.string()).max(8).default([]),
  /** Where the user's own key signs: those of the maker, whose key vouches for it; empty otherwise. */
  makerCertificates: z.array(z.string()).max(8).default([]),
  /** SHA-256 of the SubjectPublicKeyInfo that the signatures were checked with. */
  publicKeySha256: Sha256.nullable().default(null),
  /** What the camera says of itself inside the signed data; each empty where it is silent. */
  device: z
    .strictObject({ manufacturer: z.string(), serialNumber: z.string(), firmware: z.string() })
    .nullable()
    .default(null),
  /** At most 20,000; `groupsOmitted` says how many more there are. `frameRuns` is complete. */
  groups: z.array(MediaGroup).default([]),
  groupsOmitted: z.int().default(0),
  frameRuns: z.array(FrameRun).default([]),
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
  'seals',
  'contents',
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
  /** What was verified where it is no export file; absent for exports. */
  kind: ItemKind.optional(),
  /** Bytes that could not be read from the source and are zeros here: nothing is said of seals then. Absent where all are there. */
  missing: z.array(ByteRange).optional(),
  /** When this verification ran, and with which version. */
  verifiedAt: UtcTime,
  toolVersion: z.string(),
})
export type Verification = z.infer<typeof Verification>
