// tt:PTZStatus: where the camera looked when the scene was described, in a frame, or from a change on, in the stream (common.xsd
// PTZStatus, PTZVector, PTZMoveStatus; ONVIF Analytics 5.2, Streaming 5.1.2.1.1).
import type { MetadataPtz, PtzMove, PtzStatus } from '#contract/metadata.ts'
import type { StoredAt } from './frame.ts'
import { readPoint } from './geometry.ts'
import { numberAttribute, parseText } from './numbers.ts'
import type { DocumentProblem } from './problem.ts'
import { describeTime, readTime } from './utc-time.ts'
import { child } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

const longestSpace = 256
const longestError = 1_000

/** One of the stream: without a time nobody can say from when on it stands. */
export function readPtzChange(element: XmlElement, at: StoredAt): MetadataPtz | DocumentProblem {
  const ptz = readPtzStatus(element)
  if (ptz?.time) return { kind: 'ptz', time: ptz.time, trackId: at.trackId, sample: at.sample, ptz }
  const sent = child(element, 'UtcTime')?.text.trim()
  const detail = `a change of the PTZ state has ${describeTime(sent)}`
  return { code: 'metadata-ptz-no-time', detail, broken: false }
}

/** What is missing or unreadable is null; where nothing at all can be read, there is no status. */
export function readPtzStatus(element: XmlElement | undefined): PtzStatus | null {
  if (!element) return null
  const position = child(element, 'Position')
  const [panTilt, zoom] = [child(position, 'PanTilt'), child(position, 'Zoom')]
  const moves = child(element, 'MoveStatus')
  const view = child(element, 'FieldOfView')
  const [horizontal, vertical] = [numberAttribute(view, 'hfov'), numberAttribute(view, 'vfov')]
  const status: PtzStatus = {
    panTilt: readPoint(panTilt),
    panTiltSpace: parseText(panTilt?.attributes['space'], longestSpace),
    zoom: numberAttribute(zoom, 'x'),
    zoomSpace: parseText(zoom?.attributes['space'], longestSpace),
    panTiltMove: readMove(child(moves, 'PanTilt')),
    zoomMove: readMove(child(moves, 'Zoom')),
    error: parseText(child(element, 'Error')?.text, longestError),
    time: readTime(child(element, 'UtcTime')?.text.trim()),
    fieldOfView: horizontal === null || vertical === null ? null : { horizontal, vertical },
  }
  return Object.values(status).some((value) => value !== null) ? status : null
}

/** A word that the schema does not know says as little as UNKNOWN. */
function readMove(element: XmlElement | undefined): PtzMove | null {
  const sent = parseText(element?.text, 32)
  if (sent === null) return null
  return sent === 'IDLE' ? 'idle' : sent === 'MOVING' ? 'moving' : 'unknown'
}
