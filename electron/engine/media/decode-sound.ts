// The sound of one track as plain 16-bit samples on the timeline of its media, silence where nothing is stored; and how loud
// it is over time. For what the window cannot decode itself, and for the lane that shows where there is sound at all.
import { open, rename, rm, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import { fileFailure } from '#engine/base/file-failure.ts'
import type { Work } from '#engine/base/progress.ts'
import { fileArgument, runFfmpeg } from './ffmpeg.ts'
import { Silencer, type Stretch } from './missing-sound.ts'
import { PeakMeter } from './peak-meter.ts'

export type SoundRequest = {
  /** An ISO base media file; only read. */
  source: string
  trackId: number
  sampleRate: number
  channels: number
  /** How long the track is by its table. */
  seconds: number
  /** Nothing is known of the sound there: silence stands in its place. */
  missing: readonly Stretch[]
  /** Where the samples go, little-endian and interleaved; null where only the loudness is wanted. */
  samples: string | null
  /** One byte for each fiftieth of a second. */
  peaks: string
}

const timeoutMs = 3_600_000
/** Sound may last longer than its table says by so much: the last packet is decoded whole. */
const overhangSeconds = 10

/**
 * Gives how many moments there are. Files are replaced in one step, and nothing half-made is left. Fails with
 * `review-refused`, `disk-full`, and as `runFfmpeg` does; throws the signal's reason when aborted.
 */
export async function decodeSound(request: SoundRequest, work: Work, program?: string): Promise<number> {
  const { sampleRate, channels, seconds, missing, samples, peaks } = request
  const limit = Math.ceil((seconds + overhangSeconds) * sampleRate)
  const total = Math.ceil(seconds)
  const meter = new PeakMeter(sampleRate, channels)
  const silencer = new Silencer(missing, sampleRate, channels)
  const unfinished = samples === null ? null : `${samples}.new`
  // The loudness alone may be measured at the same time.
  const unfinishedPeaks = samples === null ? `${peaks}.new` : `${samples}.peaks.new`
  const file = unfinished === null ? null : await openNew(unfinished)
  try {
    await runFfmpeg(argumentsFor(request), {
      signal: work.signal,
      timeoutMs,
      ...(program === undefined ? {} : { program }),
      onStdout: async (chunk) => {
        silencer.silence(chunk)
        meter.take(chunk)
        if (meter.frames > limit) throw tooLong(request)
        if (file && unfinished !== null) await append(file, chunk, unfinished)
        const done = Math.min(total, Math.floor(meter.frames / sampleRate))
        work.report({ label: '', done, total, unit: 'steps' })
      },
    })
    await file?.close()
    if (unfinished !== null && samples !== null) await rename(unfinished, samples)
    await writeFile(unfinishedPeaks, meter.peaks())
    await rename(unfinishedPeaks, peaks)
    return meter.frames
  } finally {
    await file?.close()
    if (unfinished !== null) await rm(unfinished, { force: true })
    await rm(unfinishedPeaks, { force: true })
  }
}

const argumentsFor = ({ source, trackId, sampleRate, channels }: SoundRequest): string[] => [
  // Times of the media, as the window counts them: the edit list is its business.
  ...['-copyts', '-ignore_editlist', '1', '-f', 'mov', '-i', fileArgument(source)],
  ...['-map', `0:i:${trackId}`, '-vn', '-sn', '-dn', '-af', 'aresample=async=1:first_pts=0'],
  ...['-ar', String(sampleRate), '-ac', String(channels), '-f', 's16le', 'pipe:1'],
]

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w')
  } catch (cause) {
    throw fileFailure(cause, path, 'The sound was not decoded.')
  }
}

async function append(file: FileHandle, chunk: Uint8Array, path: string): Promise<void> {
  try {
    await file.writeFile(chunk)
  } catch (cause) {
    throw fileFailure(cause, path, 'The sound was not decoded.')
  }
}

const tooLong = ({ trackId, seconds }: SoundRequest): EvidenceError =>
  new EvidenceError(
    'review-refused',
    `The sound of track ${trackId} is longer than the ${Math.round(seconds)} s that its table of samples says.`,
  )
