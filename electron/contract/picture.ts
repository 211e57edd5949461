// What a file says of its picture: each statement with the place in the file that makes it, and which of them do not agree.
import { z } from 'zod'

export const PictureFactName = z.enum([
  /** Whole coding blocks, as the decoder makes them. */
  'coded',
  /** What is left of them after cropping: the stored picture. */
  'stored',
  'pixelAspect',
  /** What the picture is to be shown as, in square pixels, before it is turned. */
  'display',
  /** The part of the stored picture that is to be shown. */
  'aperture',
  'rotation',
  'range',
  'primaries',
  'transfer',
  'matrix',
  'profile',
  'scan',
])
export type PictureFactName = z.infer<typeof PictureFactName>

/** Box codes; `entry`: the sample entry itself; `sps`, `sps-inside`: the parameter set there, and in the first sample. */
export const PictureOrigin = z.enum([
  ...(['entry', 'tkhd', 'pasp', 'clap', 'colr', 'fiel', 'sps', 'sps-inside'] as const),
  /** Stored size times the shape of a pixel. */
  'computed',
])
export type PictureOrigin = z.infer<typeof PictureOrigin>

export const PictureStatement = z.strictObject({
  fact: PictureFactName,
  origin: PictureOrigin,
  /**
   * Sizes as `640×360`, shapes as `16:11`, degrees clockwise as `90` (`other`: none of the right angles), a range as `full`
   * or `limited`, colours as code point of ITU-T H.273 and its name, scan as `frames`, `fields`, `upper-first`, `lower-first`.
   */
  value: z.string(),
})
export type PictureStatement = z.infer<typeof PictureStatement>

/** Of a further sample entry: what it says otherwise than the one that the first sample uses. */
export const OtherEntry = z.strictObject({
  /** Its number in the file, from 1. */
  entry: z.int().positive(),
  codec: z.string(),
  /** The first stored sample that uses it, from 0. */
  sample: z.int().nonnegative(),
  /** Of each fact on which the two differ all that this one says; nothing where it says no more of it. */
  statements: z.array(PictureStatement),
})
export type OtherEntry = z.infer<typeof OtherEntry>

export const PictureStatements = z.strictObject({
  trackId: z.int(),
  /** By the sample entry that the first sample uses, and the header of the track. Of one fact the one that counts most comes first. Facts that the file does not speak of are missing. */
  statements: z.array(PictureStatement),
  /** Facts on which statements contradict each other. */
  contradicted: z.array(PictureFactName),
  /** Whether the video itself was read, or only the boxes around it: this version knows H.264 and H.265. */
  videoRead: z.boolean(),
  /** Where a parameter set stands that cannot be read; another one in the same place may have been. */
  unreadableSets: z.array(PictureOrigin.extract(['sps', 'sps-inside'])),
  /** In the order in which samples first use them; entries that are the same byte for byte count as one. */
  others: z.array(OtherEntry).max(64),
})
export type PictureStatements = z.infer<typeof PictureStatements>
