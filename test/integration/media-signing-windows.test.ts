// Any stretch of a signed video, wherever it is cut out: nothing in it was changed, so nothing may be said against it, and
// every group whose pictures and signature are all there is verified (ONVIF Media Signing B.4, EFF 26.06 5.1).
import { beforeAll, describe, expect, it } from 'vitest'
import { changed, insert, keepSeis, pictureAt } from '../support/sign-video-attacks.ts'
import { checkStream, stateAt } from '../support/sign-video-check.ts'
import { makeVideoSigner } from '../support/sign-video-keys.ts'
import type { VideoSigner } from '../support/sign-video-keys.ts'
import { canEncode, makeStream } from '../support/sign-video-sources.ts'
import type { SourceOptions } from '../support/sign-video-sources.ts'
import type { VideoStream } from '../support/sign-video-stream.ts'
import { signStream } from '../support/sign-video.ts'
import type { SignOptions } from '../support/sign-video.ts'

let camera: VideoSigner
beforeAll(async () => {
  camera = await makeVideoSigner('Camera')
})

type Subject = { name: string; source: SourceOptions; options: Omit<SignOptions, 'signer'> }

const escaping = 'before-hash' as const
const subjects: Subject[] = [
  { name: 'signatures at once', source: { codec: 'h264' }, options: {} },
  { name: 'signatures late', source: { codec: 'h264' }, options: { delay: 3 } },
  { name: 'without lists', source: { codec: 'h264', slices: 2 }, options: { hashList: false, delay: 1 } },
  { name: 'in partial groups', source: { codec: 'h265' }, options: { partialEvery: 4, delay: 1 } },
  {
    name: 'in partial groups without lists',
    source: { codec: 'h264' },
    options: { partialEvery: 4, hashList: false },
  },
  {
    name: 'as Axis does',
    source: { codec: 'h265', bFrames: 2 },
    options: { scheme: 'axis', escaping, delay: 1 },
  },
  { name: 'as Axis did at first', source: { codec: 'h264' }, options: { scheme: 'axis-v1', escaping } },
]

/** Where the pictures of each group lie, and the picture that brings its signature. */
function groupsOf(stream: VideoStream): { first: number; end: number; sei: number }[] {
  const groups: { first: number; end: number; sei: number }[] = []
  for (const [index, { units }] of stream.pictures.entries()) {
    for (const { group, record } of units) {
      if (group !== null) groups[group] = { first: groups[group]?.first ?? index, end: index + 1, sei: -1 }
      const signed = record?.group ?? null
      const known = signed === null ? undefined : groups[signed]
      if (known) known.sei = index
    }
  }
  return groups
}

describe.each(subjects)('a stretch cut out: $name', ({ name, source, options }) => {
  it.skipIf(!canEncode(source.codec))('is never called changed', async () => {
    const stream = signStream(await makeStream(source), { ...options, signer: camera })
    const groups = groupsOf(stream)
    const faults: string[] = []
    for (let from = 0; from < 42; from += 1) {
      const end = Math.min(60, from + 18 + ((from * 7) % 25))
      const outcome = await checkStream({ ...stream, pictures: stream.pictures.slice(from, end) })
      const { verdict, gops, frames, framesVerified, framesPending, framesCut } = outcome
      const say = (what: string): void => void faults.push(`${from} to ${end}: ${what}`)
      let complete = 0
      if (gops.bad > 0 || gops.missing > 0) say(`${gops.bad} bad, ${gops.missing} missing`)
      if (frames !== end - from || framesVerified + framesPending + framesCut !== frames)
        say(`${frames} pictures: ${framesVerified} verified, ${framesPending} pending, ${framesCut} cut`)
      for (const [index, group] of groups.entries()) {
        // Partial groups are linked to the first picture of the whole one, which a cut may have left behind.
        const begin = groups.findLast((other, at) => at <= index && other.first % 10 === 0)?.first ?? 0
        const whole = begin >= from && group.end <= end && group.sei < end
        // Axis' first format needs the picture after a group as well, and its last signature has none.
        if (!whole || (options.scheme === 'axis-v1' && group.end === 60)) continue
        complete += 1
        for (let sample = group.first; sample < group.end; sample += 1)
          if (stateAt(outcome, sample - from) !== 'ok')
            say(`picture ${sample} of group ${index} is ${stateAt(outcome, sample - from)}`)
      }
      // Without one whole group nothing can be said, and that is what has to be said.
      if (verdict !== 'authentic' && (complete > 0 || verdict !== 'not-checkable'))
        say(`${verdict} with ${complete} whole groups: ${outcome.reason}`)
    }
    expect(faults.slice(0, 20), name).toEqual([])
  })
})

describe.skipIf(!canEncode('h264'))('a head that only looks cut', () => {
  let stream: VideoStream
  let foreign: VideoStream
  beforeAll(async () => {
    stream = signStream(await makeStream({ codec: 'h264' }), { signer: camera, delay: 1 })
    foreign = await makeStream({ codec: 'h264', scene: 'testsrc' })
  })

  it('foreign pictures before the first are not verified', async () => {
    const outcome = await checkStream(
      changed(stream, (pictures) => void pictures.unshift(...foreign.pictures.slice(3, 10))),
    )
    for (let sample = 0; sample < 7; sample += 1) expect(stateAt(outcome, sample)).not.toBe('ok')
    for (let sample = 7; sample < 67; sample += 1) expect(stateAt(outcome, sample)).toBe('ok')
  })

  it('a whole foreign group before the first is not authentic', async () => {
    const outcome = await checkStream(
      changed(stream, (pictures) => void pictures.unshift(...foreign.pictures.slice(0, 10))),
    )
    expect(outcome.verdict).toBe('not-authentic')
    for (let sample = 0; sample < 10; sample += 1) expect(stateAt(outcome, sample)).not.toBe('ok')
  })

  it('a foreign picture in a group whose head is cut is not verified', async () => {
    const late = { ...stream, pictures: stream.pictures.slice(13) }
    const outcome = await checkStream(insert(late, 3, pictureAt(foreign.pictures, 15)))
    expect(stateAt(outcome, 3)).not.toBe('ok')
    expect(outcome.framesVerified).toBeLessThanOrEqual(47)
    for (let sample = 8; sample < 48; sample += 1) expect(stateAt(outcome, sample)).toBe('ok')
  })

  it('a head of foreign pictures in the place of a group, its signature kept, is never verified', async () => {
    const forged = changed(
      keepSeis(stream, (group) => group !== 0),
      (pictures) => {
        for (let index = 0; index < 10; index += 1) pictures[index] = pictureAt(foreign.pictures, index)
      },
    )
    const outcome = await checkStream(forged)
    expect(outcome.verdict).toBe('not-authentic')
    for (let sample = 0; sample < 10; sample += 1) expect(stateAt(outcome, sample)).not.toBe('ok')
  })
})
