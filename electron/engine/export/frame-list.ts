// All stored pictures of a track with everything known of them, as CSV (RFC 4180, UTF-8 with a byte order mark), in the order in
// which they are shown.
import type { FrameList } from '#contract/frames.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { FrameState } from '#contract/seal.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { byteOrderMark, formatRecords } from '#engine/base/csv.ts'
import type { CsvCell } from '#engine/base/csv.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { filetime, filetimeSpan, formatUtc, parseUtc } from '#engine/base/time.ts'
import { sampleTimes } from '#engine/bitstream/sample-times.ts'
import type { SampleStamp } from '#engine/bitstream/sample-times.ts'
import { scanFrames } from '#engine/bitstream/scan-frames.ts'
import type { ScannedFrames } from '#engine/bitstream/scan-frames.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { compositionOrder, compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import type { PictureFile } from '#engine/media/picture-file.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { clockCells, clockColumns } from './clock-cells.ts'
import { viewOnlyNote } from './still-statement.ts'
import { stillTimes } from './still-times.ts'
import { writeRecordedFile } from './recorded-file.ts'

export type FrameListContext = { database: CaseDatabase; file: PictureFile; actor: string }

const columns = [
  ...['picture', 'stored_sample', 'type', 'sync', 'utc', 'utc_start', 'composition_ticks', 'decode_ticks'],
  ...['duration_ticks', 'ticks_to_next', 'timescale', 'media_seconds', 'offset', 'size', 'sha256'],
  ...['same_as_sample', 'camera_signature'],
  // By the camera, in the picture itself; new columns go behind the others, for those who read this list by place.
  ...['stamp_utc', 'stamp_locked'],
] as const
/** Of a video of another format only: sizes and hashes are those of packets as ffmpeg laid them out. */
const laidOutColumn = 'laid_out_by'
/** Behind everything else: before the correction that the file brings, and less the error of the recorder's clock. */
const correctionColumns = ['utc_uncorrected', 'corrected_utc', ...clockColumns] as const

const rowsAtOnce = 1_000
const typeNames: Readonly<Record<string, string>> = { D: 'IDR', I: 'I', P: 'P', B: 'B' }

/** Fails as `writeRecordedFile` does, and with `file-unreadable`. */
export async function exportFrameList(
  item: ItemDetail,
  path: string,
  { database, file, actor }: FrameListContext,
  work: Work,
): Promise<FrameList> {
  const { summary } = item
  const { track, laidOut } = file
  const source = await openFileSource(file.path)
  try {
    const scanned = await scanFrames(source, track, laidOut ? [] : item.missing, work)
    const row = rowWriter(item, file, scanned)
    const order = compositionOrder(track.samples)
    const frames = order.length
    const isStamped = item.inspection.timing.some(({ trackId, stamps }) => trackId === track.id && stamps)
    const sha256 = await writeRecordedFile(
      path,
      database,
      async (put) => {
        await put(
          `${byteOrderMark}${formatRecords([[...columns, ...(laidOut ? [laidOutColumn] : []), ...correctionColumns]])}`,
        )
        for (let at = 0; at < frames; at += rowsAtOnce) {
          const end = Math.min(at + rowsAtOnce, frames)
          const stamps = isStamped
            ? await stampsOf(source, track, order.subarray(at, end), work.signal)
            : null
          await put(
            formatRecords(Array.from({ length: end - at }, (_, index) => row(order, at + index, stamps))),
          )
          await breathe(work.signal)
        }
        const told = { path, format: 'csv', trackId: track.id, frames, unread: scanned.unread }
        const detail = laidOut ? { ...told, laidOut } : told
        return { actor, action: 'frames-listed', itemId: summary.id, inputSha256: summary.sha256, detail }
      },
      work,
    )
    const notes = [
      ...(laidOut ? [viewOnlyNote(laidOut)] : []),
      ...(scanned.unread > 0
        ? [
            `${scanned.unread} stored samples lie outside the file, or where bytes of it are missing: nothing was read of them.`,
          ]
        : []),
    ]
    return { path, sha256, frames, notes }
  } finally {
    await source.close()
  }
}

