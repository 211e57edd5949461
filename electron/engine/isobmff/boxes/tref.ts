// `tref`, TrackReferenceBox (ISO/IEC 14496-12 8.3.3): which tracks this one refers to, e.g. `cdsc`: describes.
import type { Cursor } from '../../base/cursor.ts'
import { writeBox } from '../box-writer.ts'
import { writeWords } from '../table-writer.ts'

export type TrackReference = { type: string; trackIds: number[] }

/** Payload of one child of `tref`; at most 1,000 ids. The child's box type is the kind of reference. */
export function readTrackIds(cursor: Cursor): number[] {
  const trackIds: number[] = []
  while (cursor.remaining >= 4 && trackIds.length < 1_000) trackIds.push(cursor.u32())
  return trackIds
}

export const writeTref = (references: readonly TrackReference[]): Uint8Array =>
  writeBox('tref', ...references.map(({ type, trackIds }) => writeBox(type, writeWords(trackIds))))
