// A cut between two times: a new conformant file with the stored samples as they are, new provenance, start times and
// location, sealed as it is written, then read again by the verifier.
import { EvidenceError } from '#contract/errors.ts'
import type { CutPreview } from '#contract/export.ts'
import type { Inspection } from '#contract/inspection.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { Verification } from '#contract/seal.ts'
import { metadataCorrectionOf, shownAt, statedForBoth } from '#contract/start-statements.ts'
import type { Track } from '#contract/track.ts'
import type { UtcTime } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { filetime, filetimeFromDate, formatUtc, macSecondsFromFiletime, parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { mainTrack } from '#engine/examine/settle-times.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import type { Structure } from '#engine/examine/verify-file.ts'
import { writeSealingMeta } from '#engine/exportfile/append-seal.ts'
import { writeLoci } from '#engine/exportfile/boxes/loci.ts'
import { SealWriter } from '#engine/exportfile/seal-writer.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { planCut } from '#engine/media/cut.ts'
import type { CutPlan } from '#engine/media/cut.ts'
import { outputTracks } from '#engine/media/cut-output.ts'
import { storedSamples, writeMovie } from '#engine/media/movie-file.ts'
import { tellSets } from '#engine/media/tell-sets.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { exportStatement } from './export-statement.ts'
import { refuseLostSets } from './refuse-lost-sets.ts'
import { half, verifyWritten } from './reseal.ts'

export type CutRequest = {
  key: SealingKey
  comment: string
  operator: string
  unitName: string
  /** Null: from the beginning, to the end. */
  from: UtcTime | null
  to: UtcTime | null
}

export type CutResult = {
  verification: Verification
  from: UtcTime | null
  to: UtcTime | null
  notes: string[]
}

/** What a cut would hold. Fails with `cut-refused`. */
export async function previewCut(
  source: ByteSource,
  detail: ItemDetail,
  structure: Structure,
  range: { from: UtcTime; to: UtcTime },
): Promise<CutPreview> {
  const plan = planItemCut(detail, structure, range)
  tellSets(structure.movie, detail)
  await refuseLostSets(source, structure.movie, plan, unwatched)
  const video = plan.tracks.find(({ handler }) => handler === 'vide')
  return {
    from: utc(plan.from),
    to: utc(plan.to),
    videoSamples: plan.videoSamples,
    pictures: video ? { trackId: video.id, first: video.first, last: video.lastShown } : null,
    bytes: plan.bytes,
    notes: plan.notes,
  }
}

/** Writes `path`. Fails with `cut-refused`, `disk-full`, `destination-unwritable`, …; then nothing is left of it. */
export async function cutItem(
  source: ByteSource,
  path: string,
  detail: ItemDetail,
  request: CutRequest,
  work: Work,
): Promise<CutResult> {
  const structure = await readStructure(source)
  const plan = planItemCut(detail, structure, request)
  tellSets(structure.movie, detail)
  await refuseLostSets(source, structure.movie, plan, tenth(work))
  const { tracks } = structure.movie
  const exportTime = filetimeFromDate(new Date())
  const layout = layOutMovie(outputTracks(tracks, plan), {
    creationTime: macSecondsFromFiletime(exportTime),
    timescale: plan.timescale,
    udta: structure.info.loci && structure.info.location ? [writeLoci(structure.info.loci)] : [],
  })
  const suppliers = plan.tracks.map(({ id, first }) => {
    const track = tracks.find((one) => one.id === id)
    if (!track)
      throw new EvidenceError('internal', `The plan names track ${id}, which the file does not have.`)
    return storedSamples(source, track.samples, first)
  })
  const writer = await SealWriter.create(path, request.key)
  try {
    await writeMovie(writer, layout, suppliers, half(work, 0, layout.totalSize), detail.summary.name)
    const kept = new Set(plan.tracks.map(({ id }) => id))
    const statement = exportStatement({
      unitName: request.unitName,
      operator: request.operator,
      exportTime,
      sources: (structure.info.suep?.entries ?? []).filter(({ trackId }) => kept.has(trackId)),
      starts: plan.tracks.map(({ id, origin }) => ({ trackId: id, startTime: origin })),
      durationTicks100ns: plan.to - plan.from,
    })
    const { bytes, signatureOffset } = writeSealingMeta(
      { key: request.key, comment: request.comment, startTimes: [], statement },
      writer.signatureLength,
    )
    await writer.writeWithSignature(bytes, signatureOffset)
    work.signal.throwIfAborted()
  } catch (error) {
    await writer.discard()
    throw error
  }
  await writer.finish()
  const verification = await verifyWritten(path, half(work, layout.totalSize, layout.totalSize))
  return { verification, from: utc(plan.from), to: utc(plan.to), notes: plan.notes }
}

/** What comes before writing. */
const tenth = (work: Work): Work => ({
  signal: work.signal,
  report: (progress) => work.report({ ...progress, total: progress.total && 10 * progress.total }),
})

function planItemCut(
  detail: ItemDetail,
  { movie }: Structure,
  range: { from: UtcTime | null; to: UtcTime | null },
): CutPlan {
  const { summary, inspection } = detail
  const from = range.from ?? summary.start
  const to = range.to ?? summary.end
  if (!from || !to) {
    throw new EvidenceError(
      'cut-refused',
      `“${summary.name}” does not say when it was recorded; it can be handed on whole, not cut by time.`,
    )
  }
  const origins = statedOrigins(inspection)
  if (origins.size === 0) {
    throw new EvidenceError(
      'cut-refused',
      `“${summary.name}” does not say when it was recorded, only when the file was made (creation time in mvhd); a cut would sign a guess. It can be handed on whole.`,
    )
  }
  const source = { fileSize: summary.size, timescale: movie.timescale, tracks: movie.tracks, origins }
  const plan = planCut(source, { from: instant(from), to: instant(to) })
  return { ...plan, notes: [...plan.notes, ...correctionNotes(inspection, plan)] }
}

/** Times in metadata are never changed: where a correction moves them in the original, nothing in the cut says so. */
function correctionNotes({ startTimes, tracks }: Inspection, plan: CutPlan): string[] {
  const pictures = mainTrack({ tracks })
  return plan.tracks.flatMap(({ id }) => {
    const isMetadata = tracks.some((track) => track.id === id && track.kind === 'metadata')
    const correction = isMetadata && pictures && metadataCorrectionOf(startTimes, id, pictures.id)
    const span = correction ? instant(correction.to) - instant(correction.from) : 0n
    if (span === 0n) return []
    const length = (Math.abs(Number(span)) / 1e7).toFixed(3)
    return `A later seal corrects the start time. The cut has the corrected times; those inside its metadata (track ${id}) stay as the camera wrote them, ${length} s ${span > 0n ? 'earlier' : 'later'}.`
  })
}

/**
 * UTC of each track's origin where the recording or its exporter states it. The creation time of the movie (`mvhd`) says
 * when a file was made: good enough to show, not to sign.
 */
function statedOrigins({ startTimes, tracks }: Inspection): Map<number, Filetime> {
  const origins = new Map<number, Filetime>()
  for (const { trackId, utc: text, origin } of startTimes) {
    const time = parseUtc(text)
    // The best of each track comes first.
    if (origin !== 'mvhd' && time !== null && !origins.has(trackId)) origins.set(trackId, time)
  }
  // Sound that has no time of its own stays where it is heard beside the pictures.
  const video = tracks.find(({ id, kind }) => kind === 'video' && origins.has(id))
  const start = video && origins.get(video.id)
  if (!video || start === undefined) return origins
  for (const audio of tracks.filter(({ id, kind }) => kind === 'audio' && origins.has(id)))
    origins.set(audio.id, filetime(start + besides(startTimes, video, audio)))
  return origins
}

/** How much later the origin of the sound lies than that of the pictures, in 100 ns. */
function besides(startTimes: Inspection['startTimes'], video: Track, audio: Track): bigint {
  const stated = statedForBoth(startTimes, video.id, audio.id)
  if (stated) return instant(stated.to) - instant(stated.from)
  return BigInt(Math.round((shownAt(audio) - shownAt(video)) * 1e7))
}

function instant(text: UtcTime): Filetime {
  const time = parseUtc(text)
  if (time === null) throw new EvidenceError('wrong-input', `“${text}” is not a time.`)
  return time
}

function utc(time: Filetime): UtcTime {
  const text = formatUtc(time)
  if (text === null)
    throw new EvidenceError('cut-refused', 'The times of this recording are outside the years 1601 to 9999.')
  return text
}
