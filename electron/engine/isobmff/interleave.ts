// In which order the samples of several tracks are laid into one `mdat`: chunks of about a second, earliest first,
// so that a player reads forward only (ISO/IEC 14496-12 8.7.4 leaves it to the writer).
import type { OutputTrack } from './output-track.ts'

/** A run of samples that lie one after the other in the file. */
export type Chunk = {
  /** Place of the track in the list handed to the writer. */
  track: number
  firstSample: number
  count: number
  /** Bytes from the start of the media data. */
  at: number
  size: number
}

export function interleave(
  tracks: readonly OutputTrack[],
  movieTimescale: number,
  chunkSeconds: number,
): { chunks: Chunk[]; size: number } {
  const positions = tracks.map((track) => ({ next: 0, ticks: 0, start: startSeconds(track, movieTimescale) }))
  const chunks: Chunk[] = []
  let size = 0
  for (;;) {
    let earliest = -1
    let time = Infinity
    for (const [index, track] of tracks.entries()) {
      const position = positions[index]
      if (!position || position.next >= track.samples.length) continue
      const seconds = position.start + position.ticks / track.timescale
      if (seconds < time) [earliest, time] = [index, seconds]
    }
    const [track, position] = [tracks[earliest], positions[earliest]]
    if (!track || !position) return { chunks, size }
    const chunk = nextChunk(track, earliest, position.next, chunkSeconds, size)
    for (let index = 0; index < chunk.count; index += 1) {
      position.ticks += track.samples.duration[position.next + index] ?? 0
    }
    position.next += chunk.count
    size += chunk.size
    chunks.push(chunk)
  }
}

/** Samples of one sample entry until `seconds` are full; at least one. */
function nextChunk(track: OutputTrack, index: number, first: number, seconds: number, at: number): Chunk {
  const { samples } = track
  const entry = samples.entry?.[first] ?? 0
  let [count, ticks, size] = [0, 0, 0]
  do {
    size += samples.size[first + count] ?? 0
    ticks += samples.duration[first + count] ?? 0
    count += 1
  } while (
    first + count < samples.length &&
    ticks < seconds * track.timescale &&
    (samples.entry?.[first + count] ?? 0) === entry
  )
  return { track: index, firstSample: first, count, at, size }
}

/** When decode time 0 is due on the presentation's clock. */
function startSeconds(track: OutputTrack, movieTimescale: number): number {
  let delay = 0
  for (const { mediaTime, segmentDuration } of track.edits) {
    if (mediaTime >= 0) return delay - mediaTime / track.timescale
    delay += segmentDuration / movieTimescale
  }
  return delay
}
