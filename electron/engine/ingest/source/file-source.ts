// A regular file as a source: opened read-only, never followed through a link, never waited for; unreadable sectors are told
// as such, and a file that is not what was listed is refused.
import { Buffer } from 'node:buffer'
import type { BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { errnoOf } from '#engine/base/file-failure.ts'
import { quote } from '#engine/base/findings.ts'
import { whereabouts } from './medium.ts'
import { attributesOf, openUntouched } from './place.ts'
import type { Place } from './place.ts'
import { isDamage, isGone, readAround, readFully, usualPatience } from './read-damaged.ts'
import type { Hole, Patience, ReadAt } from './read-damaged.ts'
import type { Chunk, OpenedSource, SourceFile, SourceRef } from './source-file.ts'

export type FileRef = Extract<SourceRef, { kind: 'file' }>
export type FoundFile = { shown: string; relativePath: string; ref: FileRef }

/** How files are read; tests put failing media in its place. */
export type FileReading = Patience & {
  reader(handle: FileHandle): ReadAt
  whereabouts: typeof whereabouts
}

export const usualReading: FileReading = {
  ...usualPatience,
  reader: (handle) => async (buffer, offset) =>
    (await handle.read(buffer, 0, buffer.length, offset)).bytesRead,
  whereabouts,
}

/** Small enough to stay in a processor's cache while it is hashed and written: four times as much costs twice the time. */
const chunkBytes = 1 << 18
/** A medium with more holes than this is no source any more. */
const mostHoles = 100_000

export function fileRef(place: Place, stat: BigIntStats): FileRef {
  return {
    kind: 'file',
    path: place.toString(),
    bytes: typeof place === 'string' ? null : place.toString('hex'),
    size: Number(stat.size),
    identity: stat.ino === 0n ? null : `${stat.dev}:${stat.ino}`,
    modifiedNs: String(stat.mtimeNs),
    changedNs: String(stat.ctimeNs),
  }
}

export const placeOf = ({ path, bytes }: FileRef): Place =>
  bytes === null ? path : Buffer.from(bytes, 'hex')

export const fileSource = (found: FoundFile, reading: FileReading = usualReading): SourceFile => ({
  ...found,
  size: found.ref.size,
  open: ({ from, signal }) => openFile(found, from, signal, reading),
})

/** A file that somebody names, read once from its beginning. Fails with `file-not-found` or `file-unreadable`. */
export async function openFileAt(path: string, signal: AbortSignal): Promise<OpenedSource> {
  const stat = await lstat(path, { bigint: true }).catch((cause: unknown) => {
    throw new EvidenceError('file-not-found', `There is no file “${path}”.`, { details: { path }, cause })
  })
  if (!stat.isFile())
    throw new EvidenceError('file-unreadable', `“${path}” is not a regular file.`, { details: { path } })
  const relativePath = basename(path).toWellFormed()
  return fileSource({ shown: path, relativePath, ref: fileRef(path, stat) }).open({ from: 0, signal })
}

async function openFile(
  found: FoundFile,
  from: number,
  signal: AbortSignal,
  reading: FileReading,
): Promise<OpenedSource> {
  const { ref } = found
  const failing = new Failing(found, reading)
  let handle: FileHandle
  try {
    handle = await openUntouched(placeOf(ref))
  } catch (cause) {
    throw await failing.opening(cause)
  }
  try {
    const stat = await handle.stat({ bigint: true })
    // Numbers of files may change where a medium is connected anew; size and times do not.
    if (!stat.isFile() || !looksAsListed(stat, ref)) throw failing.changed()
    failing.device = stat.dev
    return new OpenedFile(handle, stat, { from, signal, reading, ref, failing })
  } catch (cause) {
    await handle.close()
    throw cause instanceof EvidenceError ? cause : failing.reading(cause, 0)
  }
}

const looksAsListed = (stat: BigIntStats, { size, modifiedNs, changedNs }: FileRef): boolean =>
  Number(stat.size) === size && String(stat.mtimeNs) === modifiedNs && String(stat.ctimeNs) === changedNs

type Opening = { from: number; signal: AbortSignal; reading: FileReading; ref: FileRef; failing: Failing }

class OpenedFile implements OpenedSource {
  readonly size: number
  readonly start: number
  readonly descriptor?: number
  readonly original
  readonly #handle: FileHandle
  readonly #stat: BigIntStats
  readonly #opening: Opening
  readonly #read: ReadAt
  #holes = 0

  constructor(handle: FileHandle, stat: BigIntStats, opening: Opening) {
    this.#handle = handle
    this.#stat = stat
    this.#opening = opening
    this.size = Number(stat.size)
    this.start = Math.min(opening.from, this.size)
    // Another way of reading may know what a thread would not.
    if (opening.reading === usualReading) this.descriptor = handle.fd
    this.original = attributesOf(stat)
    this.#read = opening.reading.reader(handle)
  }

  async *stream(): AsyncGenerator<Chunk> {
    const { signal } = this.#opening
    const size = Math.min(chunkBytes, this.size - this.start)
    const buffers: Buffer[] = []
    let turn = 0
    const next = (at: number): Promise<{ bytes: Uint8Array; holes: Hole[] }> => {
      turn = 1 - turn
      const buffer = (buffers[turn] ??= Buffer.allocUnsafe(size))
      const filled = this.#fill(buffer.subarray(0, Math.min(size, this.size - at)), at)
      // It may fail while nobody waits for it yet; it is told when it is asked for.
      filled.catch(() => undefined)
      return filled
    }
    // Read ahead by one chunk, so that the source and whoever takes the bytes work at the same time.
    let at = this.start
    let pending = at < this.size ? next(at) : null
    try {
      while (pending) {
        signal.throwIfAborted()
        const { bytes, holes } = await pending
        at += bytes.length
        pending = at < this.size ? next(at) : null
        yield* pieces(bytes, holes)
      }
    } finally {
      // A reader that stops early must not leave a read running into a closed file.
      await pending?.catch(() => undefined)
    }
  }

  async #fill(buffer: Uint8Array, at: number): Promise<{ bytes: Uint8Array; holes: Hole[] }> {
    const { failing } = this.#opening
    const { got, holes } = await readFully(this.#read, buffer, at)
      .then((bytes) => ({ got: bytes, holes: [] }))
      .catch((cause: unknown) => this.#fillAround(buffer, at, cause))
    if (got < buffer.length) throw failing.endedEarly(at + got, this.size)
    this.#holes += holes.length
    if (this.#holes > mostHoles) throw failing.unreadable(at, `more than ${mostHoles} places are damaged`)
    return { bytes: buffer, holes }
  }

  async #fillAround(buffer: Uint8Array, at: number, first: unknown): Promise<{ got: number; holes: Hole[] }> {
    const { failing, reading, signal } = this.#opening
    signal.throwIfAborted()
    if (!isDamage(first)) throw failing.reading(first, at)
    // A stick that was pulled fails like a bad sector.
    await failing.refuseGone(first)
    const around = await readAround(this.#read, buffer, at, first, reading, signal).catch(
      (cause: unknown) => {
        signal.throwIfAborted()
        throw failing.reading(cause, at)
      },
    )
    if (around.holes.length > 0) await failing.refuseGone(first)
    return around
  }

  /** Is it still what it was when it was opened, and what stands under its name the same file. */
  async confirm(): Promise<void> {
    const { failing, ref } = this.#opening
    const traits = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const
    const same = (now: BigIntStats): boolean => traits.every((trait) => now[trait] === this.#stat[trait])
    let held: BigIntStats
    let named: BigIntStats
    try {
      held = await this.#handle.stat({ bigint: true })
      named = await lstat(placeOf(ref), { bigint: true })
    } catch (cause) {
      throw await failing.opening(cause)
    }
    if (!same(held) || !same(named)) throw failing.changed()
  }

  detail(): Record<string, string> {
    const { bytes } = this.#opening.ref
    return bytes === null ? {} : { sourceBytes: bytes }
  }

  async close(): Promise<void> {
    await this.#handle.close().catch(() => undefined)
  }
}

/** Holes and what lies between them. */
function* pieces(bytes: Uint8Array, holes: readonly Hole[]): Generator<Chunk> {
  let at = 0
  for (const { start, end, reason } of holes) {
    if (start > at) yield bytes.subarray(at, start)
    yield { unreadable: end - start, reason }
    at = end
  }
  if (at < bytes.length) yield bytes.subarray(at)
}

/** The failures of one file, in words. */
class Failing {
  readonly #path: string
  readonly #found: FoundFile
  readonly #reading: FileReading
  /** As it was listed; once the file is open, the one it lies on now: a medium connected anew may have got another number. */
  device: bigint | null

  constructor(found: FoundFile, reading: FileReading) {
    this.#found = found
    this.#reading = reading
    this.#path = quote(found.relativePath)
    const listed = /^(\d+):/.exec(found.ref.identity ?? '')?.[1]
    this.device = listed === undefined ? null : BigInt(listed)
  }

  get #details(): { path: string } {
    return { path: this.#found.relativePath }
  }

  changed(): EvidenceError {
    const message = `${this.#path} changed while it was read. It was not taken into the case; ingest it again.`
    return new EvidenceError('source-changed', message, { details: this.#details })
  }

  endedEarly(at: number, size: number): EvidenceError {
    const message = `${this.#path} ended early, at byte ${at} of ${size}. It was not taken into the case; ingest it again.`
    return new EvidenceError('source-changed', message, { details: { ...this.#details, offset: at } })
  }

  unreadable(at: number, why: string): EvidenceError {
    return new EvidenceError('file-unreadable', `${this.#path} cannot be read at byte ${at}: ${why}`, {
      details: { ...this.#details, offset: at },
    })
  }

  #gone(cause: unknown): EvidenceError {
    const message = `${this.#path} is no longer there: its medium or folder is gone. What was copied until then is kept; connect it and go on.`
    return new EvidenceError('source-gone', message, { details: this.#details, cause })
  }

  async refuseGone(cause: unknown): Promise<void> {
    const place = placeOf(this.#found.ref)
    if ((await this.#reading.whereabouts(place, this.device)) === 'gone') throw this.#gone(cause)
  }

  reading(cause: unknown, at: number): Error {
    if (!isSystemError(cause)) return asError(cause)
    return isGone(cause) ? this.#gone(cause) : this.unreadable(at, String(cause))
  }

  /** Of opening it, or of looking at it again. */
  async opening(cause: unknown): Promise<Error> {
    if (!isSystemError(cause)) return asError(cause)
    const errno = errnoOf(cause)
    // A link in the place of what was a file.
    if (errno === 'ELOOP' || errno === 'EMLINK') return this.changed()
    if (!isGone(cause) && !isDamage(cause) && errno !== 'ENOTDIR') return this.#unopened(cause)
    const where = await this.#reading.whereabouts(placeOf(this.#found.ref), this.device)
    if (where === 'gone') return this.#gone(cause)
    if (where === 'vanished' || errno === 'ENOENT' || errno === 'ENOTDIR') return this.changed()
    return isDamage(cause) ? this.#unopened(cause) : this.#gone(cause)
  }

  #unopened(cause: unknown): EvidenceError {
    return new EvidenceError('file-unreadable', `${this.#path} cannot be opened: ${String(cause)}`, {
      details: this.#details,
      cause,
    })
  }
}

const isSystemError = (cause: unknown): boolean =>
  !(cause instanceof EvidenceError) && errnoOf(cause) !== null
const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)))
