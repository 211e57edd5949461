// Decoded pictures near the playhead. Owns every VideoFrame given to it: each is closed exactly once.

/** What is needed of a VideoFrame here. */
export type Closable = { close(): void }

/** Memory for decoded pictures: 48 pictures of 1920×1080 in 4:2:0, about the usual group. */
const memoryLimit = 48 * 1920 * 1080 * 1.5

/**
 * How many pictures to keep. A hardware decoder runs dry where its few surfaces are held back. `sharers`: so many recordings share
 * the memory.
 */
export function pictureLimit(width: number, height: number, software: boolean, sharers = 1): number {
  const bySize = Math.floor(memoryLimit / sharers / Math.max(1, width * height * 1.5))
  return Math.max(sharers > 1 ? 4 : 6, Math.min(software ? 64 : 6, bySize))
}

export class PictureCache<Frame extends Closable> {
  readonly #limit: number
  readonly #frames = new Map<number, Frame>()

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#frames.size
  }

  get limit(): number {
    return this.#limit
  }

  has(index: number): boolean {
    return this.#frames.has(index)
  }

  get(index: number): Frame | undefined {
    return this.#frames.get(index)
  }

  /** The picture nearest to `upTo` on the way there from `after`, which itself does not count; null where none is there. */
  newest(after: number, upTo: number): number | null {
    const direction = upTo < after ? -1 : 1
    let best = after
    for (const index of this.#frames.keys()) {
      if ((index - best) * direction > 0 && (upTo - index) * direction >= 0) best = index
    }
    return best === after ? null : best
  }

  /**
   * Takes a picture over. Beyond the limit, the one that is least likely to be wanted goes: pictures behind the
   * direction of movement count as twice as far away.
   */
  put(index: number, frame: Frame, target: number, direction: 1 | -1): void {
    if (this.#frames.has(index)) return frame.close()
    this.#frames.set(index, frame)
    if (this.#frames.size <= this.#limit) return
    let worst = index
    let worstDistance = -1
    for (const candidate of this.#frames.keys()) {
      const offset = (candidate - target) * direction
      const distance = offset < 0 ? -2 * offset : offset
      if (distance > worstDistance) {
        worst = candidate
        worstDistance = distance
      }
    }
    this.#frames.get(worst)?.close()
    this.#frames.delete(worst)
  }

  drop(isMeant: (index: number) => boolean): void {
    for (const [index, frame] of this.#frames) {
      if (!isMeant(index)) continue
      frame.close()
      this.#frames.delete(index)
    }
  }

  clear(): void {
    this.drop(() => true)
  }
}
