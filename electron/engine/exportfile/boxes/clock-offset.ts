// XMP of NIST IR 8161r1 3.4, tables 6 and 7: the recorder's clock and a reference clock, read at the same instant. In a
// `uuid` box at the end of the file. NIST's own example is not well-formed, so that its tags are followed loosely.
import { SaxesParser } from 'saxes'
import { parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'

/** Extended type of `uuid` boxes with XMP. */
export const xmpUuid = 'be7acfcb97a942e89c71999491e3afac'

export type ClockOffsetXmp = {
  recorderTime: Filetime
  referenceTime: Filetime
  /** Neither time names its zone; UTC was assumed, which the difference does not depend on. */
  withoutZone: boolean
  wellFormed: boolean
}

type Side = 'recorder' | 'reference'

const sides: ReadonlyMap<string, Side> = new Map([
  ['ExportSystemTime', 'recorder'],
  ['RecorderTime', 'recorder'],
  ['ExternalReferenceTime', 'reference'],
  ['ReferenceTime', 'reference'],
])

const textLimit = 256
/** A writer makes a few mistakes; what is no XML at all makes one at every character. */
const mistakesRead = 100
const zone = /(Z|z|[+-]\d\d:?\d\d)$/

/** Null where the XMP says nothing of clocks; `problem` where it does and cannot be used. Never throws. */
export function readClockOffset(payload: Uint8Array): ClockOffsetXmp | { problem: string } | null {
  const { texts, wellFormed, stopped } = readTimes(new TextDecoder().decode(payload))
  const [recorder, reference] = [texts.get('recorder')?.trim(), texts.get('reference')?.trim()]
  if (recorder === undefined && reference === undefined) return null
  if (stopped) return { problem: 'it has a document type definition' }
  if (!recorder || !reference)
    return { problem: `the time of the ${recorder ? 'reference' : 'recorder'} is missing` }
  const [recorderTime, referenceTime] = [parseUtc(recorder), parseUtc(reference)]
  if (recorderTime === null || referenceTime === null)
    return { problem: `the time of the ${recorderTime === null ? 'recorder' : 'reference'} is no time` }
  const withoutZone = !zone.test(recorder)
  if (withoutZone === zone.test(reference)) return { problem: 'only one of its two times names a zone' }
  return { recorderTime, referenceTime, withoutZone, wellFormed }
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Thrown out of the parser: it has no other way to be stopped. */
const doctype = new Error('document type definition')
const noXml = new Error('too many mistakes')

function readTimes(xml: string): { texts: Map<Side, string>; wellFormed: boolean; stopped: boolean } {
  const texts = new Map<Side, string>()
  const parser = new SaxesParser({ xmlns: false })
  let [wellFormed, stopped] = [true, false]
  let side: Side | null = null
  let inside = ''
  const add = (to: Side, text: string): void => {
    const before = texts.get(to) ?? ''
    if (before.length < textLimit) texts.set(to, (before + text).slice(0, textLimit))
  }
  let mistakes = 0
  parser.on('error', () => {
    wellFormed = false
    mistakes += 1
    if (mistakes >= mistakesRead) throw noXml
  })
  parser.on('doctype', () => {
    throw doctype
  })
  parser.on('opentag', ({ name, attributes }) => {
    inside = local(name)
    side = sides.get(inside) ?? side
    for (const [key, value] of Object.entries(attributes)) {
      const of = local(key) === 'TimeValue' ? side : sides.get(local(key))
      if (of) add(of, value)
    }
  })
  parser.on('text', (text) => {
    // `TimeValue` is a child of the element that names the clock; a bare value is taken as well.
    if (side && (inside === 'TimeValue' || (sides.has(inside) && text.trim() !== ''))) add(side, text)
  })
  parser.on('closetag', ({ name }) => {
    if (sides.has(local(name))) side = null
    inside = ''
  })
  try {
    parser.write(xml).close()
  } catch (error) {
    // Whatever else the parser throws comes of the text: what was read until then stands.
    stopped = error === doctype
    wellFormed = false
  }
  return { texts, wellFormed, stopped }
}

const names = 'http://biometrics.nist.gov/cs_links/DVR_Standards'

/** The whole `uuid` box; times as xs:dateTime. */
export function writeClockOffset(recorderTime: string, referenceTime: string): Uint8Array {
  const time = (element: string, value: string): string =>
    `<cloSet:${element} rdf:parseType="Resource"><timeval:TimeValue>${value}</timeval:TimeValue></cloSet:${element}>`
  const xmp = [
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `<rdf:Description rdf:about="" xmlns:cloSet="${names}/ClockOffset" xmlns:timeval="${names}/TimeValueset">`,
    time('ExportSystemTime', recorderTime),
    time('ExternalReferenceTime', referenceTime),
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
  ]
  return writeBox('uuid', Buffer.from(xmpUuid, 'hex'), Buffer.from(xmp.join(''), 'utf8'))
}
