// Video signed in every way that the two schemes allow, by an independent hand: each is authentic, with the right numbers
// (ONVIF Media Signing 5.2 to 5.12, B.2; Axis Signed Video).
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeBigSignedVideo } from '../support/big-signed-video.ts'
import { scratchFolder } from '../support/made-export.ts'
import { checkBytes, checkStream, trackOf } from '../support/sign-video-check.ts'
import { makeVideoSigner } from '../support/sign-video-keys.ts'
import type { VideoSigner } from '../support/sign-video-keys.ts'
import { canEncode, makeStream } from '../support/sign-video-sources.ts'
import { writeStream } from '../support/sign-video-stream.ts'
import type { VideoStream } from '../support/sign-video-stream.ts'
import { device } from '../support/sign-video-tags.ts'
import { variants } from '../support/sign-video-variants.ts'
import type { KeyName, Variant } from '../support/sign-video-variants.ts'
import { signStream } from '../support/sign-video.ts'

type Keys = Record<KeyName, VideoSigner>
let keys: Keys
beforeAll(async () => {
  const [p256, p384, rsa, chain, user] = await Promise.all([
    makeVideoSigner('Camera'),
    makeVideoSigner('Camera with P-384', 'p384'),
    makeVideoSigner('Camera with RSA', 'rsa'),
    makeVideoSigner('Camera with a chain', 'p256', 2),
    makeVideoSigner('User'),
  ])
  keys = { p256, p384, rsa, chain, user }
})

const startTime = new Date('2026-03-14T07:30:01.520Z')

/** Pictures of each group, from what the signer wrote into its slices. */
function truthOf(stream: VideoStream): { first: number; end: number; start: number; stop: number }[] {
  const groups: { first: number; end: number; start: number; stop: number }[] = []
  let time = startTime.getTime()
  for (const [index, { units, duration }] of stream.pictures.entries()) {
    const group = units.find(({ role }) => role === 'slice')?.group ?? -1
    const next = time + (duration * 1000) / stream.track.timescale
    groups[group] = {
      first: groups[group]?.first ?? index,
      end: index + 1,
      start: groups[group]?.start ?? time,
      stop: next,
    }
    time = next
  }
  return groups
}

for (const codec of ['h264', 'h265'] as const) {
  describe.skipIf(!canEncode(codec))(`${codec} signed`, () => {
    it.each(variants)('$name', async (made) => {
      const unsigned = await makeStream({ codec, ...made.source })
      const signer = keys[made.key ?? 'p256']
      const user = made.user ? keys[made.user] : null
      const stream = signStream(unsigned, { startTime, ...made.options, signer, ...(user ? { user } : {}) })
      const truth = truthOf(stream)
      const outcome = await checkStream(stream)
      const { scheme = 'onvif', axisGeneral = 3 } = made.options ?? {}
      // Axis' first format ends a group with the picture after it: without one the last group stays pending, as the
      // reference implementation has it.
      const pending = scheme === 'axis-v1' ? pendingOf(stream) : { pictures: 0, units: 0 }
      const finished = pending.pictures > 0 ? truth.slice(0, -1) : truth
      const pictures = stream.pictures.length
      const verified = pictures - pending.pictures
      expect({
        verdict: outcome.verdict,
        reason: outcome.verdict === 'authentic' ? null : outcome.reason,
        groups: outcome.groups.map(({ firstSample, endSample, verdict }) => [
          firstSample,
          endSample,
          verdict,
        ]),
      }).toEqual({
        verdict: 'authentic',
        reason: null,
        groups: truth.map(({ first, end }) => [first, end, first < verified ? 'ok' : 'pending']),
      })
      expect(outcome).toMatchObject({
        scheme: scheme === 'onvif' ? 'onvif' : 'axis',
        frames: pictures,
        framesVerified: verified,
        framesPending: pending.pictures,
        framesCut: 0,
        framesMissing: 0,
        gops: { ok: finished.length, missing: 0, bad: 0 },
        groupsOmitted: 0,
        referenceVerdict: null,
        device,
        publicKeySha256: keyHash(user ?? signer),
        needsHash: null,
        needsSecondScan: false,
      })
      expect(outcome.frameRuns).toEqual([
        { first: 0, count: verified, state: 'ok' },
        ...(pending.pictures > 0 ? [{ first: verified, count: pending.pictures, state: 'pending' }] : []),
      ])
      expect(outcome.groups.flatMap(({ badSamples }) => badSamples)).toEqual([])
      if (made.source?.withOthers !== true) {
        const received = stream.pictures.reduce((sum, { units }) => sum + units.length, 0)
        const validated = received - pending.units
        expect(outcome.nalUnits).toEqual({ received, validated, pending: pending.units })
      }
      const groups = outcome.groups.slice(0, finished.length)
      const seis = seisOf(stream, made.options).slice(0, finished.length)
      expect(groups.map(({ sei, digest }) => [sei?.start, digest])).toEqual(seis)
      if (scheme === 'onvif') {
        expect(outcome.leaf?.signer.sha256).toBe((user ?? signer).chain[0]?.signer.sha256)
        expect(outcome.intermediates.map(({ signer: { sha256 } }) => sha256)).toEqual(
          (user ?? signer).chain.slice(1).map(({ signer: { sha256 } }) => sha256),
        )
      } else expect([outcome.leaf, outcome.intermediates]).toEqual([null, []])
      const starts = scheme === 'onvif' || (scheme === 'axis' && axisGeneral === 4)
      expect(groups.map(({ start, end }) => [millis(start), millis(end)])).toEqual(
        finished.map(({ start, stop }) => [starts ? start : null, scheme === 'axis-v1' ? null : stop]),
      )
    })

    it('up to the last signature: what follows is pending, which is no fault', async () => {
      const unsigned = await makeStream({ codec })
      const outcome = await checkStream(signStream(unsigned, { signer: keys.p256, closing: false, delay: 1 }))
      expect(outcome).toMatchObject({
        verdict: 'authentic',
        frames: 60,
        framesVerified: 50,
        framesPending: 10,
        gops: { ok: 5, missing: 0, bad: 0 },
        frameRuns: [
          { first: 0, count: 50, state: 'ok' },
          { first: 50, count: 10, state: 'pending' },
        ],
      })
      expect(outcome.groups.at(-1)).toMatchObject({
        verdict: 'pending',
        firstSample: 50,
        endSample: 60,
        sei: null,
      })
    })

    it('not at all', async () => {
      const outcome = await checkStream(await makeStream({ codec }))
      expect(outcome).toMatchObject({
        verdict: 'not-signed',
        scheme: null,
        groups: [],
        publicKeySha256: null,
      })
    })
  })
}

