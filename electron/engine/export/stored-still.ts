// The stored picture that stills are made of: the one place that decodes it for what leaves the case, and that refuses what was
// never recorded like that.
import { EvidenceError } from '#contract/errors.ts'
import type { ItemDetail } from '#contract/item.ts'
import { describeMissing } from '#contract/messages/kinds.ts'
import type { Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { ffmpegVersion } from '#engine/media/ffmpeg.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'
import type { PictureFile } from '#engine/media/picture-file.ts'
import { stillPicture } from '#engine/media/still-picture.ts'
import type { StillPicture } from '#engine/media/still-picture.ts'

export type StillSource = { item: ItemDetail; file: PictureFile; sample: number }

export type StoredStill = {
  picture: StillPicture
  /** SHA-256 of the stored sample's own bytes. */
  sampleSha256: Sha256
  /** Version of the ffmpeg that decodes it. */
  ffmpeg: string
}

/**
 * Its pixels can be had as long as `use` goes on. Fails with `item-partial`, `ffmpeg-missing`, `ffmpeg-failed`,
 * `still-refused` or `wrong-input`.
 */
export async function withStoredStill<R>(
  { item, file: { path, track, laidOut }, sample }: StillSource,
  signal: AbortSignal,
  use: (still: StoredStill) => Promise<R>,
): Promise<R> {
  const program = await findFfmpeg()
  const source = await openFileSource(path)
  try {
    const picture = await stillPicture(source, track, sample, { program, signal })
    if (!laidOut) refuseMissing(item, track, picture)
    const sampleSha256 = await hashSample(source, track, sample, signal)
    return await use({ picture, sampleSha256, ffmpeg: await ffmpegVersion(program) })
  } finally {
    await source.close()
  }
}

/** Zeros in place of unreadable bytes would be decoded as if they had been recorded. */
function refuseMissing({ summary, missing }: ItemDetail, track: MovieTrack, { run }: StillPicture): void {
  const { offset, size } = track.samples
  for (let index = run.first; index < run.first + run.count; index += 1) {
    const start = offset[index] ?? 0
    const end = start + (size[index] ?? 0)
    if (!missing.some((range) => range.start < end && range.end > start)) continue
    throw new EvidenceError(
      'item-partial',
      `This picture, or one that it depends on, lies where bytes are missing: of “${summary.name}” there is ${describeMissing(missing)}. No still was made.`,
      { details: { itemId: summary.id, sample: index } },
    )
  }
}

async function hashSample(
  source: ByteSource,
  { samples }: MovieTrack,
  sample: number,
  signal: AbortSignal,
): Promise<Sha256> {
  const hash = createSha256()
  const start = samples.offset[sample] ?? 0
  for await (const bytes of source.stream(start, start + (samples.size[sample] ?? 0), signal))
    hash.update(bytes)
  return sha256Hex(hash)
}

/** Hands the pixels on, and gives their hash. */
export async function hashPixels(
  { pixels }: Pick<StillPicture, 'pixels'>,
  take: (chunk: Uint8Array) => Promise<void>,
): Promise<Sha256> {
  const hash = createSha256()
  await pixels(async (chunk) => {
    hash.update(chunk)
    await take(chunk)
  })
  return sha256Hex(hash)
}
