// An audio device for tests: what was scheduled on it, and what would be heard at a moment of its own clock.

type Scheduled = { when: number; offset: number; stopped: boolean; samples: Float32Array; sampleRate: number }

class FakeBuffer {
  readonly numberOfChannels: number
  readonly sampleRate: number
  readonly samples: Float32Array
  constructor(channels: number, frames: number, sampleRate: number) {
    this.numberOfChannels = channels
    this.sampleRate = sampleRate
    this.samples = new Float32Array(frames)
  }
  get duration(): number {
    return this.samples.length / this.sampleRate
  }
  copyToChannel(samples: Float32Array, channel: number, at: number): void {
    if (channel === 0) this.samples.set(samples, at)
  }
}

/** Stands in for `AudioContext`; of several channels it hears the first. */
export class FakeAudio {
  static last: FakeAudio
  currentTime = 100
  state: 'running' | 'suspended' | 'closed' = 'running'
  readonly destination = {}
  readonly gain = { value: 1 }
  readonly scheduled: Scheduled[] = []

  constructor() {
    FakeAudio.last = this
  }

  createGain(): object {
    return { gain: this.gain, connect: () => undefined }
  }

  createBuffer(channels: number, frames: number, sampleRate: number): FakeBuffer {
    return new FakeBuffer(channels, frames, sampleRate)
  }

  createBufferSource(): object {
    const { scheduled } = this
    let entry: Scheduled | null = null
    const node = {
      buffer: null as FakeBuffer | null,
      onended: null,
      connect: () => undefined,
      start: (when: number, offset: number) => {
        const { samples, sampleRate } = node.buffer ?? new FakeBuffer(1, 0, 1)
        entry = { when, offset, stopped: false, samples, sampleRate }
        scheduled.push(entry)
      },
      stop: () => {
        if (!entry) throw new Error('stopped before it was started')
        entry.stopped = true
      },
    }
    return node
  }

  resume(): Promise<void> {
    this.state = 'running'
    return Promise.resolve()
  }

  close(): Promise<void> {
    this.state = 'closed'
    return Promise.resolve()
  }

  /** The value that sounds at a moment of this clock; null: silence. Throws where two pieces sound at once. */
  heardAt(time = this.currentTime): number | null {
    const heard = this.scheduled.flatMap(({ when, offset, stopped, samples, sampleRate }) => {
      const at = Math.floor((time - when + offset) * sampleRate + 1e-6)
      return !stopped && time >= when - 1e-9 && at < samples.length ? [samples[at] ?? 0] : []
    })
    if (heard.length > 1) throw new Error(`${heard.length} pieces sound at once`)
    return heard[0] ?? null
  }
}
