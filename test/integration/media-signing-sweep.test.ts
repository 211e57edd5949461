// Thousands of one-bit changes to signed video, each of which has to be noticed, and placed in the right group (ONVIF Media
// Signing B.2).
import { beforeAll, describe, expect, it } from 'vitest'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { SigningOutcome } from '#engine/mediasigning/signing-verifier.ts'
import { checkBytes, groupsAt, stateAt, trackOf } from '../support/sign-video-check.ts'
import { makeVideoSigner } from '../support/sign-video-keys.ts'
import type { VideoSigner } from '../support/sign-video-keys.ts'
import { canEncode, makeStream } from '../support/sign-video-sources.ts'
import type { SourceOptions } from '../support/sign-video-sources.ts'
import { writeStream } from '../support/sign-video-stream.ts'
import type { Place, SignedRecord, VideoStream } from '../support/sign-video-stream.ts'
import { signStream } from '../support/sign-video.ts'
import type { SignOptions } from '../support/sign-video.ts'

let camera: VideoSigner
beforeAll(async () => {
  camera = await makeVideoSigner('Camera')
})

/** The same numbers every time (Park and Miller). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

type Subject = { name: string; source: SourceOptions; options: Omit<SignOptions, 'signer'>; seed: number }

const subjects: Subject[] = [
  { name: 'ONVIF, H.264', source: { codec: 'h264' }, options: { delay: 1 }, seed: 1 },
  {
    name: 'ONVIF, H.265, slices, partial groups',
    source: { codec: 'h265', slices: 2 },
    options: { partialEvery: 4, escaping: 'before-hash', certificateSei: true },
    seed: 2,
  },
  {
    name: 'ONVIF, H.264 without lists',
    source: { codec: 'h264', slices: 3, bFrames: 2 },
    options: { hashList: false, certificateSei: true, delay: 2 },
    seed: 3,
  },
  {
    name: 'Axis, H.264',
    source: { codec: 'h264' },
    options: { scheme: 'axis', escaping: 'before-hash', delay: 1 },
    seed: 4,
  },
  {
    name: 'Axis at first, H.264',
    source: { codec: 'h264' },
    options: { scheme: 'axis-v1', escaping: 'before-hash' },
    seed: 5,
  },
]

type Signed = {
  stream: VideoStream
  mp4: Uint8Array
  places: Place[]
  track: MovieTrack
  whole: SigningOutcome
}

async function signed({ source, options }: Subject): Promise<Signed> {
  const stream = signStream(await makeStream(source), { ...options, signer: camera })
  const { mp4, places } = writeStream(stream)
  const track = await trackOf(mp4)
  const whole = await checkBytes(mp4, track)
  expect([whole.verdict, whole.reason]).toEqual(['authentic', null])
  return { stream, mp4, places, track, whole }
}

async function flipped({ mp4, track }: Signed, position: number, bit: number): Promise<SigningOutcome> {
  const change = (): void => void (mp4[position] = (mp4[position] ?? 0) ^ (1 << bit))
  change()
  try {
    return await checkBytes(mp4, track)
  } finally {
    change()
  }
}

/** Bits that say what a unit is, not what it shows: with them groups may begin elsewhere. */
function isStructural({ unit }: Place, at: number, bit: number, codec: string): boolean {
  if (codec === 'h264') return (at === 0 && bit < 5) || (at === 1 && bit === 7)
  const { length } = unit.bytes
  return length > 2 && ((at === 0 && bit > 0 && bit < 7) || (at === 2 && bit === 7))
}

/** `what` of every change that was not answered as it should be, at most 20, so that a failure tells where to look. */
class Faults {
  readonly list: string[] = []
  count = 0
  add(what: string): void {
    this.count += 1
    if (this.list.length < 20) this.list.push(what)
  }
}

/** Pictures of each group as signed. */
function spansOf({ stream }: Signed): { first: number; end: number }[] {
  const spans: { first: number; end: number }[] = []
  for (const [index, { units }] of stream.pictures.entries()) {
    const group = units.find(({ role }) => role === 'slice')?.group ?? -1
    spans[group] = { first: spans[group]?.first ?? index, end: index + 1 }
  }
  return spans
}

const slicesEach = 400

