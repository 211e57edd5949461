// Which stored picture of a group is the first that does not decode cleanly. A player's decoder fills in what is missing and says
// nothing; ffmpeg says so. Pictures that were decoded after the damaged one may repeat it.
import type { ByteSource } from '../base/byte-source.ts'
import type { MovieTrack } from '../isobmff/movie.ts'
import { compositionTimeOf } from '../isobmff/sample-lookup.ts'
import { firstAlike } from '../isobmff/sample-entry.ts'
import { beginningAt } from './beginning.ts'
import { joinUnits, splitUnits, unitFormat, type UnitFormat } from './annex-b.ts'
import { probeFfmpeg } from './ffmpeg.ts'

/** More is not read for one answer: a group of pictures has some megabytes. */
const bytesLimit = 256 << 20
const timeoutMs = 60_000

/** `firstDamaged` is a decode index; null where all decode cleanly. `checked` is false where this codec cannot be checked. */
export type DamageAnswer = { checked: boolean; firstDamaged: number | null }

/** Decodes samples [first, first + count), of which the first has to be one at which decoding can begin. */
export async function findDamage(
  source: ByteSource,
  track: MovieTrack,
  first: number,
  count: number,
  signal: AbortSignal,
): Promise<DamageAnswer> {
  const { samples } = track
  const end = Math.min(samples.length, first + count)
  const beginning = await beginningAt(source, track, first, signal)
  const format = unitFormat(beginning?.entries[samples.entry[first] ?? 0])
  const wanted = neededSamples(track, first, end)
  const bytes = wanted.reduce((sum, index) => sum + (samples.size[index] ?? 0), 0)
  // Of another entry other parameter sets hold; such a change within a group does not occur in practice.
  const alike = firstAlike(track.entries)
  const entryOf = (index: number): number | undefined => alike[samples.entry[index] ?? 0]
  const isUniform = wanted.every((index) => entryOf(index) === entryOf(first))
  if (!format || !isUniform || wanted.length === 0 || bytes > bytesLimit)
    return { checked: false, firstDamaged: null }

  const torn = await firstTorn(source, track, wanted, format)
  const whole = torn === null ? wanted : wanted.slice(0, torn)
  const complains = (prefix: number): Promise<boolean> =>
    decodesBadly(source, track, whole.slice(0, prefix), format, signal)
  if (whole.length === 0 || !(await complains(whole.length)))
    return { checked: true, firstDamaged: torn === null ? null : (wanted[torn] ?? null) }
  // The shortest beginning of the group that ffmpeg complains about ends with the damaged sample.
  let [clean, bad] = [0, whole.length]
  while (bad - clean > 1) {
    const middle = (clean + bad) >>> 1
    if (await complains(middle)) bad = middle
    else clean = middle
  }
  return { checked: true, firstDamaged: whole[bad - 1] ?? null }
}

/** Without the pictures shown before the first one: they need the group before (open groups). */
function neededSamples(track: MovieTrack, first: number, end: number): number[] {
  const { samples } = track
  const shownAt = compositionTimeOf(samples, first)
  const wanted: number[] = []
  let inFirstGroup = true
  for (let index = first; index < end; index += 1) {
    if (index > first && samples.sync[index] === 1) inFirstGroup = false
    if (!inFirstGroup || compositionTimeOf(samples, index) >= shownAt) wanted.push(index)
  }
  return wanted
}

/** Place in `wanted` of the first sample that is not there, or whose units do not add up. */
async function firstTorn(
  source: ByteSource,
  track: MovieTrack,
  wanted: readonly number[],
  { lengthSize }: UnitFormat,
): Promise<number | null> {
  for (const [place, index] of wanted.entries()) {
    const sample = await readSample(source, track, index)
    if (sample.length !== track.samples.size[index] || splitUnits(sample, lengthSize) === null) return place
  }
  return null
}

async function decodesBadly(
  source: ByteSource,
  track: MovieTrack,
  wanted: readonly number[],
  format: UnitFormat,
  signal: AbortSignal,
): Promise<boolean> {
  // One thread, so that nothing is left out at the end; ffmpeg tells at `info` that it filled something in.
  const level = format.name === 'h264' ? 'info' : 'error'
  const args = ['-loglevel', level, '-threads', '1', '-f', format.name, '-i', 'pipe:0', '-f', 'null', '-']
  const input = byteStream(source, track, wanted, format)
  const { said, isAll } = await probeFfmpeg(args, { input, signal, timeoutMs })
  // Of what decodes cleanly it says next to nothing; what is not kept of its words may have been a complaint.
  return !isAll || said.split('\n').some((line) => complaints[format.name].test(line))
}

/** Of pictures before the beginning ffmpeg for H.265 says that it misses them, also where no picture needs them. */
const complaints = {
  h264: /concealing \d+|error while decoding MB|no frame!|Invalid data found|decode_slice_header error/,
  hevc: /^\[hevc @ \w+\] (?!Could not find ref with POC)|Invalid data found/,
}

async function* byteStream(
  source: ByteSource,
  track: MovieTrack,
  wanted: readonly number[],
  { lengthSize, parameterSets }: UnitFormat,
): AsyncIterable<Uint8Array> {
  yield joinUnits(parameterSets)
  for (const index of wanted) {
    yield joinUnits(splitUnits(await readSample(source, track, index), lengthSize) ?? [])
  }
}

const readSample = (source: ByteSource, { samples }: MovieTrack, index: number): Promise<Uint8Array> =>
  source.read(samples.offset[index] ?? 0, Math.min(samples.size[index] ?? 0, bytesLimit))
