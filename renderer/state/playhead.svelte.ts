// Where in which recording we are: the one state that picture, timeline, events and map share.
import { EvidenceError } from '#contract/errors.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { MetadataEvent } from '#contract/metadata.ts'
import { pictureTracks } from '#contract/picture-tracks.ts'
import { describedBy } from '#contract/start-statements.ts'
import type { Track } from '#contract/track.ts'
import type { ItemId, JobId, UtcTime } from '#contract/units.ts'
import { call, startJob } from '../client/client.ts'
import { ChosenSound } from './chosen-sound.svelte.ts'
import { EventTable, eventPages, placeOf, timesOf, type Clock, type Place } from './playhead-events.ts'
import { loopAround, type Loop, type Part } from './loop.ts'
import { MetadataClock, type TimeOf } from './metadata-clock.ts'
import { acrossGap } from './playhead-gaps.ts'
import { loadSampleTable, type SampleTable } from './playhead-samples.ts'
import { signingOf } from './playhead-signing.ts'
import { formatInstant, instantOfTicks, lastTicksAt, parseInstant, type Instant } from './playhead-time.ts'
import { originKindOf } from './start-origin.ts'
import { directionOf, nextRate, type Direction } from './speeds.ts'
import { KeptMoment } from './track-moment.ts'

/** Which picture of a track is shown first, by its table. */
type Begin = (table: SampleTable) => number

/** `preparing`: a video of another format is being laid out, so that single pictures can be found in it. */
export type PlayheadStatus = 'empty' | 'preparing' | 'loading' | 'ready' | 'no-video' | 'failed'

export class Playhead {
  detail = $state.raw<ItemDetail | null>(null)
  status = $state<PlayheadStatus>('empty')
  /** Samples of the table that are there while it is being loaded. */
  loaded = $state(0)
  error = $state.raw<unknown>(null)
  track = $state.raw<Track | null>(null)
  samples = $state.raw<SampleTable | null>(null)
  /**
   * Presentation index of the picture that was asked for last, from 0. Whatever is done goes by it: who presses two keys, one after
   * the other, means the second where the first leads to. No number or time on the screen tells of it.
   */
  wanted = $state(0)
  /** Presentation index of the picture on the screen, as told by whoever draws it, in the same act; null where there is none. */
  onScreen = $state<number | null>(null)
  playing = $state(false)
  /** Speed of playback; below zero in reverse. */
  rate = $state(1)
  /** Whether playback jumps over holes after a second; else it waits in real time. */
  skipGaps = $state(true)
  /** Presentation indexes; the picture at `markOut` belongs to the marked part. */
  markIn = $state<number | null>(null)
  markOut = $state<number | null>(null)
  #repeated = $state.raw<Loop | null>(null)
  events = $state.raw(new EventTable())
  eventsState = $state<'loading' | 'ready' | 'failed'>('ready')
  eventsError = $state.raw<unknown>(null)
  /** The work that lays a video of another format out. */
  preparing = $state<JobId | null>(null)
  /** Tracks of a video of another format, once it is laid out. */
  #laidOut = $state.raw<Track[] | null>(null)
  #chosen = $state.raw<MetadataEvent | null>(null)
  /** Where a track that is still being loaded begins. */
  #begin: Begin | null = null
  readonly #moment = new KeptMoment()
  /** All events of an item, by the places of the track shown last. */
  #allEvents: { itemId: ItemId; table: EventTable } | null = null
  #work = new AbortController()
  readonly #withEvents: boolean
  readonly #onReady: () => void

  /** `events`: whether those of the recording are loaded too; `onReady`: told whenever its pictures are known, also after a failure. */
  constructor({ events = true, onReady = () => {} }: { events?: boolean; onReady?: () => void } = {}) {
    this.#withEvents = events
    this.#onReady = onReady
  }

