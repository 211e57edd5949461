// Makes the pictures of a stretch anew as H.264 that every platform decodes (8 bits, 4:2:0, no reordering, short closed
// groups), each with the number of the stored picture it was made from. Only for looking; the original stays as it is.
import { EvidenceError } from '#contract/errors.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { exactCrop } from './decoder-track.ts'
import { runFfmpeg } from './ffmpeg.ts'
import { FlvPictures } from './flv-pictures.ts'
import { feedOf, ticksPerSecond } from './review-feed.ts'
import type { Feed } from './review-feed.ts'
import { stretchOf } from './review-plan.ts'
import type { ReviewPlan } from './review-plan.ts'

/** Pictures of a group: the first can be decoded on its own, and stepping back decodes at most so many. */
export const groupPictures = 12

export type MadePart =
  | { kind: 'config'; bytes: Uint8Array }
  /** In the order of showing, strictly; a number that is left out has no picture. */
  | { kind: 'picture'; picture: number; key: boolean; bytes: Uint8Array }

export type EncodeRequest = {
  source: ByteSource
  track: MovieTrack
  plan: ReviewPlan
  /** Pictures [first, end). */
  first: number
  end: number
  /** Ends with `ffmpeg-failed` at the first picture that the decoder does not vouch for. */
  strict: boolean
  /** Whether the recording says that its values are in full range; null where it is not known. */
  fullRange: boolean | null
  /** So many groups of the recording earlier than needed are decoded too. */
  back: number
  onPart(part: MadePart): Promise<void>
}

/** Long enough for 3,000 pictures of any size. */
const timeoutMs = 45 * 60_000

/**
 * Fails with `review-refused` where a picture that comes out cannot be told to be that of one stored sample; with
 * `ffmpeg-failed` and `ffmpeg-missing` as `runFfmpeg` does. Throws the signal's reason, and what `onPart` throws.
 */
export async function encodeStretch(
  request: EncodeRequest,
  run: { program?: string; signal: AbortSignal },
): Promise<void> {
  const { source, track, plan, first, end } = request
  const stretch = stretchOf(plan, first, end, request.back)
  const feed = stretch && (await feedOf(source, track, plan, stretch, run.signal))
  if (!feed) return
  const flv = new FlvPictures()
  let before = first - 1
  const take = async (chunk: Uint8Array): Promise<void> => {
    for (const part of flv.take(chunk)) {
      if (part.kind === 'config') {
        await request.onPart(part)
        continue
      }
      const picture = feed.pictureAt(part.time)
      if (picture === null || picture <= before || picture >= end) throw unproven(before, picture)
      before = picture
      await request.onPart({ kind: 'picture', picture, key: part.key, bytes: part.bytes })
    }
  }
  await runFfmpeg(argumentsFor(feed, request), {
    ...run,
    timeoutMs,
    input: feed.bytes(),
    onStdout: take,
  })
  if (flv.unfinished > 0)
    throw new EvidenceError('ffmpeg-failed', 'ffmpeg ended in the middle of a picture of a review copy.')
}

/** How the pictures of a feed are decoded; `strict`: only as long as the decoder vouches for them. */
export function decoderArguments(feed: Feed, strict: boolean): string[] {
  const [isH264, isH265] = [/^avc/, /^h[ev][vc]1/].map((codes) => codes.test(feed.entryType))
  return [
    ...['-copyts', '-noautorotate', '-flags', exactCrop, '-max_error_rate', '1', '-max_pixels', '150000000'],
    // These two tell of what they hide; the others have to be told to.
    ...(strict ? ['-xerror', ...(isH264 || isH265 ? [] : ['-err_detect', 'explode'])] : []),
    // Of H.264 decoded by several threads the verdict on a picture may come after the picture.
    ...(strict && isH264 ? ['-threads', '1'] : []),
    // The order of showing as the standard has it, not a guess that drops the first pictures where it was wrong.
    ...(isH264 ? ['-strict', '1'] : []),
    ...['-f', 'mov', '-i', 'pipe:0'],
  ]
}

/** Lets pictures [first, end) through, and none that was only decoded for their sake. */
export const stretchFilter = (feed: Feed, first: number, end: number): string =>
  `trim=start_pts=${feed.timeOf(first)}:end_pts=${feed.timeOf(end)}`

function argumentsFor(feed: Feed, { first, end, strict, fullRange }: EncodeRequest): string[] {
  const filters = [
    stretchFilter(feed, first, end),
    // 4:2:0 has even sizes only; the window cuts off what was added.
    'pad=ceil(iw/2)*2:ceil(ih/2)*2',
    // Values as they are; where it is not known which they are, at least those of 8 bits.
    fullRange === null
      ? 'format=yuv420p|yuvj420p'
      : fullRange
        ? 'scale=out_range=full,format=yuvj420p'
        : 'format=yuv420p',
  ]
  const x264 = ['-preset', 'superfast', '-tune', 'zerolatency', '-profile:v', 'high', '-crf', '15']
  const groups = ['-bf', '0', '-sc_threshold', '0', '-g', String(groupPictures)]
  return [
    ...decoderArguments(feed, strict),
    ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', filters.join(',')],
    // Every picture once, with the time it came with.
    ...['-fps_mode', 'passthrough', '-enc_time_base', `1/${ticksPerSecond}`],
    ...['-c:v', 'libx264', ...x264, ...groups, '-map_metadata', '-1'],
    ...['-flvflags', 'no_duration_filesize+no_metadata', '-flush_packets', '1', '-f', 'flv', 'pipe:1'],
  ]
}

const unproven = (before: number, picture: number | null): EvidenceError =>
  new EvidenceError(
    'review-refused',
    picture === null
      ? `After picture ${before + 1} a picture came out that is none of the stored ones by its time. Which one it is cannot be proved, so it is not shown.`
      : `After picture ${before + 1} came picture ${picture + 1}: the stream and the table of samples contradict each other about the order of pictures. Which one it is cannot be proved, so it is not shown.`,
    { details: { before, picture } },
  )
