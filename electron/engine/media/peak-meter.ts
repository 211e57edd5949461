// How loud sound is over time: the greatest value of each fiftieth of a second, out of a stream of 16-bit samples.

export const peaksPerSecond = 50

export class PeakMeter {
  /** Moments taken, each with a value for every channel. */
  frames = 0
  readonly #channels: number
  readonly #framesPerPeak: number
  readonly #peaks: number[] = []
  #rest: Uint8Array = new Uint8Array(0)
  #peak = 0

  constructor(sampleRate: number, channels: number) {
    this.#channels = channels
    this.#framesPerPeak = sampleRate / peaksPerSecond
  }

  take(chunk: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk])
    const step = 2 * this.#channels
    const whole = bytes.length - (bytes.length % step)
    for (let at = 0; at < whole; at += step) {
      for (let channel = 0; channel < this.#channels; channel += 1)
        this.#peak = Math.max(this.#peak, Math.abs(bytes.readInt16LE(at + 2 * channel)))
      this.frames += 1
      if (this.frames >= (this.#peaks.length + 1) * this.#framesPerPeak) this.#end()
    }
    this.#rest = Uint8Array.from(bytes.subarray(whole))
  }

  /** One byte each: 0 silence, 255 as loud as can be. The last one may be of a shorter time. */
  peaks(): Uint8Array {
    if (this.frames > this.#peaks.length * this.#framesPerPeak) this.#end()
    return Uint8Array.from(this.#peaks)
  }

  #end(): void {
    this.#peaks.push(Math.min(255, Math.ceil((this.#peak * 255) / 32_768)))
    this.#peak = 0
  }
}
