// Objects of frames gathered into stretches of time: an object is listed once while it is seen, not once for each picture.
// Deterministic: the same frames in the same order give the same stretches, so that the index can be held against evidence.
import type { MetadataFrame, MetadataObject } from '#contract/metadata.ts'
import { classOf, mostValues, plateOf } from './search-facts.ts'
import type { EntryFacts } from './search-facts.ts'

/** An object that is seen again after more than this is listed anew: trackers use their numbers again. */
export const longestBreak = 50_000_000n
/** No stretch crosses a whole minute: whoever asks for a time need not look further back than this. */
export const longestStretch = 600_000_000n

/** Objects that are held open; where a file has more at a time they are ended, and listed in parts. */
const mostOpen = 65_536
const firstSweep = 4_096

type Open = EntryFacts & { minute: bigint }

export class Sightings {
  readonly #open = new Map<string, Open>()
  readonly #ended: (entry: EntryFacts) => void
  #sweepAt = firstSweep

  /** `ended` is told of each stretch when it is over. */
  constructor(ended: (entry: EntryFacts) => void) {
    this.#ended = ended
  }

  add(frame: MetadataFrame, time: bigint): void {
    const minute = time / longestStretch
    const of = `${frame.trackId} ${frame.source ?? ''}\0`
    for (const object of frame.objects) {
      // Nothing says that two objects without a number are the same.
      if (object.id === null) this.#ended(begin(frame, object, time))
      else this.#see(`${of}${object.id}`, frame, object, { time, minute })
    }
    if (this.#open.size >= this.#sweepAt) this.#sweep(time)
  }

  /** Ends what is still open: there is no more to come. */
  finish(): void {
    for (const open of this.#open.values()) this.#ended(open)
    this.#open.clear()
  }

  #see(
    key: string,
    frame: MetadataFrame,
    object: MetadataObject,
    { time, minute }: { time: bigint; minute: bigint },
  ): void {
    const open = this.#open.get(key)
    if (open) {
      if (open.minute === minute && isNear(open, time) && take(open, object)) {
        // Of two frames of one time, the one that was stored later counts.
        if (time >= open.last) {
          open.last = time
          open.idle = isIdle(object)
        } else if (time < open.first) {
          open.first = time
          open.sample = frame.sample
        }
        open.frames += 1
        return
      }
      this.#ended(open)
    }
    this.#open.set(key, { ...begin(frame, object, time), minute })
  }

  #sweep(time: bigint): void {
    const all = this.#open.size > mostOpen
    for (const [key, open] of this.#open) {
      if (!all && isNear(open, time)) continue
      this.#ended(open)
      this.#open.delete(key)
    }
    this.#sweepAt = Math.min(mostOpen, Math.max(firstSweep, this.#open.size * 2))
  }
}

const isNear = ({ first, last }: EntryFacts, time: bigint): boolean =>
  time - last <= longestBreak && first - time <= longestBreak

function begin(frame: MetadataFrame, object: MetadataObject, time: bigint): EntryFacts {
  const [type, plate] = [classOf(object), plateOf(object)]
  return {
    ...{ first: time, last: time, frames: 1, likelihood: object.likelihood },
    ...{ track: frame.trackId, sample: frame.sample, object: object.id, topic: null, text: '' },
    idle: isIdle(object),
    classes: type === null ? [] : [type],
    sources: frame.source === null ? [] : [frame.source],
    plates: plate === null ? [] : [plate],
  }
}

const isIdle = ({ behaviour }: MetadataObject): 0 | 1 => (behaviour === 'idle' ? 1 : 0)

/** False where it has too much to say for one stretch. */
function take(open: Open, object: MetadataObject): boolean {
  const [type, plate] = [classOf(object), plateOf(object)]
  if (!hasRoom(open.classes, type) || !hasRoom(open.plates, plate)) return false
  if (type !== null && !open.classes.includes(type)) open.classes.push(type)
  if (plate !== null && !open.plates.includes(plate)) open.plates.push(plate)
  const { likelihood } = object
  if (likelihood !== null && (open.likelihood === null || likelihood > open.likelihood))
    open.likelihood = likelihood
  return true
}

const hasRoom = (values: readonly string[], value: string | null): boolean =>
  value === null || values.length < mostValues || values.includes(value)
