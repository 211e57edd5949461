// Lays out a fragmented file `ftyp moov (moof mdat)+ [mfra]` (ISO/IEC 14496-12 8.8): for made-up exports and for tests.
import { writeBox, writeMdatHeader } from './box-writer.ts'
import { writeMfhd } from './boxes/mfhd.ts'
import { writeMfra } from './boxes/mfra.ts'
import type { TfraEntry } from './boxes/tfra.ts'
import { writeTfdt } from './boxes/tfdt.ts'
import { writeTfhd } from './boxes/tfhd.ts'
import { writeTrex } from './boxes/trex.ts'
import { writeTrun } from './boxes/trun.ts'
import { writeFtypOf, writeMoovBox } from './movie-writer.ts'
import type { LayoutOptions } from './movie-writer.ts'
import type { OutputTrack } from './output-track.ts'
import { writeTrak } from './output-track.ts'
import { hasOffsets, writeEmptyTables } from './sample-table-writer.ts'

export type FragmentOptions = LayoutOptions & {
  /** A fragment ends before the first sync sample of the leading (first video) track after this. Default 1 s. */
  fragmentSeconds?: number
  /**
   * Where the data offsets of a run count from (8.8.7.1): the `moof` by flag, a written offset, or the rules for neither:
   * the first track fragment from the `moof`, the others from the end of the one before. Default `moof`.
   */
  base?: 'moof' | 'explicit' | 'implicit'
  /** Leaves `tfdt` out. Default false. */
  withoutDecodeTimes?: boolean
  /** Adds `mfra`. Default false. */
  randomAccess?: boolean
}

/** Samples of one track in one fragment. */
export type FragmentRun = { track: number; firstSample: number; count: number; size: number }
export type Fragment = {
  /** `moof` and the header of `mdat`. */
  head: Uint8Array
  /** In the order in which their bytes follow. */
  runs: FragmentRun[]
}
export type FragmentedLayout = {
  /** `ftyp` and `moov`. */
  head: Uint8Array
  fragments: Fragment[]
  /** `mfra`, or empty. */
  tail: Uint8Array
  totalSize: number
}

const syncFlags = 0x0200_0000
const otherFlags = 0x0101_0000

export function layOutFragments(tracks: readonly OutputTrack[], options: FragmentOptions): FragmentedLayout {
  const head = Buffer.concat([writeFtypOf(tracks, options), writeInitialMoov(tracks, options)])
  const times = tracks.map(decodeTimesOf)
  const offsets = tracks.map(({ samples }) => hasOffsets(samples))
  const fragments: Fragment[] = []
  const access: TfraEntry[] = []
  const { track: lead, groups } = groupSamples(tracks, times, options.fragmentSeconds ?? 1)
  let at = head.length
  for (const [index, runs] of groups.entries()) {
    const mdat = writeMdatHeader(runs.reduce((sum, { size }) => sum + size, 0))
    const moofWith = (dataAt: number): Uint8Array =>
      writeMoof(tracks, times, offsets, runs, options, { number: index + 1, at, dataAt })
    const size = moofWith(0).length
    fragments.push({ head: Buffer.concat([moofWith(at + size + mdat.length), mdat]), runs })
    const first = runs.find(({ track }) => track === lead)
    if (first) access.push(accessEntry(times[lead]?.[first.firstSample] ?? 0, at, runs.indexOf(first) + 1))
    at += size + mdat.length + runs.reduce((sum, run) => sum + run.size, 0)
  }
  const leadId = tracks[lead]?.id ?? 1
  const tail = options.randomAccess ? writeMfra([{ trackId: leadId, entries: access }]) : new Uint8Array(0)
  return { head, fragments, tail, totalSize: at + tail.length }
}

const accessEntry = (time: number, moofOffset: number, trafNumber: number): TfraEntry => ({
  time,
  moofOffset,
  trafNumber,
  trunNumber: 1,
  sampleNumber: 1,
})

function writeInitialMoov(tracks: readonly OutputTrack[], options: LayoutOptions): Uint8Array {
  const { creationTime } = options
  const traks = tracks.map((track) =>
    writeTrak(track, writeEmptyTables(track), { creationTime, presented: 0, media: 0 }),
  )
  const defaults = { sampleDescriptionIndex: 1, sampleDuration: 0, sampleSize: 0, sampleFlags: 0 }
  const mvex = writeBox('mvex', ...tracks.map(({ id }) => writeTrex({ trackId: id, ...defaults })))
  return writeMoovBox(tracks, [...traks, mvex], options, 0n)
}

