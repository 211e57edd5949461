// Samples that cannot be read are lost for search and overlay, so they are counted.
import { notApplicable, pass, unreadExi, warn } from '../check.ts'
import type { CheckDefinition } from '../check.ts'

export const metadataSamples: CheckDefinition = {
  id: 'metadata-samples',
  levels: [],
  clause: 'ONVIF Streaming Specification 5.1.2.1.1',
  title: 'Every metadata sample can be read',
  about: 'structure',
  run({ metadata, findings }) {
    const unread = unreadExi(findings)
    if (unread && metadata.badSamples === 0) return warn(unread.detail, unread.offset)
    if (metadata.frames + metadata.events + (metadata.ptz ?? 0) + metadata.badSamples === 0)
      return notApplicable('There is no metadata.')
    const offset = findings.find(({ code }) => code.startsWith('metadata-'))?.offset ?? null
    return metadata.badSamples > 0
      ? warn(`${metadata.badSamples} samples cannot be read.`, offset)
      : pass('All samples were read.')
  },
}
