// Level 0M: timed metadata in the form that EFF prescribes.
import { onvifMetadataNamespace, readMetx } from '#engine/exportfile/boxes/metx.ts'
import { fail, pass, warn } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const metadataTrack: CheckDefinition = {
  id: 'metx',
  levels: ['0M', '0E'],
  clause: 'ONVIF EFF 26.06 5.5',
  title: 'A timed metadata track with ONVIF metadata',
  about: 'structure',
  run({ movie, metadata }) {
    const entries = movie.tracks.flatMap(({ entries: list }) => list.filter(({ type }) => type === 'metx'))
    const [entry] = entries
    if (!entry) return fail('No track has a sample entry ‘metx’.')
    const { namespace } = readMetx(entry.bytes)
    const { frames, events, ptz = 0 } = metadata
    if (frames + events + ptz === 0)
      return fail(
        'The metadata track holds no frame, no event and no PTZ state that can be read.',
        entry.offset,
      )
    const changes = ptz > 0 ? `, ${ptz} changes of the PTZ state` : ''
    return namespace === onvifMetadataNamespace
      ? pass(`${frames} frames, ${events} events${changes}.`, entry.offset)
      : warn(
          `The namespace is ${JSON.stringify(namespace)}; ${onvifMetadataNamespace} is specified.`,
          entry.offset,
        )
  },
}
