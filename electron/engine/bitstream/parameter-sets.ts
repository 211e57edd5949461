// The sequence parameter sets of a track: those in its decoder configuration (ISO/IEC 14496-15 5.3.3, 8.3.3), and those that
// its first sample brings along.
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { readAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { readHvcC } from '#engine/isobmff/boxes/hvcC.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { DecoderConfig, SampleEntry } from '#engine/isobmff/sample-entry.ts'
import { readNalHeader } from './nal-header.ts'
import type { VideoCodec } from './nal-unit.ts'
import type { PictureSet } from './picture-set.ts'
import { isOfLayer } from './set-key.ts'
import { readH264Set } from './sps-h264.ts'
import { readH265Set } from './sps-h265.ts'
import { entryCodec, lengthSizes } from './video-codec.ts'

export type FoundSet = {
  /** The first sample entry, or the first sample. */
  origin: 'sps' | 'sps-inside'
  /** The first there that can be read; null where there is none. */
  set: PictureSet | null
  /** Whether there is one that cannot be read. */
  isBroken: boolean
}

/** Parameter sets stand at the beginning of a sample. */
const headBytes = 16_384
const typeOfSet: Record<VideoCodec, number> = { h264: 7, h265: 33 }

/** Empty where the codec is none of those read here. */
export async function readTrackSets(
  source: ByteSource,
  track: Pick<MovieTrack, 'entries' | 'samples'>,
): Promise<FoundSet[]> {
  const { offset, size, length } = track.samples
  const used = track.samples.entry[0] ?? 0
  const entry = track.entries[used]
  const codec = entry ? entryCodec(entry) : null
  if (!entry || codec === null) return []
  const [at = 0, bytes = 0] = length === 0 ? [] : [offset[0], size[0]]
  const head = await source.read(at, Math.min(bytes, headBytes))
  const lengthSize = lengthSizes({ entries: [entry] })[0] ?? 0
  const inside = unitsOf(head, lengthSize, head.length === bytes)
  return [...configuredSets(entry), { origin: 'sps-inside', ...firstSet(inside, codec) }]
}

/** Those in the decoder configuration of an entry; empty where the codec is none of those read here. */
export function configuredSets(entry: SampleEntry): FoundSet[] {
  const codec = entryCodec(entry)
  if (codec === null) return []
  return [{ origin: 'sps', ...firstSet(configuredUnits(entry.decoderConfig), codec) }]
}

function firstSet(units: readonly Uint8Array[], codec: VideoCodec): Omit<FoundSet, 'origin'> {
  const found = units
    .filter((unit) => readNalHeader(unit, codec).type === typeOfSet[codec] && !isOfLayer(unit, codec))
    .map((unit) => (codec === 'h264' ? readH264Set(unit) : readH265Set(unit)))
  return { set: found.find((set) => set !== null) ?? null, isBroken: found.includes(null) }
}

/** All units of the decoder configuration; empty where it cannot be read. */
export function configuredUnits(config: DecoderConfig | null): Uint8Array[] {
  if (!config) return []
  try {
    if (config.type === 'avcC') {
      const { sequenceParameterSets, pictureParameterSets } = readAvcC(new Cursor(config.bytes))
      return [...sequenceParameterSets, ...pictureParameterSets]
    }
    if (config.type === 'hvcC') return readHvcC(new Cursor(config.bytes)).arrays.flatMap(({ units }) => units)
  } catch (error) {
    // Told where the sample entry was read.
    if (!(error instanceof OutOfBounds)) throw error
  }
  return []
}

/** The units that begin in these bytes. `isAll`: no more bytes belong to the sample, so that one that is cut is broken. */
function unitsOf(bytes: Uint8Array, lengthSize: number, isAll: boolean): Uint8Array[] {
  const units: Uint8Array[] = []
  if (lengthSize === 0) return units
  for (let at = 0; at + lengthSize < bytes.length;) {
    let size = 0
    for (let byte = 0; byte < lengthSize; byte += 1) size = size * 256 + (bytes[at + byte] ?? 0)
    at += lengthSize
    if (isAll || at + size <= bytes.length) units.push(bytes.subarray(at, at + size))
    at += size
  }
  return units
}
