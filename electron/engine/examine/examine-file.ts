// The whole reading of one file: seals, structure, metadata, levels. What ingest stores, what reports print.
import type { ConformanceReport, Inspection } from '#contract/inspection.ts'
import type { Verification } from '#contract/seal.ts'
import type { Track } from '#contract/track.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import { checkConformance } from '#engine/conformance/check-conformance.ts'
import { inspectFile } from './inspect-file.ts'
import type { MetadataListener } from './inspect-file.ts'
import { inspectPartial, reportPartial } from './partial-file.ts'
import { verifyFile } from './verify-file.ts'
import type { Reading, Structure, TrustChoice } from './verify-file.ts'
import type { VideoReading } from './video-pass.ts'

export type Examination = {
  verification: Verification
  inspection: Inspection
  conformance: ConformanceReport
  structure: Structure
}

/** Everything that can be told of an open file. `path` stands in the reports as it is. */
export async function examineFile(
  source: ByteSource,
  path: string,
  trust: TrustChoice,
  work: Work,
  onMetadata?: MetadataListener,
): Promise<Examination> {
  const { verification, structure, reading } = await verifyFile(source, path, trust, work)
  return examineVerified(source, structure, reading, verification, work, onMetadata)
}

/** The rest of the reading, for a file that was verified while it was copied. */
export async function examineVerified(
  source: ByteSource,
  structure: Structure,
  { video }: Pick<Reading, 'video'>,
  verification: Verification,
  work: Work,
  onMetadata?: MetadataListener,
): Promise<Examination> {
  const stamps = video.flatMap((one) => one.stamps ?? [])
  const { inspection } = await inspectFile(source, structure, verification, work, onMetadata, stamps)
  const { report, carried } = await checkConformance({
    source,
    tree: structure.tree,
    movie: structure.movie,
    info: structure.info,
    seals: structure.plan.seals,
    verdict: verification.verdict,
    verdictReason: verification.reason,
    metadata: inspection.metadata,
    findings: inspection.issues,
  })
  const { missing = [] } = verification
  // Nobody knows what stood in place of zeros.
  const tracks = missing.length > 0 ? inspection.tracks : withSets(inspection.tracks, structure, video)
  const found = { ...inspection, tracks, levels: carried }
  if (missing.length === 0) return { verification, inspection: found, conformance: report, structure }
  return {
    verification,
    inspection: inspectPartial(found, structure, missing),
    conformance: reportPartial(report, structure, missing),
    structure,
  }
}

function withSets(
  tracks: readonly Track[],
  { movie }: Structure,
  video: readonly VideoReading[],
): Inspection['tracks'] {
  return tracks.map((track, at) => {
    const setsChange = video.find((reading) => reading.track === movie.tracks[at])?.setsChange ?? null
    return setsChange === null ? track : { ...track, setsChange }
  })
}
