// Tables of `stbl`: written, read again, and never believed beyond the bytes that are there.
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import type { Box } from '#engine/isobmff/box.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { readCo64, writeCo64 } from '#engine/isobmff/boxes/co64.ts'
import { readCtts, writeCtts } from '#engine/isobmff/boxes/ctts.ts'
import { readStco, writeStco } from '#engine/isobmff/boxes/stco.ts'
import { readStsc, writeStsc } from '#engine/isobmff/boxes/stsc.ts'
import { readStsd, writeStsd } from '#engine/isobmff/boxes/stsd.ts'
import { readStss, writeStss } from '#engine/isobmff/boxes/stss.ts'
import { readStsz, writeStsz } from '#engine/isobmff/boxes/stsz.ts'
import { readStts, writeStts } from '#engine/isobmff/boxes/stts.ts'
import { readStz2, writeStz2 } from '#engine/isobmff/boxes/stz2.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { RunReader } from '#engine/isobmff/run-reader.ts'
import { codesOf } from '../made-movie.ts'
import { versionOf } from './payload.ts'

async function read<T>(
  bytes: Uint8Array,
  reader: (source: ByteSource, box: Box, findings: Findings) => Promise<T>,
): Promise<{ value: T; codes: string[] }> {
  // Not at offset 0, and with something behind: a reader that ignores its box would see it.
  const source = memorySource(
    'table',
    Buffer.concat([writeBox('free'), bytes, writeBox('free', new Uint8Array(64).fill(9))]),
  )
  const findings = new Findings()
  const { boxes } = await readBoxTree(source, new Findings())
  return { value: await reader(source, boxes[1]!, findings), codes: codesOf(findings) }
}

const expand = (runs: Uint32Array | Int32Array, count: number): number[] => {
  const reader = new RunReader(runs)
  return Array.from({ length: count }, () => reader.next())
}

describe('runs', () => {
  it('stts', async () => {
    const durations = [512, 512, 512, 1_024, 512]
    const { value, codes } = await read(writeStts(durations), readStts)
    expect([...(value?.runs ?? [])]).toEqual([3, 512, 1, 1_024, 1, 512])
    expect(expand(value!.runs, 5)).toEqual(durations)
    expect(codes).toEqual([])
  })

  it('ctts, version 1 where an offset is negative', async () => {
    for (const [version, offsets] of [
      [0, [1_024, 1_024, 2_048]],
      [1, [1_024, -512, -512]],
    ] as const) {
      const box = writeCtts(offsets)
      expect(versionOf(box)).toBe(version)
      const { value } = await read(box, readCtts)
      expect(value?.version).toBe(version)
      expect(expand(value!.runs, 3)).toEqual(offsets)
    }
  })

  it('ctts of version 0 with negative offsets, as QuickTime writes them', async () => {
    const box = writeCtts([-512])
    box[8] = 0
    expect(expand((await read(box, readCtts)).value!.runs, 1)).toEqual([-512])
  })

  it('runs of no samples are passed over, and missing ones counted', () => {
    const reader = new RunReader(Uint32Array.of(0, 7, 2, 8, 0, 9))
    expect([reader.next(), reader.next()]).toEqual([8, 8])
    expect(reader.beyond).toBe(0)
    expect([reader.next(), reader.next()]).toEqual([9, 9])
    expect(reader.beyond).toBe(2)
    expect(new RunReader(new Uint32Array(0)).next()).toBe(0)
  })

  it('a run of 4,294,967,295 samples costs nothing', () => {
    const reader = new RunReader(Int32Array.of(-1, 40))
    expect(reader.next()).toBe(40)
    expect(reader.beyond).toBe(0)
  })
})

describe('chunks and sizes', () => {
  it('stsc', async () => {
    const chunks = [3, 3, 2].map((samples) => ({ samples, entry: 1 }))
    const { value } = await read(writeStsc([...chunks, { samples: 2, entry: 2 }]), readStsc)
    expect([...(value?.runs ?? [])]).toEqual([1, 3, 1, 3, 2, 1, 4, 2, 2])
  })

  it('stsz with a size each, and one for all', async () => {
    const sizes = { sampleSize: 0, count: 3, sizes: Uint32Array.of(5, 0, 4_000_000_000) }
    expect((await read(writeStsz(sizes), readStsz)).value).toEqual(sizes)
    const same = { sampleSize: 160, count: 4_294_967_295, sizes: new Uint32Array(0) }
    expect(await read(writeStsz(same), readStsz)).toEqual({ value: same, codes: [] })
  })

  it.each([
    [4, [1, 15, 0, 7, 9]],
    [8, [1, 255, 0]],
    [16, [1, 65_535, 256]],
  ] as const)('stz2 of %i bits', async (width, sizes) => {
    const { value, codes } = await read(writeStz2(sizes, width), readStz2)
    expect([...(value?.sizes ?? [])]).toEqual([...sizes])
    expect(codes).toEqual([])
  })

  it('stz2 of other widths is a finding', async () => {
    const box = writeStz2([1, 2], 8)
    box[15] = 12
    expect(await read(box, readStz2)).toEqual({ value: null, codes: ['sample-size-width'] })
  })

  it('stco, co64, stss', async () => {
    expect([...((await read(writeStco([1, 0xffff_ffff]), readStco)).value ?? [])]).toEqual([1, 0xffff_ffff])
    const far = [1, 2 ** 33, 2 ** 52]
    expect([...((await read(writeCo64(far), readCo64)).value ?? [])]).toEqual(far)
    expect([...((await read(writeStss([1, 26]), readStss)).value ?? [])]).toEqual([1, 26])
  })

  it('a count that says more than there is gives what is there', async () => {
    const box = writeStco([10, 20, 30])
    box.set([0xff, 0xff, 0xff, 0xff], 12)
    const { value, codes } = await read(box, readStco)
    expect([...(value ?? [])]).toEqual([10, 20, 30])
    expect(codes).toEqual(['table-cut'])
  })

  it('a table without room for its count is a finding', async () => {
    expect(await read(writeBox('stco', new Uint8Array(6)), readStco)).toEqual({
      value: null,
      codes: ['box-cut'],
    })
  })

  it('long tables are read in slices', async () => {
    const offsets = Array.from({ length: 400_000 }, (_, at) => at * 7)
    expect((await read(writeStco(offsets), readStco)).value).toEqual(Float64Array.from(offsets))
  })
})

describe('stsd', () => {
  const entry = writeBox('metx', new Uint8Array(9).fill(3))

  it('keeps entries as they are', async () => {
    const { value, codes } = await read(writeStsd([entry, writeBox('avc1')]), readStsd)
    expect(value.entries.map(({ type }) => type)).toEqual(['metx', 'avc1'])
    expect(value.entries[0]).toMatchObject({ offset: 8 + 16, size: 17 })
    expect(Buffer.from(value.entries[0]!.bytes).equals(entry)).toBe(true)
    expect(codes).toEqual([])
  })

  it('reports none, bad ones, and long ones', async () => {
    expect((await read(writeStsd([]), readStsd)).codes).toEqual(['sample-entries-missing'])
    const bad = writeStsd([entry])
    bad.set([0, 0, 1, 0], 16)
    expect((await read(bad, readStsd)).codes).toEqual(['sample-entry-bad', 'sample-entries-missing'])
    const long = await read(writeStsd([writeBox('metx', new Uint8Array(70_000))]), readStsd)
    expect(long.codes).toEqual(['sample-entry-long'])
    expect(long.value.entries[0]?.bytes).toHaveLength(65_536)
  })
})
