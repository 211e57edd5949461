// A track as ffmpeg is given it to decode from: one sample entry and no more than that, so that what comes out are the
// pictures of the video, whatever a version of ffmpeg makes of the boxes around it.
import { EvidenceError } from '#contract/errors.ts'
import { readInnerBoxes } from '#engine/isobmff/inner-boxes.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'

type DecoderTrack = Omit<OutputTrack, 'samples'>

/** Codes of entries whose samples are encrypted (ISO/IEC 14496-12 8.12.1). */
const encrypted = new Set(['encv', 'enca', 'encm', 'enct', 'encs'])

/**
 * For samples that use the same entry as `sample`, and with that one alone: no decoder takes what another entry says for it.
 * Not turned (no matrix), not cut (`withoutAperture`), no edits. The shape of its pixels stays in the entry, and changes none
 * of them. Fails with `code` where the sample names no entry that was read whole, or an encrypted one.
 */
export function decoderTrack(
  { id, entries, samples }: Pick<MovieTrack, 'id' | 'entries'> & { samples: { entry: ArrayLike<number> } },
  sample: number,
  timescale: number,
  code: 'still-refused' | 'review-refused',
): DecoderTrack {
  const at = samples.entry[sample] ?? 0
  const entry = entries[at]
  const fail = (why: string): EvidenceError => new EvidenceError(code, why)
  if (!entry)
    throw fail(
      `Sample ${sample + 1} of track ${id} names no sample entry that is there: nothing says how to decode it.`,
    )
  const { bytes, size, width, height } = entry
  if (bytes.length !== size)
    throw fail(`Sample entry ${at + 1} of track ${id} has ${size} bytes: too long to be read.`)
  if (encrypted.has(entry.type))
    throw fail(`By sample entry ${at + 1} of track ${id} its samples are encrypted: they cannot be decoded.`)
  return {
    ...{ id: 1, handler: 'vide', handlerName: '', timescale, language: 'und' },
    ...{ width, height, matrixRotation: 0 },
    ...{ sampleEntry: withoutAperture(bytes), references: [], edits: [] },
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
