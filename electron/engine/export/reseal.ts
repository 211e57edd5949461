// The whole item, byte for byte, sealed once more; then read again by the verifier, as a recipient would.
import { EvidenceError } from '#contract/errors.ts'
import type { Verification } from '#contract/seal.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import { filetimeFromDate } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { readStructure, verifyFile } from '#engine/examine/verify-file.ts'
import type { Structure } from '#engine/examine/verify-file.ts'
import { appendSeal } from '#engine/exportfile/append-seal.ts'
import { bestStartTime, resolveStartTimes } from '#engine/exportfile/start-times.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { exportStatement } from './export-statement.ts'

export type ResealRequest = {
  key: SealingKey
  comment: string
  operator: string
  unitName: string
  /** UTC of the origin of the media timeline as this signer corrects it; null: nothing is corrected. */
  correctedStart: Filetime | null
}

/**
 * Writes `path` and verifies it by an independent read. Fails with `seal-refused`, `destination-exists`, `disk-full`, …,
 * and with `internal` where what was written does not verify; then the file is left for inspection.
 */
export async function appendSealVerified(
  source: ByteSource,
  path: string,
  request: ResealRequest,
  work: Work,
): Promise<Verification> {
  const structure = await readStructure(source)
  if (structure.unreadable !== null) {
    throw new EvidenceError('not-iso-bmff', `“${source.name}” cannot be sealed: ${structure.unreadable}`, {
      details: { path: source.name },
    })
  }
  const { correctedStart } = request
  const tracks = structure.movie.tracks.map(({ id }) => id)
  await appendSeal(
    source,
    path,
    {
      key: request.key,
      comment: request.comment,
      startTimes: correctedStart === null ? [] : [{ trackId: tracks[0] ?? 1, startTime: correctedStart }],
      statement: exportStatement({
        unitName: request.unitName,
        operator: request.operator,
        exportTime: filetimeFromDate(new Date()),
        sources: structure.info.suep?.entries ?? [],
        starts: knownStarts(structure, tracks),
        durationTicks100ns: 0n,
      }),
    },
    half(work, 0, source.size),
  )
  return verifyWritten(path, half(work, source.size, source.size))
}

/** Start times that the file states already; nothing is guessed into a file that says nothing. */
function knownStarts(
  structure: Structure,
  tracks: readonly number[],
): { trackId: number; startTime: Filetime }[] {
  const times = resolveStartTimes(tracks, {
    info: structure.info,
    seals: [],
    metadata: [],
    creationTime: null,
  })
  return tracks.flatMap((trackId) => {
    const best = bestStartTime(times, trackId)
    return best ? [{ trackId, startTime: best.time }] : []
  })
}

/** Reads a file just written like any other; anything but "sealed" is a defect of this program. */
export async function verifyWritten(path: string, work: Work): Promise<Verification> {
  const written = await openFileSource(path)
  try {
    const { verification } = await verifyFile(written, path, { anchors: [], at: null }, work)
    const last = verification.seals.at(-1)
    if (last?.status !== 'intact') {
      throw new EvidenceError(
        'internal',
        `“${path}” was written and its new seal does not verify (${last?.reason ?? 'no seal'}). Do not use it.`,
        { details: { path } },
      )
    }
    return verification
  } finally {
    await written.close()
  }
}

/** Writing is the first half of the work, reading again the second. */
export function half(work: Work, before: number, size: number): Work {
  return {
    signal: work.signal,
    // What is read again is longer than what was copied, by the seal.
    report: (progress) =>
      work.report({ ...progress, done: before + Math.min(progress.done, size), total: 2 * size }),
  }
}
