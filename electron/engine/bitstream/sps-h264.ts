// Sequence parameter set of H.264 (ISO/IEC 14496-10 7.3.2.1.1), as far as it speaks of the picture.
import { crop, cropUnits, readVui } from './picture-set.ts'
import type { PictureSet } from './picture-set.ts'
import { readSet, SetReader } from './set-reader.ts'

/** Profiles that state their chroma format. */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])
/** Far beyond level 6.2; keeps sizes from becoming nonsense. */
const mostMacroblocks = 4_096
const mostReferences = 255

/** `unit`: the whole NAL unit as stored. Null where it is cut or says what cannot be. */
export const readH264Set = (unit: Uint8Array): PictureSet | null =>
  readSet(() => read(new SetReader(unit, 1)))

function read(set: SetReader): PictureSet {
  const profile = set.bits(8)
  set.skip(16)
  set.ue(31)
  const chromaFormat = highProfiles.has(profile) ? readHighFormat(set) : 1
  set.ue()
  skipOrder(set)
  set.ue()
  set.skip(1)
  const across = set.ue(mostMacroblocks) + 1
  const units = set.ue(mostMacroblocks) + 1
  const framesOnly = set.flag()
  // mb_adaptive_frame_field_flag
  if (!framesOnly) set.skip(1)
  set.skip(1)
  const fieldFactor = framesOnly ? 1 : 2
  const coded = { width: 16 * across, height: 16 * units * fieldFactor }
  const step = cropUnits(chromaFormat)
  const cropped = set.flag() ? crop(coded, { x: step.x, y: step.y * fieldFactor }, readCrop(set)) : coded
  const vui = set.flag() ? readVui(set) : null
  return { coded, cropped, scan: framesOnly ? 'frames' : 'fields', vui }
}

function readCrop(set: SetReader): { left: number; right: number; top: number; bottom: number } {
  return { left: set.ue(), right: set.ue(), top: set.ue(), bottom: set.ue() }
}

/** The chroma format that counts for cropping: separate colour planes are cropped like grey ones. */
function readHighFormat(set: SetReader): number {
  const chromaFormat = set.ue(3)
  const isSeparate = chromaFormat === 3 && set.flag()
  set.ue()
  set.ue()
  set.skip(1)
  if (set.flag()) {
    for (let list = 0; list < (chromaFormat === 3 ? 12 : 8); list += 1)
      if (set.flag()) skipScalingList(set, list < 6 ? 16 : 64)
  }
  return isSeparate ? 0 : chromaFormat
}

/** 7.3.2.1.1.1. */
function skipScalingList(set: SetReader, size: number): void {
  let [last, next] = [8, 8]
  for (let at = 0; at < size; at += 1) {
    if (next !== 0) next = (last + set.se() + 256) % 256
    last = next === 0 ? last : next
  }
}

/** pic_order_cnt_type and what comes with it. */
function skipOrder(set: SetReader): void {
  const type = set.ue(2)
  if (type === 0) set.ue()
  if (type !== 1) return
  set.skip(1)
  set.se()
  set.se()
  for (let left = set.ue(mostReferences); left > 0; left -= 1) set.se()
}
