// Sound at normal speed: decoded from our own sample table and placed on the clock of the pictures, gaps silent.
import type { SampleTable } from '../../state/playhead-samples.ts'
import { SampleMissing, type SampleReader } from './sample-reader.ts'
import type { OpenSoundPort, Piece, SoundPort } from './sound-port.ts'

/** Seconds of sound kept scheduled ahead. */
const aheadSeconds = 0.8
/** Sound may be off by so much before it is placed anew. */
const driftSeconds = 0.08
const restartMs = 500
/** Pieces are joined to at least this length before they are scheduled. */
const pieceSeconds = 0.12
const queueLimit = 12

type Run = {
  port: SoundPort
  /** Next sample to feed. */
  next: number
  /** Sound before this time only primes the decoder. */
  from: number
  /** Context time at which media time 0 would be heard. */
  zero: number
  pieces: Piece[]
  nodes: Set<AudioBufferSourceNode>
  feeding: boolean
  startedAt: number
}

export class Sound {
  readonly #table: SampleTable
  readonly #reader: SampleReader
  readonly #openPort: OpenSoundPort
  readonly #shift: number
  readonly #context: AudioContext
  readonly #gain: GainNode
  #run: Run | null = null
  #volume = 1
  #muted = false
  /** The decoder's message where it failed; there is no sound from then on. */
  failure: string | null = null

  constructor(
    table: SampleTable,
    reader: SampleReader,
    { openPort, sampleRate }: { openPort: OpenSoundPort; sampleRate: number },
    shift: number,
  ) {
    this.#table = table
    this.#reader = reader
    this.#openPort = openPort
    this.#shift = shift
    this.#context = new AudioContext({ sampleRate })
    this.#gain = this.#context.createGain()
    this.#gain.connect(this.#context.destination)
  }

  setVolume(volume: number, muted: boolean): void {
    this.#volume = volume
    this.#muted = muted
    this.#gain.gain.value = muted ? 0 : volume
  }

  /** Called often while playing, with the time of the pictures in seconds; null: be silent. */
  follow(media: number | null): void {
    if (media === null || this.failure !== null || this.#muted || this.#volume === 0) return this.stop()
    if (this.#context.state === 'suspended') void this.#context.resume()
    const now = performance.now()
    const run = this.#run
    if (run) {
      const drift = this.#context.currentTime - run.zero - media
      if (Math.abs(drift) > driftSeconds && now - run.startedAt > restartMs) this.stop()
    }
    this.#run ??= this.#start(media, now)
    void this.#feed(this.#run, media)
  }

  stop(): void {
    const run = this.#run
    this.#run = null
    if (!run) return
    for (const node of run.nodes) node.stop()
    run.port.close()
  }

  close(): void {
    this.stop()
    void this.#context.close()
    this.#reader.close()
  }

  #start(media: number, now: number): Run {
    const run: Run = {
      port: this.#openPort({
        onPiece: (piece) => this.#take(run, piece),
        onError: (error) => {
          if (this.#run === run) this.failure = error.message
        },
      }),
      // One sample earlier: the first one out of a decoder is only half there.
      next: Math.max(0, this.#table.atOrBefore((media - this.#shift) * this.#table.timescale) - 1),
      from: media,
      zero: this.#context.currentTime - media,
      pieces: [],
      nodes: new Set(),
      feeding: false,
      startedAt: now,
    }
    return run
  }

  #timeOf(sample: number): number {
    return this.#table.secondsOf(sample) + this.#shift
  }

  async #feed(run: Run, media: number): Promise<void> {
    if (run.feeding) return
    run.feeding = true
    try {
      const { port } = run
      while (
        this.#run === run &&
        run.next < this.#table.count &&
        this.#timeOf(run.next) < media + aheadSeconds
      ) {
        if (port.queued > queueLimit) break
        const bytes = await this.#read(run.next)
        if (this.#run !== run || !port.isOpen) return
        if (bytes) port.decode(this.#timeOf(run.next), bytes)
        run.next += 1
        if (bytes && !this.#isBehindEnd(run.next)) continue
        // The decoder counts its own time on: at a hole it gives what it holds back, and begins anew behind it.
        await port.flush()
        if (this.#run === run) this.#schedule(run)
      }
    } catch (error) {
      if (this.#run === run) this.failure = error instanceof Error ? error.message : String(error)
    } finally {
      run.feeding = false
    }
  }

  /** Null where its bytes are missing: zeros in their place are no sound, so there is silence. */
  async #read(sample: number): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return await this.#reader.read(this.#table.decodeIndex(sample))
    } catch (error) {
      if (error instanceof SampleMissing) return null
      throw error
    }
  }

  /** Whether nothing is stored between the sample before this one and it, or there is none. */
  #isBehindEnd(sample: number): boolean {
    if (sample >= this.#table.count) return true
    const before = this.#table.ticksToNext(sample - 1) - this.#table.lengthOf(sample - 1)
    return before / this.#table.timescale > 0.01
  }

  #take(run: Run, piece: Piece): void {
    const { at, frames } = piece
    if (this.#run !== run || at + frames / piece.sampleRate <= run.from) return
    const last = run.pieces.at(-1)
    const joined = last && Math.abs(last.at + last.frames / last.sampleRate - at) < 0.001
    if (last && !joined) this.#schedule(run)
    run.pieces.push(piece)
    const length = run.pieces.reduce((sum, one) => sum + one.frames / one.sampleRate, 0)
    if (length >= pieceSeconds) this.#schedule(run)
  }

  #schedule(run: Run): void {
    const first = run.pieces[0]
    if (!first) return
    const frames = run.pieces.reduce((sum, piece) => sum + piece.frames, 0)
    const buffer = this.#context.createBuffer(first.channels.length, frames, first.sampleRate)
    let at = 0
    for (const piece of run.pieces) {
      piece.channels.forEach((samples, channel) => {
        if (channel < buffer.numberOfChannels) buffer.copyToChannel(samples, channel, at)
      })
      at += piece.frames
    }
    run.pieces = []
    const node = this.#context.createBufferSource()
    node.buffer = buffer
    node.connect(this.#gain)
    node.onended = () => run.nodes.delete(node)
    run.nodes.add(node)
    const when = run.zero + first.at
    const late = Math.max(0, this.#context.currentTime - when)
    if (late < buffer.duration) node.start(when + late, late)
    else run.nodes.delete(node)
  }
}
