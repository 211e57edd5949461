// Reading from a medium that is damaged: what cannot be read is tried again, then narrowed down to blocks and sectors, so
// that no more is given up than is lost.
import { setTimeout as wait } from 'node:timers/promises'
import { errnoOf } from '#engine/base/file-failure.ts'

/** Fills the buffer from `offset` on as far as it goes; gives how many bytes it read, 0 at the end. */
export type ReadAt = (buffer: Uint8Array, offset: number) => Promise<number>

export type Patience = {
  /** How often a piece is tried again before it is narrowed down. */
  retries: number
  /** Between two tries, in milliseconds: a drive that was woken needs a moment. */
  pauseMillis: number
}

export const usualPatience: Patience = { retries: 2, pauseMillis: 250 }

const blockBytes = 4_096
const sectorBytes = 512

/** Not readable, within the buffer: [start, end). */
export type Hole = { start: number; end: number; reason: string }

/** Failures that speak of the place that was read. */
const damage = new Set(['EIO', 'ENODATA', 'EBADMSG', 'EUCLEAN', 'EREMOTEIO', 'EILSEQ', 'EPROTO'])
/** Failures that speak of the medium or the share as a whole. */
const gone = new Set([
  'ENODEV',
  'ENXIO',
  'ENOENT',
  'ESTALE',
  'ENOMEDIUM',
  'ENOTCONN',
  'EHOSTDOWN',
  'ESHUTDOWN',
])
/** The same by number (Linux), where Node has no name for them: EBADMSG, EUCLEAN, EREMOTEIO; ENOMEDIUM. */
const damageNumbers = new Set([-74, -117, -121])
const goneNumbers = new Set([-123])

const numberOf = (cause: unknown): number =>
  cause instanceof Error && 'errno' in cause && typeof cause.errno === 'number' ? cause.errno : 0

export const isGone = (cause: unknown): boolean =>
  gone.has(errnoOf(cause) ?? '') || goneNumbers.has(numberOf(cause))

export const isDamage = (cause: unknown): boolean =>
  damage.has(errnoOf(cause) ?? '') ||
  damageNumbers.has(numberOf(cause)) ||
  // Windows has no number of its own for a failed checksum.
  (process.platform === 'win32' && errnoOf(cause) === 'UNKNOWN')

/** The whole buffer, or less where the file ends. */
export async function readFully(read: ReadAt, buffer: Uint8Array, offset: number): Promise<number> {
  let done = 0
  while (done < buffer.length) {
    const got = await read(buffer.subarray(done), offset + done)
    if (got === 0) break
    done += got
  }
  return done
}

/**
 * Once a read has failed with `first`: tries again, then piece by piece. Fills what can be read, zeros the rest and gives
 * where that is; `got` is shorter than the buffer where the file ends. Throws what is no damage.
 */
export async function readAround(
  read: ReadAt,
  buffer: Uint8Array,
  offset: number,
  first: unknown,
  patience: Patience,
  signal: AbortSignal,
): Promise<{ got: number; holes: Hole[] }> {
  let failure = first
  for (let attempt = 0; attempt < patience.retries; attempt += 1) {
    if (!isDamage(failure)) throw failure
    await wait(patience.pauseMillis, undefined, { signal })
    try {
      return { got: await readFully(read, buffer, offset), holes: [] }
    } catch (cause) {
      failure = cause
    }
  }
  if (!isDamage(failure)) throw failure
  const holes: Hole[] = []
  const got = await narrow(read, buffer, { offset, start: 0, end: buffer.length }, blockBytes, holes, signal)
  return { got, holes }
}

type Span = { offset: number; start: number; end: number }

/** Blocks that cannot be read are narrowed down to sectors. Gives how far the file goes. */
async function narrow(
  read: ReadAt,
  buffer: Uint8Array,
  { offset, start, end }: Span,
  size: number,
  holes: Hole[],
  signal: AbortSignal,
): Promise<number> {
  let at = start
  while (at < end) {
    signal.throwIfAborted()
    // Pieces lie on the medium's own borders.
    const next = Math.min(end, at + size - ((offset + at) % size))
    try {
      const got = await readFully(read, buffer.subarray(at, next), offset + at)
      if (got < next - at) return at + got
    } catch (cause) {
      if (!isDamage(cause)) throw cause
      if (size > sectorBytes) {
        const got = await narrow(read, buffer, { offset, start: at, end: next }, sectorBytes, holes, signal)
        if (got < next) return got
      } else {
        buffer.fill(0, at, next)
        addHole(holes, { start: at, end: next, reason: errnoOf(cause) ?? String(cause) })
      }
    }
    at = next
  }
  return at
}

function addHole(holes: Hole[], hole: Hole): void {
  const last = holes.at(-1)
  if (last?.end === hole.start) last.end = hole.end
  else holes.push(hole)
}
