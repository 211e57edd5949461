// What is known of every stored picture of a track after it was read once: its type, and which have the same bytes.
import { z } from 'zod'
import { Sha256 } from './units.ts'

/**
 * One letter a stored sample, in decode order: `D` IDR, `I` intra, `P` predicted, `B` from two lists, `?` not read. By the slice
 * headers; of several slices the one that needs most counts.
 */
export const pictureTypes = 'DIPB?'

export const FrameScan = z.strictObject({
  trackId: z.int(),
  samples: z.int().nonnegative(),
  types: z.string().regex(/^[DIPB?]*$/),
  /** Stored samples whose bytes are those of an earlier one (SHA-256): which, and of which. At most 20,000. */
  same: z.array(z.tuple([z.int(), z.int()])).max(20_000),
  sameTotal: z.int().nonnegative(),
  /** Samples that lie outside the file, or of which bytes are missing; nothing is said of them. */
  unread: z.int().nonnegative(),
})
export type FrameScan = z.infer<typeof FrameScan>

/** What decoding every picture of a track found out: which look the same to the last bit, however they are stored. */
export const DecodedScan = z.strictObject({
  trackId: z.int(),
  samples: z.int().nonnegative(),
  /** Stored samples whose decoded picture is that of one shown earlier (SHA-256): which, and of which. At most 20,000. */
  same: z.array(z.tuple([z.int(), z.int()])).max(20_000),
  sameTotal: z.int().nonnegative(),
  /** Pictures equal to the one shown just before. */
  repeated: z.int().nonnegative(),
  /** Pictures that did not decode cleanly, or may depend on one; nothing is said of them. */
  undecoded: z.int().nonnegative(),
  /** Version of the ffmpeg that decoded. */
  ffmpeg: z.string(),
})
export type DecodedScan = z.infer<typeof DecodedScan>

/**
 * Why nothing is said of a stored sample. `no-start`: nothing before it can be decoded on its own · `missing`: bytes of it, or of what
 * it depends on, could not be read at intake · `empty`: it, or what it depends on, has no bytes ·
 * `codec`: this version cannot tell · `entry`: no sample entry says how to decode it · `too-large`: more would have to be decoded for it
 * at once than is · `failed`: the decoder ended.
 */
export const UncheckedReason = z.enum([
  'no-start',
  'missing',
  'empty',
  'codec',
  'entry',
  'too-large',
  'unknown-sets',
  'no-picture',
  'failed',
])
export type UncheckedReason = z.infer<typeof UncheckedReason>

/** What decoding every picture of a track found out: which do not come out as they were stored. Decode indexes throughout. */
export const DamageMap = z.strictObject({
  trackId: z.int(),
  samples: z.int().nonnegative(),
  /** Samples that decode cleanly, and depend on none that does not. */
  clean: z.int().nonnegative(),
  /** Samples that do not decode cleanly, or may depend on one. */
  damaged: z.int().nonnegative(),
  /** Places on end, each with all samples that may depend on it. */
  places: z.int().nonnegative(),
  /** The damaged samples in decode order; `cause`: the first of its place that does not decode cleanly. At most 20,000. */
  stretches: z
    .array(
      z.strictObject({
        first: z.int().nonnegative(),
        count: z.int().positive(),
        cause: z.int().nonnegative(),
      }),
    )
    .max(20_000),
  stretchesTotal: z.int().nonnegative(),
  /** Samples of which nothing is said, in decode order. At most 20,000. */
  unchecked: z
    .array(
      z.strictObject({
        first: z.int().nonnegative(),
        count: z.int().positive(),
        reason: UncheckedReason,
      }),
    )
    .max(20_000),
  uncheckedTotal: z.int().nonnegative(),
  /** How many samples were not checked, by reason. */
  left: z.array(z.strictObject({ reason: UncheckedReason, samples: z.int().positive() })),
  /** Version of the ffmpeg that decoded. */
  ffmpeg: z.string(),
})
export type DamageMap = z.infer<typeof DamageMap>

/** `csv`: all stored pictures with everything known of them. `framemd5`: decoded pictures, by ffmpeg. */
export const FrameListFormat = z.enum(['csv', 'framemd5'])
export type FrameListFormat = z.infer<typeof FrameListFormat>

export const FrameList = z.strictObject({
  path: z.string(),
  sha256: Sha256,
  frames: z.int().nonnegative(),
  /** What differs from what was to be expected, in sentences. */
  notes: z.array(z.string()),
})
export type FrameList = z.infer<typeof FrameList>
