// The clock that times in metadata count by, against the one of the pictures, where a correction moves them (ONVIF EFF 26.06 5.3,
// ONVIF Analytics 5): the one place where times of metadata become places of the media timeline.
import type { Inspection } from '#contract/inspection.ts'
import {
  correctionFor,
  describedBy,
  metadataTracks,
  usualCorrection,
  type StatedPair,
} from '#contract/start-statements.ts'
import type { Track } from '#contract/track.ts'
import type { UtcTime } from '#contract/units.ts'
import {
  addSeconds,
  formatInstant,
  parseInstant,
  secondsBetween,
  spanOf,
  type Instant,
} from './playhead-time.ts'

/** Whose a time is: that of a picture, or of metadata by the number of its track; null where that is not known. */
export type TimeOf = 'pictures' | number | null

type Known = Pick<Inspection, 'startTimes' | 'tracks'>

/**
 * Turns times of metadata into places of the media timeline and back. Tracks of metadata are named by their number; null
 * where it is not known: then the first one counts.
 */
export class MetadataClock {
  /** UTC of the origin of the pictures' media timeline, by the start time that counts. */
  readonly #origin: Instant
  /** By how much times of each track of metadata are corrected, in 100 ns. */
  readonly #shifts: ReadonlyMap<number, Instant>
  /** The same where the track is not known. */
  readonly #usual: Instant
  /** Tracks of metadata that speak of other pictures. */
  readonly #foreign: ReadonlySet<number>

  constructor(
    origin: Instant,
    shifts: ReadonlyMap<number, Instant> = new Map(),
    usual: Instant = 0n,
    foreign: ReadonlySet<number> = new Set(),
  ) {
    this.#origin = origin
    this.#shifts = shifts
    this.#usual = usual
    this.#foreign = foreign
  }

  /** Of what describes `pictures`; `before` itself where that says the same. Null for files without a start time. */
  static of(
    inspection: Known | undefined,
    pictures: Track | null,
    before: MetadataClock | null = null,
  ): MetadataClock | null {
    const origin = pictures?.startTime ? parseInstant(pictures.startTime) : null
    if (!inspection || !pictures || origin === null) return null
    const metadata = metadataTracks(inspection.tracks)
    const shifts = metadata.map(
      (track) => [track.id, shiftBy(correctionFor(inspection, track, pictures))] as const,
    )
    const usual = shiftBy(usualCorrection(inspection, pictures))
    const foreign = metadata.filter((track) => isForeign(inspection, track, pictures)).map(({ id }) => id)
    const clock = new MetadataClock(origin, new Map(shifts), usual, new Set(foreign))
    return before?.isSame(clock) ? before : clock
  }

  isSame(other: MetadataClock): boolean {
    if (this.#origin !== other.#origin || this.#usual !== other.#usual) return false
    const isSame = ([id, shift]: [number, Instant]): boolean => other.#shifts.get(id) === shift
    if (this.#foreign.size !== other.#foreign.size) return false
    if (![...this.#foreign].every((id) => other.#foreign.has(id))) return false
    return this.#shifts.size === other.#shifts.size && [...this.#shifts].every(isSame)
  }

  /** Whether a track of metadata speaks of other pictures, and of these not: its objects are not in them. */
  isForeign(trackId: number): boolean {
    return this.#foreign.has(trackId)
  }

  /** By how much times of a track are corrected, in 100 ns; 0 where nobody corrects them. */
  shiftOf(trackId: number | null): Instant {
    return (trackId === null ? undefined : this.#shifts.get(trackId)) ?? this.#usual
  }

  /** Tracks of metadata that speak of these pictures; `isAll`: there are no others. */
  get ownTracks(): { trackIds: number[]; isAll: boolean } {
    return {
      trackIds: [...this.#shifts.keys()].filter((id) => !this.#foreign.has(id)),
      isAll: this.#foreign.size === 0,
    }
  }

  /** All that `shiftOf` gives. */
  get shifts(): Instant[] {
    return [...new Set([this.#usual, ...this.#shifts.values()])]
  }

  /** What this clock showed at the origin of the pictures' media timeline: UTC as the metadata of a track has it. */
  originOf(trackId: number | null): Instant {
    return this.#origin - this.shiftOf(trackId)
  }

  /** Where a time of metadata lies on the media timeline, in seconds; null where it is no time. */
  secondsOf(time: UtcTime, trackId: number | null): number | null {
    const at = parseInstant(time)
    return at === null ? null : secondsBetween(this.originOf(trackId), at)
  }

  /** What the metadata of a track has for a place of the media timeline; null where that is no time that can be written. */
  timeAt(seconds: number, trackId: number | null): UtcTime | null {
    return formatInstant(addSeconds(this.originOf(trackId), seconds))
  }

  /** A time of metadata on the clock of the pictures; null where both are the same, or it is no time. */
  correctedTime(time: UtcTime, trackId: number | null): UtcTime | null {
    const shift = this.shiftOf(trackId)
    const at = shift === 0n ? null : parseInstant(time)
    return at === null ? null : formatInstant(at + shift)
  }
}

function isForeign({ tracks }: Known, metadata: Track, shown: Track): boolean {
  const described = describedBy(metadata, tracks)
  return described.length > 0 && !described.some(({ id }) => id === shown.id)
}

const shiftBy = (correction: StatedPair | null): Instant => (correction && spanOf(correction)) ?? 0n
