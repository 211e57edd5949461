// A whole movie (ISO/IEC 14496-12 8.2): brands, clock, tracks, and every stored sample, from `moov` and all fragments.
import type { ByteSource } from '../base/byte-source.ts'
import { windowed } from '../base/byte-source.ts'
import type { Findings } from '../base/findings.ts'
import { childOf, childrenOf, descend, pathOf } from './box.ts'
import type { Box } from './box.ts'
import { readBox } from './box-reading.ts'
import type { BoxTree } from './box-tree.ts'
import { readFtyp } from './boxes/ftyp.ts'
import { readMvhd } from './boxes/mvhd.ts'
import { readTrex } from './boxes/trex.ts'
import type { Trex } from './boxes/trex.ts'
import { FragmentReader } from './fragment-samples.ts'
import type { FragmentTrack } from './fragment-run.ts'
import { readTrackDescription } from './movie-track.ts'
import type { TrackDescription } from './movie-track.ts'
import {
  SampleTableBuilder,
  fileLimit,
  latestTime,
  mediaDurationOf,
  reportSamplesOutside,
  trackLimit,
} from './sample-table.ts'
import type { SampleBudget, SampleTable } from './sample-table.ts'
import { readStblSamples } from './stbl-samples.ts'

export type MovieTrack = TrackDescription & {
  /** End of the last sample in ticks of the media timeline, gaps included. */
  mediaDuration: number
  samples: SampleTable
}

export type Movie = {
  /** Major brand first, then the compatible ones, each once; empty where there is no `ftyp`. */
  brands: string[]
  majorBrand: string
  /** Ticks a second of edits and of `duration`; never 0 (a malformed 0 is reported and read as 1). */
  timescale: number
  /** Ticks: as `mvhd` states it; in fragmented files, or where it says nothing, the longest track's media. */
  duration: number
  /** Seconds since 1904-01-01 UTC; 0 where none is set. */
  creationTime: bigint
  /** Whether there are movie fragments, or `moov` announces them. */
  fragmented: boolean
  tracks: MovieTrack[]
}

/** Fragments are small and far apart. */
const windowBytes = 8_192
const trackCountLimit = 1_024
const clause = 'ISO/IEC 14496-12 8.2.1'

/**
 * Reads the movie of a file. Malformed parts are findings, and what could be read is kept: a file without `moov`
 * gives a movie without tracks. Memory: some 30 bytes a sample, at most 4,000,000 samples a track and 12,000,000 a file
 * (finding `samples-too-many`). Throws only for failures of the source and where `signal` is aborted.
 */
export async function readMovie(
  source: ByteSource,
  tree: BoxTree,
  findings: Findings,
  signal?: AbortSignal,
): Promise<Movie> {
  const near = windowed(source, windowBytes)
  const ftyp = await readBox(
    near,
    tree.boxes.find(({ type }) => type === 'ftyp'),
    findings,
    readFtyp,
  )
  const moov = theMoov(tree, findings)
  const mvhdBox = moov && childOf(moov, 'mvhd')
  const mvhd = await readBox(near, mvhdBox, findings, readMvhd)
  if (moov && !mvhdBox) note('box-missing', moov, '“moov” has no “mvhd”.', findings)
  if (moov && mvhd?.timescale === 0)
    note('timescale-zero', moov, 'The timescale of the movie is 0; times are counted in seconds.', findings)
  const timescale = mvhd?.timescale || 1
  const moofs = tree.boxes.filter(({ type }) => type === 'moof')
  const tracks = moov ? await readTracks(near, moov, moofs, findings, signal) : []
  const fragmented = moofs.length > 0 || (moov !== undefined && childOf(moov, 'mvex') !== undefined)
  // The header of a fragmented movie speaks of what stands in `moov` only, and `mehd` was written before the fragments.
  const stated = fragmented ? 0n : (mvhd?.duration ?? 0n)
  const longest = Math.max(0, ...tracks.map((track) => (track.mediaDuration / track.timescale) * timescale))
  return {
    brands: ftyp ? [...new Set([ftyp.majorBrand, ...ftyp.compatibleBrands])] : [],
    majorBrand: ftyp?.majorBrand ?? '',
    timescale,
    duration: stated > 0n ? Number(stated) : Math.round(longest),
    creationTime: mvhd?.creationTime ?? 0n,
    fragmented,
    tracks,
  }
}

