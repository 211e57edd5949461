// Tracks, their stored samples, and start times, as `exhibit inspect` and the player see them.
import { z } from 'zod'
import { UncheckedReason } from './frames.ts'
import { Bytes, Hex, UtcTime } from './units.ts'

export const TrackKind = z.enum(['video', 'audio', 'metadata', 'other'])
export type TrackKind = z.infer<typeof TrackKind>

/**
 * The active part of the stored picture (`clap`, ISO/IEC 14496-12 12.1.4) in stored pixels: its size, and how far its centre lies to
 * the right and below that of the picture.
 */
export const Aperture = z.strictObject({
  width: z.number().positive(),
  height: z.number().positive(),
  right: z.number(),
  down: z.number(),
})
export type Aperture = z.infer<typeof Aperture>

export const Track = z.strictObject({
  id: z.int(),
  kind: TrackKind,
  /** RFC 6381 where known (`avc1.64000b`, `mp4a.40.2`), else the sample entry code (`metx`). */
  codec: z.string(),
  /** Stored size in pixels; 0 where it does not apply. */
  width: z.int(),
  height: z.int(),
  /** Clockwise rotation asked for by the track matrix: 0, 90, 180 or 270. */
  rotation: z.int(),
  /** Pixel aspect ratio from `pasp`; 1:1 where absent. */
  pixelAspect: z.strictObject({ h: z.int().positive(), v: z.int().positive() }),
  /** Of the first sample entry. Absent where it has none, and in inspections of earlier versions. */
  aperture: Aperture.optional(),
  samples: z.int(),
  timescale: z.int(),
  /** Media duration in ticks of `timescale`, gaps included. */
  durationTicks: z.int(),
  syncSamples: z.int(),
  /** UTC of the origin of the media timeline by the best known origin; null where none is known. */
  startTime: UtcTime.nullable(),
  /** `avcC`, `hvcC` or `esds` decoder configuration as hex; null where there is none. */
  decoderConfig: Hex.nullable(),
  /**
   * Whether samples bring other parameter sets than the sample entries hold, so that it depends on the samples before how decoding
   * begins (`track.configs`). Absent where that is not known: not all of it could be read, or an earlier version read it.
   */
  setsChange: z.boolean().optional(),
  /** Audio only, else 0. */
  channels: z.int(),
  sampleRate: z.int(),
  language: z.string(),
  /** Edit list: offset from media time to presentation time in ticks (media_time of the first real edit). */
  editMediaTime: z.int(),
  /** Leading empty edit in seconds of the movie timeline. */
  editDelaySeconds: z.number(),
  /** For metadata tracks: the `metx` strings. */
  contentEncoding: z.string().nullable(),
  namespace: z.string().nullable(),
  /** Tracks that this one describes (`tref` `cdsc`). */
  describes: z.array(z.int()),
})
export type Track = z.infer<typeof Track>

export const TimeOrigin = z.enum(['cstb', 'sumi', 'corrected cstb', 'misb', 'metadata', 'mvhd'])
export type TimeOrigin = z.infer<typeof TimeOrigin>

export const StartTime = z.strictObject({
  trackId: z.int(),
  utc: UtcTime,
  origin: TimeOrigin,
  /**
   * Whether the statement names this track, or the track uses what is said of the first one or of the whole file (EFF 5.3,
   * note). Absent in inspections of earlier versions.
   */
  own: z.boolean().optional(),
})
export type StartTime = z.infer<typeof StartTime>

/**
 * Time stamps in the video itself: MISB ST 0604 user data SEI, with NIST IR 8161r1's time source beside them. `locked`:
 * the stamping clock was synchronised, by its own word.
 */
export const StampSummary = z.strictObject({
  stamped: z.int(),
  unstamped: z.int(),
  /** First stored samples without a stamp, at most 100. */
  firstUnstamped: z.array(z.int()).max(100),
  unit: z.enum(['microseconds', 'nanoseconds']),
  locked: z.int(),
  discontinuities: z.int(),
  /** Earliest and latest stamp in decode order of the samples that bear them. */
  first: UtcTime,
  last: UtcTime,
  /** Greatest distance between a stamp and the first stamp plus media time, in microseconds. */
  greatestDriftMicros: z.int(),
  /** Code and name of NIST's table of time sources; null where no SEI states one. */
  timeSource: z.strictObject({ code: z.int(), name: z.string() }).nullable(),
})
export type StampSummary = z.infer<typeof StampSummary>

/** How well the time of a track is known. */
export const TrackTiming = z.strictObject({
  trackId: z.int(),
  /** UTC of the origin of the media timeline that counts, and where it comes from; null where none is known. */
  utc: UtcTime.nullable(),
  origin: TimeOrigin.nullable(),
  /**
   * How far from `utc` the right time may lie, in microseconds: one step of the format, the whole ambiguity of an edit
   * list (it reaches to `alternative`), the scatter of stamps; null where nothing can be said. A wrong clock is no part of it.
   */
  uncertaintyMicros: z.int().nullable(),
  /**
   * A writer may have meant the first shown picture where the standard says the origin of the timeline: then every time
   * is earlier by `micros`. Null where the edit list leaves no doubt.
   */
  editAmbiguity: z.strictObject({ micros: z.int(), alternative: UtcTime }).nullable(),
  stamps: StampSummary.nullable(),
})
export type TrackTiming = z.infer<typeof TrackTiming>

