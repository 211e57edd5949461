// Totals over all frames, events and changes of the PTZ state of a file, counted as they pass by (shape of `exhibit metadata --json`).
import type { MetadataItem, MetadataSummary } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'

const mostNames = 1_000
/** Where classes beyond the first thousand are counted: hostile input invents names. */
const otherNames = '(more)'

/**
 * Counts as it goes: `objects` are appearances in frames, `classes` counts each appearance under its best class,
 * `topics` are sorted, at most a thousand. Frames need not come in order of time.
 */
export class MetadataCounter {
  readonly #classes = new Map<string, number>()
  readonly #topics = new Set<string>()
  #frames = 0
  #objects = 0
  #events = 0
  #ptz = 0
  #badSamples = 0
  #firstFrame: UtcTime | null = null
  #lastFrame: UtcTime | null = null

  add(item: MetadataItem): void {
    if (item.kind === 'ptz') {
      this.#ptz += 1
      return
    }
    if (item.kind === 'event') {
      this.#events += 1
      if (!this.#topics.has(item.topic) && this.#topics.size < mostNames)
        this.#topics.add(detached(item.topic))
      return
    }
    this.#frames += 1
    this.#objects += item.objects.length
    for (const object of item.objects) if (object.class !== null) this.#count(object.class)
    if (this.#firstFrame === null || isBefore(item.time, this.#firstFrame)) this.#firstFrame = item.time
    if (this.#lastFrame === null || isBefore(this.#lastFrame, item.time)) this.#lastFrame = item.time
  }

  /** Once for each sample that could not be read to its end. */
  addBadSample(): void {
    this.#badSamples += 1
  }

  summary(): MetadataSummary {
    return {
      frames: this.#frames,
      objects: this.#objects,
      events: this.#events,
      ptz: this.#ptz,
      badSamples: this.#badSamples,
      classes: Object.fromEntries(this.#classes),
      topics: [...this.#topics].sort(),
      firstFrame: this.#firstFrame,
      lastFrame: this.#lastFrame,
    }
  }

  #count(name: string): void {
    const classes = this.#classes
    const known = classes.get(name)
    if (known !== undefined) classes.set(name, known + 1)
    else if (classes.size < mostNames) classes.set(detached(name), 1)
    else classes.set(otherNames, (classes.get(otherNames) ?? 0) + 1)
  }
}

/** UtcTime has 3 to 9 fractional digits: without its Z, text order is time order. */
const isBefore = (one: UtcTime, other: UtcTime): boolean => one.slice(0, -1) < other.slice(0, -1)

/** A copy of its own: a substring would keep the whole sample (up to 16 MiB) in memory. */
const detached = (text: string): string => Buffer.from(text, 'utf8').toString('utf8')
