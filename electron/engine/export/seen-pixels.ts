// The pixels of a still as they were seen: the stored ones with the tones and fields of a view, worked out as the window does.
import { applyView, type ViewSettings } from '#contract/picture-view.ts'
import type { Sha256 } from '#contract/units.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import type { StillPicture } from '#engine/media/still-picture.ts'

export type SeenPixels = {
  pixels: Uint8Array
  /** Of the pixels before anything was changed: those of the still as stored. */
  storedSha256: Sha256
}

/** The whole picture is held in memory: fields reach over rows. */
export async function seenPixels(picture: StillPicture, view: ViewSettings): Promise<SeenPixels> {
  const { facts, conversion } = picture
  const { width, height } = facts
  const isWide = conversion.bitDepth === 16
  const bytes = Buffer.alloc(width * height * 3 * (isWide ? 2 : 1))
  const hash = createSha256()
  let filled = 0
  await picture.pixels((chunk) => {
    hash.update(chunk)
    bytes.set(chunk, filled)
    filled += chunk.length
  })
  const shape = { width, height, channels: 3 as const }
  if (!isWide) applyView(bytes, { ...shape, most: 0xff }, view)
  else {
    // Big-endian in the picture.
    bytes.swap16()
    const samples = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
    applyView(samples, { ...shape, most: 0xffff }, view)
    bytes.swap16()
  }
  return { pixels: bytes, storedSha256: sha256Hex(hash) }
}
