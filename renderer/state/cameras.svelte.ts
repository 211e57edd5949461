// Several recordings on one UTC clock. One of them is the master: stepping steps its stored pictures, and at rest the clock stands
// at the time of one of them; the others show what was valid then. Unlinked, each goes its own way, for comparing.
import { on } from '../client/client.ts'
import { coalesce } from './coalesce.ts'
import { Camera } from './camera.svelte.ts'
import { noCameras, type CamerasPlace, type CameraTile } from './cameras-place.ts'
import { CommonRun, type Runner } from './common-run.ts'
import { instantOfPicture, pictureAt } from './picture-at.ts'
import { formatInstant, parseInstant, type Instant } from './playhead-time.ts'
import type { Shown } from './shown-meter.ts'

/** Speeds of several recordings at once. */
export const commonRates = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4] as const

const aheadPlaying = 6
const aheadPaused = 2
const restMs = 400
const second: Instant = 10_000_000n

export class Cameras {
  list = $state.raw<readonly Camera[]>([])
  /** The camera whose stored times decide; unlinked, the one that keys step. */
  masterKey = $state<number | null>(null)
  /** What the clock shows; null until one of them has a place on it. */
  at = $state.raw<Instant | null>(null)
  linked = $state(true)
  playing = $state(false)
  rate = $state(1)
  /** Pictures that were due and not shown, or shown later; null where all are shown in time. */
  note = $state.raw<Shown | null>(null)
  /** What was passed over last because nobody recorded anything. */
  skipped = $state.raw<{ from: Instant; to: Instant } | null>(null)
  #run: CommonRun | null = null
  #animation = 0
  readonly #stopListening: () => void

  readonly master = $derived(this.list.find(({ key }) => key === this.masterKey) ?? this.list[0] ?? null)
  /** Whether each of them shows what it is to show, or says why it does not. */
  readonly isShown = $derived(
    this.list.every(({ drawn, playhead }) => drawn === null || drawn === playhead.wanted),
  )
  readonly utc = $derived(this.at === null ? null : formatInstant(this.at))

  /** Goes on where it was left. */
  constructor({ master, at, linked }: CamerasPlace = noCameras) {
    this.masterKey = master
    this.at = at === null ? null : parseInstant(at)
    this.linked = linked
    // A clock that was compared meanwhile moves a recording.
    const reload = coalesce(async () => {
      await Promise.all(this.list.map((camera) => camera.load({ looked: false })))
    }, restMs)
    this.#stopListening = on('items.changed', reload)
  }

  /** Shows these, in this order; those that are there already stay as they are, others begin by their looks. */
  set({ tiles, looks }: Pick<CamerasPlace, 'tiles' | 'looks'>): void {
    const list = tiles.map((tile) => this.list.find(({ key }) => key === tile.key) ?? this.#open(tile, looks))
    for (const camera of this.list) if (!list.includes(camera)) camera.close()
    this.list = list
    if (this.linked && this.at === null) this.#begin()
  }

  #open({ key, itemId, trackId }: CameraTile, looks: CamerasPlace['looks']): Camera {
    const left = this.linked ? null : looks.find((look) => look.key === key)?.picture
    const camera = new Camera(key, itemId, left ?? null, trackId ?? null)
    void camera.load()
    return camera
  }

  /** A camera has its place on the clock now, or another one, or a screen; or it is known that it has none. */
  arrive(camera: Camera): void {
    const { wanted, status } = camera.playhead
    if (!this.linked) return status === 'ready' ? camera.show(wanted) : undefined
    if (this.at === null) return this.#begin()
    if (!camera.placement) return
    if (camera === this.master && !this.playing) return this.seek(this.at)
    camera.follow(this.at)
  }

