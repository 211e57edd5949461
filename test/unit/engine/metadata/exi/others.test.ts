// Streams that others wrote. A reader and a writer of one author can share a mistake, so these count for more.
import { describe, expect, it } from 'vitest'
import { parse } from '../documents.ts'
import { meaning, whole } from './exi.ts'

/**
 * Made with exificient.js 0.0.5 (Siemens, MIT; https://github.com/EXIficient/exificient.js): header, names, values and the
 * string table are what its encoder wrote. It cannot drive built-in grammars nor write a namespace that it does not know,
 * so event codes and namespace strings were given to its bit stream from the specification's tables. In the second one
 * the header byte is replaced by the options of the stream `options` below.
 */
const exificient = {
  'bit-packed':
    'gAhaHR0cDovL3d3dy5vbnZpZi5vcmcvdmVyMTAvc2NoZW1hD01ldGFkYXRhU3RyZWFtoHqzSyMregtzC2PLo0sbnQGRnJhbWVIQqujGqNLayjRkYGRoWmBmWmBiqGJkdGBgdGBgXGBgYLWgOnsTUysbokJT2JqZWN0SWQDMdAtBcHBlYXJhbmNloDKbQwuDLQMQm91bmRpbmdCb3hIK2MrM6AxaYFxrSCOje4ApgXGskGcmlnaHQB9IOxN7o6N7aA0BQAaBmQQDMGAIBZAaA0AEjRkYGRoWmBmWmBiqGJkdGBgdGBgXGBoYLUNAZFdmVudIETQ6OjgdF5eyN7G5lzewubS5lre4MrcXN7kzl7u5txexFpkKJze6NLM0sbC6NLe3JrK5ubCzstQZUb3BpY8mdG5zMTpSdWxlRW5naW5lL0xpbmVEZXRlY3Rvci9Dcm9zc2VkVCE1lc3NhZ2WgQmsrm5sLOypAAAKRJQcm9wZXJ0eU9wZXJhdGlvbglDaGFuZ2VkqA6m3urkxstAtTaW1wbGVJdGVtSCpzC2soMpOrYy0gyswtjqyhC1+ALk0sbRCgKiMLow0AKgpPYmplY3RJZEBEJIA=',
  byte: 'oABKACFodHRwOi8vd3d3Lm9udmlmLm9yZy92ZXIxMC9zY2hlbWEPTWV0YWRhdGFTdHJlYW0CBA9WaWRlb0FuYWx5dGljcwIEBkZyYW1lAQEIVXRjVGltZRoyMDI0LTAzLTAxVDEyOjAwOjAwLjAwMFoBAgQHT2JqZWN0AQEJT2JqZWN0SWQDMQECBAtBcHBlYXJhbmNlAgQGU2hhcGUCBAxCb3VuZGluZ0JveAEBBWxlZnQGLTAuNQEBAQR0b3AFMC41AgEBBnJpZ2h0AQMDAQEHYm90dG9tAQIEAAAAAAEABAADAQMyAAAABAMwAwACAQMBAQUAAAAAAQEABAACARoyMDI0LTAzLTAxVDEyOjAwOjAwLjA0MFoCAAEBAAQGRXZlbnQCACJodHRwOi8vZG9jcy5vYXNpcy1vcGVuLm9yZy93c24vYi0yFE5vdGlmaWNhdGlvbk1lc3NhZ2UCBQZUb3BpYwMmdG5zMTpSdWxlRW5naW5lL0xpbmVEZXRlY3Rvci9Dcm9zc2VkAAEABQhNZXNzYWdlAgQITWVzc2FnZQEBAAAAAAEBARJQcm9wZXJ0eU9wZXJhdGlvbglDaGFuZ2VkAgIEB1NvdXJjZQIEC1NpbXBsZUl0ZW0BAQVOYW1lBlJ1bGUBAQEGVmFsdWUIWvwBcmljaAIAAAEABAVEYXRhAgQACgIKT2JqZWN0SWQBAQEAAAEAAQAB',
}

const message =
  '<tt:Message UtcTime="2024-03-01T12:00:00.000Z" PropertyOperation="Changed"><tt:Source><tt:SimpleItem Name="Rule"' +
  ' Value="Zürich"/></tt:Source><tt:Data><tt:SimpleItem Name="ObjectId" Value="1"/></tt:Data></tt:Message>'
const box = (id: number, left: string, bottom: string): string =>
  `<tt:Object ObjectId="${id}"><tt:Appearance><tt:Shape><tt:BoundingBox left="${left}" top="0.5" right="0.5"` +
  ` bottom="${bottom}"/></tt:Shape></tt:Appearance></tt:Object>`
const onvif =
  '<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2">' +
  `<tt:VideoAnalytics><tt:Frame UtcTime="2024-03-01T12:00:00.000Z">${box(1, '-0.5', '-0.5')}${box(2, '0', '0')}</tt:Frame>` +
  '<tt:Frame UtcTime="2024-03-01T12:00:00.040Z"/></tt:VideoAnalytics><tt:Event><wsnt:NotificationMessage>' +
  `<wsnt:Topic>tns1:RuleEngine/LineDetector/Crossed</wsnt:Topic><wsnt:Message>${message}</wsnt:Message>` +
  '</wsnt:NotificationMessage></tt:Event></tt:MetadataStream>'

describe('streams of other encoders', () => {
  it.each(Object.entries(exificient))('reads names and values of exificient.js, %s', (_, base64) => {
    const xml = whole(Buffer.from(base64, 'base64'))
    expect(meaning(xml)).toEqual(meaning(onvif))
    const { frames, events, problems } = parse(xml)
    expect(problems).toEqual([])
    expect(frames.map(({ objects }) => objects.length)).toEqual([2, 0])
    // Prefixes are not kept, and an undeclared tns1 can only be meant as ONVIF's.
    expect(events).toMatchObject([{ topic: 'tns1:RuleEngine/LineDetector/Crossed', operation: 'Changed' }])
  })

  it('reads what EXIP wrote, with an options document', () => {
    // The example of the EXI processor EXIP (https://exip.sourceforge.net), as a public test holds it.
    const hex =
      '24455849a0412343a3a381d1797bbbbbb97363a3a9739b297a2a4a9a620a117b9b1b432b6b096ba32b9ba08a6bab63a34b83632ac29a239a' +
      'a32b9ba690a8d0d2e640d2e640c2dc40caf0c2dae0d8ca40decc40e6cae4d2c2d8d2f4d2dcce408ab09240e6e8e4cac2dae640eae6d2dcce' +
      '408ab092a040d8deee40d8caeccad84082a092'
    expect(whole(Buffer.from(hex, 'hex'))).toBe(
      '<MultipleXSDsTest xmlns="http://www.ltu.se/EISLAB/schema-test">This is an example of serializing EXI streams ' +
        'using EXIP low level API</MultipleXSDsTest>',
    )
  })

  it.each([
    // From the tests of a public program that recognises EXI in HTTP bodies; its encoder is not told.
    ['bit-packed', '2445584980415c9bdbdd30674657 8740'],
    ['options: byte alignment', '24455849a0004a0105726f6f74030674657874 00'],
  ])('reads a small stream, %s', (_, hex) => {
    expect(whole(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toBe('<root>text</root>')
  })
})
