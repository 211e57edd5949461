// tt:Frame: the objects of one picture (metadatastream.xsd Frame; ONVIF Analytics 5.2). Scene images and motion cells are left
// alone.
import type { MetadataFrame } from '#contract/metadata.ts'
import { readAspects } from './aspects.ts'
import { parseColourSpace } from './colour.ts'
import { nested, normalised } from './geometry.ts'
import { parseText } from './numbers.ts'
import { readEnded } from './object-tree.ts'
import { readObject } from './object.ts'
import type { DocumentProblem, TellProblem } from './problem.ts'
import { readPtzStatus } from './ptz-status.ts'
import { describeTime, readTime } from './utc-time.ts'
import { child, childrenOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

const longestSource = 256

/** Where a frame or event was stored. */
export type StoredAt = { trackId: number; sample: number }

export type { DocumentProblem } from './problem.ts'

/** A problem where it has no time. `tell`: what of the frame was sent and is not there. */
export function readFrame(
  frame: XmlElement,
  at: StoredAt,
  tell: TellProblem,
): MetadataFrame | DocumentProblem {
  const sent = frame.attributes['UtcTime']
  const time = readTime(sent)
  if (!time)
    return { code: 'metadata-frame-no-time', detail: `a frame has ${describeTime(sent)}`, broken: false }
  const system = nested(normalised, child(frame, 'Transformation'))
  const aspects = readAspects(frame, tell)
  const colourSpace = parseColourSpace(frame.attributes['Colorspace'])
  return {
    kind: 'frame',
    time,
    trackId: at.trackId,
    sample: at.sample,
    source: parseText(frame.attributes['Source'], longestSource),
    objects: childrenOf(frame, 'Object').map((object) => readObject(object, system, colourSpace, tell)),
    ...(aspects.length > 0 ? { aspects } : {}),
    ended: readEnded(child(frame, 'ObjectTree')),
    ptz: readPtzStatus(child(frame, 'PTZStatus')),
  }
}
