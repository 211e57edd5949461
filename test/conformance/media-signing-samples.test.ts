// The reference files of ONVIF Media Signing and Axis Signed Video, with the numbers that the reference implementations give
// for them when they are fed every NAL unit of the file.
import { describe, expect, it } from 'vitest'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SigningOutcome } from '#engine/mediasigning/signing-verifier.ts'
import { readCertificates } from '#engine/seal/certificate.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { needsSamples } from '../support/shared.ts'
import { readUnits, verifyUnits } from '../support/video-units.ts'

const verified = async (path: string): Promise<SigningOutcome> =>
  verifyUnits(await readUnits(await readFile(path)))
const spans = ({ groups }: SigningOutcome): string =>
  groups.map(({ firstSample, endSample, verdict }) => `${firstSample}-${endSample} ${verdict}`).join(', ')

describe('ONVIF Media Signing', () => {
  const folder = needsSamples('onvif-media-signing')

  it('test_signed_h264: five groups, all as they were signed', async () => {
    const outcome = await verified(join(folder, 'test_signed_h264.mp4'))
    expect(outcome).toMatchObject({
      scheme: 'onvif',
      verdict: 'authentic',
      referenceVerdict: null,
      frames: 256,
      framesVerified: 256,
      framesPending: 0,
      framesCut: 0,
      framesMissing: 0,
      gops: { ok: 5, missing: 0, bad: 0 },
      nalUnits: { received: 261, validated: 261, pending: 0 },
      algorithm: 'ECDSA P-256 SHA-256',
      reason: null,
      device: { manufacturer: 'Signed Media Framework', serialNumber: 'N/A', firmware: 'v0.0.4' },
      frameRuns: [{ first: 0, count: 256, state: 'ok' }],
      needsHash: null,
      needsSecondScan: false,
    })
    expect(spans(outcome)).toBe('0-62 ok, 62-124 ok, 124-186 ok, 186-248 ok, 248-256 ok')
    expect(outcome.groups.every(({ sei, digest }) => sei !== null && digest !== null)).toBe(true)
  })

  it('its times are no wall clock: said, and no time is claimed', async () => {
    const outcome = await verified(join(folder, 'test_signed_h264.mp4'))
    expect(outcome).toMatchObject({ claimedTime: null, firstVerifiedTime: null, lastVerifiedTime: null })
    // 22400444 and 96801777 times 100 ns, counted from 1601.
    expect(outcome.groups[0]?.end).toBe('1601-01-01T00:00:02.2400444Z')
    expect(outcome.groups[4]?.end).toBe('1601-01-01T00:00:09.6801777Z')
    expect(outcome.findings.map(({ code }) => code)).toEqual([
      'media-signing-time-implausible',
      'media-signing-list-differs',
    ])
  })

  it('its signer: trusted with ca.pem while the certificate was valid, expired today', async () => {
    const { leaf, intermediates, publicKeySha256 } = await verified(join(folder, 'test_signed_h264.mp4'))
    const ca = readCertificates(await readFile(join(folder, 'ca.pem')))
    if (!leaf || !ca.ok) throw new Error('no certificates')
    expect(leaf.signer.notAfter).toBe('2025-11-13T16:36:59.000Z')
    expect(publicKeySha256).toMatch(/^[0-9a-f]{64}$/)
    const trustAt = (at: string) =>
      judgeTrust({ leaf, intermediates, anchors: [ca.leaf], at: new Date(at), now: new Date('2026-11-22') })
    expect(trustAt('2025-06-01').trust).toBe('trusted')
    expect(trustAt('2025-06-01').detail.today).toBe('expired')
    expect(trustAt('2026-06-01').trust).toBe('expired')
  })

  it('test_h264: not signed', async () => {
    expect(await verified(join(folder, 'test_h264.mp4'))).toMatchObject({
      scheme: null,
      verdict: 'not-signed',
      frames: 256,
      framesVerified: 0,
      framesPending: 256,
      nalUnits: { received: 256, validated: 0, pending: 256 },
      gops: { ok: 0, missing: 0, bad: 0 },
      groups: [],
      leaf: null,
    })
  })
})

describe('Axis Signed Video', () => {
  const folder = needsSamples('axis-signed-video')

  it('signed_test_h264 (2.0.3): all as they were signed, with a bare key', async () => {
    const outcome = await verified(join(folder, 'signed_test_h264.mp4'))
    expect(outcome).toMatchObject({
      scheme: 'axis',
      verdict: 'authentic',
      frames: 256,
      framesVerified: 256,
      framesPending: 0,
      gops: { ok: 5, missing: 0, bad: 0 },
      nalUnits: { received: 261, validated: 261, pending: 0 },
      signer: null,
      leaf: null,
      claimedTime: null,
    })
    expect(outcome.device?.firmware).toBe('v2.0.3')
    expect(outcome.publicKeySha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('signed_test_h264_modified_frame_137 (1.0.0): that picture, and no other', async () => {
    const outcome = await verified(join(folder, 'signed_test_h264_modified_frame_137.mp4'))
    expect(outcome).toMatchObject({
      verdict: 'not-authentic',
      frames: 256,
      framesPending: 8,
      nalUnits: { received: 262, validated: 253, pending: 9 },
      gops: { ok: 3, missing: 0, bad: 1 },
    })
    // 248 were looked at, as the reference says; one of them is not confirmed.
    expect(outcome.frames - outcome.framesPending - outcome.framesCut).toBe(248)
    expect(outcome.framesVerified).toBe(247)
    expect(spans(outcome)).toBe('0-62 ok, 62-124 ok, 124-186 bad, 186-248 ok, 248-256 pending')
    expect(outcome.groups[2]?.badSamples).toEqual([137])
    expect(outcome.frameRuns).toEqual([
      { first: 0, count: 137, state: 'ok' },
      { first: 137, count: 1, state: 'changed' },
      { first: 138, count: 110, state: 'ok' },
      { first: 248, count: 8, state: 'pending' },
    ])
  })
})
