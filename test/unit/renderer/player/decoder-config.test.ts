import { describe, expect, it, vi, afterEach } from 'vitest'
import type { Track } from '#contract/track.ts'
import {
  aacFormat,
  beginningWith,
  spoilingIn,
  bytesOfHex,
  chooseAudioConfig,
  chooseVideoConfig,
} from '../../../../renderer/features/player/decoder-config.ts'
import { BitWriter } from '../../../../renderer/features/player/h264-bits.ts'

afterEach(() => vi.unstubAllGlobals())
const track = (given: Partial<Track>): Track =>
  ({ width: 640, height: 360, channels: 2, sampleRate: 48_000, decoderConfig: null, ...given }) as Track

function stubDecoder(
  name: string,
  supports: (config: Record<string, unknown>) => boolean,
): Record<string, unknown>[] {
  const asked: Record<string, unknown>[] = []
  vi.stubGlobal(name, {
    isConfigSupported: async (config: Record<string, unknown>) => {
      asked.push(config)
      return { supported: supports(config) }
    },
  })
  return asked
}

/** 320 × 192, cropped. */
function sequenceSet({ cropLeft = 0, framesOnly = true } = {}): Uint8Array {
  const set = new BitWriter().bits(66, 8).bits(0, 8).bits(30, 8).ue(0).ue(0).ue(2).ue(1)
  set
    .bits(0, 1)
    .ue(19)
    .ue(framesOnly ? 11 : 5)
  // Inference and cropping follow; of its right, top and bottom.
  if (framesOnly) set.bits(0b111, 3)
  else set.bits(0b0011, 4)
  return set.ue(cropLeft).ue(1).ue(0).ue(6).unit(0x67)
}

/** An AVCDecoderConfigurationRecord, in hex. */
function configWith(...sets: Uint8Array[]): string {
  const head = Buffer.from('0142001eff', 'hex')
  const units = sets.flatMap((unit) => [0, unit.length, ...unit])
  return Buffer.concat([head, Buffer.of(0xe0 | sets.length, ...units, 0)]).toString('hex')
}

describe('where decoding begins', () => {
  const base = { codec: 'avc1.42001e', codedWidth: 640, codedHeight: 360, description: Uint8Array.of(1) }
  const entry = '0142001effe00000'
  const avc = track({ codec: 'avc1.42001e', decoderConfig: entry })

  it('as the sample entry says, the decoder is told what was chosen', () => {
    expect(beginningWith(avc, base, entry).config).toBe(base)
    expect(beginningWith(avc, base, null).config).toBe(base)
  })

  it('by other parameter sets, it is told those and no size', () => {
    const { config } = beginningWith(avc, { ...base, optimizeForLatency: true }, '01640028ffe00000')
    const description = bytesOfHex('01640028ffe00000')
    expect(config).toEqual({ codec: 'avc1.640028', optimizeForLatency: true, description })
    const hevc = track({ codec: 'hev1.1.6.L93.B0', decoderConfig: 'aa' })
    expect(beginningWith(hevc, base, 'bb').config).toEqual({
      codec: hevc.codec,
      description: Uint8Array.of(0xbb),
    })
  })
})

describe('a decoder that runs goes on', () => {
  const software = { codec: 'avc1.64001e', hardwareAcceleration: 'prefer-software' } as const
  const steady = (decoderConfig: string): Track =>
    track({ codec: 'avc1.64001e', decoderConfig, setsChange: false })
  const idr = Uint8Array.of(0, 0, 0, 2, 0x65, 0x88)

  it('with IDR pictures of one sequence of frames, decoded in software', () => {
    const config = configWith(sequenceSet())
    const { goesOn } = beginningWith(steady(config), software, config)
    expect(goesOn?.(idr)).toBe(true)
    expect(goesOn?.(Uint8Array.of(0, 0, 0, 2, 0x41, 0x88))).toBe(false)
  })

  it('but not after samples that are not what their lengths say', () => {
    const isSpoiling = spoilingIn(steady(configWith(sequenceSet())))
    expect([isSpoiling(idr), isSpoiling(idr.subarray(1))]).toEqual([false, true])
    // Of others it cannot be told.
    expect(spoilingIn(track({ codec: 'vp09.00.10.08' }))(idr.subarray(1))).toBe(false)
  })

  it('nowhere where parameter sets may change, there are several, fields, or other decoders', () => {
    const one = configWith(sequenceSet())
    const { setsChange: _, ...unknown } = steady(one)
    const [two, fields] = [
      configWith(sequenceSet(), sequenceSet()),
      configWith(sequenceSet({ framesOnly: false })),
    ]
    for (const [made, base, config] of [
      [unknown, software, one],
      [{ ...steady(one), setsChange: true }, software, one],
      [steady(one), software, two],
      [steady(two), software, two],
      [steady(fields), software, fields],
      [steady(one), { ...software, hardwareAcceleration: 'no-preference' }, one],
      [track({ codec: 'hvc1.1.6.L93.B0', decoderConfig: one, setsChange: false }), software, one],
    ] as const)
      expect(beginningWith(made, base, config).goesOn).toBeNull()
  })
})

