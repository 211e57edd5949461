import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeSamplePayload, maxSampleBytes } from '#engine/metadata/sample-payload.ts'
import { writeExi } from '#test/support/exi-writer.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))
const plain = (xml: string): { xml: string; damage: null } => ({ xml, damage: null })

function wrongChecksum(): Uint8Array {
  const bytes = gzipSync(utf8('<a/>'))
  return bytes.fill(0x55, bytes.length - 8, bytes.length - 4)
}

describe('decodeSamplePayload', () => {
  it.each([
    ['UTF-8', utf8('<é/>')],
    ['UTF-8 with a byte order mark', join(new Uint8Array([0xef, 0xbb, 0xbf]), utf8('<é/>'))],
    ['UTF-16LE with a byte order mark', new Uint8Array(Buffer.from('\uFEFF<é/>', 'utf16le'))],
    ['UTF-16BE with a byte order mark', new Uint8Array(Buffer.from('\uFEFF<é/>', 'utf16le').swap16())],
    ['NULs at the end', join(utf8('<é/>'), new Uint8Array(3))],
    ['UTF-16LE with NULs at the end', new Uint8Array(Buffer.from('\uFEFF<é/>\0\0', 'utf16le'))],
    ['gzip', gzipSync(utf8('<é/>'))],
    ['gzip of several members', join(gzipSync(utf8('<é')), gzipSync(utf8('/>')))],
    ['gzip with NULs behind', join(gzipSync(utf8('<é/>\0')), new Uint8Array(7))],
    ['gzip of UTF-16', gzipSync(Buffer.from('\uFEFF<é/>', 'utf16le'))],
  ])('reads %s, whatever the track claims', (_, bytes) => {
    for (const claimed of [null, '', 'xml', 'gzip', 'exi'])
      expect(decodeSamplePayload(bytes, claimed)).toEqual(plain('<é/>'))
  })

  it('reads XML with white space before it', () => {
    expect(decodeSamplePayload(utf8(' \r\n\t<a/>'), null)).toEqual(plain(' \r\n\t<a/>'))
  })

  it.each([
    ['the cookie', writeExi('<é/>', { cookie: true })],
    ['the distinguishing bits', writeExi('<é/>')],
    ['gzip around it', gzipSync(writeExi('<é/>', { alignment: 'compression' }))],
    ['NULs behind it', join(writeExi('<é/>', { alignment: 'byte' }), new Uint8Array(9))],
  ])('reads EXI, known by %s, whatever the track claims', (_, bytes) => {
    for (const claimed of [null, '', 'xml', 'gzip', 'exi'])
      expect(decodeSamplePayload(bytes, claimed)).toEqual(plain('<é/>'))
  })

  it('says which EXI it does not read', () => {
    expect(decodeSamplePayload(new Uint8Array([0x90, 0x41]), 'exi')).toEqual({
      unsupported: 'of a preview version',
    })
    const named = decodeSamplePayload(writeExi('<a/>', { schemaId: 'urn:onvif\n<b>' }), 'exi')
    expect(named).toEqual({ unsupported: 'by the schema “urn:onvif\uFFFD<b>”' })
  })

  it('never inflates more than the bound, however many members there are', () => {
    const bomb = gzipSync(new Uint8Array(maxSampleBytes + 1).fill(0x20), { level: 1 })
    expect(decodeSamplePayload(bomb, 'gzip')).toEqual({ bad: 'it inflates to more than 16777216 bytes' })
    const many = gzipSync(new Uint8Array(1 << 20).fill(0x20))
    expect(decodeSamplePayload(join(...Array.from({ length: 17 }, () => many)), 'gzip')).toHaveProperty('bad')
    const most = join(
      gzipSync(utf8('<a/>')),
      gzipSync(new Uint8Array(maxSampleBytes - 4).fill(0x20), { level: 1 }),
    )
    expect(decodeSamplePayload(most, 'gzip')).toHaveProperty('xml')
  })

  it('keeps what stands before the cut of gzip data, and says so', () => {
    const noise = Array.from({ length: 5_000 }, (_, n) => `<a${(n * 7919) % 1009}/>`).join('')
    const whole = gzipSync(utf8(noise))
    const payload = decodeSamplePayload(whole.subarray(0, whole.length / 2), 'gzip')
    if (!('xml' in payload)) throw new Error(JSON.stringify(payload))
    expect(payload.damage).toBe('its gzip data is cut short')
    expect(payload.xml.length).toBeGreaterThan(1_000)
    expect(noise.startsWith(payload.xml)).toBe(true)
  })

  it.each([
    ['nothing', new Uint8Array(0), /empty/],
    ['only NULs', new Uint8Array(9), /empty/],
    ['JSON', utf8('{"frames":[]}'), /0x7b/],
    ['gzip within gzip', gzipSync(gzipSync(utf8('<a/>'))), /within/],
    ['gzip with a wrong checksum', wrongChecksum(), /broken/],
    ['a gzip header alone', gzipSync(utf8('<a/>')).subarray(0, 10), /cut short/],
  ])('says why %s is no document', (_, bytes, reason) => {
    const payload = decodeSamplePayload(bytes, 'gzip')
    expect('bad' in payload && payload.bad).toMatch(reason)
  })

  it('reads on over bytes that are not UTF-8, and says so', () => {
    expect(decodeSamplePayload(new Uint8Array([0x3c, 0x61, 0xe9, 0x3e]), null)).toEqual({
      xml: '<a\uFFFD>',
      damage: 'it has bytes that are not UTF-8, read as U+FFFD',
    })
  })
})