describe.skipIf(!canEncode('h264'))('the signer of these tests', () => {
  it.each(['p256', 'p384', 'rsa'] as const)('signs with %s so that openssl agrees', async (kind) => {
    const signer = keys[kind]
    const stream = signStream(await makeStream({ codec: 'h264' }), { signer, hash: 'sha384' })
    const folder = scratchFolder()
    const file = (name: string, bytes: Uint8Array | string): string => {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    }
    const seis = stream.pictures
      .flatMap(({ units }) => units)
      .filter(({ record }) => record?.kind === 'group')
    expect(seis).toHaveLength(6)
    for (const { bytes, record } of seis) {
      // Parts are places in the stored bytes; a signature may hold prevention bytes there, which come out first.
      const part = record?.parts.find(({ name }) => name === 'signature')
      const signature = Buffer.from(bytes.subarray(part?.start, part?.end))
      const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:-1']
      const said = execFileSync('openssl', [
        ...['dgst', '-sha384', '-verify', file('key.pem', signer.publicPem)],
        ...['-signature', file('signature', withoutPrevention(signature))],
        ...(kind === 'rsa' ? pss : []),
        file('document', record?.document ?? ''),
      ])
      expect(String(said)).toContain('Verified OK')
    }
  })
})

describe('the long video for benchmarks', () => {
  it('is authentic, group by group', async () => {
    const path = join(scratchFolder(), 'long.mp4')
    const { bytes, pictures, groups } = writeBigSignedVideo(path, keys.p256, 4 * 2 ** 20, 2 ** 20)
    const mp4 = readFileSync(path)
    expect([mp4.length, pictures]).toEqual([bytes, 30 * groups])
    const outcome = await checkBytes(mp4, await trackOf(mp4))
    expect(outcome).toMatchObject({
      verdict: 'authentic',
      frames: pictures,
      framesVerified: pictures,
      gops: { ok: groups, missing: 0, bad: 0 },
    })
  })
})

const withoutPrevention = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('hex').replaceAll(/(?<=^(?:..)*)000003(?=0[0-3])/g, '0000'), 'hex')

/** The pictures of the last group, and all units from its first slice on. */
function pendingOf({ pictures }: VideoStream): { pictures: number; units: number } {
  const units = pictures.flatMap((picture) => picture.units)
  const last = units.reduce((group, unit) => Math.max(group, unit.group ?? 0), 0)
  return {
    pictures: units.filter(({ group, startsPicture }) => group === last && startsPicture).length,
    units: units.length - units.findIndex(({ group }) => group === last),
  }
}

const millis = (text: string | null): number | null => (text === null ? null : Date.parse(text))

const keyHash = ({ publicPem }: VideoSigner): string =>
  createHash('sha256')
    .update(Buffer.from(publicPem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64'))
    .digest('hex')

/** Where the SEI of each group lies, its first copy, and the digest of what it signs. */
function seisOf(stream: VideoStream, options: Variant['options']): [number, string][] {
  const seis: [number, string][] = []
  for (const { offset, unit } of writeStream(stream).places) {
    const { record } = unit
    if (record?.kind !== 'group' || record.group === null || record.document === null) continue
    seis[record.group] ??= [
      offset,
      createHash(options?.hash ?? 'sha256')
        .update(record.document)
        .digest('hex'),
    ]
  }
  return seis
}
