// Ties playhead, decoder, clock and sound together: which picture is on the screen now, and why if none is.
import type { ColourRange } from '#contract/picture-view.ts'
import type { EntryShape, Track } from '#contract/track.ts'
import type { ItemId } from '#contract/units.ts'
import { call } from '../../client/client.ts'
import type { SampleTable } from '../../state/playhead-samples.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'
import { veil } from '../../state/veil.svelte.ts'
import type { CopyPictures } from './copy-pictures.ts'
import { carriesSets, chooseVideoConfig, cropsOnLeft, type VideoSupport } from './decoder-config.ts'
import { BeginningConfigs } from './beginning-configs.ts'
import { decodeCopy, decodeSamples } from './open-pictures.ts'
import { PictureDamage } from './picture-damage.svelte.ts'
import type { PictureFailure } from './picture-requests.ts'
import type { PictureSource } from './picture-source.ts'
import { PlaybackRun, type RunScreen } from './playback-run.ts'
import { ReviewMaking } from './review-making.svelte.ts'
import { playedReader, type SampleReader } from './sample-reader.ts'
import type { PlaybackNote } from '../../state/shown-meter.ts'
import { openSound, type SoundState } from './sound-choice.ts'
import type { Sound } from './sound.ts'

/** A picture that takes longer than this is said to be on its way. */
const lateMs = 150
const aheadPaused = 3

export type Surface = {
  /** Draws the picture; does not keep it. `shape`: what its sample entry says; null where there is none. */
  paint(frame: VideoFrame, shape: EntryShape | null): void
  /** The picture that is likely to be painted next; does not keep it. */
  prepare(frame: VideoFrame): void
  /** What was prepared is not to be painted. */
  forget(): void
  clear(): void
}

export type SoundLevel = { volume: number; muted: boolean }

export type SessionOptions = {
  /** Whether the sound is opened too; of several recordings at once none is heard. */
  withSound?: boolean
  /** How many recordings share memory and decoder, this one among them. */
  sharers?: () => number
  /** How values are read; where it changes, whoever opened the session opens it anew. */
  range?: () => ColourRange
}

type Opened = { table: SampleTable; decoder: PictureSource<VideoFrame> }

export class PictureSession {
  support = $state.raw<VideoSupport | null>(null)
  failure = $state.raw<PictureFailure | null>(null)
  late = $state(false)
  note = $state.raw<PlaybackNote | null>(null)
  sound = $state.raw<SoundState>({ kind: 'none' })
  /** Where pictures come out of a review copy; null where the samples themselves are decoded. */
  review = $state.raw<ReviewMaking | null>(null)
  /** Whether there is a way to its pictures: samples that can be decoded, or a review copy. */
  readonly canShow = $derived(this.support?.supported === true || this.review !== null)
  /** Of the picture on the canvas: a sample that it may depend on is damaged. */
  doubtful = $state(false)
  /** Whether what is shown decodes cleanly; null where no video is open, or a copy of it. */
  damage = $state.raw<PictureDamage | null>(null)
  readonly #playhead: Playhead
  readonly #surface: Surface
  #opened: Opened | null = null
  #copy: CopyPictures<VideoFrame> | null = null
  #configs: BeginningConfigs | null = null
  #player: Sound | null = null
  /** Opens the sound that is chosen, in the place of the one before; null while there are no pictures. */
  #openChosen: (() => void) | null = null
  #request = 0
  /** Whether the picture on the canvas has to be shown anew. */
  #isOutdated = false
  /** How many times what is known of a group was given up. */
  #doubted = 0
  /** How many pictures were shown at once, each behind the one before. */
  #oneByOne = 0
  /** Whether the last request is not answered yet. */
  #isAsked = false
  #animation = 0

  readonly #options: Required<SessionOptions>

  constructor(playhead: Playhead, surface: Surface, options: SessionOptions = {}) {
    this.#playhead = playhead
    this.#surface = surface
    this.#options = { withSound: true, sharers: () => 1, range: () => 'file', ...options }
  }