/** By stored sample. */
type Stamps = ReadonlyMap<number, SampleStamp>

/** What the camera wrote into each of these samples, read from neighbour to neighbour. */
async function stampsOf(
  source: ByteSource,
  track: MovieTrack,
  wanted: Uint32Array,
  signal: AbortSignal,
): Promise<Stamps> {
  const found = new Map<number, SampleStamp>()
  const inFile = wanted.toSorted()
  for (let at = 0; at < inFile.length;) {
    const first = inFile[at] ?? 0
    let count = 1
    while (inFile[at + count] === first + count) count += 1
    const { stamp } = await sampleTimes(source, track, null, first, count, signal)
    stamp.forEach((one, index) => found.set(first + index, one))
    at += Math.max(1, stamp.length)
  }
  return found
}

function rowWriter(
  item: ItemDetail,
  { track: { id, samples, timescale }, laidOut }: PictureFile,
  scanned: ScannedFrames,
): (order: Uint32Array, place: number, stamps: Stamps | null) => CsvCell[] {
  const { inspection, verification, clockOffset } = item
  const clock = Object.values(clockCells(clockOffset))
  const stated = inspection.tracks.find((track) => track.id === id)?.startTime ?? null
  const start = stated === null ? null : parseUtc(stated)
  const origin = inspection.timing.find(({ trackId }) => trackId === id)?.origin ?? null
  const signed = signedStates(
    verification.mediaSigning.find(({ trackId }) => trackId === id)?.frameRuns ?? [],
    samples.length,
  )
  return (order, place, stamps) => {
    const sample = order[place] ?? 0
    const next = order[place + 1]
    const ticks = compositionTimeOf(samples, sample)
    const hash = scanned.hashOf(sample)
    // What stands where bytes are missing was not written by the camera.
    const stamp = hash === null ? null : stamps?.get(sample)
    const times = stillTimes(item, id, ticks, timescale)
    return [
      ...[place + 1, sample, typeNames[scanned.types[sample] ?? ''] ?? '', samples.sync[sample] ?? 0],
      start === null ? null : formatUtc(filetime(start + filetimeSpan(ticks, timescale))),
      start === null ? null : origin,
      ...[ticks, samples.decodeTime[sample] ?? 0, samples.duration[sample] ?? 0],
      next === undefined ? null : compositionTimeOf(samples, next) - ticks,
      ...[timescale, secondsText(ticks, timescale)],
      // Where a packet lies in a file of another format is not known.
      ...[laidOut ? null : (samples.offset[sample] ?? 0), samples.size[sample] ?? 0],
      ...[hash, scanned.sameAs(sample), signed[sample] ?? null],
      ...(stamp ? [stamp.utc, stamp.locked ? 1 : 0] : [null, null]),
      ...(laidOut ? [`ffmpeg ${laidOut.ffmpeg} from ${laidOut.format}`] : []),
      ...[times.uncorrected, times.corrected, ...clock],
    ]
  }
}

/** Seven digits behind the point, cut off, as times are. */
function secondsText(ticks: number, timescale: number): number | string {
  const tenths = filetimeSpan(Math.abs(ticks), timescale)
  const text = `${tenths / 10_000_000n}.${String(tenths % 10_000_000n).padStart(7, '0')}`
  return ticks < 0 ? -Number(text) : text
}

function signedStates(
  runs: readonly { first: number; count: number; state: FrameState }[],
  length: number,
): (FrameState | undefined)[] {
  const states = Array.from<FrameState | undefined>({ length })
  for (const { first, count, state } of runs)
    if (state !== 'none') states.fill(state, first, Math.min(length, first + count))
  return states
}
