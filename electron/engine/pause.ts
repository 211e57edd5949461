// A gate that work passes through between its steps: open, or closed until the user opens it again or cancels.

export class Pause {
  readonly #signal: AbortSignal
  #gate: { opened: Promise<void>; open: () => void } | null = null

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  get isPaused(): boolean {
    return this.#gate !== null
  }

  /** False where it waits already. */
  begin(): boolean {
    if (this.#gate) return false
    let open: () => void = () => undefined
    const opened = new Promise<void>((resolve) => (open = resolve))
    this.#gate = { opened, open }
    return true
  }

  /** False where it does not wait. */
  end(): boolean {
    const gate = this.#gate
    this.#gate = null
    gate?.open()
    return gate !== null
  }

  /** Returns once nobody wants it to wait; throws the signal's reason when it is cancelled. */
  async wait(): Promise<void> {
    while (this.#gate && !this.#signal.aborted) {
      let stop: () => void = () => undefined
      const cancelled = new Promise<void>((resolve) => (stop = resolve))
      this.#signal.addEventListener('abort', stop, { once: true })
      await Promise.race([this.#gate.opened, cancelled])
      this.#signal.removeEventListener('abort', stop)
    }
    this.#signal.throwIfAborted()
  }
}