describe('what a decoder is told', () => {
  it.each([
    ['1188', 48_000, 1],
    ['118856e500', 48_000, 1],
    ['1210', 44_100, 2],
    ['1408', 16_000, 1],
    ['11b8', 48_000, 8],
    // Object type 42: the rate comes six bits later.
    ['f9484000', 44_100, 2],
    ['1780', null, null],
    ['', null, null],
  ])('AudioSpecificConfig %s', (hex, sampleRate, channels) => {
    expect(aacFormat(bytesOfHex(hex))).toEqual({ sampleRate, channels })
  })

  it('is the channels of the configuration, not those of the sample entry', async () => {
    const [asked] = [stubDecoder('AudioDecoder', () => true)]
    const choice = await chooseAudioConfig(track({ codec: 'mp4a.40.2', decoderConfig: '1188' }))
    expect(choice).toMatchObject({ config: { numberOfChannels: 1, sampleRate: 48_000 } })
    expect(asked).toHaveLength(1)
  })

  it('is to decode in software, where that is possible', async () => {
    stubDecoder('VideoDecoder', () => true)
    const soft = await chooseVideoConfig(track({ codec: 'avc1.64001e', decoderConfig: '0164001e' }))
    expect(soft).toMatchObject({
      supported: true,
      software: true,
      config: { hardwareAcceleration: 'prefer-software' },
    })
    expect(soft.supported && soft.config.description).toEqual(Uint8Array.of(1, 0x64, 0, 0x1e))
    stubDecoder('VideoDecoder', (config) => config['hardwareAcceleration'] === 'no-preference')
    expect(await chooseVideoConfig(track({ codec: 'hvc1.1.6.L93.B0', decoderConfig: '01' }))).toMatchObject({
      software: false,
    })
  })

  it('is nothing where it would leave columns that the video crops away on its left', async () => {
    stubDecoder('VideoDecoder', () => true)
    const withCrop = (cropLeft: number): Track =>
      track({ codec: 'avc1.42001e', decoderConfig: configWith(sequenceSet({ cropLeft })) })
    expect(await chooseVideoConfig(withCrop(1))).toMatchObject({ supported: false, reason: 'cropping' })
    expect(await chooseVideoConfig(withCrop(0))).toMatchObject({ supported: true })
  })

  it('is nothing where the platform or the file has not what it takes', async () => {
    stubDecoder('VideoDecoder', () => false)
    expect(await chooseVideoConfig(track({ codec: 'hvc1.1.6.L93.B0', decoderConfig: '01' }))).toEqual({
      supported: false,
      codec: 'hvc1.1.6.L93.B0',
      reason: 'codec',
    })
    expect(await chooseVideoConfig(track({ codec: 'avc1.64001e' }))).toMatchObject({
      reason: 'no-configuration',
    })
    vi.stubGlobal('VideoDecoder', { isConfigSupported: async () => Promise.reject(new TypeError('codec')) })
    expect(await chooseVideoConfig(track({ codec: '\u0000' }))).toMatchObject({ reason: 'codec' })
    const gone = { isConfigSupported: async () => Promise.reject(new Error('The process is gone.')) }
    vi.stubGlobal('VideoDecoder', gone)
    vi.stubGlobal('AudioDecoder', gone)
    // That it did not answer is not that it cannot.
    expect(await chooseVideoConfig(track({ codec: 'vp09.00.10.08' }))).toMatchObject({
      reason: 'failed',
      detail: 'The process is gone.',
    })
    expect(await chooseAudioConfig(track({ codec: 'opus', channels: 2, sampleRate: 48_000 }))).toEqual({
      unsupported: 'opus',
      failed: 'The process is gone.',
    })
    vi.unstubAllGlobals()
    expect(await chooseVideoConfig(track({ codec: 'avc1.64001e' }))).toMatchObject({ reason: 'no-decoder' })
    expect(await chooseAudioConfig(track({ codec: 'alac' }))).toEqual({ unsupported: 'alac' })
  })
})
