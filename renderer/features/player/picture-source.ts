// Where the player's pictures come from: the stored samples themselves, or a review copy of them. Both know a picture by
// its place in the order of showing, so that nothing else in the window needs to know which of them it is.
import type { Answer, PictureFailure } from './picture-requests.ts'

export type PictureSource<Frame> = {
  /** The picture shown as number `index`; the caller closes it. An earlier request that still waits is `stale`. */
  get(index: number): Promise<Answer<Frame>>
  /** Moves the centre of what is decoded and kept, without asking for a picture. */
  aim(index: number): void
  /** How many pictures to decode ahead of need, in the direction of movement. */
  readAhead(pictures: number): void
  /** The picture nearest to `upTo` on the way there from `after`, in either direction, that is there at once; the caller closes it. */
  newest(after: number, upTo: number): { index: number; frame: Frame } | null
  /**
   * A picture as soon as it is there, without a wish for it; the caller closes it. Null where it cannot be had, this is asked again
   * before, or the source is closed.
   */
  arrival(index: number): Promise<Frame | null>
  /** As those of `FrameDecoder`; absent where each group is decoded on its own. */
  doubt?(index: number): boolean
  doubts?(index: number): boolean
  failureOf(index: number): PictureFailure | null
  close(): void
}
