// Verifications with every verdict, for tests of words and windows. Built, not read: no file stands behind them.
import type { SealReport, Signer, Trust, TrustDetail, Verification } from '#contract/seal.ts'
import type { Sha256, UtcTime } from '#contract/units.ts'

export const utc = (text: string): UtcTime => text as UtcTime
export const sha256 = (seed: number): Sha256 =>
  Array.from({ length: 64 }, (_, at) => ((seed * 31 + at * 7 + (at >> 2) * seed) % 16).toString(16)).join(
    '',
  ) as Sha256

export const exportTime = utc('2026-05-02T08:15:00.000Z')

export function fakeSigner(subject = 'CN=Metro VMS, O=Metro Transit', given: Partial<Signer> = {}): Signer {
  return {
    subject,
    issuer: 'CN=Metro Evidence Root, O=Metro Transit',
    serialNumber: '5a01f3c2',
    sha256: sha256(3),
    notBefore: utc('2024-01-01T00:00:00.000Z'),
    notAfter: utc('2028-01-01T00:00:00.000Z'),
    ...given,
  }
}

export function fakeTrustDetail(given: Partial<TrustDetail> = {}): TrustDetail {
  return {
    path: ['CN=Metro VMS, O=Metro Transit', 'CN=Metro Evidence Root, O=Metro Transit'],
    anchorSha256: sha256(9),
    judgedAt: exportTime,
    judgedAtOrigin: 'export-time',
    today: 'trusted',
    revocation: 'not-checked',
    revocationDetail: 'Revocation was not checked: no revocation list is held here.',
    reason: 'The certificate leads to a root that was added to this case on 3 May 2026.',
    ...given,
  }
}

export function fakeSeal(index: number, given: Partial<SealReport> = {}): SealReport {
  return {
    index,
    status: 'intact',
    reason: null,
    algorithm: 'RSASSA-PSS SHA-256 salt 20',
    keyBits: 3072,
    signer: fakeSigner(),
    trust: 'trusted',
    trustDetail: fakeTrustDetail(),
    comment: index === 0 ? 'Exported for case 2026-0417' : 'Received at the lab',
    correctedStartTimes: [],
    deviations: [],
    range: 'A1',
    covered: [{ start: 0, end: 56_381 }],
    signatureBytes: { start: 54_812, end: 55_196 },
    certificateBytes: { start: 55_204, end: 56_321 },
    digest: sha256(5),
    signedParts: [],
    signatureUsed: null,
    leafCertificate: null,
    ...given,
  }
}

export function fakeVerification(given: Partial<Verification> = {}): Verification {
  return {
    path: 'forecourt-north.mp4',
    size: 56_381,
    sha256: sha256(1),
    verdict: 'sealed',
    reason: null,
    unsealedBytes: 0,
    unsealedRanges: [],
    seals: [fakeSeal(0)],
    mediaSigning: [],
    findings: [],
    notChecked: ['revocation', 'media-signing', 'clock'],
    verifiedAt: utc('2026-05-03T09:12:44.120Z'),
    toolVersion: '0.1.0',
    ...given,
  }
}

const brokenReason =
  'The bytes do not match the signature: they were changed after sealing, or another key was used.'