function decodeTimesOf({ samples }: OutputTrack): ArrayLike<number> {
  if (samples.decodeTime) return samples.decodeTime
  const times = new Float64Array(samples.length)
  for (let index = 1; index < samples.length; index += 1) {
    times[index] = (times[index - 1] ?? 0) + (samples.duration[index - 1] ?? 0)
  }
  return times
}

/** Cuts all tracks at sync samples of the leading one, by decode time. */
function groupSamples(
  tracks: readonly OutputTrack[],
  times: readonly ArrayLike<number>[],
  seconds: number,
): { track: number; groups: FragmentRun[][] } {
  const lead = Math.max(
    0,
    tracks.findIndex(({ handler }) => handler === 'vide'),
  )
  const leading = tracks[lead]
  const ends: number[] = []
  let start = 0
  for (let index = 1; leading && index < leading.samples.length; index += 1) {
    const time = (times[lead]?.[index] ?? 0) / leading.timescale
    if (leading.samples.sync[index] !== 1 || time - start < seconds) continue
    ends.push(time)
    start = time
  }
  const next = tracks.map(() => 0)
  const groups = [...ends, Infinity].map((end) => {
    const runs = tracks.map((track, index) => {
      const run = runUntil(track, index, next[index] ?? 0, times[index] ?? [], end)
      next[index] = run.firstSample + run.count
      return run
    })
    return runs.filter(({ count }) => count > 0)
  })
  return { track: lead, groups: groups.filter((runs) => runs.length > 0) }
}

function runUntil(
  track: OutputTrack,
  index: number,
  first: number,
  times: ArrayLike<number>,
  end: number,
): FragmentRun {
  const run = { track: index, firstSample: first, count: 0, size: 0 }
  while (
    first + run.count < track.samples.length &&
    (times[first + run.count] ?? 0) / track.timescale < end
  ) {
    run.size += track.samples.size[first + run.count] ?? 0
    run.count += 1
  }
  return run
}

function writeMoof(
  tracks: readonly OutputTrack[],
  times: readonly ArrayLike<number>[],
  withOffsets: readonly boolean[],
  runs: readonly FragmentRun[],
  options: FragmentOptions,
  place: { number: number; at: number; dataAt: number },
): Uint8Array {
  let dataAt = place.dataAt
  const trafs = runs.map((run, order) => {
    const track = tracks[run.track]
    if (!track) return new Uint8Array(0)
    const offsets = { moof: dataAt - place.at, explicit: 0, implicit: order === 0 ? dataAt - place.at : 0 }
    const base = options.base ?? 'moof'
    const tfhd = writeTfhd({
      trackId: track.id,
      baseDataOffset: base === 'explicit' ? BigInt(dataAt) : null,
      sampleDescriptionIndex: track.samples.entry ? (track.samples.entry[run.firstSample] ?? 0) + 1 : null,
      sampleDuration: null,
      sampleSize: null,
      sampleFlags: null,
      durationIsEmpty: false,
      defaultBaseIsMoof: base === 'moof',
    })
    dataAt += run.size
    const time = BigInt(times[run.track]?.[run.firstSample] ?? 0)
    const tfdt = options.withoutDecodeTimes ? [] : [writeTfdt({ baseMediaDecodeTime: time })]
    // A placeholder may not fit the field; the size of the box is the same.
    return writeBox(
      'traf',
      tfhd,
      ...tfdt,
      writeRun(track, run, place.dataAt === 0 ? 0 : offsets[base], withOffsets[run.track] ?? false),
    )
  })
  return writeBox('moof', writeMfhd({ sequenceNumber: place.number }), ...trafs)
}

function writeRun(
  { samples }: OutputTrack,
  run: FragmentRun,
  dataOffset: number,
  offsets: boolean,
): Uint8Array {
  return writeTrun({
    dataOffset,
    firstSampleFlags: null,
    samples: Array.from({ length: run.count }, (_, index) => {
      const at = run.firstSample + index
      return {
        duration: samples.duration[at] ?? 0,
        size: samples.size[at] ?? 0,
        flags: samples.sync[at] === 1 ? syncFlags : otherFlags,
        compositionOffset: offsets ? (samples.compositionOffset[at] ?? 0) : null,
      }
    }),
  })
}
