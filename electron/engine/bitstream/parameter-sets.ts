// The sequence parameter sets of a track: those in its decoder configuration (ISO/IEC 14496-15 5.3.3, 8.3.3), and those that
// its first sample brings along.
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { readAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { readHvcC } from '#engine/isobmff/boxes/hvcC.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { DecoderConfig } from '#engine/isobmff/sample-entry.ts'
import { readNalHeader } from './nal-header.ts'
import type { VideoCodec } from './nal-unit.ts'
import type { PictureSet } from './picture-set.ts'
import { readH264Set } from './sps-h264.ts'
import { readH265Set } from './sps-h265.ts'
import { codecOf, lengthSizes } from './video-codec.ts'

export type TrackSets = {
  /** Of the first sample entry; null where it has none that can be read. */
  configured: PictureSet | null
  /** Of the first sample; null where it brings none. */
  inside: PictureSet | null
}

/** Parameter sets stand at the beginning of a sample. */
const headBytes = 16_384
const typeOfSet: Record<VideoCodec, number> = { h264: 7, h265: 33 }

/** Null where the codec is none of those read here. */
export async function readTrackSets(
  source: ByteSource,
  track: Pick<MovieTrack, 'entries' | 'samples'>,
): Promise<TrackSets | null> {
  const codec = codecOf(track)
  if (codec === null) return null
  const configured = firstSet(configuredUnits(track.entries[0]?.decoderConfig ?? null), codec)
  const { offset, size, length } = track.samples
  if (length === 0) return { configured, inside: null }
  const head = await source.read(offset[0] ?? 0, Math.min(size[0] ?? 0, headBytes))
  return {
    configured,
    inside: firstSet(unitsOf(head, lengthSizes(track)[track.samples.entry[0] ?? 0] ?? 0), codec),
  }
}

function firstSet(units: readonly Uint8Array[], codec: VideoCodec): PictureSet | null {
  const unit = units.find((one) => readNalHeader(one, codec).type === typeOfSet[codec])
  if (!unit) return null
  return codec === 'h264' ? readH264Set(unit) : readH265Set(unit)
}

function configuredUnits(config: DecoderConfig | null): Uint8Array[] {
  if (!config) return []
  try {
    if (config.type === 'avcC') return readAvcC(new Cursor(config.bytes)).sequenceParameterSets
    if (config.type === 'hvcC') return readHvcC(new Cursor(config.bytes)).arrays.flatMap(({ units }) => units)
  } catch (error) {
    // Told where the sample entry was read.
    if (!(error instanceof OutOfBounds)) throw error
  }
  return []
}

/** The units that begin in these bytes, the last perhaps cut. */
function unitsOf(bytes: Uint8Array, lengthSize: number): Uint8Array[] {
  const units: Uint8Array[] = []
  if (lengthSize === 0) return units
  for (let at = 0; at + lengthSize < bytes.length;) {
    let size = 0
    for (let byte = 0; byte < lengthSize; byte += 1) size = size * 256 + (bytes[at + byte] ?? 0)
    at += lengthSize
    units.push(bytes.subarray(at, at + size))
    at += size
  }
  return units
}