/** One verification for each row of the table of sentences. */
export const verdicts = {
  trusted: fakeVerification(),
  untrusted: fakeVerification({ seals: [fakeSeal(0, unknownSigner())] }),
  expired: fakeVerification({
    seals: [
      fakeSeal(0, {
        trust: 'expired',
        signer: fakeSigner(undefined, { notAfter: utc('2025-11-13T16:36:59.000Z') }),
        trustDetail: fakeTrustDetail({
          today: 'expired',
          reason: 'The certificate had expired at that time.',
        }),
      }),
    ],
  }),
  notYetValid: fakeVerification({
    seals: [
      fakeSeal(0, {
        trust: 'not-yet-valid',
        signer: fakeSigner(undefined, { notBefore: utc('2026-06-01T00:00:00.000Z') }),
        trustDetail: fakeTrustDetail({ today: 'trusted' }),
      }),
    ],
  }),
  twice: fakeVerification({
    seals: [
      fakeSeal(0),
      fakeSeal(1, {
        ...unknownSigner('CN=City Lab'),
        trustDetail: fakeTrustDetail({
          path: ['CN=City Lab'],
          anchorSha256: null,
          judgedAtOrigin: 'now',
          today: 'untrusted',
        }),
      }),
    ],
  }),
  broken: fakeVerification({
    verdict: 'broken',
    reason: `Seal 2 of 3 does not match: ${brokenReason}`,
    unsealedBytes: 1_179,
    unsealedRanges: [{ start: 55_202, end: 56_381 }],
    seals: [
      fakeSeal(0),
      ...[1, 2].map((index) =>
        fakeSeal(index, { ...brokenSeal(), status: index === 1 ? 'broken' : 'empty' }),
      ),
    ],
  }),
  brokenOnly: fakeVerification({
    verdict: 'broken',
    reason: `Seal 1 of 1 does not match: ${brokenReason}`,
    unsealedBytes: 56_381,
    unsealedRanges: [{ start: 0, end: 56_381 }],
    seals: [fakeSeal(0, brokenSeal())],
  }),
  added: fakeVerification({
    verdict: 'broken',
    size: 56_445,
    reason:
      'Something was added after seal 1 of 1: 64 bytes at offset 56381 (box mdat) are outside its reach.',
    unsealedBytes: 64,
    unsealedRanges: [{ start: 56_381, end: 56_445 }],
    seals: [fakeSeal(0, { range: 'A4', ...unknownSigner() })],
  }),
  trustedThen: fakeVerification({
    seals: [
      fakeSeal(0, {
        signer: fakeSigner(undefined, { notAfter: utc('2026-05-02T23:59:59.000Z') }),
        trustDetail: fakeTrustDetail({ today: 'expired' }),
      }),
    ],
  }),
  weak: fakeVerification({
    seals: [
      fakeSeal(0, {
        keyBits: 1024,
        deviations: [{ code: 'weak-algorithm', detail: 'RSA keys of 1024 bits can be broken.' }],
      }),
    ],
  }),
  unsealed: fakeVerification({
    verdict: 'unsealed',
    seals: [],
    unsealedBytes: 56_381,
    unsealedRanges: [{ start: 0, end: 56_381 }],
    notChecked: ['media-signing', 'clock'],
  }),
  unsupported: fakeVerification({
    verdict: 'unreadable',
    reason: 'This version cannot check the seal: The signature algorithm 1.2.3.4.5 is not known.',
    seals: [
      fakeSeal(0, {
        status: 'unsupported',
        algorithm: '1.2.3.4.5',
        range: null,
        covered: [],
        digest: null,
        reason: 'This version cannot check the seal.',
      }),
    ],
    notChecked: ['unsupported-seal', 'trust', 'clock'],
  }),
  unreadable: fakeVerification({
    verdict: 'unreadable',
    reason: 'The file ends within its first box.',
    seals: [],
    notChecked: ['partial-file'],
    findings: [
      {
        code: 'box-truncated',
        severity: 'error',
        offset: 0,
        path: 'ftyp',
        detail: 'The box ‘ftyp’ says it is 32 bytes long, but the file ends after 12.',
        clause: 'ISO/IEC 14496-12 4.2',
      },
    ],
  }),
} as const

export function unknownSigner(subject = 'CN=Metro VMS, O=Metro Transit'): Partial<SealReport> {
  return {
    signer: fakeSigner(subject, { issuer: subject }),
    trust: 'untrusted' satisfies Trust,
    trustDetail: fakeTrustDetail({
      path: [subject],
      anchorSha256: null,
      today: 'untrusted',
      reason: 'The certificate leads to no trusted root.',
    }),
  }
}

function brokenSeal(): Partial<SealReport> {
  return { status: 'broken', reason: brokenReason, range: null, covered: [], digest: null }
}
