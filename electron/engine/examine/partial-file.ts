// A file of which bytes could not be read from the source: zeros stand in their place. Its seals and the signatures inside its
// video were made over other bytes, so that nothing can be said of them, neither that they match nor that they do not.
import { missingBytesOf, missingReason } from '#contract/messages/kinds.ts'
import { t } from '#contract/messages/format.ts'
import type { ConformanceReport, Inspection } from '#contract/inspection.ts'
import type { Verification } from '#contract/seal.ts'
import type { ByteRange } from '#contract/units.ts'
import { assert } from '#engine/base/assert.ts'
import type { Findings } from '#engine/base/findings.ts'
import { checks } from '#engine/conformance/check-conformance.ts'
import { endOf, payloadOffset } from '#engine/isobmff/box.ts'
import { unreadReport } from './judge-media.ts'
import type { Structure } from './verify-file.ts'
import type { VideoReading } from './video-pass.ts'

type PartialJudgement = Omit<Verification, 'path' | 'size' | 'sha256' | 'verifiedAt' | 'toolVersion'>

/** What can be said of such a file; the ranges are in order and do not touch. */
export function judgePartial(
  { plan, findings }: Structure,
  video: readonly VideoReading[],
  missing: readonly ByteRange[],
  size: number,
): PartialJudgement {
  assert(missingBytesOf(missing) > 0, 'a range that is missing has bytes')
  noteMissing(missing, findings)
  if (plan.seals.length > 0)
    findings.add('seals-not-checked', 'warning', sealsNotChecked(plan.seals.length), {
      clause: 'ONVIF EFF 26.06 5.6',
    })
  return {
    verdict: 'unreadable',
    reason: missingReason(missing),
    unsealedBytes: size,
    unsealedRanges: size > 0 ? [{ start: 0, end: size }] : [],
    seals: [],
    mediaSigning: video.map(({ track }) => unreadReport(track, t('missing.media'))),
    findings: findings.list(),
    notChecked: ['seals', 'partial-file', ...(video.length > 0 ? (['media-signing'] as const) : []), 'clock'],
    missing: [...missing],
  }
}

const sealsNotChecked = (count: number): string =>
  count === 1
    ? 'The file holds a seal; it was not checked, because bytes are missing.'
    : `The file holds ${count} seals; none was checked, because bytes are missing.`

const rangesNoted = 100

/** One finding for each range, so that each has its place. */
export function noteMissing(missing: readonly ByteRange[], findings: Findings): void {
  for (const { start, end } of missing.slice(0, rangesNoted)) {
    const detail = `${end - start} bytes from offset ${start} could not be read from the source; zeros stand in their place.`
    findings.add('bytes-missing', 'error', detail, { offset: start })
  }
  const more = missing.slice(rangesNoted)
  if (more.length > 0) {
    const detail = `${missingBytesOf(more)} bytes at ${more.length} more places could not be read from the source.`
    findings.add('bytes-missing', 'error', detail, { offset: more[0]?.start ?? null })
  }
}

/** Whether all that is missing is media: then every box that says something of the file is as it was. */
export const onlyMediaMissing = ({ tree }: Pick<Structure, 'tree'>, missing: readonly ByteRange[]): boolean =>
  missing.every(({ start, end }) =>
    tree.boxes.some((box) => box.type === 'mdat' && payloadOffset(box) <= start && end <= endOf(box)),
  )

/** Checks that look into samples. */
const ofSamples = ['metadata-samples', 'metadata-events']

/**
 * Checks of a file with missing bytes. What was found in boxes that are whole is there; that something is not there, is
 * faulty or does not match may be for the zeros alone, and is not said.
 */
export function reportPartial(
  report: ConformanceReport,
  structure: Pick<Structure, 'tree'>,
  missing: readonly ByteRange[],
): ConformanceReport {
  const ofBoxes = checks
    .filter(({ about, id }) => about === 'structure' && !ofSamples.includes(id))
    .map(({ id }) => id)
  const telling = onlyMediaMissing(structure, missing) ? ofBoxes : []
  return {
    levels: { '0V': 'fail', '0M': 'fail', '0E': 'fail' },
    checks: report.checks.map((check) =>
      check.result === 'pass' && telling.includes(check.id)
        ? check
        : { ...check, result: 'not-checked', detail: t('missing.check'), offset: null },
    ),
  }
}

/** What an inspection says by way of boxes that may be zeros. Whom a file names as its neighbours must not be made of zeros. */
export const inspectPartial = (
  inspection: Inspection,
  structure: Pick<Structure, 'tree'>,
  missing: readonly ByteRange[],
): Inspection => (onlyMediaMissing(structure, missing) ? inspection : { ...inspection, chain: null })
