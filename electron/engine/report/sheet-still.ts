// One picture of a sheet, made as every still is: its pixels without loss and what is to be said of it, or why there are none.
import { EvidenceError } from '#contract/errors.ts'
import type { UtcTime } from '#contract/units.ts'
import type { Work } from '#engine/base/progress.ts'
import { describeStill } from '#engine/export/still-statement.ts'
import type { StillStatement } from '#engine/export/still-statement.ts'
import { hashPixels, withStoredStill } from '#engine/export/stored-still.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { PixelRows } from '#engine/media/pixel-rows.ts'
import type { OpenPictures, PlannedStill } from './sheet-plan.ts'

export type MadeStill = {
  /** As `PixelRows` gives them. */
  rows: readonly Uint8Array[]
  statement: StillStatement
  pixelAspect: MovieTrack['pixelAspect']
}

/** A picture on the sheet; `number` counts from 1. */
export type SheetStill = PlannedStill & { number: number; made: MadeStill | { refused: string } }

/** A reason that lies in evidence is an answer; anything else is thrown. */
export async function makeStill(
  planned: PlannedStill,
  number: number,
  { open, made }: { open: OpenPictures; made: { by: string; at: UtcTime } },
  work: Work,
): Promise<SheetStill> {
  try {
    return { ...planned, number, made: await decode(planned, open, made, work) }
  } catch (error) {
    if (work.signal.aborted || !(error instanceof EvidenceError) || !inEvidence.has(error.code)) throw error
    return { ...planned, number, made: { refused: error.message } }
  }
}

/** Failures that are about this picture or this file, so that other stills can be made all the same. */
const inEvidence: ReadonlySet<EvidenceError['code']> = new Set([
  ...(['wrong-input', 'file-not-found', 'file-unreadable', 'not-iso-bmff', 'item-damaged'] as const),
  ...(['item-partial', 'source-changed', 'still-refused', 'review-refused', 'ffmpeg-failed'] as const),
])

async function decode(
  { item, mark, sample }: PlannedStill,
  open: OpenPictures,
  made: { by: string; at: UtcTime },
  work: Work,
): Promise<MadeStill> {
  const file = await open(mark.itemId, mark.trackId, work)
  const { track, laidOut } = file
  return withStoredStill({ item, file, sample }, work.signal, async ({ picture, sampleSha256, ffmpeg }) => {
    const { width, height } = picture.facts
    const pieces: Uint8Array[] = []
    const rows = new PixelRows({ width, height, bitDepth: picture.conversion.bitDepth }, (bytes) =>
      Promise.resolve(void pieces.push(bytes)),
    )
    try {
      const pixelsSha256 = await hashPixels(picture, (chunk) => rows.pixels(chunk))
      await rows.end()
      const statement = describeStill({
        ...{ item, track, laidOut, sample, sampleSha256, picture, pixelsSha256, ffmpeg, made },
        ...{ view: null, overlay: null, storedPixelsSha256: null },
      })
      return { rows: pieces, statement, pixelAspect: track.pixelAspect }
    } finally {
      rows.stop()
    }
  })
}
