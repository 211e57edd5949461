// Sample entries and decoder configurations: what they say, and the codec string after RFC 6381.
import { describe, expect, it } from 'vitest'
import { Cursor } from '#engine/base/cursor.ts'
import { Findings } from '#engine/base/findings.ts'
import { formatAvcCodec, readAvcC, writeAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { writeVisualEntry } from '#engine/isobmff/boxes/avc1.ts'
import { writeColr } from '#engine/isobmff/boxes/colr.ts'
import { readBtrt, writeBtrt } from '#engine/isobmff/boxes/btrt.ts'
import { readAudioConfig, readEsds, writeEsds } from '#engine/isobmff/boxes/esds.ts'
import { formatHevcCodec, readHvcC, writeHvcC } from '#engine/isobmff/boxes/hvcC.ts'
import { writeAudioEntry } from '#engine/isobmff/boxes/mp4a.ts'
import { writePasp } from '#engine/isobmff/boxes/pasp.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { describeEntry } from '#engine/isobmff/sample-entry.ts'
import type { SampleEntry } from '#engine/isobmff/sample-entry.ts'
import { codesOf } from '../made-movie.ts'
import { payloadOf } from './payload.ts'

const findings = new Findings()
const describeBytes = (bytes: Uint8Array, handler: string, list = findings, stsdVersion = 0): SampleEntry => {
  const type = Buffer.from(bytes).toString('latin1', 4, 8)
  return describeEntry({ type, offset: 100, size: bytes.length, bytes }, handler, stsdVersion, list)
}

const avcC = {
  profile: 0x64,
  compatibility: 0,
  level: 0x0b,
  lengthSize: 4,
  sequenceParameterSets: [Uint8Array.of(0x67, 0x64, 0x00)],
  pictureParameterSets: [Uint8Array.of(0x68, 0xee), Uint8Array.of(0x68, ...new Uint8Array(300))],
  extension: Uint8Array.of(0xfd, 0xf8, 0xf8, 0),
}
const hvcC = {
  profileSpace: 0,
  tier: 0,
  profile: 1,
  compatibility: 0x6000_0000,
  constraints: Uint8Array.of(0xb0, 0, 0, 0, 0, 0),
  level: 93,
  middle: Uint8Array.of(0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0),
  layers: 0x0f,
  lengthSize: 4,
  arrays: [
    { complete: true, nalType: 32, units: [Uint8Array.of(0x40, 1), Uint8Array.of(...new Uint8Array(400))] },
  ],
}
const esds = {
  esId: 2,
  objectType: 0x40,
  maxBitrate: 64_000,
  averageBitrate: 48_000,
  specificInfo: Uint8Array.of(0x12, 0x10, 0x56, 0xe5, 0),
}

describe('decoder configurations', () => {
  it('avcC', () => {
    expect(readAvcC(payloadOf(writeAvcC(avcC)))).toEqual(avcC)
    expect(formatAvcCodec('avc1', avcC)).toBe('avc1.64000b')
  })

  it('hvcC', () => {
    expect(readHvcC(payloadOf(writeHvcC(hvcC)))).toEqual(hvcC)
    expect(formatHevcCodec('hvc1', hvcC)).toBe('hvc1.1.6.L93.B0')
    const other = {
      ...hvcC,
      profileSpace: 1,
      tier: 1,
      compatibility: 0x0c00_0000,
      level: 120,
      constraints: Uint8Array.of(0xb0, 0x23, 0, 0, 0, 0),
    }
    expect(formatHevcCodec('hev1', other)).toBe('hev1.A1.30.H120.B0.23')
  })

  it('esds', () => {
    expect(readEsds(payloadOf(writeEsds(esds)))).toEqual(esds)
    const long = { ...esds, specificInfo: new Uint8Array(300).fill(7) }
    expect(readEsds(payloadOf(writeEsds(long)))).toEqual(long)
  })

  it('esds with lengths of one byte and optional fields', () => {
    const stream = [0, 0, 0, 0, 3, 30, 0, 1, 0xe0, 0, 5, 1, 65, 0, 9]
    const config = [4, 17, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 5, 2, 0x11, 0x90]
    expect(readEsds(new Cursor(Uint8Array.from([...stream, ...config])))).toEqual({
      esId: 1,
      objectType: 0x40,
      maxBitrate: 1,
      averageBitrate: 2,
      specificInfo: Uint8Array.of(0x11, 0x90),
    })
  })

  it('AudioSpecificConfig', () => {
    expect(readAudioConfig(Uint8Array.of(0x12, 0x10))).toEqual({
      objectType: 2,
      sampleRate: 44_100,
      channels: 2,
    })
    expect(readAudioConfig(Uint8Array.of(0x11, 0xb8))?.channels).toBe(8)
    expect(readAudioConfig(Uint8Array.of(0xf8, 0xe0, 0))?.objectType).toBe(39)
    expect(readAudioConfig(Uint8Array.of(0x12))).toBeNull()
  })

  it('btrt', () => {
    const btrt = { bufferSize: 1, maxBitrate: 2, averageBitrate: 3 }
    expect(readBtrt(payloadOf(writeBtrt(btrt)))).toEqual(btrt)
  })
})

describe('sample entries', () => {
  it('H.264 with pixel aspect and colours', () => {
    const colr = { kind: 'nclx', primaries: 1, transfer: 1, matrix: 6, fullRange: true } as const
    const profile = writeBox('colr', Buffer.from('prof____'))
    const boxes = [writeAvcC(avcC), writePasp({ h: 4, v: 3 }), profile, writeColr(colr)]
    const entry = describeBytes(writeVisualEntry('avc1', { width: 704, height: 576, boxes }), 'vide')
    expect(entry).toMatchObject({
      codec: 'avc1.64000b',
      width: 704,
      height: 576,
      pixelAspect: { h: 4, v: 3 },
      colours: { fullRange: true, matrix: 6 },
    })
    expect(entry.decoderConfig?.type).toBe('avcC')
    expect(Buffer.from(entry.decoderConfig!.bytes).equals(writeAvcC(avcC).subarray(8))).toBe(true)
  })

  it('H.265', () => {
    const entry = describeBytes(
      writeVisualEntry('hvc1', { width: 1, height: 2, boxes: [writeHvcC(hvcC)] }),
      'vide',
    )
    expect(entry).toMatchObject({ codec: 'hvc1.1.6.L93.B0', decoderConfig: { type: 'hvcC' } })
  })

  it('AAC: the configuration is the AudioSpecificConfig', () => {
    const bytes = writeAudioEntry('mp4a', {
      channels: 2,
      bitsPerSample: 16,
      sampleRate: 44_100,
      boxes: [writeEsds(esds)],
    })
    const entry = describeBytes(bytes, 'soun')
    expect(entry).toMatchObject({ codec: 'mp4a.40.2', channels: 2, sampleRate: 44_100 })
    expect(entry.decoderConfig).toEqual({ type: 'esds', bytes: esds.specificInfo })
  })

  it('AAC: the configuration knows the channels better than the entry', () => {
    const mono = { ...esds, specificInfo: Uint8Array.of(0x12, 0x08) }
    const bytes = writeAudioEntry('mp4a', {
      channels: 2,
      bitsPerSample: 16,
      sampleRate: 0x1_0000,
      boxes: [writeEsds(mono)],
    })
    expect(describeBytes(bytes, 'soun')).toMatchObject({ channels: 1, sampleRate: 44_100 })
  })

  it('AAC as QuickTime has it: version 1, configuration in wave', () => {
    const inner = writeBox('wave', writeBox('frma'), writeEsds(esds))
    const bytes = writeAudioEntry('mp4a', {
      channels: 2,
      bitsPerSample: 16,
      sampleRate: 44_100,
      boxes: [new Uint8Array(16), inner],
    })
    bytes[17] = 1
    expect(describeBytes(bytes, 'soun').codec).toBe('mp4a.40.2')
    // An ISO AudioSampleEntryV1 has no such fields.
    expect(describeBytes(bytes, 'soun', findings, 1).codec).toBe('mp4a')
  })

  it('anything else is called by its code', () => {
    expect(describeBytes(writeBox('metx', new Uint8Array(8)), 'meta')).toMatchObject({
      codec: 'metx',
      decoderConfig: null,
    })
    const mjpeg = describeBytes(writeVisualEntry('jpeg', { width: 8, height: 8, boxes: [] }), 'vide')
    expect(mjpeg).toMatchObject({ codec: 'jpeg', decoderConfig: null, width: 8 })
  })

  it('entries that end too early are findings, and keep what was read', () => {
    const list = new Findings()
    const whole = writeVisualEntry('avc1', {
      width: 704,
      height: 576,
      boxes: [writeBox('avcC', Uint8Array.of(1, 2))],
    })
    expect(describeBytes(whole, 'vide', list)).toMatchObject({ codec: 'avc1', width: 704 })
    expect(describeBytes(whole.subarray(0, 20), 'vide', list).width).toBe(0)
    expect(codesOf(list)).toEqual(['sample-entry-unreadable', 'sample-entry-unreadable'])
    expect(list.list()[0]?.offset).toBe(100)
  })
})
