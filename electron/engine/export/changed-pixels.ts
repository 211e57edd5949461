// The pixels of a still that is not as stored, because somebody asked for it: with the range, tones and fields of a view, worked out
// as the window does, or with objects that the window drew, laid over them.
import { inflateRawSync } from 'node:zlib'
import { EvidenceError } from '#contract/errors.ts'
import { applyView, type ViewSettings } from '#contract/picture-view.ts'
import type { StillOverlay } from '#contract/still.ts'
import type { Sha256 } from '#contract/units.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import type { StillPicture } from '#engine/media/still-picture.ts'

export type ChangedPixels = {
  pixels: Uint8Array
  /** Of the pixels before anything was changed: those of the still as stored. */
  storedSha256: Sha256
  /** Of what was laid over them, as RGBA; null where nothing was. */
  overlaySha256: Sha256 | null
}

/** The view first, then the objects. The whole picture is held in memory: fields reach over rows. */
export async function changedPixels(
  picture: StillPicture,
  view: ViewSettings | null,
  overlay: StillOverlay | null,
): Promise<ChangedPixels> {
  const { facts, conversion } = picture
  const { width, height } = facts
  // Refused before anything is decoded.
  const drawn = overlay && inflate(overlay, width, height)
  const isWide = conversion.bitDepth === 16
  const bytes = Buffer.alloc(width * height * 3 * (isWide ? 2 : 1))
  const hash = createSha256()
  let filled = 0
  const fill = (chunk: Uint8Array): void => {
    bytes.set(chunk, filled)
    filled += chunk.length
  }
  const range = view?.range ?? 'file'
  await picture.pixels((chunk) => {
    hash.update(chunk)
    if (range === 'file') fill(chunk)
  })
  if (range !== 'file') await picture.readAs(range).pixels(fill)
  // Big-endian in the picture.
  if (isWide) bytes.swap16()
  const samples = isWide ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) : bytes
  const most = isWide ? 0xffff : 0xff
  if (view) applyView(samples, { width, height, channels: 3, most }, view)
  if (drawn) layOver(samples, drawn, most)
  if (isWide) bytes.swap16()
  const overlaySha256 = drawn && sha256Hex(createSha256().update(drawn))
  return { pixels: bytes, storedSha256: sha256Hex(hash), overlaySha256 }
}

function inflate(overlay: StillOverlay, width: number, height: number): Buffer {
  const size = width * height * 4
  if (overlay.width !== width || overlay.height !== height) throw unfit(overlay, width, height)
  try {
    const rgba = inflateRawSync(Buffer.from(overlay.rgba, 'base64'), { maxOutputLength: size })
    if (rgba.length === size) return rgba
  } catch (cause) {
    throw unfit(overlay, width, height, cause)
  }
  throw unfit(overlay, width, height)
}

const unfit = (overlay: StillOverlay, width: number, height: number, cause?: unknown): EvidenceError =>
  new EvidenceError(
    'wrong-input',
    `What is drawn over the picture is ${overlay.width}×${overlay.height} or unreadable; the stored picture is ${width}×${height}.`,
    { cause },
  )

/** RGBA, not multiplied by its own opacity, over RGB. */
function layOver(samples: Uint8Array | Uint16Array, drawn: Uint8Array, most: number): void {
  const scale = most / 0xff
  for (let pixel = 0; pixel * 4 < drawn.length; pixel += 1) {
    const opacity = (drawn[pixel * 4 + 3] ?? 0) / 0xff
    if (opacity === 0) continue
    for (let colour = 0; colour < 3; colour += 1) {
      const at = pixel * 3 + colour
      const over = (drawn[pixel * 4 + colour] ?? 0) * scale
      samples[at] = Math.round((samples[at] ?? 0) * (1 - opacity) + over * opacity)
    }
  }
}
