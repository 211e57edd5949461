// Time stamps of all pictures of one track (MISB ST 0604, NIST IR 8161r1 3.3): what they say together, which pictures
// have none, and the UTC of the origin of the media timeline that follows from the first. Memory is flat.
import type { Severity } from '#contract/finding.ts'
import type { StampSummary } from '#contract/track.ts'
import { filetime, filetimeSpan, formatUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import { readStamp } from './misb-stamp.ts'
import type { Stamp } from './misb-stamp.ts'
import type { NalSink, NalUnit, VideoCodec } from './nal-unit.ts'
import { readSeiMessages } from './sei.ts'
import { readTimeSource } from './time-source.ts'
import type { TimeSource } from './time-source.ts'
import { codecOf } from './video-codec.ts'

export type StampProblem = {
  code: string
  severity: Severity
  detail: string
  offset: number | null
  clause: string
}

export type CollectedStamps = {
  trackId: number
  /** Null where no picture bears a stamp. */
  summary: StampSummary | null
  /** UTC of the origin of the media timeline: the first stamp minus its picture's composition time. */
  origin: Filetime | null
  problems: StampProblem[]
}

const listLimit = 100
const clause = 'MISB ST 0604'
const second = 10_000_000n

type Counted = { count: number; sample: number; offset: number; detail: string }

export class StampCollector implements NalSink {
  readonly #track: MovieTrack
  readonly #codec: VideoCodec
  readonly #counted = new Map<string, Counted>()
  #sample = -1
  #stamp: Stamp | null = null
  #seen = 0
  #stamped = 0
  #firstUnstamped: number[] = []
  #first: { stamp: Stamp; sample: number; origin: Filetime } | null = null
  #last: Stamp | null = null
  #locked = 0
  #discontinuities = 0
  #greatestDrift = 0n
  #timeSource: TimeSource | null = null

  constructor(track: MovieTrack) {
    this.#track = track
    this.#codec = codecOf(track) ?? 'h264'
  }

  unit(nal: NalUnit): void {
    if (nal.sample !== this.#sample) {
      this.#close()
      this.#sample = nal.sample
      this.#stamp = null
    }
    if (nal.role === 'sei' && nal.bytes) this.#sei(nal, nal.bytes)
  }

  finish(): CollectedStamps {
    this.#close()
    this.#sample = -1
    return {
      trackId: this.#track.id,
      summary: this.#summary(),
      origin: this.#first?.origin ?? null,
      problems: [...this.#problems()],
    }
  }

  #sei(nal: NalUnit, bytes: Uint8Array): void {
    for (const message of readSeiMessages(bytes, this.#codec).messages) {
      const reading = readStamp(message)
      if (reading && 'malformed' in reading) this.#count('stamp-malformed', nal, reading.malformed)
      else if (reading) this.#take(nal, reading.stamp)
      const source = reading ? null : readTimeSource(message)
      if (!source) continue
      if (this.#timeSource && this.#timeSource.code !== source.code)
        this.#count('time-source-changes', nal, `${source.code} (${source.name})`)
      this.#timeSource ??= source
    }
  }

  /** The first stamp of a picture counts. */
  #take(nal: NalUnit, stamp: Stamp): void {
    if (!stamp.reservedBits) this.#count('stamp-status', nal, '')
    if (this.#stamp === null) this.#stamp = stamp
    else if (this.#stamp.time !== stamp.time)
      this.#count('stamps-differ', nal, `${formatUtc(this.#stamp.time)} and ${formatUtc(stamp.time)}`)
  }

  #count(code: string, { sample, offset }: NalUnit, detail: string): void {
    const known = this.#counted.get(code)
    if (known) known.count += 1
    else this.#counted.set(code, { count: 1, sample, offset, detail })
  }

  /** All units of a picture are known. */
  #close(): void {
    if (this.#sample < 0) return
    this.#seen += 1
    const stamp = this.#stamp
    if (stamp === null) {
      if (this.#firstUnstamped.length < listLimit) this.#firstUnstamped.push(this.#sample)
      return
    }
    this.#stamped += 1
    this.#last = stamp
    if (stamp.locked) this.#locked += 1
    if (stamp.discontinuity) this.#discontinuities += 1
    const { samples, timescale } = this.#track
    const origin = filetime(stamp.time - filetimeSpan(compositionTimeOf(samples, this.#sample), timescale))
    this.#first ??= { stamp, sample: this.#sample, origin }
    const drift = origin - this.#first.origin
    const distance = drift < 0n ? -drift : drift
    if (distance > this.#greatestDrift) this.#greatestDrift = distance
  }

  #summary(): StampSummary | null {
    const first = this.#first && formatUtc(this.#first.stamp.time)
    const last = this.#last && formatUtc(this.#last.time)
    if (!this.#first || !first || !last) return null
    return {
      stamped: this.#stamped,
      unstamped: this.#seen - this.#stamped,
      firstUnstamped: this.#firstUnstamped,
      unit: this.#first.stamp.unit,
      locked: this.#locked,
      discontinuities: this.#discontinuities,
      first,
      last,
      // Rounded up: what is not known is not made smaller.
      greatestDriftMicros: Math.min(Number((this.#greatestDrift + 9n) / 10n), Number.MAX_SAFE_INTEGER),
      timeSource: this.#timeSource,
    }
  }

  *#problems(): Generator<StampProblem> {
    const track = this.#track.id
    for (const [code, { count, sample, offset, detail }] of this.#counted) {
      const where = `first in sample ${sample + 1} of track ${track}`
      const { severity, text } = sentences[code] ?? { severity: 'warning', text: () => detail }
      yield { code, severity, detail: text(count, where, detail), offset, clause }
    }
    const missing = this.#seen - this.#stamped
    if (this.#stamped > 0 && missing > 0) {
      const first = (this.#firstUnstamped[0] ?? 0) + 1
      yield {
        code: 'stamps-missing',
        severity: 'warning',
        detail: `${missing} of ${this.#seen} pictures of track ${track} bear no time stamp; the first is sample ${first}.`,
        offset: null,
        clause: 'NIST IR 8161r1 3.3',
      }
    }
    if (this.#greatestDrift > second) {
      const seconds = Number(this.#greatestDrift / 1_000n) / 10_000
      yield {
        code: 'stamps-drift',
        severity: 'warning',
        detail: `The time stamps of track ${track} and its media timeline run up to ${seconds.toFixed(3)} s apart.`,
        offset: null,
        clause,
      }
    }
  }
}

type Sentence = { severity: Severity; text: (count: number, where: string, detail: string) => string }

const sentences: Readonly<Record<string, Sentence>> = {
  'stamp-malformed': {
    severity: 'error',
    text: (count, where, detail) => `${count} time stamps cannot be read, ${where}: ${detail}.`,
  },
  'stamp-status': {
    severity: 'deviation',
    text: (count, where) => `The status of ${count} time stamps has reserved bits that are not 1, ${where}.`,
  },
  'stamps-differ': {
    severity: 'warning',
    text: (count, where, detail) =>
      `${count} time stamps differ from another one in the same sample, ${where}: ${detail}. The first of each sample counts.`,
  },
  'time-source-changes': {
    severity: 'info',
    text: (count, where, detail) =>
      `${count} pictures state another source of time than the first, ${where}: ${detail}.`,
  },
}
