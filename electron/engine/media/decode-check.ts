// Whether stored samples decode without a complaint of ffmpeg's. A player's decoder fills in what is missing and says nothing; ffmpeg
// says so, and is then ended: what comes after may repeat it.
import type { ByteSource } from '../base/byte-source.ts'
import type { MovieTrack } from '../isobmff/movie.ts'
import { compositionTimeOf } from '../isobmff/sample-lookup.ts'
import { isSlice, joinUnits, splitUnits, unitFormat, type UnitFormat } from './annex-b.ts'
import { beginningAt, isUnsure, unknownBeginning } from './beginning.ts'
import { probeFfmpeg } from './ffmpeg.ts'

/** Samples in decode order, of which the first has to be one at which decoding can begin. */
export type Stretch = {
  source: ByteSource
  track: MovieTrack
  format: UnitFormat
  wanted: readonly number[]
}

export type CheckRun = {
  signal: AbortSignal
  timeoutMs: number
  /** Is told of each sample that is given to the decoder. */
  onGiven?: (sample: number) => void
}

/**
 * `given`: so many samples had been given to the decoder when it complained, or were in all. `torn`: the one after these is not
 * there, holds no picture, or its units do not add up; it was not given to the decoder, and nothing behind it.
 */
export type Check = { complains: boolean; given: number; torn: boolean }

/**
 * Fails as `probeFfmpeg` does where ffmpeg ends with an error that is no complaint about a picture; with `review-refused` where it
 * cannot be known which parameter sets are in force at the beginning.
 */
export async function checkStretch(stretch: Stretch, run: CheckRun): Promise<Check> {
  const { source, track, format, wanted } = stretch
  const unitsOf = async (place: number): Promise<Uint8Array[] | null> => {
    const sample = wanted[place]
    const units = sample === undefined ? null : await readUnits(source, track, sample, format)
    // ffmpeg would take what holds no picture for a part of the next one.
    return units?.some((unit) => isSlice(unit, format.name)) ? units : null
  }
  const check: Check = { complains: false, given: 0, torn: false }
  // ffmpeg takes an input without a picture for an error.
  if ((await unitsOf(0)) === null) return { ...check, torn: wanted.length > 0 }
  const parameterSets = await setsAtBeginning(stretch, run.signal)
  const enough = new AbortController()
  const signal = AbortSignal.any([run.signal, enough.signal])
  async function* input(): AsyncIterable<Uint8Array> {
    yield joinUnits(parameterSets)
    for (const [place, sample] of wanted.entries()) {
      const units = await unitsOf(place)
      if (signal.aborted) return
      if (units === null) return void (check.torn = true)
      check.given += 1
      run.onGiven?.(sample)
      yield joinUnits(units)
    }
  }
  const onStderr = complaintWatch(format, () => {
    check.complains = true
    enough.abort()
  })
  try {
    await probeFfmpeg(decodeArguments(format), {
      ...{ input: input(), signal, timeoutMs: run.timeoutMs, onStderr },
    })
  } catch (cause) {
    run.signal.throwIfAborted()
    if (!check.complains) throw cause
  }
  return check.complains ? { ...check, torn: false } : check
}

/** Those that came in samples before, too. */
async function setsAtBeginning(
  { source, track, format, wanted }: Stretch,
  signal: AbortSignal,
): Promise<readonly Uint8Array[]> {
  const first = wanted[0] ?? 0
  const beginning = await beginningAt(source, track, first, signal)
  if (beginning === null || (await isUnsure(source, track, [first, first + 1], signal)))
    throw unknownBeginning('review-refused', track, first)
  return unitFormat(beginning.entries[track.samples.entry[first] ?? 0])?.parameterSets ?? format.parameterSets
}

/** Place in `wanted` of the first sample that does not decode cleanly; null where all do. The first `clean` are known to. */
export async function firstDamaged(stretch: Stretch, clean: number, run: CheckRun): Promise<number | null> {
  const whole = await checkStretch(stretch, run)
  if (!whole.complains) return whole.torn ? whole.given : null
  // The shortest beginning that ffmpeg complains about ends with the damaged sample.
  let [good, bad] = [clean, whole.given]
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    const part = await checkStretch({ ...stretch, wanted: stretch.wanted.slice(0, middle) }, run)
    if (part.complains) bad = Math.min(middle, part.given)
    else good = middle
  }
  return bad - 1
}

/**
 * Of samples [first, end) those that can be decoded from `first` on: not the pictures that are shown before it, for which the group
 * before is needed (open groups).
 */
export function decodableSamples({ samples }: MovieTrack, first: number, end: number): number[] {
  const shownAt = compositionTimeOf(samples, first)
  const wanted: number[] = []
  let inFirstGroup = true
  for (let index = first; index < end; index += 1) {
    if (index > first && samples.sync[index] === 1) inFirstGroup = false
    if (!inFirstGroup || compositionTimeOf(samples, index) >= shownAt) wanted.push(index)
  }
  return wanted
}

function decodeArguments({ name }: UnitFormat): string[] {
  // One thread, so that nothing is left out at the end; ffmpeg tells at `info` that it filled something in.
  const level = name === 'h264' ? 'info' : 'error'
  return ['-loglevel', level, '-threads', '1', '-f', name, '-i', 'pipe:0', '-f', 'null', '-']
}

const complaints = {
  h264: /concealing \d+|error while decoding MB|no frame!|Invalid data found|decode_slice_header error/,
  hevc: /^\[hevc @ \w+\] |Invalid data found/,
}

/** Takes what ffmpeg says as it comes, and tells of the first complaint. */
function complaintWatch({ name }: UnitFormat, onComplaint: () => void): (text: string) => void {
  let line = ''
  let isOver = false
  return (text) => {
    if (isOver) return
    const lines = (line + text).split('\n')
    line = lines.pop() ?? ''
    isOver = lines.some((one) => complaints[name].test(one))
    if (isOver) onComplaint()
  }
}

/** Null where the sample is not there as a whole, or its units do not add up. */
export async function readUnits(
  source: ByteSource,
  { samples }: MovieTrack,
  index: number,
  { lengthSize }: UnitFormat,
): Promise<Uint8Array[] | null> {
  const size = samples.size[index] ?? 0
  const bytes = await source.read(samples.offset[index] ?? 0, size)
  return bytes.length === size ? splitUnits(bytes, lengthSize) : null
}
