// Whether decoding can begin with a stored sample: by its units, for tables say it of others, too.
import type { ByteSource } from '#engine/base/byte-source.ts'
import { BitReader } from '#engine/bitstream/bit-reader.ts'
import { readNalHeader } from '#engine/bitstream/nal-header.ts'
import { h264Slice, sliceHeadBytes } from '#engine/bitstream/picture-type.ts'
import { readSeiMessages } from '#engine/bitstream/sei.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { splitUnits, type UnitFormat } from './annex-b.ts'

/**
 * `anew`: nothing that is shown after it needs anything before it · `intra`: it needs nothing itself, but what follows may refer past
 * it · `gradual`: it needs what is before it, and some of what follows does not · `none`: decoding cannot begin with it, or that is
 * not known · `broken`: its units do not add up.
 */
export type GroupStart = 'anew' | 'intra' | 'gradual' | 'none' | 'broken'

/** The first slice stands within these. */
const headBytes = 1 << 16
const recoveryPoint = 6

/** Of a sample that the table calls one at which decoding can begin. */
export async function groupStart(
  source: ByteSource,
  track: MovieTrack,
  index: number,
  format: UnitFormat,
): Promise<GroupStart> {
  const units = await unitHeads(source, track, index, format)
  if (units === null) return 'broken'
  return format.name === 'hevc' ? startOfH265(units) : startOfH264(units)
}

/**
 * The end of the pictures in [index, end) that H.265 calls leading: they come first, and are shown before the one that their group begins
 * with, whatever times a table gives them. In H.264 nothing but times tells them.
 */
export async function leadingEnd(
  source: ByteSource,
  track: MovieTrack,
  { index, end }: { index: number; end: number },
  format: UnitFormat,
): Promise<number> {
  if (format.name !== 'hevc') return index
  for (let sample = index; sample < end; sample += 1) {
    const type = typeOfH265((await unitHeads(source, track, sample, format)) ?? [])
    if (type < 6 || type > 9) return sample
  }
  return end
}

async function unitHeads(
  source: ByteSource,
  { samples }: MovieTrack,
  index: number,
  { lengthSize }: UnitFormat,
): Promise<Uint8Array[] | null> {
  const size = samples.size[index] ?? 0
  const wanted = Math.min(size, headBytes)
  const head = await source.read(samples.offset[index] ?? 0, wanted)
  return head.length === wanted ? splitUnits(head, lengthSize, size) : null
}

/** IRAP. */
function startOfH265(units: readonly Uint8Array[]): GroupStart {
  const type = typeOfH265(units)
  return type >= 16 && type <= 23 ? 'anew' : 'none'
}

/** nal_unit_type of the picture (ITU-T H.265 table 7-1); −1 where there is none. */
const typeOfH265 = (units: readonly Uint8Array[]): number =>
  units.map((unit) => readNalHeader(unit, 'h265')).find(({ role }) => role === 'slice')?.type ?? -1

/** Of ISO/IEC 14496-10: IDR pictures (table 7-1), and I pictures with a recovery point at which all is exact (D.2.8). */
function startOfH264(units: readonly Uint8Array[]): GroupStart {
  let recovery: 'exact' | 'inexact' | null = null
  for (const unit of units) {
    const { type, role, idr } = readNalHeader(unit, 'h264')
    if (role === 'sei') recovery = recoveryOf(unit) ?? recovery
    if (role !== 'slice') continue
    if (idr) return 'anew'
    const isIntra = h264Slice(unit.subarray(0, sliceHeadBytes), type) === 'I'
    if (isIntra) return recovery === 'exact' ? 'anew' : 'intra'
    return recovery === null ? 'none' : 'gradual'
  }
  return 'none'
}

/** `exact`: recovery_frame_cnt 0 and exact_match_flag 1. */
function recoveryOf(unit: Uint8Array): 'exact' | 'inexact' | null {
  const message = readSeiMessages(unit, 'h264').messages.find((one) => one.payloadType === recoveryPoint)
  if (!message) return null
  const bits = new BitReader(message.payload, 0)
  return bits.unsigned() === 0 && bits.bit() === 1 ? 'exact' : 'inexact'
}
