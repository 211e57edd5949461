// A SHA-256 for every decoded picture of a track, of what ffmpeg's own muxer tells of it (-f framehash): its planes, and how large it
// is. Each is known to be that of one stored sample by the number that it was fed with, and by nothing that a file could get wrong. A picture that its decoder does not vouch for,
// or that may depend on one, has no hash: what a decoder fills in is equal to something else.
import { createHash } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { hashBytes } from '#engine/base/equal-hashes.ts'
import type { Work } from '#engine/base/progress.ts'
import { setsInForce } from '#engine/bitstream/sets-in-force.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { runFfmpeg } from './ffmpeg.ts'
import { isDoubtful } from './review-doubt.ts'
import { decoderArguments, stretchFilter } from './review-encode.ts'
import { feedOf, ticksPerSecond } from './review-feed.ts'
import { groupEnd, stretchOf } from './review-plan.ts'
import type { ReviewPlan } from './review-plan.ts'
import { pictureStates } from './review-store.ts'
import { runEnd } from './run-end.ts'

/** By picture in the order of showing. */
export type HashedPictures = {
  /** One SHA-256 after the other, of width and height, of how many bytes the decoded planes are, and of those as ffmpeg lays them out. */
  hashes: Buffer
  /** 1 where the picture has a hash. */
  isRead: Uint8Array
}

export type HashRequest = {
  source: ByteSource
  track: MovieTrack
  plan: ReviewPlan
  /** Which ffmpeg. */
  program: string
}

/** At most so many pictures in one run of ffmpeg. */
const runPictures = 3_000
const timeoutMs = 45 * 60_000
/** Where so many runs in a row give nothing, it is not the recording that is damaged. */
const vainLimit = 40

/** Fails with `ffmpeg-missing`; with `ffmpeg-failed` where no picture comes at all, and with `review-refused` where there is no way to decode it. */
export async function hashPictures(request: HashRequest, work: Work): Promise<HashedPictures> {
  const { plan } = request
  const count = plan.samples.length
  const hashed = { hashes: Buffer.alloc(count * hashBytes), isRead: new Uint8Array(count) }
  let vain = 0
  for (let first = 0; first < count;) {
    const end = await runEnd(request, first, Math.min(first + runPictures, count), work.signal)
    const take = (picture: number, hash: Buffer): void => {
      hash.copy(hashed.hashes, picture * hashBytes)
      hashed.isRead[picture] = 1
      vain = 0
      work.report({ label: request.source.name, done: picture + 1, total: count, unit: 'items' })
    }
    const { next, failure } = await hashRun(request, { first, end }, take, work.signal)
    vain += 1
    if (failure?.code === 'ffmpeg-failed' && vain > vainLimit && !hashed.isRead.includes(1)) throw failure
    first = failure ? groupEnd(plan, next, end) : end
    work.report({ label: request.source.name, done: first, total: count, unit: 'items' })
  }
  return { ...hashed, isRead: vouchedFor(request, hashed.isRead) }
}

type Take = (picture: number, hash: Buffer) => void
type Range = { first: number; end: number }
/** `next`: the first picture that did not come. */
type Came = { next: number; failure: EvidenceError | null }

/** Pictures that are shown before the one that decoding begins with may lack what they refer to: a group earlier they do not. */
async function hashRun(request: HashRequest, range: Range, take: Take, signal: AbortSignal): Promise<Came> {
  const came = await hashStretch(request, range, 0, take, signal)
  return came.failure && came.next === range.first ? hashStretch(request, range, 1, take, signal) : came
}

async function hashStretch(
  { source, track, plan, program }: HashRequest,
  { first, end }: Range,
  back: number,
  take: Take,
  signal: AbortSignal,
): Promise<Came> {
  const stretch = stretchOf(plan, first, end, back)
  const feed = stretch && (await feedOf(source, track, plan, stretch, signal))
  if (!feed) return { next: end, failure: null }
  let next = first
  let dimensions: string | null = null
  const onLine = (line: string): void => {
    dimensions = parseDimensions(line) ?? dimensions
    const row = parseRow(line)
    if (!row) return
    if (dimensions === null)
      throw new EvidenceError('ffmpeg-failed', 'ffmpeg did not tell how large the pictures are.')
    const picture = feed.pictureAt(row.time)
    if (picture === null || picture < next || picture >= end) throw unproven(next)
    take(picture, hashOf(dimensions, row))
    next = picture + 1
  }
  const lines = lineReader(onLine)
  try {
    await runFfmpeg(
      [
        ...decoderArguments(feed, true),
        // Every picture once, in its own size, with the time it came with.
        ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', stretchFilter(feed, first, end), '-autoscale', '0'],
        ...['-fps_mode', 'passthrough', '-enc_time_base', `1/${ticksPerSecond}`, '-c:v', 'rawvideo'],
        ...['-flush_packets', '1', '-f', 'framehash', '-hash', 'sha256', 'pipe:1'],
      ],
      { program, signal, timeoutMs, input: feed.bytes(), onStdout: lines },
    )
    return { next, failure: null }
  } catch (cause) {
    signal.throwIfAborted()
    if (!(cause instanceof EvidenceError)) throw cause
    const isOfPictures = cause.code === 'review-refused' && 'before' in cause.details
    if (cause.code !== 'ffmpeg-failed' && !isOfPictures) throw cause
    return { next, failure: cause }
  }
}

/** `planes`: their SHA-256; `size` of them in bytes. */
type Row = { time: number; size: string; planes: string }

/** `stream#, dts, pts, duration, size, hash`; null for comments. */
function parseRow(line: string): Row | null {
  const match = /^0,\s*-?\d+,\s*(-?\d+),\s*\d+,\s*(\d+),\s*([0-9a-f]{64})$/.exec(line.trimEnd())
  return match ? { time: Number(match[1]), size: match[2] ?? '', planes: match[3] ?? '' } : null
}

/** Width and height of the pictures that follow; null on every other line. */
const parseDimensions = (line: string): string | null =>
  /^#dimensions 0: (\d+x\d+)$/.exec(line.trimEnd())?.[1] ?? null

/** The same bytes are another picture where they are laid out in other rows. */
const hashOf = (dimensions: string, { size, planes }: Row): Buffer =>
  createHash('sha256').update(`${dimensions} ${size} ${planes}`).digest()

/** A last line without an end was cut off, and says nothing. */
function lineReader(onLine: (line: string) => void): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder()
  let rest = ''
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  }
}

const unproven = (before: number): EvidenceError =>
  new EvidenceError(
    'review-refused',
    `After picture ${before} a picture came out of which it cannot be proved whose it is.`,
    { details: { before } },
  )

function vouchedFor({ track, plan }: HashRequest, isRead: Uint8Array): Uint8Array {
  const sets = setsInForce(track)
  const state = isRead.map((read) => (read === 1 ? pictureStates.key : pictureStates.none))
  const damaged = Uint8Array.from(plan.sampleOf, (sample) => (sets.isDoubtful(sample) ? 1 : 0))
  return isRead.map((read, picture) => (read === 1 && !isDoubtful(plan, { state, damaged }, picture) ? 1 : 0))
}
