// Lays out a progressive file `ftyp moov mdat` (ISO/IEC 14496-12 Annex A; brand `isom` as ONVIF EFF 26.06 Annex B asks):
// everything but the media bytes, which the caller streams in the order of the chunks and never holds.
import { assert } from '../base/assert.ts'
import { writeBox, writeMdatHeader } from './box-writer.ts'
import { writeFtyp } from './boxes/ftyp.ts'
import { writeMvhd } from './boxes/mvhd.ts'
import { writeUdta } from './boxes/udta.ts'
import { interleave } from './interleave.ts'
import type { Chunk } from './interleave.ts'
import { mediaTicks, presentedTicks, writeTrak } from './output-track.ts'
import type { OutputTrack } from './output-track.ts'
import { writeSampleTables } from './sample-table-writer.ts'

export type LayoutOptions = {
  /** Major brand first. Default `isom`; `iso4` is added where composition offsets are negative. */
  brands?: readonly string[]
  /** Seconds since 1904-01-01 UTC. */
  creationTime: bigint
  /** Ticks a second of the movie, in which edits are counted. Default 1,000. */
  timescale?: number
  /** Whole boxes for `moov/udta`. */
  udta?: readonly Uint8Array[]
  /** Length of a chunk. Default 1 s. */
  interleaveSeconds?: number
}

export type MovieLayout = {
  /** `ftyp`, `moov` and the header of `mdat`. */
  head: Uint8Array
  /** In file order; the bytes of their samples, one after the other, are the payload of `mdat`. */
  chunks: Chunk[]
  /** Bytes of that payload. */
  mdatSize: number
  /** Bytes of the file up to the end of `mdat`. */
  totalSize: number
}

const widest32 = 0xffff_ffff

/** Chunk offsets and the size of `mdat` are 64-bit only where 32 bits do not hold them. */
export function layOutMovie(tracks: readonly OutputTrack[], options: LayoutOptions): MovieLayout {
  assert(new Set(tracks.map(({ id }) => id)).size === tracks.length, 'track ids are unique')
  const timescale = options.timescale ?? 1_000
  const { chunks, size: mdatSize } = interleave(tracks, timescale, options.interleaveSeconds ?? 1)
  const mdat = writeMdatHeader(mdatSize)
  const ftyp = writeFtypOf(tracks, options)
  const moovAt = (base: number, wide: boolean): Uint8Array => writeMoov(tracks, chunks, options, base, wide)
  // The size of `moov` does not depend on what the offsets are, only on how wide they are.
  const lastChunk = chunks.at(-1)?.at ?? 0
  const narrow = ftyp.length + moovAt(0, false).length + mdat.length
  const wide = narrow + lastChunk > widest32
  const base = wide ? ftyp.length + moovAt(0, true).length + mdat.length : narrow
  const head = Buffer.concat([ftyp, moovAt(base, wide), mdat])
  assert(head.length === base, 'the media begins where the chunk offsets say')
  return { head, chunks, mdatSize, totalSize: base + mdatSize }
}

export function writeFtypOf(tracks: readonly OutputTrack[], options: LayoutOptions): Uint8Array {
  const brands = new Set(options.brands ?? ['isom'])
  const [majorBrand = 'isom'] = brands
  if (tracks.some(({ samples }) => hasNegative(samples.compositionOffset))) brands.add('iso4')
  return writeFtyp({ majorBrand, minorVersion: 0x200, compatibleBrands: [...brands] })
}

function hasNegative(offsets: ArrayLike<number>): boolean {
  for (let index = 0; index < offsets.length; index += 1) if ((offsets[index] ?? 0) < 0) return true
  return false
}

function writeMoov(
  tracks: readonly OutputTrack[],
  chunks: readonly Chunk[],
  options: LayoutOptions,
  base: number,
  wide: boolean,
): Uint8Array {
  const timescale = options.timescale ?? 1_000
  const traks = tracks.map((track, index) => {
    const own = chunks.filter((chunk) => chunk.track === index)
    return writeTrak(track, writeSampleTables(track, own, base, wide), {
      creationTime: options.creationTime,
      presented: presentedTicks(track, timescale),
      media: mediaTicks(track.samples),
    })
  })
  const longest = Math.max(0, ...tracks.map((track) => presentedTicks(track, timescale)))
  return writeMoovBox(tracks, traks, options, BigInt(longest))
}

/** `moov` around finished children; `duration` in ticks of the movie. */
export function writeMoovBox(
  tracks: readonly OutputTrack[],
  children: readonly Uint8Array[],
  options: LayoutOptions,
  duration: bigint,
): Uint8Array {
  const { creationTime, timescale = 1_000, udta = [] } = options
  const nextTrackId = Math.max(0, ...tracks.map(({ id }) => id)) + 1
  const mvhd = writeMvhd({ creationTime, modificationTime: creationTime, timescale, duration, nextTrackId })
  return writeBox('moov', mvhd, ...children, ...(udta.length > 0 ? [writeUdta(udta)] : []))
}