describe.each(subjects)('one bit changed: $name', (subject) => {
  const { codec } = subject.source

  it.skipIf(!canEncode(codec))(
    'in a slice is noticed, and placed in its group',
    { timeout: 180_000 },
    async () => {
      const made = await signed(subject)
      const spans = spansOf(made)
      const pick = numbersFrom(subject.seed)
      // Pictures of a group that is pending are not said to be anything yet.
      const slices = made.places.filter(
        ({ sample, unit }) => unit.role === 'slice' && stateAt(made.whole, sample) === 'ok',
      )
      const total = slices.reduce((sum, { unit }) => sum + unit.bytes.length, 0)
      const list = subject.options.hashList !== false
      const faults = new Faults()
      for (let round = 0; round < slicesEach; round += 1) {
        // Every other one anywhere in the bytes, where first pictures weigh most; the rest in any slice alike.
        const place = round % 2 === 0 ? byWeight(slices, pick(total)) : slices[pick(slices.length)]
        if (!place) throw new Error('no slice')
        const at = pick(place.unit.bytes.length)
        const bit = pick(8)
        const outcome = await flipped(made, place.offset + at, bit)
        const structural = isStructural(place, at, bit, codec)
        const where = `byte ${place.offset + at} bit ${bit}: slice byte ${at} of sample ${place.sample}, group ${place.unit.group}`
        for (const fault of faultsOf(outcome, place, spans, structural, list, made.whole))
          faults.add(`${where}: ${fault}`)
      }
      expect({ faults: faults.count, of: slicesEach, first: faults.list }).toEqual({
        faults: 0,
        of: slicesEach,
        first: [],
      })
    },
  )

  it.skipIf(!canEncode(codec))('in a signing SEI is never passed over', { timeout: 180_000 }, async () => {
    const made = await signed(subject)
    const pick = numbersFrom(subject.seed + 100)
    const seis = made.places.filter(
      ({ unit: { record } }) => record !== null && !isSpare(record, subject, made),
    )
    const total = seis.reduce((sum, { unit }) => sum + unit.bytes.length, 0)
    const faults = new Faults()
    const harmless = new Set<string>()
    for (let round = 0; round < slicesEach; round += 1) {
      const place = round % 2 === 0 ? byWeight(seis, pick(total)) : seis[pick(seis.length)]
      const record = place?.unit.record
      if (!place || !record) throw new Error('no SEI')
      // Half of the rounds take each part of an SEI alike: most of its bytes are hashes and certificates.
      const part = round % 2 === 0 ? null : record.parts[pick(record.parts.length)]
      const at = part ? part.start + pick(part.end - part.start) : pick(place.unit.bytes.length)
      const bit = pick(8)
      const outcome = await flipped(made, place.offset + at, bit)
      if (outcome.verdict !== 'authentic') continue
      const name = record.parts.find(({ start, end }) => start <= at && at < end)?.name ?? '?'
      // Where the last signature is no longer one, its pictures have none yet: that is said of them, and no more.
      if (
        outcome.gops.ok < made.whole.gops.ok &&
        outcome.framesPending > 0 &&
        record.group === spansOf(made).length - 1
      )
        continue
      harmless.add(name)
      if (!outside.has(name))
        faults.add(
          `byte ${place.offset + at} bit ${bit}: byte ${at}, ${name}, of the SEI of group ${record.group}`,
        )
    }
    expect({ faults: faults.count, of: slicesEach, first: faults.list }).toEqual({
      faults: 0,
      of: slicesEach,
      first: [],
    })
    expect([...harmless].every((name) => outside.has(name))).toBe(true)
  })
})

/**
 * What no signature speaks of and no verdict needs: the unused end of the signature's place, the stop byte behind it, and
 * what Axis says of the signature beside it (flags, the kind of key that the key itself tells).
 */
const outside: ReadonlySet<string> = new Set(['signature flags', 'signature padding', 'stop'])

/**
 * Axis' first format begins with a signature over the first picture alone, which the next one covers too; and the last one
 * has no pictures that it could be compared with.
 */
const isSpare = ({ group, kind }: SignedRecord, { options }: Subject, made: Signed): boolean =>
  options.scheme === 'axis-v1' && kind === 'group' && (group === null || group === spansOf(made).length - 1)

function byWeight(places: readonly Place[], at: number): Place | undefined {
  let left = at
  return places.find(({ unit }) => (left -= unit.bytes.length) < 0)
}

function* faultsOf(
  outcome: SigningOutcome,
  { sample, unit }: Place,
  spans: readonly { first: number; end: number }[],
  structural: boolean,
  list: boolean,
  whole: SigningOutcome,
): Iterable<string> {
  if (outcome.verdict === 'authentic' || outcome.verdict === 'not-signed') yield `verdict ${outcome.verdict}`
  const here = groupsAt(outcome, sample)
  const verdicts = here.map(({ verdict }) => verdict)
  // A unit that no longer says it is a slice is a signed unit that is not there.
  const deserved = structural ? ['bad', 'missing'] : ['bad']
  if (!verdicts.some((verdict) => deserved.includes(verdict))) yield `its group is ${verdicts.join()}`
  if (!structural && (here.length !== 1 || here[0]?.firstSample !== spans[unit.group ?? -1]?.first))
    yield 'its group is not where it was'
  if (!structural && stateAt(outcome, sample) === 'ok') yield 'its picture is said to be ok'
  for (const [index, { first, end }] of spans.entries()) {
    if (index === unit.group || (structural && Math.abs(index - (unit.group ?? -1)) === 1)) continue
    const group = outcome.groups.find(
      ({ firstSample, endSample }) => firstSample === first && endSample === end,
    )
    if (group?.verdict !== whole.groups[index]?.verdict)
      yield `group ${index} is ${group?.verdict ?? 'not there'}: ${group?.reason ?? ''}`
  }
  const bad = here[0]?.badSamples ?? []
  if (!structural && list && !bad.includes(sample)) yield `bad samples ${bad.join()}`
  if (!structural && list && !unit.idr && bad.length !== 1) yield `bad samples ${bad.join()}`
  if (!list && bad.length > 0) yield `bad samples ${bad.join()} without a list`
}
