// `suep`: version 1 as written, track ids of both widths, version 0, and tables that cannot be read (ONVIF EFF 26.06 5.2).
import { describe, expect, it } from 'vitest'
import { ByteSink } from '#engine/base/byte-sink.ts'
import { readSuep, writeSuep } from '#engine/exportfile/boxes/suep.ts'
import type { Suep } from '#engine/exportfile/boxes/suep.ts'

const camera = { name: 'Cam 12', url: 'rtsp://10.0.0.12/', mac: '08:00:27:00:0c:15', line: '1' }
const lead = {
  unitName: 'Export station 3',
  unitUrl: 'https://vms.example/',
  unitMac: '00:11:22:33:44:55',
  // 2023-12-31T00:00:00Z in seconds since 1904.
  unitTime: 3_786_825_600n,
  operator: 'Op 7',
}
const payloadOf = (box: Uint8Array): Uint8Array => box.subarray(8)
const known = new Set([1, 2])
const codes = (suep: Suep | null): string[] | undefined => suep?.problems.map(({ code }) => code)

function payload(version: number, table: (sink: ByteSink) => void): Uint8Array {
  const sink = new ByteSink()
    .u8(version)
    .u24(0)
    .cString(lead.unitName)
    .cString(lead.unitUrl)
    .cString(lead.unitMac)
  sink.u64(lead.unitTime).cString(lead.operator)
  table(sink)
  return sink.finish()
}

const source = (sink: ByteSink): ByteSink =>
  sink.cString(camera.name).cString(camera.url).cString(camera.mac).cString(camera.line)

describe('version 1', () => {
  it('is written byte for byte as in the worked example of the notes on the format', () => {
    const bytes = Buffer.from(writeSuep({ ...lead, entries: [{ trackId: 1, ...camera }] }))
    const text = (value: string): string => Buffer.from(`${value}\0`).toString('hex')
    expect(bytes.toString('hex')).toBe(
      [
        '00000084',
        '73756570',
        '01000000',
        text('Export station 3'),
        text('https://vms.example/'),
        text('00:11:22:33:44:55'),
        '00000000e1b65f80',
        text('Op 7'),
        '00000001',
        '0001',
        text('Cam 12'),
        text('rtsp://10.0.0.12/'),
        text('08:00:27:00:0c:15'),
        text('1'),
      ].join(''),
    )
  })

  it('reads what it writes: no source, several, any text', () => {
    for (const entries of [
      [],
      [{ trackId: 1, ...camera }],
      [
        { trackId: 2, name: 'Straße “7” 監視', url: '', mac: '', line: '' },
        { trackId: 1, ...camera },
      ],
    ]) {
      expect(readSuep(payloadOf(writeSuep({ ...lead, entries })), known)).toEqual({
        ...lead,
        version: 1,
        entries,
        problems: [],
      })
    }
  })

  it('a NUL in a text would end it for every reader, so it is not written', () => {
    const read = readSuep(payloadOf(writeSuep({ ...lead, operator: 'a\0b', entries: [] })), known)
    expect(read?.operator).toBe('ab')
  })

  it('reads 32-bit track ids as other software writes them, and says so', () => {
    const wide = payload(1, (sink) => source(source(sink.u32(2).u32(1)).u32(2)))
    const suep = readSuep(wide, known)
    expect(suep?.entries).toEqual([
      { trackId: 1, ...camera },
      { trackId: 2, ...camera },
    ])
    expect(codes(suep)).toEqual(['suep-track-id-32-bit'])
  })

  it('decides for the width that names tracks of the file', () => {
    // One entry whose 16-bit reading is track 0 with an empty name shifted into it.
    const suep = readSuep(
      payload(1, (sink) => sink.u32(1).u32(2).cString('').cString('').cString('').cString('')),
      known,
    )
    expect(suep?.entries[0]?.trackId).toBe(2)
  })

  it('a track that the file does not have is told and kept', () => {
    const suep = readSuep(
      payload(1, (sink) => source(sink.u32(1).u16(9))),
      known,
    )
    expect([suep?.entries[0]?.trackId, codes(suep)]).toEqual([9, ['suep-unknown-track']])
  })

  it.each<[string, (sink: ByteSink) => void]>([
    ['more entries than there are', (sink) => source(sink.u32(7).u16(1))],
    ['four billion entries', (sink) => sink.u32(0xffff_ffff)],
    ['bytes left over', (sink) => source(sink.u32(1).u16(1)).u8(7)],
    ['no count', () => undefined],
    ['a text that never ends', (sink) => sink.u32(1).u16(1).bytes(Buffer.from('Cam'))],
  ])('%s: the table is not read, the fields before it are', (_, table) => {
    const suep = readSuep(payload(1, table), known)
    expect(suep).toMatchObject({ ...lead, entries: [] })
    expect(codes(suep)).toEqual(['suep-table-unreadable'])
  })

  it('cut within its leading fields it is not read at all', () => {
    const whole = payloadOf(writeSuep({ ...lead, entries: [] }))
    const leading = whole.length - 4
    for (let length = 0; length < leading; length += 1)
      expect(readSuep(whole.subarray(0, length), known)).toBeNull()
    expect(readSuep(whole.subarray(0, leading), known)).not.toBeNull()
  })
})

describe('version 0, from before 18.06', () => {
  const uuid = new Uint8Array(16).fill(9)

  it('lists video sources with a line and audio sources without, none with a track', () => {
    const suep = readSuep(
      payload(0, (sink) =>
        source(sink.u8(1).bytes(uuid)).u8(1).bytes(uuid).cString('Mic').cString('u').cString('m'),
      ),
      known,
    )
    expect(suep?.entries).toEqual([
      { trackId: 0, ...camera },
      { trackId: 0, name: 'Mic', url: 'u', mac: 'm', line: '' },
    ])
    expect(codes(suep)).toEqual(['suep-version-0'])
  })

  it('keeps what it read where the table ends early', () => {
    const suep = readSuep(
      payload(0, (sink) => source(sink.u8(3).bytes(uuid)).bytes(uuid).cString('half')),
      known,
    )
    expect(suep?.entries).toHaveLength(1)
    expect(codes(suep)).toEqual(['suep-version-0', 'suep-table-unreadable'])
  })
})