  /**
   * Presentation index of the picture on the canvas; null where it shows none. It is the playhead's, of which all numbers and times
   * tell, and is changed together with the canvas alone: what is told cannot be of another picture than what is seen.
   */
  get drawn(): number | null {
    return this.#playhead.onScreen
  }

  /**
   * Begins with a track whose sample table is there; returns what ends it. Nothing of a veiled item is read, decoded, drawn
   * or played: whoever lifts the veil opens it anew.
   */
  open(itemId: ItemId, track: Track, table: SampleTable, level: () => SoundLevel): () => void {
    const { detail } = this.#playhead
    if (!detail || veil.hides(detail.summary)) return () => undefined
    const stop = new AbortController()
    const reader = playedReader(this.#playhead, itemId, table)
    let heard = new AbortController()
    const openChosen = (): void => {
      heard.abort()
      heard = new AbortController()
      this.#closeSound()
      void this.#openSound(track, AbortSignal.any([stop.signal, heard.signal]), level)
    }
    void this.#openPicture(itemId, track, table, reader, stop.signal).then(() => {
      if (stop.signal.aborted) return
      this.#openChosen = openChosen
      openChosen()
    })
    return () => {
      stop.abort()
      this.#closeDecoding()
      reader.close()
      this.#copy = null
      this.review?.close()
      this.review = null
      this.doubtful = false
      this.#openChosen = null
      this.#closeSound()
      this.support = null
      this.failure = null
      this.late = false
      this.#blank()
    }
  }

  async #openPicture(
    itemId: ItemId,
    track: Track,
    table: SampleTable,
    reader: SampleReader,
    signal: AbortSignal,
  ): Promise<void> {
    const support = await chooseVideoConfig(track)
    if (signal.aborted) return
    this.support = support
    const range = this.#options.range()
    // Only software gives the values that another range needs.
    if (support.supported && table.hasOneEntry && (range === 'file' || support.software)) {
      const configs =
        carriesSets(track) && track.setsChange !== false ? this.#openConfigs(itemId, track, table) : undefined
      const { sharers } = this.#options
      const decoder = decodeSamples({ track, table, reader, configs }, support, { range, sharers })
      this.damage = new PictureDamage(
        table,
        (first, count) => call('track.damage', { itemId, trackId: track.id, first, count }),
        () => decoder.unusable,
        (picture) => this.#opened?.decoder === decoder && this.#doubt(picture),
      )
      this.#begin(table, decoder)
    } else if (!support.supported && support.reason === 'no-decoder') {
      this.#playhead.pause()
      this.#blank()
    } else {
      this.#openCopy(itemId, track, table)
    }
  }

  #openConfigs(itemId: ItemId, track: Track, table: SampleTable): BeginningConfigs {
    this.#configs = new BeginningConfigs({
      ...{ samples: table.count, config: track.decoderConfig },
      ask: (first, count) => call('track.configs', { itemId, trackId: track.id, first, count }),
      onChange: (decoderConfig) => {
        if (cropsOnLeft({ ...track, decoderConfig })) this.#giveUpDecoding(itemId, track, table)
      },
    })
    return this.#configs
  }

  /** The platform would show columns that are cropped away further on. */
  #giveUpDecoding(itemId: ItemId, track: Track, table: SampleTable): void {
    this.#closeDecoding()
    this.support = { supported: false, codec: track.codec, reason: 'cropping' }
    this.#blank()
    this.#openCopy(itemId, track, table)
  }

  #closeDecoding(): void {
    this.stopPlaying()
    // What is on its way belongs to what was shown until now.
    this.#supersede()
    this.#configs?.close()
    this.#configs = null
    this.#opened?.decoder.close()
    this.#opened = null
    this.damage?.close()
    this.damage = null
  }

  #begin(table: SampleTable, decoder: PictureSource<VideoFrame>): void {
    this.#opened = { table, decoder }
    decoder.readAhead(aheadPaused)
    this.show(this.#playhead.wanted)
    if (this.#playhead.playing) this.startPlaying()
  }

  /** What cannot be decoded here, or not by one decoder from one end to the other, is shown by a review copy, made from the picture on that is looked at. */
  #openCopy(itemId: ItemId, track: Track, table: SampleTable): void {
    const making = new ReviewMaking(itemId, track.id)
    making.start(this.#playhead.wanted)
    this.review = making
    const { range, sharers } = this.#options
    this.#copy = decodeCopy({ track, table }, making, { range: range(), sharers })
    this.#begin(table, this.#copy)
  }

  /** After the making was stopped, or failed. */
  goOnMaking(): void {
    this.review?.start(this.#playhead.wanted)
    this.#copy?.retry()
    this.failure = null
    this.show(this.#playhead.wanted)
  }

  /** Another sound was chosen, or none. */
  followSound(): void {
    this.#openChosen?.()
  }

  #closeSound(): void {
    this.#player?.close()
    this.#player = null
    this.sound = { kind: 'none' }
  }

  async #openSound(track: Track, signal: AbortSignal, level: () => SoundLevel): Promise<void> {
    if (!this.#opened || !this.#options.withSound) return
    const { sound, state } = await openSound(this.#playhead, track, signal)
    if (signal.aborted) return sound?.close()
    this.sound = state
    this.#player = sound
    const { volume, muted } = level()
    sound?.setVolume(volume, muted)
  }

  setVolume(volume: number, muted: boolean): void {
    this.#player?.setVolume(volume, muted)
  }

  /** Shows one picture, as soon as it is decoded; a later call supersedes it. */
  show(index: number): void {
    const decoder = this.#opened?.decoder
    if (!decoder) return
    if (this.#isShown(index)) return this.#stay(decoder, index)
    this.#ask(decoder, index)
  }

  /** What the decoder filled in, where something is damaged, may have come from another place: it is shown anew. */
  #doubt(index: number): void {
    const decoder = this.#opened?.decoder
    if (!decoder?.doubt?.(index)) return
    this.#doubted += 1
    this.#surface.forget()
    // By the time of the answer another picture of that group may be shown, or said not to be there.
    const shown = this.drawn ?? (this.failure ? this.#playhead.wanted : null)
    if (shown === null || !decoder.doubts?.(shown)) return
    this.#isOutdated = true
    if (!this.#isAsked && !this.#animation) this.#ask(decoder, shown)
  }

  #ask(decoder: PictureSource<VideoFrame>, index: number): void {
    const request = this.#supersede()
    this.#oneByOne = 0
    const doubted = this.#doubted
    this.#isAsked = true
    // What was said of another picture must not stand under this one's number.
    this.failure = null
    const timer = setTimeout(() => {
      if (request === this.#request) this.late = true
    }, lateMs)
    void decoder.get(index).then((answer) => {
      clearTimeout(timer)
      if (request !== this.#request || answer.kind === 'stale') {
        if (answer.kind === 'picture') answer.frame.close()
        return
      }
      this.#isAsked = false
      if (doubted !== this.#doubted) {
        // It may be an answer of before that.
        if (answer.kind === 'picture') answer.frame.close()
        this.#ask(decoder, index)
      } else if (answer.kind === 'picture') this.#draw(index, answer.frame)
      else this.#fail(answer.failure)
    })
  }

  #isShown(index: number): boolean {
    return this.drawn === index && !this.#isOutdated
  }

  /** The picture on the canvas is the one that is wanted: another one that was asked for before must not replace it. */
  #stay(decoder: PictureSource<VideoFrame>, index: number): void {
    if (!this.#isAsked) return
    this.#supersede()
    decoder.aim(index)
    this.late = false
  }

  /** Whatever was asked for before is not drawn any more; the number of what is asked for now. */
  #supersede(): number {
    this.#isAsked = false
    this.#request += 1
    return this.#request
  }

  /** Works towards a picture; whether it could be shown at once, or it is known that it cannot be shown. */
  isReady(index: number): boolean {
    const decoder = this.#opened?.decoder
    if (!decoder) return false
    decoder.aim(index)
    if (this.#isShown(index) || decoder.failureOf(index)) return true
    const found = decoder.newest(index - 1, index)
    found?.frame.close()
    return found !== null
  }

  /** Shows what `isReady` said was there; whether it did. */
  showNow(index: number): boolean {
    const decoder = this.#opened?.decoder
    if (!decoder) return false
    if (this.#isShown(index)) {
      this.#stay(decoder, index)
      return true
    }
    const found = decoder.newest(index - 1, index)
    const failure = found ? null : decoder.failureOf(index)
    this.#supersede()
    const before = this.drawn
    if (found) this.#draw(index, found.frame)
    else if (failure) this.#fail(failure)
    this.#oneByOne = found && before === index - 1 ? this.#oneByOne + 1 : 0
    // Where some are passed over, nobody knows which is next.
    if (this.#oneByOne > 1) this.#prepare(index + 1)
    return found !== null
  }

  /** Behind this turn of the display, the picture that is to be shown next is made ready once it is there, unless its turn came before. */
  #prepare(index: number): void {
    const opened = this.#opened
    const isNext = (): boolean => opened !== null && opened === this.#opened && this.drawn === index - 1
    setTimeout(() => {
      if (!isNext()) return
      void opened?.decoder.arrival(index).then((frame) => {
        if (frame && isNext()) this.#surface.prepare(frame)
        frame?.close()
      })
    })
  }

  /** Shows the newest picture up to this one that is there, if it is newer than the one on the canvas; which one, else null. */
  showNewest(upTo: number): number | null {
    const decoder = this.#opened?.decoder
    const found = decoder?.newest(this.drawn ?? -1, upTo)
    if (!found) return null
    this.#supersede()
    this.#draw(found.index, found.frame)
    return found.index
  }

  readAhead(pictures: number): void {
    this.#opened?.decoder.readAhead(pictures)
  }

  startPlaying(): void {
    if (this.#animation || !this.#opened) return
    const { table, decoder } = this.#opened
    const run = new PlaybackRun(table, decoder, this.#playhead, this.#screen())
    const frame = (now: number): void => {
      this.#animation = requestAnimationFrame(frame)
      run.tick(now)
      this.note = run.note
    }
    this.#animation = requestAnimationFrame(frame)
  }

  stopPlaying(): void {
    cancelAnimationFrame(this.#animation)
    this.#animation = 0
    this.#player?.stop()
    this.note = null
    this.#opened?.decoder.readAhead(aheadPaused)
  }

  /** What one playback sees of this session. */
  #screen(): RunScreen<VideoFrame> {
    const drawn = (): number | null => this.drawn
    const failure = (): PictureFailure | null => this.failure
    return {
      get drawn() {
        return drawn()
      },
      get failure() {
        return failure()
      },
      show: (index) => {
        // While it plays nobody looks for damage.
        if (this.damage?.isClean(index) === false) this.#doubt(index)
        this.show(index)
      },
      draw: (index, frame) => {
        this.#supersede()
        this.#draw(index, frame)
      },
      fail: (why) => {
        this.#supersede()
        this.#fail(why)
      },
      hear: (media) => this.#hear(media),
    }
  }

  #hear(media: number | null): void {
    this.#player?.follow(media)
    const failure = this.#player?.failure
    if (failure && this.sound.kind === 'ready') this.sound = { kind: 'failed', detail: failure }
  }

  #draw(index: number, frame: VideoFrame): void {
    this.#surface.paint(frame, this.#opened?.table.shapeOf(index) ?? null)
    frame.close()
    this.#playhead.onScreen = index
    this.#isOutdated = false
    this.doubtful = this.#copy?.isDoubtful(index) ?? false
    this.damage?.look(index)
    this.failure = null
    this.late = false
  }

  /** An empty canvas, of which nothing is told. */
  #blank(): void {
    this.#surface.clear()
    this.#playhead.onScreen = null
    this.#oneByOne = 0
    this.#isOutdated = false
  }

  /** The old picture goes: it must not stand under another picture's time. */
  #fail(failure: PictureFailure): void {
    this.#blank()
    this.doubtful = false
    this.damage?.look(null)
    this.failure = failure
    this.late = false
  }
}
