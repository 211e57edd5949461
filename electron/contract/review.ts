// Review copies: pictures made anew of what the platform cannot decode. Only for looking; each is known by the stored
// picture that it was made from.
import { z } from 'zod'
import { Track } from './track.ts'
import { Bytes, Hex } from './units.ts'

/** What a decoder is given at once: a run of pictures of which the first can be decoded on its own. */
export const ReviewGroup = z.strictObject({
  /** Pictures [first, end) in the order of showing, counted as everywhere in the window. */
  first: z.int().nonnegative(),
  end: z.int().nonnegative(),
  /** Where the bytes are: `exhibit-media://item/<id>/review/<track>/<run>`. */
  run: z.int().nonnegative(),
  /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1). */
  config: Hex,
  /**
   * Why the picture asked for is not there: its sample gives `none`, or of what came out it is `unproven` whose picture it
   * is. Null where it is there.
   */
  absent: z.enum(['none', 'unproven']).nullable(),
  /** H.264 access units with length fields. Numbers that are left out have no picture. */
  pictures: z.array(
    z.strictObject({
      picture: z.int().nonnegative(),
      offset: Bytes,
      size: Bytes,
      /** A sample that it may depend on gave no picture: it may show what was not recorded. */
      doubtful: z.boolean(),
    }),
  ),
})
export type ReviewGroup = z.infer<typeof ReviewGroup>

/** When all of a review copy is made: how many pictures, and how many of them have none. */
export const ReviewResult = z.strictObject({
  pictures: z.int().nonnegative(),
  without: z.int().nonnegative(),
})
export type ReviewResult = z.infer<typeof ReviewResult>

/** A video of another format, laid out so that it can be looked at: its tracks with their stored samples. */
export const OpenedVideo = z.strictObject({ tracks: z.array(Track) })
export type OpenedVideo = z.infer<typeof OpenedVideo>

/** Sound that was decoded for the window: 16-bit samples, and the greatest value of each stretch of time. */
export const SoundResult = z.strictObject({
  sampleRate: z.int().positive(),
  channels: z.int().positive(),
  /** Moments on the timeline of the track's media, from its origin. */
  frames: z.int().nonnegative(),
  peaksPerSecond: z.number().positive(),
  /** Seconds of that timeline of which nothing is known, since bytes are missing; silence stands there. */
  missing: z.array(z.strictObject({ from: z.number(), to: z.number() })),
})
export type SoundResult = z.infer<typeof SoundResult>
