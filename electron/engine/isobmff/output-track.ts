// What the writer needs to know of a track, and its `trak` box (ISO/IEC 14496-12 8.3): for cuts and made-up exports.
import { assert } from '../base/assert.ts'
import { writeBox } from './box-writer.ts'
import { writeDref } from './boxes/dref.ts'
import { writeElst } from './boxes/elst.ts'
import type { Edit } from './boxes/elst.ts'
import { writeHdlr } from './boxes/hdlr.ts'
import { writeMdhd } from './boxes/mdhd.ts'
import { writeNmhd } from './boxes/nmhd.ts'
import { writeSmhd } from './boxes/smhd.ts'
import { writeTkhd } from './boxes/tkhd.ts'
import { writeTref } from './boxes/tref.ts'
import type { TrackReference } from './boxes/tref.ts'
import { writeVmhd } from './boxes/vmhd.ts'
import { matrixOf } from './matrix.ts'
import type { Rotation } from './matrix.ts'

/** Columns of equal length in decode order; a `SampleTable` or a slice of one fits. */
export type OutputSamples = {
  readonly length: number
  readonly size: ArrayLike<number>
  /** Ticks to the next sample: gaps are part of it. */
  readonly duration: ArrayLike<number>
  readonly compositionOffset: ArrayLike<number>
  readonly sync: ArrayLike<number>
  /** Which sample entry, from 0; absent: always the first. */
  readonly entry?: ArrayLike<number>
  /** See `SampleTable.unitSize`. */
  readonly unitSize?: number
  /** For fragments only, where decode times jump; absent: durations summed from 0. */
  readonly decodeTime?: ArrayLike<number>
}

export type OutputTrack = {
  id: number
  handler: string
  handlerName: string
  timescale: number
  language: string
  /** Presentation size in pixels; 0 for what is not seen. */
  width: number
  height: number
  matrixRotation: Rotation
  /** A whole `stsd` entry, used as it is. */
  sampleEntry: Uint8Array
  /** Further ones, where samples name them. */
  otherEntries?: readonly Uint8Array[]
  references: readonly TrackReference[]
  /** Segment durations in ticks of the movie timescale. */
  edits: readonly Edit[]
  samples: OutputSamples
}

export const mediaTicks = (samples: OutputSamples): number => {
  let ticks = 0
  for (let index = 0; index < samples.length; index += 1) ticks += samples.duration[index] ?? 0
  return ticks
}

/** How long the track is shown, in ticks of the movie timescale. */
export function presentedTicks(track: OutputTrack, movieTimescale: number): number {
  if (track.edits.length > 0)
    return track.edits.reduce((sum, { segmentDuration }) => sum + segmentDuration, 0)
  return Math.ceil((mediaTicks(track.samples) * movieTimescale) / track.timescale)
}

/** The whole `trak`; `tables` are the boxes of `stbl` from `stsd` on, durations in ticks (0 in fragmented files). */
export function writeTrak(
  track: OutputTrack,
  tables: readonly Uint8Array[],
  options: { creationTime: bigint; presented: number; media: number },
): Uint8Array {
  const { creationTime } = options
  assert(track.id > 0, 'a track id is above 0')
  assert(track.timescale > 0, 'a timescale is above 0')
  const times = { creationTime, modificationTime: creationTime }
  const tkhd = writeTkhd({
    ...times,
    flags: 3,
    trackId: track.id,
    duration: BigInt(options.presented),
    layer: 0,
    alternateGroup: 0,
    volume: track.handler === 'soun' ? 1 : 0,
    matrix: matrixOf(track.matrixRotation, track.width, track.height),
    width: track.width,
    height: track.height,
  })
  const { timescale, language } = track
  const mdia = writeBox(
    'mdia',
    writeMdhd({ ...times, timescale, duration: BigInt(options.media), language }),
    writeHdlr({ handlerType: track.handler, name: track.handlerName }),
    writeBox(
      'minf',
      writeMediaHeader(track.handler),
      writeBox('dinf', writeDref()),
      writeBox('stbl', ...tables),
    ),
  )
  return writeBox(
    'trak',
    tkhd,
    ...(track.references.length > 0 ? [writeTref(track.references)] : []),
    ...(track.edits.length > 0 ? [writeBox('edts', writeElst(track.edits))] : []),
    mdia,
  )
}

function writeMediaHeader(handler: string): Uint8Array {
  if (handler === 'vide') return writeVmhd()
  return handler === 'soun' ? writeSmhd() : writeNmhd()
}
