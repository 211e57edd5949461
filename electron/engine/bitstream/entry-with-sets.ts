// A sample entry (ISO/IEC 14496-12 12.1.3) whose decoder configuration holds other parameter sets: for decoders alone, since what
// is handed on keeps the entry that was recorded.
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { formatAvcCodec, readAvcC, writeAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { formatHevcCodec, readHvcC, writeHvcC } from '#engine/isobmff/boxes/hvcC.ts'
import type { SampleEntry } from '#engine/isobmff/sample-entry.ts'
import { removeEmulationPrevention } from './emulation-prevention.ts'
import { readNalHeader } from './nal-header.ts'
import type { VideoCodec } from './nal-unit.ts'
import { setTypes } from './set-key.ts'
import { readH264Set } from './sps-h264.ts'
import { readH265Set } from './sps-h265.ts'

type Config = { box: Uint8Array; codec: string }

const boxHeader = 8
/** Of width in a VisualSampleEntry; height follows. */
const widthAt = 32

/** Null where there is no configuration to put them into, or they do not fit into one. */
export function entryWithSets(entry: SampleEntry, sets: readonly Uint8Array[]): SampleEntry | null {
  const { decoderConfig: old, bytes } = entry
  if (!old || bytes.length !== entry.size) return null
  const config = made(() =>
    old.type === 'avcC' ? avcC(entry, sets) : old.type === 'hvcC' ? hvcC(entry, sets) : null,
  )
  if (!config) return null
  const from = old.bytes.byteOffset - bytes.byteOffset - boxHeader
  const changed = Buffer.concat([
    bytes.subarray(0, from),
    config.box,
    bytes.subarray(from + boxHeader + old.bytes.length),
  ])
  changed.writeUInt32BE(changed.length, 0)
  const { width, height } = sizeOf(sets, old.type === 'avcC' ? 'h264' : 'h265') ?? entry
  changed.writeUInt16BE(width, widthAt)
  changed.writeUInt16BE(height, widthAt + 2)
  const decoderConfig = { type: old.type, bytes: config.box.subarray(boxHeader) }
  return { ...entry, bytes: changed, size: changed.length, decoderConfig, width, height, codec: config.codec }
}

function made(make: () => Config | null): Config | null {
  try {
    return make()
  } catch (error) {
    // A configuration that ends too early was told where the sample entry was read.
    if (!(error instanceof OutOfBounds)) throw error
    return null
  }
}

const ofType = (sets: readonly Uint8Array[], codec: VideoCodec, type: number | undefined): Uint8Array[] =>
  sets.filter((unit) => readNalHeader(unit, codec).type === type)

function avcC({ type, decoderConfig }: SampleEntry, sets: readonly Uint8Array[]): Config | null {
  const old = readAvcC(new Cursor(decoderConfig?.bytes ?? new Uint8Array(0)))
  const [sps, pps] = setTypes.h264.map((one) => ofType(sets, 'h264', one)) as [Uint8Array[], Uint8Array[]]
  if (sps.length > 31 || pps.length > 255) return null
  const { profile, compatibility, level } = old
  const config = {
    ...{ lengthSize: old.lengthSize, sequenceParameterSets: sps, pictureParameterSets: pps },
    profile: sps[0]?.[1] ?? profile,
    compatibility: sps[0]?.[2] ?? compatibility,
    level: sps[0]?.[3] ?? level,
    // It would repeat what the sequence parameter set says.
    extension: new Uint8Array(0),
  }
  return { box: writeAvcC(config), codec: formatAvcCodec(type, config) }
}

function hvcC({ type, decoderConfig }: SampleEntry, sets: readonly Uint8Array[]): Config {
  const old = readHvcC(new Cursor(decoderConfig?.bytes ?? new Uint8Array(0)))
  const own = setTypes.h265.map((nalType) => ({
    ...{ complete: false, nalType, units: ofType(sets, 'h265', nalType) },
  }))
  const others = old.arrays.filter(({ nalType }) => !setTypes.h265.includes(nalType))
  const config = { ...old, ...profileOf(own[1]?.units[0]), arrays: [...own, ...others] }
  return { box: writeHvcC(config), codec: formatHevcCodec(type, config) }
}

/** profile_tier_level() as the record has it: bytes 3 to 14 of the sequence parameter set. */
function profileOf(sps: Uint8Array | undefined): Partial<ReturnType<typeof readHvcC>> {
  const bytes = removeEmulationPrevention(sps ?? new Uint8Array(0)).bytes
  if (bytes.length < 15) return {}
  const cursor = new Cursor(bytes, 3)
  const head = cursor.u8()
  return {
    ...{ profileSpace: head >> 6, tier: (head >> 5) & 1, profile: head & 0x1f },
    ...{ compatibility: cursor.u32(), constraints: cursor.take(6), level: cursor.u8() },
  }
}

/** Of the pictures, where there is one sequence parameter set and it can be read. */
function sizeOf(sets: readonly Uint8Array[], codec: VideoCodec): { width: number; height: number } | null {
  const [sps, another] = ofType(sets, codec, codec === 'h264' ? 7 : 33)
  if (!sps || another) return null
  const size = (codec === 'h264' ? readH264Set(sps) : readH265Set(sps))?.cropped
  return size && size.width <= 0xffff && size.height <= 0xffff ? size : null
}
