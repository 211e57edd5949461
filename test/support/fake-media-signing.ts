// Reports on a camera's own signatures, for tests of words and windows: groups of pictures with every verdict there is.
import type { FrameRun, FrameState, MediaGroup, MediaGroupVerdict } from '#contract/seal.ts'
import { MediaSigningReport } from '#contract/seal.ts'
import { fakeSigner, fakeTrustDetail, sha256, utc } from './fake-evidence.ts'

export type FakeGroup = {
  verdict: MediaGroupVerdict
  pictures: number
  missing?: number
  /** Pictures of the group, from 0, that were found changed. */
  changed?: number[]
}

const stateOf: Record<MediaGroupVerdict, FrameState> = {
  ok: 'ok',
  missing: 'ok',
  bad: 'doubtful',
  cut: 'cut',
  pending: 'pending',
  unsupported: 'unsupported',
}
const reasonOf: Record<MediaGroupVerdict, string | null> = {
  ok: null,
  missing: 'What is there matches, but pictures that were signed are not there.',
  bad: 'The pictures do not match what was signed.',
  cut: 'The file begins within this group, so its signature speaks of pictures that are not there.',
  pending: 'No signature follows these pictures.',
  unsupported: 'The signature algorithm 1.2.3.4.5 is not known.',
}

/** A report on groups that follow each other; the pictures of each begin where the group before ends. */
export function fakeMediaReport(
  groups: readonly FakeGroup[],
  given: Partial<MediaSigningReport> = {},
): MediaSigningReport {
  let at = 0
  const listed = groups.map(({ verdict, pictures, missing, changed = [] }, index): MediaGroup => {
    const firstSample = at
    at += pictures
    const signed = verdict !== 'cut' && verdict !== 'pending'
    const time = (sample: number): MediaGroup['start'] =>
      signed ? utc(new Date(Date.parse('2026-05-01T21:59:58.500Z') + sample * 40).toISOString()) : null
    return {
      index,
      verdict,
      reason: reasonOf[verdict],
      firstSample,
      endSample: at,
      missingFrames: missing ?? (verdict === 'missing' ? 1 : signed ? 0 : null),
      badSamples: changed.map((picture) => firstSample + picture),
      start: time(firstSample),
      end: time(at),
      sei: signed ? { start: 48 + at * 200, end: 48 + at * 200 + 900 } : null,
      digest: signed ? sha256(30 + index) : null,
    }
  })
  const count = (verdict: MediaGroupVerdict): number =>
    listed.filter((group) => group.verdict === verdict).length
  const frameRuns = runsOf(listed)
  const framesOf = (state: FrameState): number =>
    frameRuns.reduce((sum, run) => sum + (run.state === state ? run.count : 0), 0)
  const report = MediaSigningReport.parse({
    trackId: 1,
    scheme: 'onvif',
    verdict:
      count('bad') > 0 ? 'not-authentic' : count('missing') > 0 ? 'authentic-with-missing' : 'authentic',
    trust: 'trusted',
    frames: at,
    framesVerified: framesOf('ok'),
    framesPending: framesOf('pending'),
    gops: { ok: count('ok'), missing: count('missing'), bad: count('bad') },
    firstVerifiedTime: listed.find(({ start }) => start)?.start ?? null,
    lastVerifiedTime: listed.findLast(({ end }) => end)?.end ?? null,
    reason: null,
    framesCut: framesOf('cut'),
    framesMissing: listed.reduce((sum, { missingFrames }) => sum + (missingFrames ?? 0), 0),
    nalUnits: { received: at, validated: framesOf('ok'), pending: framesOf('pending') },
    referenceVerdict: null,
    algorithm: 'ECDSA P-256 SHA-256',
    signer: fakeSigner('CN=Camera 00408c123456, O=Metro Transit'),
    trustDetail: fakeTrustDetail({
      path: ['CN=Camera 00408c123456, O=Metro Transit', 'CN=Metro Evidence Root, O=Metro Transit'],
      judgedAtOrigin: 'recording-time',
    }),
    makerCertificates: [],
    publicKeySha256: sha256(17),
    device: { manufacturer: 'Example Cameras', serialNumber: '00408c123456', firmware: '11.9.61' },
    groups: listed,
    groupsOmitted: 0,
    frameRuns,
  })
  return { ...report, ...given }
}

function runsOf(groups: readonly MediaGroup[]): FrameRun[] {
  const runs: FrameRun[] = []
  for (const { verdict, firstSample, endSample, badSamples } of groups) {
    for (let sample = firstSample; sample < endSample; sample += 1) {
      const known = verdict === 'bad' && badSamples.length > 0
      const state = known ? (badSamples.includes(sample) ? 'changed' : 'ok') : stateOf[verdict]
      const last = runs.at(-1)
      if (last?.state === state) last.count += 1
      else runs.push({ first: sample, count: 1, state })
    }
  }
  return runs
}
