// Where the stored pictures of an item lie that something is made of which leaves the case: in the original itself, or in what
// ffmpeg laid the packets of a video of another format out in.
import type { MovieTrack } from '#engine/isobmff/movie.ts'

export type LaidOut = {
  /** ffmpeg's name of the format of the original. */
  format: string
  /** Version of the ffmpeg that laid it out. */
  ffmpeg: string
}

export type PictureFile = {
  path: string
  track: MovieTrack
  /** Null: the original. */
  laidOut: LaidOut | null
}
