// Topics of events, made comparable: prefixes are the camera's own choice, the namespace is what counts (ONVIF Core 9.4).
import { parseText } from './numbers.ts'
import { namespaceOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

export const topicsNamespace = 'http://www.onvif.org/ver10/topics'

/** The topic that tells where a moving camera is (ONVIF Core 8.9.11). */
export const geoLocationTopic = 'tns1:Monitoring/GeoLocation'

const longestTopic = 1_024

/**
 * `tns1:` before the path for ONVIF's namespace, whatever prefix was used. Vendor segments keep their prefix; a prefix
 * `tns1` that stands for something else becomes `{namespace}`. Null where there is no text.
 */
export function readTopic(topic: XmlElement | undefined): string | null {
  const text = parseText(topic?.text, longestTopic)
  if (!topic || text === null) return null
  return text
    .split('/')
    .map((segment, index) => readSegment(topic, segment.trim(), index === 0))
    .join('/')
}

/**
 * The prefix of a topic's first segment where it is nowhere declared and so leaves open whose topic it is; null where
 * nothing is in doubt. EXI that does not keep prefixes has no declarations at all (W3C EXI 1.0, 6.3).
 */
export function doubtfulPrefix(topic: XmlElement | undefined): string | null {
  const text = parseText(topic?.text, longestTopic)
  const prefix = text === null ? null : (/^([^/:]*):/.exec(text)?.[1]?.trim() ?? null)
  if (!topic || prefix === null || prefix === 'tns1') return null
  return namespaceOf(topic, prefix) === null ? prefix : null
}

function readSegment(topic: XmlElement, segment: string, first: boolean): string {
  const colon = segment.indexOf(':')
  if (colon < 0) return segment
  const prefix = segment.slice(0, colon)
  const name = segment.slice(colon + 1)
  // Fragments cut out of a stream lose their declarations: an undeclared tns1 can only be meant as ONVIF's.
  const namespace = namespaceOf(topic, prefix) ?? (prefix === 'tns1' ? topicsNamespace : null)
  if (namespace === topicsNamespace) return first ? `tns1:${name}` : name
  return prefix === 'tns1' ? `{${namespace ?? ''}}${name}` : segment
}
