// The reference file of ONVIF Media Signing changed in the ways for which the verdicts of the reference implementation are
// known; where the product says more than that, its own answer is here too.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { NalUnit } from '#engine/bitstream/nal-unit.ts'
import type { SigningOutcome } from '#engine/mediasigning/signing-verifier.ts'
import { needsSamples } from '../support/shared.ts'
import { altered, readUnits, verifyUnits } from '../support/video-units.ts'

describe('mutations of test_signed_h264', () => {
  const path = join(needsSamples('onvif-media-signing'), 'test_signed_h264.mp4')
  let all: NalUnit[] = []
  beforeAll(async () => {
    // Where the file is absent the tests are skipped.
    const mp4 = await readFile(path).catch(() => null)
    if (mp4) all = (await readUnits(mp4)).filter(({ role }) => role === 'slice' || role === 'sei')
  })

  const spans = ({ groups }: SigningOutcome): string =>
    groups.map(({ firstSample, endSample, verdict }) => `${firstSample}-${endSample} ${verdict}`).join(', ')
  const isPicture = (unit: NalUnit, sample: number): boolean =>
    unit.role === 'slice' && unit.sample === sample
  const records = (): NalUnit[] =>
    all.filter(({ role, bytes }) => role === 'sei' && (bytes?.length ?? 0) > 1_000)

  it('one bit of a picture: its group, and which picture', () => {
    const outcome = verifyUnits(all.map((unit) => (isPicture(unit, 100) ? altered(unit) : unit)))
    expect(outcome).toMatchObject({
      verdict: 'not-authentic',
      gops: { ok: 4, missing: 0, bad: 1 },
      nalUnits: { received: 261, validated: 261, pending: 0 },
      frames: 256,
      framesVerified: 255,
    })
    expect(outcome.groups[1]).toMatchObject({ verdict: 'bad', badSamples: [100] })
  })

  it('the first picture of a group changed: that group alone', () => {
    const outcome = verifyUnits(all.map((unit) => (isPicture(unit, 62) ? altered(unit) : unit)))
    expect(outcome).toMatchObject({ verdict: 'not-authentic', gops: { ok: 4, missing: 0, bad: 1 } })
    expect(outcome.groups[1]).toMatchObject({ verdict: 'bad', badSamples: [62] })
    // The others build on it.
    expect(outcome.frameRuns[2]).toEqual({ first: 63, count: 61, state: 'doubtful' })
  })

  it('one picture dropped: missing, the others unchanged', () => {
    const outcome = verifyUnits(all.filter((unit) => !isPicture(unit, 100)))
    expect(outcome).toMatchObject({
      verdict: 'authentic-with-missing',
      gops: { ok: 4, missing: 1, bad: 0 },
      nalUnits: { received: 260, validated: 260, pending: 0 },
      frames: 255,
      framesVerified: 255,
      framesMissing: 1,
    })
    expect(outcome.groups[1]).toMatchObject({ verdict: 'missing', missingFrames: 1, badSamples: [] })
  })

  it('two pictures swapped', () => {
    const [one, two] = [100, 101].map((sample) => all.find((unit) => isPicture(unit, sample)))
    if (!one || !two) throw new Error('no pictures')
    const outcome = verifyUnits(all.map((unit) => (unit === one ? two : unit === two ? one : unit)))
    expect(outcome).toMatchObject({ verdict: 'not-authentic', gops: { ok: 4, missing: 0, bad: 1 } })
    expect(outcome.groups[1]?.verdict).toBe('bad')
  })

  it('the first picture of a group dropped: two groups', () => {
    const outcome = verifyUnits(all.filter((unit) => !isPicture(unit, 62)))
    expect(outcome).toMatchObject({ verdict: 'not-authentic', gops: { ok: 3, missing: 0, bad: 2 } })
    expect(outcome.groups.map(({ verdict }) => verdict)).toEqual(['ok', 'bad', 'bad', 'ok', 'ok'])
  })

  it('the second signature record removed: its group has none, and that is said', () => {
    const [, second] = records()
    const outcome = verifyUnits(all.filter((unit) => unit !== second))
    expect(outcome).toMatchObject({ verdict: 'not-authentic', gops: { ok: 4, missing: 0, bad: 1 } })
    expect(outcome.groups[1]).toMatchObject({ verdict: 'bad', firstSample: 62, endSample: 124, sei: null })
    expect(outcome.groups[1]?.reason).toContain('No signature record')
  })

  it.each([40, 700, 900, 2_700])('byte %i of a signature record changed: its group', (place) => {
    const [, second] = records()
    const broken = second && { ...second, bytes: Uint8Array.from(second.bytes ?? []) }
    if (!broken) throw new Error('no record')
    broken.bytes[place] = (broken.bytes[place] ?? 0) ^ 1
    const outcome = verifyUnits(all.map((unit) => (unit === second ? broken : unit)))
    expect(outcome.verdict).toBe('not-authentic')
    expect(outcome.groups.map(({ verdict }) => verdict)).toEqual(['ok', 'bad', 'ok', 'ok', 'ok'])
  })

  it('all records removed: not signed', () => {
    const gone = new Set(records())
    expect(verifyUnits(all.filter((unit) => !gone.has(unit))).verdict).toBe('not-signed')
  })

  it('the first 80 units cut: not checkable there, nothing against the rest', () => {
    const hashable = all.filter((unit) => unit.role === 'slice' || records().includes(unit))
    const outcome = verifyUnits(hashable.slice(80))
    expect(outcome).toMatchObject({
      verdict: 'authentic',
      referenceVerdict: 'not-authentic',
      framesCut: 45,
      framesVerified: 132,
      gops: { ok: 3, missing: 0, bad: 0 },
    })
    expect(spans(outcome)).toBe('79-124 cut, 124-186 ok, 186-248 ok, 248-256 ok')
    expect(outcome.reason).toContain('the file begins in the middle of a group')
  })

  it('cut there, and a picture of the rest of that group changed: not a cut', () => {
    const rest = all.filter(({ sample }) => sample >= 79)
    const outcome = verifyUnits(rest.map((unit) => (isPicture(unit, 100) ? altered(unit) : unit)))
    expect(outcome.verdict).toBe('not-authentic')
    expect(outcome.groups[0]).toMatchObject({ verdict: 'bad', badSamples: [100] })
  })

  it('cut where a group begins: whole from there on', () => {
    const outcome = verifyUnits(all.filter(({ sample }) => sample >= 62))
    expect(outcome).toMatchObject({ verdict: 'authentic', framesVerified: 194, framesCut: 0 })
    expect(outcome.findings.map(({ code }) => code)).toContain('media-signing-record-before-file')
  })

  it('the end cut: what has no record any more is pending', () => {
    const outcome = verifyUnits(all.filter(({ sample }) => sample < 240))
    expect(outcome).toMatchObject({ verdict: 'authentic', framesVerified: 186, framesPending: 54 })
    expect(outcome.nalUnits).toEqual({ received: 243, validated: 189, pending: 54 })
  })
})