  /** Stays the same where the item is only verified again. */
  readonly itemId = $derived(this.detail?.summary.id ?? null)
  readonly tracks = $derived(this.#laidOut ?? this.detail?.inspection.tracks ?? [])
  readonly videoTracks = $derived(pictureTracks(this.tracks))
  readonly sound = new ChosenSound(() => this.audioTracks)
  readonly audioTracks = $derived(this.tracks.filter((track) => track.kind === 'audio' && track.samples > 0))
  /** The sound that is heard; null where there is none, or none was chosen. */
  readonly audioTrack = $derived(this.sound.track)
  /** Where the samples lie: in the item itself, or in what was laid out of it. */
  readonly bytesIn = $derived(this.detail?.summary.kind === 'video' ? 'rewrapped' : 'file')
  /** UTC of the origin of the media timeline; null for files without a start time. */
  readonly origin = $derived<Instant | null>(
    this.track?.startTime ? parseInstant(this.track.startTime) : null,
  )
  readonly originKind = $derived(originKindOf(this.detail, this.track))
  #lastClock: MetadataClock | null = null
  /** Where times of metadata lie on the media timeline; null for files without a start time. Another one where they move. */
  readonly metadataClock = $derived(
    (this.#lastClock = MetadataClock.of(this.detail?.inspection, this.track, this.#lastClock)),
  )
  readonly count = $derived(this.samples?.count ?? 0)
  /**
   * Presentation index of the picture that every number, time and row tells of: the one on the screen, also while another
   * one is looked for; where there is none, the one that is looked for.
   */
  readonly current = $derived(this.onScreen ?? this.wanted)
  /** The picture that is looked for while another one is on the screen; else null. */
  readonly sought = $derived(this.wanted === this.current ? null : this.wanted)
  readonly instant = $derived(this.instantOf(this.current))
  readonly utc = $derived(this.instant === null ? null : formatInstant(this.instant))
  /** Composition time of the current picture on the media timeline. */
  readonly seconds = $derived(this.samples?.count ? this.samples.secondsOf(this.current) : 0)
  readonly #chosenAt = $derived(this.#chosen ? this.events.indexOf(this.#chosen) : -1)
  /** The event at the playhead: the one that was jumped to, else the last one at or before the picture. */
  readonly currentEvent = $derived(this.events.currentAt(this.current, this.#chosenAt))
  /** What the camera's own signatures say of each picture of the shown track; null where it bears none. */
  readonly signing = $derived(
    this.samples && this.track
      ? signingOf(this.detail?.verification.mediaSigning ?? [], this.track.id, this.samples)
      : null,
  )
  /** The part between in and out, both included; null where one of them is missing. */
  readonly part = $derived<Part | null>(
    this.markIn !== null && this.markOut !== null ? { first: this.markIn, last: this.markOut } : null,
  )
  /** What playback repeats; null where it plays to the end. Between in and out it follows when they are moved. */
  readonly loop = $derived<Loop | null>(
    this.#repeated?.of === 'part' ? this.part && { ...this.part, of: 'part' } : this.#repeated,
  )
  /** The marked part as UTC: from the start of the first marked picture to the end of the last. */
  readonly marked = $derived.by(() => {
    const [clock, { markIn, markOut }] = [this.#clock(), this]
    return clock && markIn !== null && markOut !== null ? timesOf(clock, markIn, markOut) : null
  })

  /**
   * Shows an item, by this track of pictures where it has it, else by the first one. The same item with new findings (verified
   * again) keeps its place.
   */
  async show(detail: ItemDetail, trackId: number | null = null): Promise<void> {
    const same =
      this.detail?.summary.id === detail.summary.id && this.detail.summary.sha256 === detail.summary.sha256
    const clock = this.metadataClock
    this.detail = detail
    // Verified again, there may be others.
    this.#allEvents = null
    if (same && this.status !== 'failed') return this.#followTimes(detail, clock)
    this.#laidOut = null
    if (!same) this.sound.forget()
    if (detail.summary.kind === 'video') return this.#layOut(detail, trackId)
    return this.#showOne(detail, trackId)
  }

  /** Verified again, another start time may count: what is shown stays, and its times change. */
  async #followTimes(detail: ItemDetail, clock: MetadataClock | null): Promise<void> {
    const { track } = this
    const now = this.videoTracks.find(({ id }) => id === track?.id)
    if (!track || !now) return
    if (now.startTime !== track.startTime) this.track = now
    if (this.metadataClock === clock) return
    if (this.status !== 'ready') return this.showTrack(now, this.#begin)
    this.#work.abort()
    this.#work = new AbortController()
    this.#chosen = null
    this.events = new EventTable()
    this.eventsState = 'ready'
    this.eventsError = null
    await this.#loadEvents(detail, this.#work.signal)
  }

  /** After a failure. */
  async again(): Promise<void> {
    if (this.track) return this.showTrack(this.track, this.#begin)
    if (this.detail) return this.show(this.detail)
  }

  /** A video of another format has no table of its pictures until it is laid out. */
  async #layOut(detail: ItemDetail, trackId: number | null): Promise<void> {
    const { signal } = this.#reset(null, 'preparing')
    const isOver = (): boolean => signal.aborted
    try {
      const { jobId, ended } = await startJob('video.open', { itemId: detail.summary.id })
      if (isOver()) return
      this.preparing = jobId
      const opened = await ended
      if (isOver()) return
      if (!opened) throw new EvidenceError('cancelled', '')
      this.#laidOut = opened.tracks
    } catch (error) {
      if (isOver()) return
      this.error = error
      this.status = 'failed'
      return
    }
    return this.#showOne(detail, trackId)
  }

  async #showOne(detail: ItemDetail, trackId: number | null): Promise<void> {
    const shown = this.videoTracks.find(({ id }) => id === trackId) ?? this.videoTracks[0]
    if (shown) return this.showTrack(shown)
    const { signal } = this.#reset(null, 'no-video')
    await this.#loadEvents(detail, signal)
  }

  /** `begin`: which of its pictures is shown first; null: the first one. */
  async showTrack(track: Track, begin: Begin | null = null): Promise<void> {
    const detail = this.detail
    if (!detail) return
    const { signal } = this.#reset(track, 'loading')
    this.#begin = begin
    const itemId = detail.summary.id
    try {
      const samples = await loadSampleTable(
        track.samples,
        track.timescale,
        (first, count) => call('track.samples', { itemId, trackId: track.id, first, count }),
        { signal, onProgress: (done) => (this.loaded = done) },
      )
      this.samples = samples
      if (begin) this.seekToSample(begin(samples))
      this.#begin = null
      this.status = 'ready'
      this.#onReady()
    } catch (error) {
      if (signal.aborted) return
      this.error = error
      this.status = 'failed'
    }
    await this.#loadEvents(detail, signal)
  }

  /**
   * Shows another track of pictures at the same moment: by UTC where both say it, else as the file lays its tracks beside each other.
   * In and out stay, each at its moment, where that track has it. Ends when it is shown; false where it has no picture of that moment, but one near it.
   */
  async chooseTrack(trackId: number): Promise<boolean> {
    const track = this.videoTracks.find(({ id }) => id === trackId)
    return !track || track.id === this.track?.id || this.#change(track, null)
  }

  /** `to`: the picture to go to; null: that of the moment. */
  async #change(track: Track, to: Begin | null): Promise<boolean> {
    const { samples: table, track: before, detail } = this
    if (!detail) return true
    const { wanted, markIn, markOut, origin } = this
    const from = table && before && { table, origin, track: before }
    const moment = this.#moment.of(from, { wanted, markIn, markOut })
    if (!moment) {
      await this.showTrack(track, to)
      return true
    }
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const shown = this.showTrack(track, (found) => {
      const there = { table: found, origin: this.origin, track }
      const place = this.#moment.find(moment, there, detail.inspection)
      this.markIn = place.markIn
      this.markOut = place.markOut
      resolve(place.isInside)
      return to ? to(found) : place.wanted
    })
    // What the reset forgot.
    this.#moment.keep(moment)
    void shown.then(() => resolve(true))
    return promise
  }

  /** The next or previous track of pictures, in the order of the file and round; true where it has a picture of that moment. */
  stepTrack(direction: 1 | -1): Promise<boolean> {
    const { videoTracks, track } = this
    const at = videoTracks.findIndex(({ id }) => id === track?.id)
    const next = at < 0 ? undefined : videoTracks.at((at + direction) % videoTracks.length)
    return next ? this.chooseTrack(next.id) : Promise.resolve(true)
  }

  /** The track of pictures that a track of metadata speaks of, where that is another one than is shown; else null. */
  otherPicturesOf(of: TimeOf): Track | null {
    const metadata = this.tracks.find(({ id }) => id === of)
    const described = metadata ? describedBy(metadata, this.videoTracks) : []
    return described.some(({ id }) => id === this.track?.id) ? null : (described[0] ?? null)
  }

  /** Forgets the item and stops what is still being loaded. */
  close(): void {
    this.detail = null
    this.#laidOut = null
    this.sound.forget()
    this.#allEvents = null
    this.#reset(null, 'empty')
  }

  play(): void {
    if (this.status !== 'ready') return
    const { loop } = this
    const forward = this.rate > 0
    const first = loop?.first ?? 0
    const last = loop?.last ?? this.count - 1
    const isOver = forward ? this.wanted >= last : this.wanted <= first
    if (isOver || this.wanted < first || this.wanted > last) this.wanted = forward ? first : last
    this.playing = true
  }

  /** Plays in this direction; where it does so already, faster. At the end there is nothing more to play. */
  shuttle(direction: Direction): void {
    const goesOn = this.playing && directionOf(this.rate) === direction
    this.rate = goesOn ? nextRate(this.rate, 1) : direction
    const isOver = this.wanted === (direction === 1 ? this.count - 1 : 0)
    if (!this.playing && !(isOver && !this.loop)) this.play()
  }

  /** Stops, and forgets the speed: playing goes on forward at normal speed. */
  stop(): void {
    this.pause()
    this.rate = 1
  }

  pause(): void {
    this.playing = false
  }

  togglePlaying(): void {
    if (this.playing) this.pause()
    else this.play()
  }

  /** Steps by stored pictures, in the order in which they are shown, and pauses. */
  step(pictures: number): void {
    this.pause()
    this.seekToSample(this.wanted + pictures)
  }

  /** Goes to picture `presentationIndex`, kept within the recording. */
  seekToSample(presentationIndex: number): void {
    this.wanted = Math.max(0, Math.min(this.count - 1, Math.trunc(presentationIndex)))
  }

  /** Steps by time on the media timeline: to the picture at or before it, but at least one picture on. */
  stepSeconds(seconds: number): void {
    const table = this.samples
    if (!table) return
    this.pause()
    const found = table.atOrBefore(table.timeOf(this.wanted) + seconds * table.timescale)
    this.seekToSample(seconds > 0 ? Math.max(found, this.wanted + 1) : Math.min(found, this.wanted - 1))
  }

  /** Goes to the picture at or before `seconds` of the media timeline. */
  seekToSeconds(seconds: number): void {
    if (this.samples) this.seekToSample(this.samples.atOrBefore(seconds * this.samples.timescale))
  }

  /** Goes to the picture at or before an exact instant. False where the file has no start time. */
  seekToUtc(at: Instant | UtcTime): boolean {
    const clock = this.#clock()
    const instant = typeof at === 'bigint' ? at : parseInstant(at)
    if (!clock || instant === null) return false
    this.seekToSample(clock.table.atOrBefore(lastTicksAt(clock.origin, instant, clock.table.timescale)))
    return true
  }

  /** Goes to the picture that a time belongs to; tells where it lies. */
  seekToEvent(time: UtcTime, of: TimeOf): Place | null {
    const clock = this.#clock(of)
    const place = clock ? placeOf(clock, time) : null
    if (place) {
      this.pause()
      this.seekToSample(place.index)
    }
    return place
  }

  /**
   * Goes to the event with this number of the table, and makes it the current one; where it is of another track of pictures, to
   * that one. Null where it has no place in what is shown.
   */
  chooseEvent(index: number): Place | null {
    const event = this.events.at(index)
    const other = event ? this.otherPicturesOf(event.trackId) : null
    if (!event || !other) return this.#goToEvent(index)
    void this.#change(other, (table) => {
      const origin = this.metadataClock?.originOf(event.trackId)
      this.#chosen = event
      return (origin === undefined ? null : placeOf({ origin, table }, event.time)?.index) ?? 0
    })
    return null
  }

  #goToEvent(index: number): Place | null {
    const place = this.events.placeOf(index)
    if (place) {
      this.pause()
      this.seekToSample(place.index)
      this.#chosen = this.events.at(index) ?? null
    }
    return place
  }

