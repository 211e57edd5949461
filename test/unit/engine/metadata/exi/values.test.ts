// Typed values of EXI (7.1), which are there where the types of XML Schema are known and xsi:type names one.
import { describe, expect, it } from 'vitest'
import { writeExi } from '#test/support/exi-writer.ts'
import type { ExiChoices } from '#test/support/exi-writer.ts'
import { decode, meaning, whole } from './exi.ts'

const typed = (type: string, value: string, more = ''): string =>
  '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema">' +
  `<v xsi:type="xs:${type}">${value}</v><w/>${more}</a>`

const values: [string, string][] = [
  ['boolean', 'true'],
  ['boolean', 'false'],
  ['decimal', '-12.0045'],
  ['decimal', '0.5'],
  ['double', '-15E-1'],
  ['float', '7'],
  ['float', 'INF'],
  ['float', '-INF'],
  ['double', 'NaN'],
  ['integer', '-123456789012345678901234567890'],
  ['int', '-1'],
  ['int', '0'],
  ['byte', '-128'],
  ['unsignedByte', '255'],
  ['unsignedInt', '4294967295'],
  ['positiveInteger', '1'],
  ['dateTime', '2024-02-29T23:59:60.012Z'],
  ['dateTime', '-0044-03-15T12:00:00+13:45'],
  ['time', '01:02:03-14:00'],
  ['date', '1999-12-31'],
  ['gYearMonth', '2024-05'],
  ['gYear', '12024'],
  ['gMonthDay', '--02-29'],
  ['gDay', '---31'],
  ['gMonth', '--05'],
  ['base64Binary', 'AAEC/w=='],
  ['hexBinary', '00FF10'],
  ['string', 'anything 𝄞'],
  ['NMTOKENS', 'a b a c'],
  ['duration', 'P1D'],
]

const ways: ExiChoices[] = [
  { schemaId: '' },
  { schemaId: '', alignment: 'compression' },
  { schemaId: '', alignment: 'byte', comments: true, pis: true, dtd: true, prefixes: true },
  { schemaId: '', lexicalValues: true, prefixes: true },
  { schemaId: null },
  { schemaId: null, alignment: 'pre-compress', lexicalValues: true, prefixes: true },
]

/** The prefix of the type may be another one. */
const text = (xml: string): unknown =>
  meaning(xml.replaceAll(/exi-\d+:|xs:/g, '').replaceAll(/ xmlns:(exi-\d+|xs)="[^"]*"/g, ''))

describe('typed values', () => {
  it.each(values)('reads %s %s', (type, value) => {
    for (const choices of ways) {
      const xml = typed(type, value, `<v xsi:type="xs:${type}">${value}</v><w>${value}</w>`)
      expect(text(whole(writeExi(xml, choices)))).toEqual(text(xml))
    }
  })

  it('reads what has a type and does not follow it', () => {
    const xml = typed(
      'int',
      '<!--x--><b c="1"/>twelve<b/>',
      '<v xsi:type="xs:int" d="2" xsi:nil="false">7</v>',
    )
    for (const choices of ways.slice(0, 3))
      expect(text(whole(writeExi(xml, { ...choices, comments: true })))).toEqual(text(xml))
  })

  it('reads empty and nil elements of a type', () => {
    const nil = '<v xsi:type="xs:int" xsi:nil="true"/>'
    const within =
      '<v xsi:type="xs:anyType" e="1"><x y="2">t</x>u<x y="2">t</x></v><v xsi:type="xs:anyType"/>'
    const full =
      '<v xsi:type="xs:int" xsi:nil="true" f="3">not <b/> nil</v><v xsi:type="xs:anyType" xsi:nil="true" f="3"/>'
    const xml = typed('int', '', nil + within + full)
    for (const choices of ways) expect(text(whole(writeExi(xml, choices)))).toEqual(text(xml))
  })

  it('reads a type whose prefix is not declared as text, and one that nobody knows', () => {
    const xml =
      '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="tt:int">x<b xsi:type="None"/></a>'
    for (const choices of ways.slice(0, 3))
      expect(meaning(whole(writeExi(xml, choices)))).toEqual(meaning(xml))
  })

  it('says so where it would have to know the grammar better', () => {
    expect(decode(writeExi(typed('string', 'x'), { schemaId: '', strict: true }))).toEqual({
      unsupported: 'with typed values in strict grammars',
    })
    expect(decode(writeExi('<a/>', { schemaId: '', map: true }))).toEqual({
      unsupported: 'with a map of datatype representations',
    })
  })
})
