// Where the events of an EXI body come from: one after the other, or block by block with the values behind (9).
import { constants, inflateRawSync } from 'node:zlib'
import { BodyReader } from './body-reader.ts'
import type { ValuePlace } from './body-reader.ts'
import { ExiInput } from './exi-input.ts'
import { ExiStop, broken, exiLimits } from './exi-limits.ts'
import type { ExiEvent } from './exi-event.ts'
import type { ExiOptions } from './exi-options.ts'
import type { Name } from './string-table.ts'

/** 9.3: larger channels, and all channels of larger blocks, are separate. */
const smallChannel = 100

/**
 * Events up to ED; throws `ExiStop` where the stream is wrong or ends, after what was whole. `place` tells where reading is.
 */
export class EventSource {
  readonly #bytes: Uint8Array
  readonly #options: ExiOptions
  readonly #longest: number
  readonly #reader: BodyReader
  #inflated = 0
  #streams = 0
  /** Where the next DEFLATE stream begins. */
  #at: number
  readonly #compressed: boolean
  /** Whether the last DEFLATE stream has no end, though perhaps all that was in it. */
  #cut = false
  #ended = false

  /** `input`: at the beginning of the body; `longest`: of its text, in characters, and of what is inflated, in bytes. */
  constructor(bytes: Uint8Array, input: ExiInput, options: ExiOptions, longest: number) {
    this.#bytes = bytes
    this.#options = options
    this.#longest = longest
    this.#compressed = options.alignment === 'compression'
    this.#at = input.byte
    input.aligned = options.alignment !== 'bit-packed'
    this.#reader = new BodyReader(input, options, longest)
  }

  get place(): string {
    return this.#reader.input.place
  }

  /** Code points that are none, read as U+FFFD. */
  replaced = 0

  /** What lies behind the end, without NULs at its end; only to be asked after ED. */
  get behind(): number {
    const rest = this.#compressed ? this.#bytes.subarray(this.#at) : this.#reader.input.rest
    return rest.findLastIndex((byte) => byte !== 0) + 1
  }

  *events(): Generator<ExiEvent, void> {
    const { alignment } = this.#options
    if (alignment === 'bit-packed' || alignment === 'byte') yield* this.#inOrder()
    else while (!this.#ended) yield* this.#block()
    if (this.#cut) throw new ExiStop('cut', '')
  }

  *#inOrder(): Generator<ExiEvent, void> {
    for (;;) {
      const event = this.#reader.next(null)
      this.replaced = this.#reader.input.replaced
      yield event
      if (event.kind === 'ED') return
    }
  }

  /** 9.1: its values are `blockSize`, but for the last block. What stands before the first value that is missing is given. */
  *#block(): Generator<ExiEvent, void> {
    const events: ExiEvent[] = []
    let stop: ExiStop | null = null
    try {
      const channels = this.#structure(events)
      this.#values(channels)
    } catch (cause) {
      if (!(cause instanceof ExiStop)) throw cause
      stop = cause
    }
    for (const event of events) {
      if ('value' in event && event.value === null) break
      yield event
    }
    if (stop) throw stop
  }

  /** 9.2.1; gives the value channels in the order of their first values. */
  #structure(events: ExiEvent[]): ValuePlace[][] {
    this.#openStream()
    const channels = new Map<Name, ValuePlace[]>()
    let count = 0
    const later = (place: ValuePlace): void => {
      const channel = channels.get(place.name)
      if (channel) channel.push(place)
      else channels.set(place.name, [place])
      count += 1
    }
    while (count < this.#options.blockSize) {
      const event = this.#reader.next(later)
      events.push(event)
      if (event.kind !== 'ED') continue
      this.#ended = true
      break
    }
    return [...channels.values()]
  }

  /** 9.2.2 and 9.3. */
  #values(channels: ValuePlace[][]): void {
    const count = channels.reduce((sum, channel) => sum + channel.length, 0)
    if (count <= smallChannel) {
      for (const channel of channels) this.#channel(channel)
      return
    }
    const small = channels.filter((channel) => channel.length <= smallChannel)
    if (small.length > 0) this.#openStream()
    for (const channel of small) this.#channel(channel)
    for (const channel of channels) {
      if (channel.length <= smallChannel) continue
      this.#openStream()
      this.#channel(channel)
    }
  }

  #channel(places: ValuePlace[]): void {
    for (const place of places) place.event.value = this.#reader.readValue(place)
  }

  /** One DEFLATE stream for each (9.3); with pre-compression they only follow each other. */
  #openStream(): void {
    this.replaced += this.#reader.input.replaced
    this.#reader.input.replaced = 0
    if (!this.#compressed) return
    const from = this.#at
    this.#streams += 1
    if (this.#streams > exiLimits.streams)
      throw broken(`it has more than ${exiLimits.streams} DEFLATE streams`)
    if (from >= this.#bytes.length) throw new ExiStop('cut', '')
    const { bytes, used } = this.#inflate(this.#bytes.subarray(from))
    this.#at += used
    this.#inflated += bytes.length
    this.#reader.input = new ExiInput(bytes, true, ` of what is inflated from byte ${from}`)
  }

  #inflate(stored: Uint8Array): { bytes: Uint8Array; used: number } {
    const most = this.#longest - this.#inflated
    if (most <= 0) throw broken(`it inflates to more than ${this.#longest} bytes`)
    const whole = this.#tryInflate(stored, most, constants.Z_FINISH)
    if (whole) return whole
    this.#cut = true
    const kept = this.#tryInflate(stored, most, constants.Z_SYNC_FLUSH)
    if (!kept) throw new ExiStop('cut', '')
    return kept
  }

  /** Null where the stream does not end. */
  #tryInflate(
    stored: Uint8Array,
    most: number,
    finishFlush: number,
  ): { bytes: Uint8Array; used: number } | null {
    try {
      const inflated: unknown = inflateRawSync(stored, { info: true, maxOutputLength: most, finishFlush })
      const { buffer, engine } = inflated as { buffer: Uint8Array; engine: { bytesWritten: number } }
      return { bytes: buffer, used: engine.bytesWritten }
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : null
      if (code === 'Z_BUF_ERROR') return null
      if (code === 'ERR_BUFFER_TOO_LARGE') throw broken(`it inflates to more than ${this.#longest} bytes`)
      throw broken(`its DEFLATE data from byte ${this.#at} on is not DEFLATE (${String(code)})`)
    }
  }
}
