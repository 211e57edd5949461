// `metx`: the sample entry of ONVIF metadata, with as many strings as writers care to give (ONVIF EFF 26.06 5.5).
import { describe, expect, it } from 'vitest'
import { ByteSink } from '#engine/base/byte-sink.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { onvifMetadataNamespace as onvif, readMetx, writeMetx } from '#engine/exportfile/boxes/metx.ts'

const entry = (...strings: string[]): Uint8Array => {
  const sink = new ByteSink().zeros(6).u16(1)
  for (const text of strings) sink.cString(text)
  return writeBox('metx', sink.finish())
}

describe('metx', () => {
  it('is written with three strings, the first empty for plain XML', () => {
    expect(Buffer.from(writeMetx('')).toString('hex')).toBe(
      `000000346d6574780000000000000001` + `00${Buffer.from(onvif).toString('hex')}0000`,
    )
    expect(readMetx(writeMetx('gzip'))).toEqual({
      contentEncoding: 'gzip',
      namespace: onvif,
      schemaLocation: '',
    })
  })

  it.each([
    [['', onvif, ''], '', onvif, ''],
    [['application/gzip', onvif, 'http://x/y.xsd'], 'application/gzip', onvif, 'http://x/y.xsd'],
    // Libraries that never knew content_encoding.
    [[onvif, ''], '', onvif, ''],
    [[onvif], '', onvif, ''],
    [['text/xml', '', ''], 'text/xml', '', ''],
    [[], '', '', ''],
  ] as const)('reads %j', (strings, contentEncoding, namespace, schemaLocation) => {
    expect(readMetx(entry(...strings))).toEqual({ contentEncoding, namespace, schemaLocation })
  })

  it('boxes behind the strings are none of them', () => {
    const bytes = Buffer.concat([writeMetx(''), writeBox('btrt', new Uint8Array(12))])
    expect(readMetx(bytes)).toMatchObject({ contentEncoding: '', namespace: onvif, schemaLocation: '' })
  })

  it('cut anywhere it gives what is whole', () => {
    const whole = writeMetx('gzip')
    for (let length = 0; length < whole.length; length += 1) {
      const { namespace } = readMetx(whole.subarray(0, length))
      expect(['', onvif]).toContain(namespace)
    }
  })
})
