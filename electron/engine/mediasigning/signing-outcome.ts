// The report on the signatures of one track: what the groups together say (ONVIF Media Signing 26.06 B.2), in counts, times
// and one sentence.
import type { FrameRun, FrameState, MediaSigningVerdict } from '#contract/seal.ts'
import type { Sha256 } from '#contract/units.ts'
import type { Findings } from '#engine/base/findings.ts'
import { formatUtc } from '#engine/base/time.ts'
import type { HashName } from '#engine/seal/algorithm.ts'
import type { GroupReport } from './group-report.ts'
import type { KeyRing } from './key-ring.ts'
import type { Device, KeyClaim, SigningScheme } from './signing-record.ts'
import type { SigningOutcome } from './signing-verifier.ts'

/** Samples [first, end). */
export type SampleRange = { first: number; end: number }

export type Collected = {
  trackId: number
  scheme: SigningScheme | null
  report: GroupReport
  ring: KeyRing
  findings: Findings
  frames: number
  /** Hashed units and records. */
  units: number
  recordsWaiting: number
  algorithm: string | null
  device: Device | null
  groupRecords: number
  /** At least one signature matched. */
  signed: boolean
  unhashed: boolean
  /** Samples with slices of layers that are not hashed here. */
  layers: SampleRange[]
  /** Asked for by a record with a good signature. */
  needsHash: HashName | null
  /** As the records state it. */
  hash: HashName | null
}

export function concludeSigning(collected: Collected): SigningOutcome {
  const { scheme, report, ring, findings, unhashed } = collected
  const { runs, hidden } = overlay(report.frames.finish(), collected.layers)
  const useful = scheme !== null && !unhashed
  const verdict = useful ? verdictOf(collected) : scheme === null ? 'not-signed' : 'not-checkable'
  if (useful) noteFindings(report, findings)
  const { counts } = report.frames
  const pending = useful ? report.pendingUnits + collected.recordsWaiting : collected.units
  const { signer, maker } = ring
  const anyOk = report.verdicts.ok + report.verdicts.missing > 0
  return {
    trackId: collected.trackId,
    scheme,
    verdict,
    frames: collected.frames,
    framesVerified: useful ? Math.max(0, counts.ok - hidden) : 0,
    framesPending: useful ? counts.pending : collected.frames,
    gops: useful
      ? { ok: report.verdicts.ok, missing: report.verdicts.missing, bad: report.verdicts.bad }
      : { ok: 0, missing: 0, bad: 0 },
    firstVerifiedTime: useful ? report.firstVerified : null,
    lastVerifiedTime: useful ? report.lastVerified : null,
    reason: reasonOf(collected, verdict),
    framesCut: useful ? counts.cut : 0,
    framesMissing: useful ? report.missingFrames : 0,
    nalUnits: { received: collected.units, validated: collected.units - pending, pending },
    referenceVerdict:
      useful && report.harsherElsewhere && verdict !== 'not-authentic' ? 'not-authentic' : null,
    algorithm: collected.algorithm,
    signer: signer?.leaf?.signer ?? null,
    publicKeySha256: ring.fingerprint as Sha256 | null,
    device: collected.device,
    groups: useful ? report.groups : [],
    groupsOmitted: useful ? report.omitted : 0,
    frameRuns: useful ? runs : [],
    certificates: inBase64(signer),
    makerCertificates: inBase64(maker),
    leaf: signer?.leaf ?? null,
    intermediates: signer?.intermediates ?? [],
    maker: maker?.leaf ? { leaf: maker.leaf, intermediates: maker.intermediates } : null,
    claimedTime: useful ? report.claimedTime : null,
    findings: findings.list(),
    needsHash: unhashed ? (collected.hash ?? 'sha256') : anyOk ? null : collected.needsHash,
    needsSecondScan: unhashed,
  }
}

const layersUnread =
  'The video holds more than the pictures whose signatures are checked: slices of another layer or of an auxiliary picture, which some players show.'

/** As the report keeps them: at most eight. */
function inBase64(key: KeyClaim | null): string[] {
  if (!key?.leaf) return []
  return [key.leaf, ...key.intermediates].slice(0, 8).map(({ der }) => Buffer.from(der).toString('base64'))
}