  /** The clock begins where the master does, whoever is there first; where the master has no time, with another one. */
  #begin(): void {
    const { master } = this
    if (!master?.isSettled) return
    const place = [master, ...this.list].find(({ placement }) => placement)?.placement
    if (place) this.seek(instantOfPicture(place, 0))
  }

  choose(camera: Camera): void {
    this.masterKey = camera.key
    if (this.linked && !this.playing && this.at !== null) this.seek(this.at)
  }

  /** Goes to an instant; where the master has a picture then, to the time of that picture. */
  seek(at: Instant): void {
    this.at = this.#snapped(at)
    this.#run = null
    this.skipped = null
    if (this.linked) for (const camera of this.list) camera.follow(this.at)
  }

  /** Goes to an instant by the user's wish: all of them, or the chosen one where they are unlinked. */
  goTo(at: Instant): void {
    this.pause()
    if (this.linked) this.seek(at)
    else this.master?.goTo(at)
  }

  #snapped(at: Instant): Instant {
    const place = this.master?.placement
    const valid = place && pictureAt(place, at)
    return place && valid?.kind === 'picture' ? instantOfPicture(place, valid.index) : at
  }

  /** Steps the master by stored pictures, the others follow; unlinked, the chosen one alone or all of them. */
  step(pictures: number, { all = false } = {}): void {
    this.pause()
    const { master } = this
    if (!this.linked) {
      for (const camera of all ? this.list : master ? [master] : [])
        camera.show(camera.playhead.wanted + pictures)
      return
    }
    const place = master?.placement
    if (!place || this.at === null || place.table.count === 0) return
    const valid = pictureAt(place, this.at)
    const last = place.table.count - 1
    if (valid.kind === 'before' && pictures < 0) return
    if (valid.kind === 'after' && pictures > 0) return
    // Where the master has no picture, the first step leads to the one beside.
    const from =
      valid.kind === 'picture'
        ? valid.index
        : valid.kind === 'gap'
          ? valid.next - (pictures > 0 ? 1 : 0)
          : valid.kind === 'before'
            ? -1
            : last + 1
    let to = Math.max(0, Math.min(last, from + pictures))
    // The clock cannot tell pictures of the same time apart: back goes before all of them.
    while (pictures < 0 && to > 0 && instantOfPicture(place, to) >= this.at) to -= 1
    this.seek(instantOfPicture(place, to))
  }

  /** Steps by a second, but at least by one picture of the master. */
  stepSecond(direction: 1 | -1): void {
    this.pause()
    if (this.at === null) return
    const before = this.at
    this.seek(before + (direction === 1 ? second : -second))
    const isForward = direction === 1 ? this.at > before : this.at < before
    if (!isForward) this.step(direction)
  }

  /** To the first or last picture of the master. */
  goToEnd(which: 'first' | 'last'): void {
    const count = this.master?.playhead.count ?? 0
    if (!this.linked) return this.step(which === 'first' ? -count : count)
    const place = this.master?.placement
    this.pause()
    if (place && count > 0) this.seek(instantOfPicture(place, which === 'first' ? 0 : count - 1))
  }

  setLinked(linked: boolean): void {
    this.pause()
    this.linked = linked
    for (const camera of this.list) camera.join()
    // The clock goes to where the master was left.
    const at = this.master?.instant ?? this.at
    if (linked && at !== null) this.seek(at)
  }

  changeRate(direction: 1 | -1): void {
    const at = commonRates.findIndex((rate) => rate === this.rate)
    this.rate = commonRates[Math.max(0, Math.min(commonRates.length - 1, at + direction))] ?? 1
  }

  togglePlaying(): void {
    if (this.playing) this.pause()
    else this.play()
  }

  play(): void {
    if (this.playing || !this.linked || this.at === null) return
    this.playing = true
    this.#run = null
    for (const { screen } of this.list) screen?.readAhead(aheadPlaying)
    const frame = (now: number): void => {
      this.#animation = requestAnimationFrame(frame)
      this.#tick(now)
    }
    this.#animation = requestAnimationFrame(frame)
  }

  pause(): void {
    if (!this.playing) return
    cancelAnimationFrame(this.#animation)
    this.playing = false
    this.note = null
    for (const camera of this.list) camera.screen?.readAhead(aheadPaused)
    if (this.at !== null) this.seek(this.at)
  }

  #tick(now: number): void {
    if (this.at === null) return
    this.#run ??= new CommonRun(this.at, now)
    const run = this.#run
    const { at, ended, skipped } = run.tick(now, this.rate, this.list.map(runnerOf))
    this.at = at
    if (skipped) this.skipped = skipped
    this.note = run.note(now)
    if (ended) this.pause()
  }

  close(): void {
    cancelAnimationFrame(this.#animation)
    this.playing = false
    this.#stopListening()
    for (const camera of this.list) camera.close()
    this.list = []
  }
}

/** What is drawn here is what the run said was ready, so that all change at once. */
function runnerOf(camera: Camera): Runner {
  const { screen, placement, playhead } = camera
  return {
    key: camera.key,
    placement,
    isKnown: placement !== null || playhead.status === 'ready' || playhead.status === 'no-video',
    get lags() {
      return camera.lags
    },
    set lags(lags) {
      if (camera.lags !== lags) camera.lags = lags
    },
    // What cannot show its pictures, for whatever reason, keeps nobody waiting.
    isReady: (index) => screen?.isReady(index) ?? true,
    commit(at, index) {
      camera.shown = at
      if (index === null) return false
      playhead.seekToSample(index)
      return screen?.showNow(index) ?? false
    },
    chase(at, index) {
      camera.shown = at
      return index === null ? null : (screen?.showNewest(index) ?? null)
    },
  }
}
