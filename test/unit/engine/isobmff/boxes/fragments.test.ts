// Boxes of movie fragments and of the random access table.
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { readMehd, writeMehd } from '#engine/isobmff/boxes/mehd.ts'
import { readMfhd, writeMfhd } from '#engine/isobmff/boxes/mfhd.ts'
import { readMfra, writeMfra } from '#engine/isobmff/boxes/mfra.ts'
import { readSidx, writeSidx } from '#engine/isobmff/boxes/sidx.ts'
import { readTfdt, writeTfdt } from '#engine/isobmff/boxes/tfdt.ts'
import { readTfhd, writeTfhd } from '#engine/isobmff/boxes/tfhd.ts'
import { readTrex, writeTrex } from '#engine/isobmff/boxes/trex.ts'
import { readTrun, writeTrun } from '#engine/isobmff/boxes/trun.ts'
import { writeFullBox } from '#engine/isobmff/box-writer.ts'
import { codesOf } from '../made-movie.ts'
import { payloadOf, versionOf } from './payload.ts'

describe('headers', () => {
  it('mehd, trex, mfhd, tfdt', () => {
    expect(readMehd(payloadOf(writeMehd({ fragmentDuration: 2n ** 40n })))).toEqual({
      fragmentDuration: 2n ** 40n,
    })
    const trex = {
      trackId: 1,
      sampleDescriptionIndex: 1,
      sampleDuration: 512,
      sampleSize: 9,
      sampleFlags: 0x0101_0000,
    }
    expect(readTrex(payloadOf(writeTrex(trex)))).toEqual(trex)
    expect(readMfhd(payloadOf(writeMfhd({ sequenceNumber: 7 })))).toEqual({ sequenceNumber: 7 })
    expect(readTfdt(payloadOf(writeTfdt({ baseMediaDecodeTime: 2n ** 40n })))).toEqual({
      baseMediaDecodeTime: 2n ** 40n,
    })
    const version0 = writeFullBox('tfdt', 0, 0, Uint8Array.of(0, 0, 2, 0))
    expect(readTfdt(payloadOf(version0))).toEqual({ baseMediaDecodeTime: 512n })
  })

  it('tfhd with all fields, and with none', () => {
    const full = {
      trackId: 2,
      baseDataOffset: 2n ** 33n,
      sampleDescriptionIndex: 2,
      sampleDuration: 1,
      sampleSize: 3,
      sampleFlags: 4,
      durationIsEmpty: true,
      defaultBaseIsMoof: true,
    }
    expect(readTfhd(payloadOf(writeTfhd(full)))).toEqual(full)
    const bare = {
      trackId: 2,
      baseDataOffset: null,
      sampleDescriptionIndex: null,
      sampleDuration: null,
      sampleSize: null,
      sampleFlags: null,
      durationIsEmpty: false,
      defaultBaseIsMoof: false,
    }
    expect(readTfhd(payloadOf(writeTfhd(bare)))).toEqual(bare)
  })
})

describe('trun', () => {
  const sample = { duration: 512, size: 99, flags: 0x0200_0000, compositionOffset: 1_024 }

  it('with every field, one field, or none', () => {
    const none = { duration: null, size: null, flags: null, compositionOffset: null }
    for (const trun of [
      { dataOffset: -8, firstSampleFlags: 5, samples: [sample, { ...sample, size: 7 }] },
      { dataOffset: null, firstSampleFlags: null, samples: [{ ...none, size: 4 }] },
      { dataOffset: 100, firstSampleFlags: null, samples: [none, none, none] },
      { dataOffset: null, firstSampleFlags: null, samples: [] },
    ]) {
      expect(readTrun(payloadOf(writeTrun(trun)))).toEqual(trun)
    }
  })

  it('is of version 1 where a composition offset is negative', () => {
    const box = writeTrun({
      dataOffset: 0,
      firstSampleFlags: null,
      samples: [{ ...sample, compositionOffset: -512 }],
    })
    expect(versionOf(box)).toBe(1)
    expect(readTrun(payloadOf(box)).samples[0]?.compositionOffset).toBe(-512)
  })

  it('believes no count', () => {
    const box = writeTrun({ dataOffset: null, firstSampleFlags: null, samples: [sample] })
    box.set([0xff, 0xff, 0xff, 0xff], 12)
    expect(readTrun(payloadOf(box)).samples).toHaveLength(1)
  })
})

describe('indexes', () => {
  it('sidx', () => {
    const sidx = {
      referenceId: 1,
      timescale: 12_800,
      earliestPresentationTime: 2n ** 34n,
      firstOffset: 0n,
      references: [
        { isIndex: false, size: 2 ** 31 - 1, duration: 512, startsWithSap: true, sapType: 1, sapDelta: 3 },
        { isIndex: true, size: 5, duration: 4_000_000_000, startsWithSap: false, sapType: 0, sapDelta: 0 },
      ],
    }
    expect(readSidx(payloadOf(writeSidx(sidx)))).toEqual(sidx)
  })

  async function readAll(
    bytes: Uint8Array,
  ): Promise<{ mfra: Awaited<ReturnType<typeof readMfra>>; codes: string[] }> {
    const source = memorySource('mfra', bytes)
    const { boxes } = await readBoxTree(source, new Findings())
    const findings = new Findings()
    return { mfra: await readMfra(source, boxes[0]!, findings), codes: codesOf(findings) }
  }
  const entry = { time: 2 ** 40, moofOffset: 2 ** 33, trafNumber: 1, trunNumber: 1, sampleNumber: 1 }

  it('mfra with tfra and mfro', async () => {
    const bytes = writeMfra([{ trackId: 1, entries: [entry, { ...entry, time: 5 }] }])
    const { mfra, codes } = await readAll(bytes)
    expect(mfra.tracks[0]?.entries).toEqual([entry, { ...entry, time: 5 }])
    expect(mfra.statedSize).toBe(bytes.length)
    expect(codes).toEqual([])
  })

  it('tfra of version 0 with short numbers, as ffmpeg writes it', async () => {
    const tfra = writeFullBox(
      'tfra',
      0,
      0,
      Uint8Array.from([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 4, 0, 1, 2, 3]),
    )
    const bytes = Buffer.concat([Buffer.from([0, 0, 0, tfra.length + 8]), Buffer.from('mfra'), tfra])
    const { mfra, codes } = await readAll(bytes)
    expect(mfra.tracks[0]?.entries).toEqual([
      { time: 512, moofOffset: 1_024, trafNumber: 1, trunNumber: 2, sampleNumber: 3 },
    ])
    expect(codes).toEqual(['mfra-size'])
  })

  it('believes no count', async () => {
    const bytes = writeMfra([{ trackId: 1, entries: [entry] }])
    bytes.set([0xff, 0xff, 0xff, 0xff], 8 + 20)
    const { mfra, codes } = await readAll(bytes)
    expect(mfra.tracks[0]?.entries).toHaveLength(1)
    expect(codes).toEqual(['table-cut'])
  })
})
