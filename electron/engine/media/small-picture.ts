// One stored picture, small, in the way that stills are made: out of the stored samples, by their number. Only for looking.
import { EvidenceError } from '#contract/errors.ts'
import type { CutPicture } from '#contract/export.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { FfmpegRun } from './ffmpeg.ts'
import { stillPicture } from './still-picture.ts'

/** Who waits before a cut is made does not wait longer. */
export const smallPictureMs = 20_000
const most = { width: 320, height: 240 }
const turns: Readonly<Record<number, string>> = { 90: 'transpose=1', 180: 'hflip,vflip', 270: 'transpose=2' }

/**
 * As it is to be shown: turned, and each pixel as wide as the track says. Fails as `stillPicture` does, and with `ffmpeg-failed`
 * where it takes too long.
 */
export async function smallPicture(
  source: ByteSource,
  track: MovieTrack,
  sample: number,
  { timeoutMs = smallPictureMs, ...run }: Pick<FfmpegRun, 'program' | 'timeoutMs'> = {},
): Promise<CutPicture> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const picture = await stillPicture(source, track, sample, { ...run, signal })
    const { facts } = picture
    const { h, v } = track.pixelAspect
    const shape = { width: (facts.width * h) / v, height: facts.height }
    const factor = Math.min(most.width / shape.width, most.height / shape.height, 1)
    const [width, height] = [shape.width, shape.height].map((side) => Math.max(2, Math.round(side * factor)))
    const turn = turns[track.rotation]
    const filter = [`scale=${width}:${height}`, 'setsar=1', 'format=yuvj420p', ...(turn ? [turn] : [])].join()
    return { jpeg: Buffer.from(await picture.jpeg(filter)).toString('base64'), complaints: facts.complaints }
  } catch (cause) {
    if (!signal.aborted) throw cause
    const detail = `Decoding the picture took longer than ${timeoutMs / 1000} s.`
    throw new EvidenceError('ffmpeg-failed', detail, { details: { sample }, cause })
  }
}
