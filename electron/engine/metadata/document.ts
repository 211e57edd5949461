// One sample of a timed-metadata track as frames and events: tt:MetadataStream (metadatastream.xsd 25.12; ONVIF EFF 26.06
// 5.5). What was read before an error is kept; sensor data, audio analytics and vendor parts are passed over.
import type { MetadataEvent, MetadataFrame, MetadataItem, MetadataPtz } from '#contract/metadata.ts'
import { quote } from '#engine/base/findings.ts'
import { readEvent } from './event.ts'
import { readFrame } from './frame.ts'
import type { StoredAt } from './frame.ts'
import type { DocumentProblem } from './problem.ts'
import { readPtzChange } from './ptz-status.ts'
import { doubtfulPrefix } from './topic.ts'
import { child } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'
import { readElements } from './xml-reader.ts'

/** `items` holds all frames, events and changes of the PTZ state in document order; `problemsLeftOut` counts those beyond the first thousand. */
export type MetadataDocument = {
  items: MetadataItem[]
  frames: MetadataFrame[]
  events: MetadataEvent[]
  ptz: MetadataPtz[]
  problems: DocumentProblem[]
  problemsLeftOut: number
}

const mostProblems = 1_000

/** Reads all documents of one sample's text. Never throws for what the text holds. */
export function parseMetadataDocument(xml: string, at: StoredAt): MetadataDocument {
  const document: MetadataDocument = {
    ...{ items: [], frames: [], events: [], ptz: [] },
    ...{ problems: [], problemsLeftOut: 0 },
  }
  const elements = readElements(xml, {
    // The prose of ONVIF Streaming 5.1.2.1.1 says MetaDataStream, its schema MetadataStream.
    root: (name) => {
      if (name.toLowerCase() === 'metadatastream') return true
      const detail = `its root element is ${quote(name)}, not MetadataStream`
      complain(document, { code: 'metadata-root-unknown', detail, broken: true })
      return false
    },
    wanted: (name, parent) =>
      (name === 'Frame' && parent === 'VideoAnalytics') ||
      (name === 'PTZStatus' && parent === 'PTZ') ||
      name === 'NotificationMessage',
    keepsSource: (name) => name === 'ElementItem',
  })
  const readElement = (element: XmlElement): MetadataItem | DocumentProblem => {
    if (element.name === 'PTZStatus') return readPtzChange(element, at)
    if (element.name !== 'Frame') return readEvent(element, at)
    return readFrame(element, at, (code, detail) => complain(document, { code, detail, broken: false }))
  }
  let next = elements.next()
  for (; !next.done; next = elements.next()) {
    const read = readElement(next.value)
    if (!('kind' in read)) {
      complain(document, read)
      continue
    }
    document.items.push(read)
    if (read.kind === 'event') complainOfTopic(document, next.value)
    if (read.kind === 'frame') document.frames.push(read)
    else if (read.kind === 'event') document.events.push(read)
    else document.ptz.push(read)
  }
  const end = next.value
  if (end) {
    const detail = `${end.detail}, at character ${end.position}`
    complain(document, { code: `metadata-xml-${end.code}`, detail, broken: true })
  }
  return document
}

function complainOfTopic(document: MetadataDocument, notification: XmlElement): void {
  const prefix = doubtfulPrefix(child(notification, 'Topic'))
  if (prefix === null) return
  const detail = `a topic has the prefix ${quote(prefix)}, which is nowhere declared, so whose topic it is stays open`
  complain(document, { code: 'metadata-topic-prefix', detail, broken: false })
}

/** Bounded, but what breaks the sample is always told. */
function complain(document: MetadataDocument, problem: DocumentProblem): void {
  if (document.problems.length < mostProblems || problem.broken) document.problems.push(problem)
  else document.problemsLeftOut += 1
}
