import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { alawValue, decodePcm, pcmFormat, ulawValue } from '../../../../renderer/features/player/pcm.ts'

const track = (codec: string, channels = 1, decoderConfig: string | null = null): Track =>
  ({ codec, channels, sampleRate: 8_000, decoderConfig }) as Track

describe('G.711', () => {
  const all = Uint8Array.from({ length: 256 }, (_, code) => code)
  const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
  it.skipIf(!hasFfmpeg).each([
    ['alaw', alawValue],
    ['mulaw', ulawValue],
  ] as const)('%s: every code has the value that ffmpeg gives it', (name, valueOf) => {
    const args = [
      '-v',
      'error',
      '-f',
      name,
      '-ar',
      '8000',
      '-ac',
      '1',
      '-i',
      'pipe:0',
      '-f',
      's16le',
      'pipe:1',
    ]
    const { stdout } = spawnSync('ffmpeg', args, { input: all })
    expect(stdout.length).toBe(512)
    expect([...all].map(valueOf)).toEqual([...all].map((code) => stdout.readInt16LE(2 * code)))
  })

  it('is told by its sample entry, one byte a value', () => {
    expect(pcmFormat(track('alaw', 2), 2)).toMatchObject({ coding: 'alaw', bytes: 1, channels: 2 })
    expect(pcmFormat(track('ulaw'), 2)).toBeNull()
    expect(pcmFormat(track('mp4a.40.2'), 2)).toBeNull()
  })
})

describe('uncompressed sound', () => {
  const bytes = Uint8Array.of(0x00, 0x40, 0x00, 0xc0)
  it('in both orders of bytes, channel by channel', () => {
    expect(decodePcm(pcmFormat(track('sowt', 2), 4)!, bytes).map((one) => [...one])).toEqual([[0.5], [-0.5]])
    expect(decodePcm(pcmFormat(track('twos'), 2)!, Uint8Array.of(0xc0, 0x00, 0x40, 0x00))).toEqual([
      Float32Array.of(-0.5, 0.5),
    ])
    expect(decodePcm(pcmFormat(track('raw '), 1)!, Uint8Array.of(0, 128, 192))).toEqual([
      Float32Array.of(-1, 0, 0.5),
    ])
  })

  it('of ISO/IEC 23003-5 as its box says: 24 bits, the low byte first', () => {
    const format = pcmFormat(track('ipcm', 1, '000000000118'), 3)!
    expect(format).toMatchObject({ bytes: 3, littleEndian: true })
    expect(decodePcm(format, Uint8Array.of(0, 0, 0xc0, 0, 0, 0x40))).toEqual([Float32Array.of(-0.5, 0.5)])
    // The box contradicts the table.
    expect(pcmFormat(track('ipcm', 1, '000000000118'), 2)).toBeNull()
    expect(pcmFormat(track('ipcm'), 2)).toBeNull()
  })

  it('leaves an incomplete last value out', () => {
    expect(decodePcm(pcmFormat(track('sowt'), 2)!, bytes.subarray(0, 3))[0]).toHaveLength(1)
  })
})