/** The worst of all groups. What waits or was cut off says nothing against the rest. */
function verdictOf({ report, layers }: Collected): MediaSigningVerdict {
  const { bad, missing, unsupported } = report.verdicts
  if (bad > 0) return 'not-authentic'
  // Where not one picture was confirmed, records alone make nothing authentic.
  if (unsupported > 0 || layers.length > 0 || report.frames.counts.ok === 0) return 'not-checkable'
  return missing > 0 ? 'authentic-with-missing' : 'authentic'
}

/** Pictures with layers that no signature covers are not confirmed, though their other slices are. */
function overlay(
  runs: readonly FrameRun[],
  layers: readonly SampleRange[],
): { runs: FrameRun[]; hidden: number } {
  const result: FrameRun[] = []
  let hidden = 0
  const push = (first: number, end: number, state: FrameState): void => {
    if (end <= first) return
    const last = result[result.length - 1]
    if (last?.state === state) last.count += end - first
    else result.push({ first, count: end - first, state })
  }
  let next = 0
  for (const { first, count, state } of runs) {
    let at = first
    const end = first + count
    while (at < end) {
      while ((layers[next]?.end ?? Infinity) <= at) next += 1
      const layer = layers[next]
      const from = Math.min(end, Math.max(at, layer?.first ?? end))
      const to = Math.min(end, layer?.end ?? end)
      push(at, from, state)
      push(from, Math.max(from, to), state === 'ok' ? 'unsupported' : state)
      if (state === 'ok') hidden += Math.max(0, to - from)
      at = Math.max(from, to)
    }
  }
  return { runs: result, hidden }
}

function reasonOf(collected: Collected, verdict: MediaSigningVerdict): string | null {
  const { report, groupRecords, unhashed } = collected
  const { verdicts } = report
  const { cut } = report.frames.counts
  if (unhashed) return 'The pictures were not hashed in this read; they have to be read once more.'
  if (verdict === 'not-signed') return null
  if (verdict === 'not-authentic') return worstReason(report)
  if (verdicts.unsupported > 0) {
    const [group] = report.groups.filter((each) => each.verdict === 'unsupported')
    return group?.reason ?? null
  }
  if (verdict === 'not-checkable' && collected.layers.length > 0) return layersUnread
  if (verdict === 'not-checkable') {
    return groupRecords === 0
      ? 'The signer names himself in the video, but no signature record speaks of any picture: they were removed, or never exported.'
      : 'No signature record speaks of pictures that are in the file as a whole group.'
  }
  if (cut > 0) {
    const pictures = cut === 1 ? 'The first picture' : `The first ${cut} pictures`
    return `${pictures} cannot be checked, because the file begins in the middle of a group; that says nothing against the rest.`
  }
  return null
}

/** The reason of the first bad group, and how many there are. */
function worstReason({ groups, verdicts }: GroupReport): string | null {
  const reason = groups.find(({ verdict }) => verdict === 'bad')?.reason ?? null
  if (verdicts.bad === 1 || reason === null) return reason
  return `${verdicts.bad} groups are not as they were signed. The first: ${reason}`
}

function noteFindings(report: GroupReport, findings: Findings): void {
  if (report.implausible !== null) {
    const seen = formatUtc(report.implausible) ?? 'outside the years 1601 to 9999'
    const detail = `The signature records state times that cannot be meant, such as ${seen}: the camera had no clock set.`
    findings.add('media-signing-time-implausible', 'warning', detail, {
      clause: 'ONVIF Media Signing 26.06 5.11.1',
    })
  }
  if (report.before !== null) {
    const detail = 'The first signature record speaks of pictures that lay before the beginning of the file.'
    findings.add('media-signing-record-before-file', 'info', detail, { offset: report.before })
  }
  if (report.listDiffers) {
    const detail =
      'A signature record states another number of pictures than its list has; its list was followed.'
    findings.add('media-signing-list-differs', 'deviation', detail, {
      clause: 'ONVIF Media Signing 26.06 5.11.1',
    })
  }
}
