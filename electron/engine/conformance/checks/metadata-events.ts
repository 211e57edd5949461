// Level 0E: events and alarms.
import { fail, pass, unreadExi } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const metadataEvents: CheckDefinition = {
  id: 'events',
  levels: ['0E'],
  clause: 'IEC 62676-2-11 level 0E / ONVIF EFF 26.06 5.5',
  title: 'Events or alarms in the timed metadata',
  about: 'structure',
  run({ metadata, findings }) {
    if (metadata.events > 0) return pass(`${metadata.events} events of ${metadata.topics.length} topics.`)
    const unread = unreadExi(findings)
    return unread
      ? fail('No event was found; there are samples in EXI that are not read.', unread.offset)
      : fail('No event was found.')
  },
}
