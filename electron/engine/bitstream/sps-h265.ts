// Sequence parameter set of H.265 (ITU-T H.265 7.3.2.2.1), as far as it speaks of the picture. Its usability information
// stands at the end, so that all before it is read past.
import { crop, cropUnits, readVui } from './picture-set.ts'
import type { PictureSet } from './picture-set.ts'
import { skipReferenceSets } from './reference-sets-h265.ts'
import { readSet, SetReader } from './set-reader.ts'

/** Larger than any level allows; keeps sizes from becoming nonsense. */
const mostPixels = 65_536

/** `unit`: the whole NAL unit as stored. Null where it is cut or says what cannot be. */
export const readH265Set = (unit: Uint8Array): PictureSet | null =>
  readSet(() => read(new SetReader(unit, 2)))

function read(set: SetReader): PictureSet {
  set.skip(4)
  const subLayers = set.bits(3)
  set.skip(1)
  const scan = readProfile(set, subLayers)
  set.ue(15)
  const chromaFormat = set.ue(3)
  const isSeparate = chromaFormat === 3 && set.flag()
  const coded = { width: set.ue(mostPixels), height: set.ue(mostPixels) }
  const cropped = set.flag()
    ? crop(coded, cropUnits(isSeparate ? 0 : chromaFormat), {
        ...{ left: set.ue(), right: set.ue(), top: set.ue(), bottom: set.ue() },
      })
    : coded
  set.ue()
  set.ue()
  const orderBits = set.ue(12) + 4
  for (let layer = set.flag() ? 0 : subLayers; layer <= subLayers; layer += 1) skipCodes(set, 3)
  skipCodes(set, 6)
  if (set.flag() && set.flag()) skipScalingLists(set)
  set.skip(2)
  if (set.flag()) {
    set.skip(8)
    skipCodes(set, 2)
    set.skip(1)
  }
  skipReferenceSets(set)
  if (set.flag()) set.skip(set.ue(32) * (orderBits + 1))
  set.skip(2)
  if (!set.flag()) return { coded, cropped, scan, vui: null }
  const vui = readVui(set)
  return { coded, cropped, scan: readFieldSequence(set) ? 'fields' : scan, vui }
}

/** field_seq_flag of the usability information (E.2.1), behind what both standards have. */
function readFieldSequence(set: SetReader): boolean {
  if (set.flag()) skipCodes(set, 2)
  set.skip(1)
  return set.flag()
}

function skipCodes(set: SetReader, count: number): void {
  for (let left = count; left > 0; left -= 1) set.ue()
}

/** profile_tier_level() (7.3.3); general_progressive_source_flag and general_interlaced_source_flag. */
function readProfile(set: SetReader, subLayers: number): PictureSet['scan'] {
  set.skip(8 + 32)
  const [progressive, interlaced] = [set.flag(), set.flag()]
  set.skip(46 + 8)
  const present = Array.from({ length: subLayers }, () => ({ profile: set.flag(), level: set.flag() }))
  if (subLayers > 0) set.skip(2 * (8 - subLayers))
  for (const { profile, level } of present) set.skip((profile ? 88 : 0) + (level ? 8 : 0))
  if (progressive === interlaced) return null
  return progressive ? 'frames' : 'fields'
}

/** 7.3.4. */
function skipScalingLists(set: SetReader): void {
  for (let size = 0; size < 4; size += 1) {
    for (let matrix = 0; matrix < 6; matrix += size === 3 ? 3 : 1) {
      if (!set.flag()) {
        set.ue()
        continue
      }
      if (size > 1) set.se()
      for (let left = Math.min(64, 1 << (4 + 2 * size)); left > 0; left -= 1) set.se()
    }
  }
}
