// A track as ffmpeg is given it to decode from: its sample entries and no more than that, so that what comes out are the
// pictures of the video, whatever a version of ffmpeg makes of the boxes around it.
import { EvidenceError } from '#contract/errors.ts'
import { readInnerBoxes } from '#engine/isobmff/inner-boxes.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'

type DecoderTrack = Omit<OutputTrack, 'samples'>

/**
 * Not turned (no matrix), not cut (`withoutAperture`), no edits. The shape of its pixels stays in the entry, and changes none
 * of them. Fails with `code` where the track has no sample entry, or one that is too long to be read.
 */
export function decoderTrack(
  { id, entries, width, height }: Pick<MovieTrack, 'id' | 'entries' | 'width' | 'height'>,
  timescale: number,
  code: 'still-refused' | 'review-refused',
): DecoderTrack {
  const [sampleEntry, ...otherEntries] = entries.map(({ bytes, size }) => {
    if (bytes.length === size) return withoutAperture(bytes)
    throw new EvidenceError(code, `A sample entry of track ${id} has ${size} bytes: too long to be read.`)
  })
  if (!sampleEntry)
    throw new EvidenceError(code, `Track ${id} has no sample entry: nothing says how to decode it.`)
  return {
    ...{ id: 1, handler: 'vide', handlerName: '', timescale, language: 'und' },
    ...{ width, height, matrixRotation: 0 },
    ...{ sampleEntry, otherEntries, references: [], edits: [] },
  }
}

/**
 * Options of an input: the pictures are those that the cropping of the parameter set leaves, to the pixel. Without, decoders
 * of ffmpeg leave columns that a cropping on the left takes away where that suits the alignment in memory.
 */
export const exactCrop = '+unaligned'

/** Header and fields of a VisualSampleEntry (ISO/IEC 14496-12 12.1.3); its boxes follow. */
const fieldsSize = 86
const [clap, free] = ['clap', 'free'].map((type) => Buffer.from(type, 'latin1')) as [Buffer, Buffer]
/** What a decoder takes for its configuration as a whole: no box begins inside. */
const configurations = /^(?:avcC|hvcC|av1C|vpcC|vvcC|esds|glbl)$/

/**
 * A sample entry whose `clap` boxes are `free`, wherever a lenient reader might find one. ffmpeg cuts pictures to the clean
 * aperture from version 7.1 on, and others do not; the stored picture is the whole one.
 */
export function withoutAperture(entry: Uint8Array): Uint8Array {
  const bytes = Buffer.from(entry)
  const whole = readInnerBoxes(bytes, fieldsSize)
    .filter(({ type }) => configurations.test(type))
    .map(({ payload }) => ({ from: payload.byteOffset - bytes.byteOffset, size: payload.length }))
  for (let at = bytes.indexOf(clap, fieldsSize); at >= 0; at = bytes.indexOf(clap, at + 1))
    if (!whole.some(({ from, size }) => at >= from && at < from + size)) free.copy(bytes, at)
  return bytes
}
