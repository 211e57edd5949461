// `cstb` and `sumi`: when a recording began, as specified and as others write it (ONVIF EFF 26.06 5.3, ISO/IEC 23000-10).
import { describe, expect, it } from 'vitest'
import { ByteSink } from '#engine/base/byte-sink.ts'
import { filetime } from '#engine/base/time.ts'
import { readCstb, writeCstb } from '#engine/exportfile/boxes/cstb.ts'
import { readSumi, writeSumi } from '#engine/exportfile/boxes/sumi.ts'

const start = filetime(133_540_000_000_000_000n)
const payloadOf = (box: Uint8Array): Uint8Array => box.subarray(8)
const codes = ({ problems }: { problems: { code: string }[] }): string[] => problems.map(({ code }) => code)

describe('cstb', () => {
  it('is written as in the worked example: a plain box', () => {
    expect(Buffer.from(writeCstb([{ trackId: 1, startTime: start }])).toString('hex')).toBe(
      '0000001863737462000000010000000101da6dec274e4000',
    )
  })

  it('reads what it writes', () => {
    for (const entries of [
      [],
      [{ trackId: 1, startTime: start }],
      [
        { trackId: 7, startTime: start },
        { trackId: 2, startTime: filetime(0n) },
      ],
    ]) {
      expect(readCstb(payloadOf(writeCstb(entries)))).toEqual({ entries, problems: [] })
    }
  })

  it('reads the one that was made a FullBox by mistake, and says so', () => {
    const read = readCstb(new ByteSink().u32(0).u32(1).u32(3).u64(start).finish())
    expect(read.entries).toEqual([{ trackId: 3, startTime: start }])
    expect(codes(read)).toEqual(['cstb-fullbox'])
  })

  it('keeps what is there where the count is wrong', () => {
    const one = { trackId: 3, startTime: start }
    const more = readCstb(new ByteSink().u32(9).u32(3).u64(start).finish())
    expect([more.entries, codes(more)]).toEqual([[one], ['cstb-count']])
    const fewer = readCstb(new ByteSink().u32(1).u32(3).u64(start).u32(4).u64(start).finish())
    expect([fewer.entries, codes(fewer)]).toEqual([[one], ['cstb-count']])
    const huge = readCstb(new ByteSink().u32(0xffff_ffff).finish())
    expect([huge.entries, codes(huge)]).toEqual([[], ['cstb-count']])
  })

  it('track 0 cannot exist', () => {
    expect(codes(readCstb(new ByteSink().u32(1).u32(0).u64(start).finish()))).toEqual(['cstb-track-zero'])
  })

  it.each([0, 1, 3])('%i bytes are too few', (length) => {
    expect(codes(readCstb(new Uint8Array(length)))).toEqual(['cstb-unreadable'])
  })

  it('cut anywhere it never gives an entry that is not whole', () => {
    const whole = payloadOf(
      writeCstb([
        { trackId: 1, startTime: start },
        { trackId: 2, startTime: start },
      ]),
    )
    for (let length = 4; length < whole.length; length += 1)
      expect(readCstb(whole.subarray(0, length)).entries).toHaveLength(length < 16 ? 0 : 1)
  })
})

describe('sumi', () => {
  const ids = {
    fragment: '0123456789abcdef0123456789abcdef',
    predecessor: '0'.repeat(32),
    successor: 'f'.repeat(32),
  }
  const sumi = { ...ids, startTime: start, duration: 200_000_000n }

  it('has 68 bytes, UUIDs in network order', () => {
    const box = Buffer.from(writeSumi(sumi))
    expect(box.length).toBe(8 + 68)
    expect(box.toString('hex')).toBe(
      `0000004c73756d69${ids.fragment}${ids.predecessor}${ids.successor}01da6dec274e4000000000000bebc20000000000`,
    )
  })

  it('reads what it writes', () => {
    expect(readSumi(payloadOf(writeSumi(sumi)))).toEqual({ ...sumi, predecessorUri: '', successorUri: '' })
  })

  it('reads addresses of the neighbours, also where less of them is there than is said', () => {
    const fixed = Buffer.from(payloadOf(writeSumi(sumi)))
    const withUris = (first: number, second: number, bytes: string): ReturnType<typeof readSumi> => {
      fixed.writeUInt16BE(first, 64)
      fixed.writeUInt16BE(second, 66)
      return readSumi(Buffer.concat([fixed, Buffer.from(bytes)]))
    }
    expect(withUris(4, 5, 'a:b\0cd:e\0')).toMatchObject({ predecessorUri: 'a:b', successorUri: 'cd:e' })
    expect(withUris(0, 5, 'cd:e\0')).toMatchObject({ predecessorUri: '', successorUri: 'cd:e' })
    expect(withUris(4, 60_000, 'a:b\0c')).toMatchObject({ predecessorUri: 'a:b', successorUri: 'c' })
  })

  it('cut in its fixed part it is not read', () => {
    const whole = payloadOf(writeSumi(sumi))
    for (let length = 0; length < whole.length; length += 1)
      expect(readSumi(whole.subarray(0, length))).toBeNull()
  })
})