  /** Goes to the next or previous event that belongs to another picture, in the track that is shown; false where there is none. */
  stepEvent(direction: 1 | -1): boolean {
    const index = this.events.next(this.wanted, direction)
    return index !== null && this.#goToEvent(index) !== null
  }

  /** Goes to the next or previous place that a camera's signature does not confirm; false where there is none. */
  stepProblem(direction: 1 | -1): boolean {
    const found = this.signing?.nextProblem(this.wanted, direction) ?? null
    if (found !== null) this.step(found - this.wanted)
    return found !== null
  }

  /** Goes to a stored sample; where its track is not the one that is shown, that is shown first, with in and out as they were. */
  async goToStored(trackId: number, sample: number): Promise<void> {
    const track = this.videoTracks.find(({ id }) => id === trackId)
    if (track && track.id !== this.track?.id)
      await this.#change(track, (table) => table.presentationOf[sample] ?? 0)
    else if (track && this.samples)
      this.step((this.samples.presentationOf[sample] ?? this.wanted) - this.wanted)
  }

  /** Goes over the next gap to the picture behind it, or back over the one before; false where there is none. */
  stepGap(direction: Direction): boolean {
    const found = this.acrossGap(direction)
    if (found !== null) this.step(found - this.wanted)
    return found !== null
  }

