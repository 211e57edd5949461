// Verifications and items with every verdict, for tests of words and windows. Built, not read: no file stands behind them.
import { randomUUID } from 'node:crypto'
import type { Inspection } from '#contract/inspection.ts'
import type { ItemDetail, ItemSummary } from '#contract/item.ts'
import { answersOf } from '#contract/messages/verdict.ts'
import type { SealReport, Signer, Trust, TrustDetail, Verification } from '#contract/seal.ts'
import type { Track } from '#contract/track.ts'
import type { ItemId, Sha256, UtcTime } from '#contract/units.ts'

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

export function fakeTrack(given: Partial<Track> = {}): Track {
  return {
    id: 1,
    kind: 'video',
    codec: 'avc1.64000b',
    width: 320,
    height: 180,
    rotation: 0,
    pixelAspect: { h: 1, v: 1 },
    samples: 250,
    timescale: 10_240,
    durationTicks: 102_400,
    syncSamples: 10,
    startTime: null,
    decoderConfig: null,
    channels: 0,
    sampleRate: 0,
    language: 'und',
    editMediaTime: 0,
    editDelaySeconds: 0,
    contentEncoding: null,
    namespace: null,
    describes: [],
    ...given,
  }
}

export type FakeItem = {
  camera: string
  name: string
  start: string | null
  seconds: number
  verification: Verification
}

/** An item around a verification, with metadata and events where it has a time. */
export function fakeItem({ camera, name, start, seconds, verification }: FakeItem, seed: number): ItemDetail {
  const id = randomUUID() as string as ItemId
  const begin = start === null ? null : utc(start)
  const end = start === null ? null : utc(new Date(Date.parse(start) + seconds * 1000).toISOString())
  const inspection = fakeInspection(camera, begin, seconds)
  const summary: ItemSummary = {
    id,
    name,
    path: `EXPORT/${name}`,
    sourcePath: `/media/usb/EXPORT/${name}`,
    size: verification.size * seed ** 3,
    sha256: sha256(seed),
    status: verification.verdict === 'unreadable' && verification.seals.length === 0 ? 'partial' : 'ingested',
    ingestedAt: utc('2026-05-03T09:12:40.000Z'),
    cameras: camera === '' ? [] : [camera],
    start: begin,
    end,
    startOrigin: begin && 'corrected cstb',
    durationSeconds: seconds,
    levels: inspection.levels,
    verdict: verification.verdict,
    ...answersOf(verification),
    seals: verification.seals.length,
    verifiedAt: verification.verifiedAt,
    custody: seed === 4 ? 'mismatch' : 'complete',
    hasThumbnail: begin !== null,
    kind: 'export',
    missingBytes: 0,
    completedBy: null,
  }
  const checks: ItemDetail['conformance']['checks'] = [
    {
      id: 'suep-present',
      clause: 'ONVIF EFF 26.06 5.2',
      title: 'The export box is there',
      result: 'pass',
      detail: '',
      offset: null,
    },
    {
      id: 'scheme-type',
      clause: 'ONVIF EFF 26.06 5.6',
      title: 'The scheme type is ‘oeff’',
      result: 'warning',
      detail: 'It is written in upper case.',
      offset: 54_700,
    },
    {
      id: 'tfdt',
      clause: 'ONVIF EFF 26.06 5.3',
      title: 'Each fragment has its decode time',
      result: 'not-applicable',
      detail: 'The file is not fragmented.',
      offset: null,
    },
  ]
  return {
    summary,
    verification,
    inspection,
    conformance: { levels: { '0V': 'pass', '0M': 'pass', '0E': 'fail' }, checks },
    findings: [...verification.findings],
    clockOffset: null,
    missing: [],
    original: { modified: null, created: null, changed: null, accessed: null, mode: null },
  }
}

function fakeInspection(camera: string, start: UtcTime | null, seconds: number): Inspection {
  const timed = start !== null
  return {
    path: '',
    size: 56_381,
    sha256: null,
    brands: ['isom', 'iso2', 'avc1', 'mp41'],
    fragmented: false,
    durationSeconds: seconds,
    tracks: timed
      ? [
          fakeTrack({ samples: Math.round(seconds * 25), startTime: start }),
          fakeTrack({
            id: 2,
            kind: 'audio',
            codec: 'mp4a.40.2',
            width: 0,
            height: 0,
            timescale: 48_000,
            channels: 1,
            sampleRate: 48_000,
          }),
          fakeTrack({
            id: 3,
            kind: 'metadata',
            codec: 'metx',
            width: 0,
            height: 0,
            samples: 100,
            namespace: 'http://www.onvif.org/ver10/schema',
            describes: [1],
          }),
        ]
      : [],
    export: timed
      ? {
          unitName: 'Metro VMS 4.2',
          unitUrl: '',
          unitMac: '00:1b:c5:07:12:9a',
          time: exportTime,
          operator: 'k.lund',
          sources: [{ trackId: 1, name: camera, url: '', mac: '', line: '' }],
        }
      : null,
    startTimes: timed
      ? [
          { trackId: 1, utc: start, origin: 'corrected cstb' },
          { trackId: 1, utc: start, origin: 'cstb' },
        ]
      : [],
    timing: [],
    statedClockOffset: null,
    chain: null,
    format: null,
    location: timed ? { name: 'Forecourt', latitude: 48.8584, longitude: 2.2945, altitude: 35 } : null,
    levels: { '0V': timed, '0M': timed, '0E': timed && camera.endsWith('north') },
    issues: [],
    gaps: [],
    metadata: timed
      ? {
          frames: 1_204,
          objects: 3_655,
          events: 38,
          badSamples: 0,
          classes: { Human: 2_410, Vehicle: 1_100, Bicycle: 145 },
          topics: ['tns1:RuleEngine/LineDetector/Crossed', 'tns1:VideoSource/MotionAlarm'],
          firstFrame: start,
          lastFrame: start,
        }
      : {
          frames: 0,
          objects: 0,
          events: 0,
          badSamples: 0,
          classes: {},
          topics: [],
          firstFrame: null,
          lastFrame: null,
        },
    positions: [],
  }
}