/** The first `moov`. A second one is never read: which of them a player shows is anyone's guess. */
function theMoov(tree: BoxTree, findings: Findings): Box | undefined {
  const [moov, ...others] = tree.boxes.filter(({ type }) => type === 'moov')
  if (!moov)
    findings.add('moov-missing', 'error', 'The file has no “moov”: nothing says what it holds.', { clause })
  for (const other of others.slice(0, 8)) {
    note(
      'moov-repeated',
      other,
      `The file has another “moov” at byte ${other.offset}; only the first is read.`,
      findings,
    )
  }
  return moov
}

function note(code: string, box: Box, detail: string, findings: Findings): void {
  findings.add(code, 'error', detail, { offset: box.offset, path: pathOf(box), clause })
}

async function readTracks(
  source: ByteSource,
  moov: Box,
  moofs: readonly Box[],
  findings: Findings,
  signal?: AbortSignal,
): Promise<MovieTrack[]> {
  const budget: SampleBudget = { left: fileLimit }
  const defaults = await readDefaults(source, moov, findings)
  const described: { description: TrackDescription; fragments: FragmentTrack }[] = []
  const traks = childrenOf(moov, 'trak')
  if (traks.length > trackCountLimit)
    note('tracks-too-many', moov, `Of ${traks.length} tracks ${trackCountLimit} were read.`, findings)
  for (const trak of traks.slice(0, trackCountLimit)) {
    signal?.throwIfAborted()
    const description = await readTrackDescription(source, trak, findings)
    const { id, handler, entryCount: entries } = description
    if (described.some((other) => other.fragments.id === id)) {
      note(
        'track-id-repeated',
        trak,
        `Another track has the id ${id} too; fragments are given to the first.`,
        findings,
      )
    }
    const builder = new SampleTableBuilder(budget)
    const stbl = descend(trak, 'mdia', 'minf', 'stbl')
    if (stbl) await readStblSamples(source, stbl, { handler, entries }, builder, findings)
    described.push({
      description,
      fragments: { id, trex: defaults.get(id) ?? null, entries, builder },
    })
  }
  const reader = new FragmentReader(
    source,
    described.map(({ fragments }) => fragments),
    findings,
  )
  for (const moof of moofs) {
    signal?.throwIfAborted()
    await reader.read(moof)
  }
  return described.map(({ description, fragments }) =>
    finish(description, fragments.builder, source.size, findings),
  )
}

function finish(
  description: TrackDescription,
  builder: SampleTableBuilder,
  fileSize: number,
  findings: Findings,
): MovieTrack {
  const samples = builder.build()
  const path = pathOf(description.box)
  if (builder.full) {
    const limits = `no more than ${trackLimit} a track and ${fileLimit} a file, none later than ${latestTime} ticks`
    const detail = `Of track ${description.id} ${samples.length} samples were read; ${limits} are kept.`
    findings.add('samples-too-many', 'warning', detail, { offset: description.box.offset, path })
  }
  reportSamplesOutside(samples, fileSize, findings, path)
  return { ...description, mediaDuration: mediaDurationOf(samples), samples }
}

async function readDefaults(source: ByteSource, moov: Box, findings: Findings): Promise<Map<number, Trex>> {
  const defaults = new Map<number, Trex>()
  const mvex = childOf(moov, 'mvex')
  for (const box of mvex ? childrenOf(mvex, 'trex').slice(0, trackCountLimit) : []) {
    const trex = await readBox(source, box, findings, readTrex)
    if (trex) defaults.set(trex.trackId, trex)
  }
  return defaults
}