  /** The picture on the other side of the nearest gap; null where there is none. */
  acrossGap(direction: Direction): number | null {
    const { samples, track } = this
    const gaps = this.detail?.inspection.gaps.filter((gap) => gap.trackId === track?.id) ?? []
    return samples && acrossGap(samples, gaps, this.wanted, direction)
  }

  /** The next slower (−1) or faster (+1) speed in the same direction. */
  changeRate(by: Direction): void {
    this.rate = nextRate(this.rate, by)
  }

  setMarkIn(): void {
    this.markIn = this.wanted
    if (this.markOut !== null && this.markOut < this.wanted) this.markOut = null
  }

  setMarkOut(): void {
    this.markOut = this.wanted
    if (this.markIn !== null && this.markIn > this.wanted) this.markIn = null
  }

  clearMarks(): void {
    this.markIn = null
    this.markOut = null
    if (this.#repeated?.of === 'part') this.#repeated = null
  }

  /** Repeats what lies around the picture, or no longer; false where there is nothing to repeat. `marks`: where they lie. */
  toggleLoop(marks: readonly Part[] = []): boolean {
    this.#repeated = this.loop ? null : loopAround(this.wanted, this.part, marks)
    return this.#repeated !== null
  }

  /** UTC of a picture's start; null for files without a start time. */
  instantOf(presentationIndex: number): Instant | null {
    const clock = this.#clock()
    if (!clock || clock.table.count === 0) return null
    return instantOfTicks(clock.origin, clock.table.timeOf(presentationIndex), clock.table.timescale)
  }

  #clock(of: TimeOf = 'pictures'): Clock | null {
    const origin = of === 'pictures' ? this.origin : (this.metadataClock?.originOf(of) ?? null)
    return origin !== null && this.samples ? { origin, table: this.samples } : null
  }