/** The recorder's own statement on its clock (NIST IR 8161r1, `uuid` box with XMP `ClockOffset`). */
export const StatedClockOffset = z.strictObject({
  recorderTime: UtcTime,
  referenceTime: UtcTime,
  offsetMicros: z.int(),
})
export type StatedClockOffset = z.infer<typeof StatedClockOffset>

/** Times of stored samples in decode order from `first` on, one entry each: how each picture's UTC is known. */
export const SampleTimes = z.strictObject({
  first: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** By the origin that counts for the track; null where none is known. */
  utc: z.array(UtcTime.nullable()),
  /** The camera's own stamp in that picture; null where it bears none. */
  stamp: z.array(
    z.strictObject({ utc: UtcTime, locked: z.boolean(), discontinuity: z.boolean() }).nullable(),
  ),
})
export type SampleTimes = z.infer<typeof SampleTimes>

/** What `colr` says, by code points of ITU-T H.273; null where it cannot. */
export const EntryColours = z.strictObject({ fullRange: z.boolean().nullable(), matrix: z.int() })
export type EntryColours = z.infer<typeof EntryColours>

/** What a sample entry says of the shape of its pictures: stored size in pixels (0: nothing), pixel aspect, active part if any. */
export const EntryShape = z.strictObject({
  width: z.int().nonnegative(),
  height: z.int().nonnegative(),
  pixelAspect: z.strictObject({ h: z.int().positive(), v: z.int().positive() }),
  aperture: Aperture.optional(),
  /** Absent where it says nothing of colours. */
  colours: EntryColours.optional(),
})
export type EntryShape = z.infer<typeof EntryShape>

/** Columns of a run of stored samples in decode order; all arrays have the same length. */
export const SampleColumns = z.strictObject({
  first: z.int().nonnegative(),
  total: z.int().nonnegative(),
  offset: z.array(Bytes),
  size: z.array(Bytes),
  /** Decode time and composition time in ticks of the media timeline; duration in ticks. */
  decodeTime: z.array(z.int()),
  compositionTime: z.array(z.int()),
  duration: z.array(z.int()),
  sync: z.array(z.union([z.literal(0), z.literal(1)])),
  /**
   * Which sample entry says how the sample is to be decoded: its place in `entries`, of those that are the same the first;
   * beyond all of them where it names none that is there.
   */
  entry: z.array(z.int().nonnegative()),
  /** Of all the track, in the order of the file. */
  entries: z.array(EntryShape).max(64),
})
export type SampleColumns = z.infer<typeof SampleColumns>

/**
 * How a decoder has to be configured that begins with one of the samples [first, end): as one that begins with the sample before,
 * or with the first sample of the track as its sample entry says, but for these. `end` is `first` where no more can be known.
 */
export const DecoderConfigs = z.strictObject({
  first: z.int().nonnegative(),
  end: z.int().nonnegative(),
  /** `decoderConfig`: as in `Track`, with the parameter sets that came in the samples up to there. */
  changes: z.array(z.strictObject({ sample: z.int().nonnegative(), decoderConfig: Hex.nullable() })).max(256),
})
export type DecoderConfigs = z.infer<typeof DecoderConfigs>

/** Whether a run of samples decodes cleanly; a picture stored after a damaged one in its group may repeat the damage. */
export const SampleDamage = z.strictObject({
  /** False where it could not be looked at; `why` then says the reason, and nothing is known. */
  checked: z.boolean(),
  /** Decode index of the first sample that does not decode cleanly; null where there is none. */
  firstDamaged: z.int().nonnegative().nullable(),
  /** Null where it was checked. */
  why: UncheckedReason.nullable(),
})
export type SampleDamage = z.infer<typeof SampleDamage>

/** A hole in the recording: from the end of one stored sample to the start of the next. */
export const Gap = z.strictObject({ trackId: z.int(), fromTicks: z.int(), toTicks: z.int() })
export type Gap = z.infer<typeof Gap>

/** An inspection lists so many gaps of a track; behind the last of a full list nobody looked for more. */
export const mostGaps = 10_000

/** From where on nobody looked for gaps of a track, in ticks by times of decoding; null where all of it was looked through. */
export function unsoughtFrom(gaps: readonly Gap[]): number | null {
  if (gaps.length < mostGaps) return null
  return gaps.reduce((last, { toTicks }) => Math.max(last, toTicks), Number.NEGATIVE_INFINITY)
}

/** Whether there may be more gaps than are listed, of any track. */
export const gapsLeftOut = ({
  tracks,
  gaps,
}: {
  tracks: readonly { id: number }[]
  gaps: readonly Gap[]
}): boolean => tracks.some(({ id }) => unsoughtFrom(gaps.filter(({ trackId }) => trackId === id)) !== null)
