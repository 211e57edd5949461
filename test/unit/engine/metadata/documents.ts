// Small metadata documents written by hand, for the tests of this folder.
import { parseMetadataDocument } from '#engine/metadata/document.ts'
import type { MetadataDocument } from '#engine/metadata/document.ts'
import type { MetadataEvent, MetadataFrame, MetadataObject } from '#contract/metadata.ts'

export const frameTime = '2024-03-01T12:00:00.000Z'

/** A stream with the usual prefixes declared. */
export const stream = (content: string): string =>
  '<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"' +
  ` xmlns:tns1="http://www.onvif.org/ver10/topics">${content}</tt:MetadataStream>`

export const analytics = (frames: string): string =>
  stream(`<tt:VideoAnalytics>${frames}</tt:VideoAnalytics>`)

export const frameWith = (content: string, attributes = ''): string =>
  `<tt:Frame UtcTime="${frameTime}" ${attributes}>${content}</tt:Frame>`

export const notification = (topic: string, message: string): string =>
  `<wsnt:NotificationMessage><wsnt:Topic>${topic}</wsnt:Topic><wsnt:Message>${message}</wsnt:Message></wsnt:NotificationMessage>`

export const parse = (xml: string): MetadataDocument => parseMetadataDocument(xml, { trackId: 3, sample: 7 })

/** The only frame of a document that has no problems. */
export function onlyFrame(xml: string): MetadataFrame {
  const { frames, problems } = parse(xml)
  const [frame] = frames
  if (!frame || frames.length !== 1 || problems.length > 0)
    throw new Error(JSON.stringify({ frames, problems }))
  return frame
}

/** The only object of the only frame; `content` is what stands inside the object. */
export function onlyObject(content: string, inFrame = '', attributes = ''): MetadataObject {
  const object = `<tt:Object ObjectId="1">${content}</tt:Object>`
  const [first] = onlyFrame(analytics(frameWith(`${inFrame}${object}`, attributes))).objects
  if (!first) throw new Error('no object')
  return first
}

/** The only event of a document that has no problems. */
export function onlyEvent(xml: string): MetadataEvent {
  const { events, problems } = parse(xml)
  const [event] = events
  if (!event || events.length !== 1 || problems.length > 0)
    throw new Error(JSON.stringify({ events, problems }))
  return event
}