  async #loadEvents(detail: ItemDetail, signal: AbortSignal): Promise<void> {
    if (!this.#withEvents || detail.inspection.metadata.events === 0) return
    const itemId = detail.summary.id
    if (this.#allEvents?.itemId === itemId) {
      // Of another track of pictures: the same events, each with its place in this one.
      this.events = this.#allEvents.table.placedAnew((id) => this.#clock(id))
      return
    }
    this.eventsState = 'loading'
    try {
      for await (const events of eventPages(itemId, (id) => this.#clock(id))) {
        if (signal.aborted) return
        this.events = events
      }
      this.eventsState = 'ready'
      this.#allEvents = { itemId, table: this.events }
    } catch (error) {
      if (signal.aborted) return
      this.eventsError = error
      this.eventsState = 'failed'
    }
  }

  #reset(track: Track | null, status: PlayheadStatus): AbortController {
    this.#work.abort()
    this.#work = new AbortController()
    this.status = status
    this.loaded = 0
    this.preparing = null
    this.error = null
    this.track = track
    this.samples = null
    this.wanted = 0
    this.onScreen = null
    this.playing = false
    this.clearMarks()
    this.#repeated = null
    this.#chosen = null
    this.#begin = null
    this.#moment.forget()
    this.events = new EventTable()
    this.eventsState = 'ready'
    this.eventsError = null
    return this.#work
  }
}

export const playhead = new Playhead()
