// The file that an archive is: opened read-only for each entry anew, and each time it has to be the one that was listed.
import type { BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import type { UtcTime } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { saysMissing } from '#engine/base/look-up.ts'
import { filetimeFromUnixMicros, formatUtc } from '#engine/base/time.ts'
import { openSourceUntouched } from './place.ts'
import { whereabouts } from './medium.ts'
import { isDamage, isGone } from './read-damaged.ts'

const traits = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const

export class ArchiveFile {
  readonly path: string
  readonly size: number
  readonly modifiedNs: string
  readonly modified: UtcTime | null
  readonly #listed: BigIntStats
  readonly #whereabouts: typeof whereabouts

  private constructor(path: string, listed: BigIntStats, ask: typeof whereabouts) {
    this.path = path
    this.size = Number(listed.size)
    this.modifiedNs = listed.mtimeNs.toString()
    this.modified = formatUtc(filetimeFromUnixMicros(listed.mtimeNs / 1000n))
    this.#listed = listed
    this.#whereabouts = ask
  }

  /** Fails with `file-not-found`, `source-gone` or `file-unreadable`. */
  static async at(path: string, ask: typeof whereabouts = whereabouts): Promise<ArchiveFile> {
    const found = await lstat(path, { bigint: true }).catch((cause: unknown) => {
      const isMissing = saysMissing(cause)
      // A medium that does not even say what lies on it is no fault of the files in this archive.
      if (!isMissing && (isGone(cause) || isDamage(cause))) throw gone(path, cause)
      throw new EvidenceError(
        isMissing ? 'file-not-found' : 'file-unreadable',
        `The archive “${path}” cannot be opened: ${String(cause)}`,
        { details: { path }, cause },
      )
    })
    // A link is told, not followed.
    if (found.isFile()) return new ArchiveFile(path, found, ask)
    throw new EvidenceError('file-unreadable', `The archive “${path}” is not a regular file.`, {
      details: { path },
    })
  }

  /** Fails with `source-changed` or `source-gone`, or as files do. */
  async open(): Promise<ByteSource> {
    await this.refuseChanged()
    const source = await openSourceUntouched(this.path)
    if (source.size === this.size) return source
    await source.close()
    throw this.#changed()
  }

  /** Fails with `source-changed` where the file of that name is another one, `source-gone` where there is none. */
  async refuseChanged(): Promise<void> {
    const now = await lstat(this.path, { bigint: true }).catch((cause: unknown) => {
      throw gone(this.path, cause)
    })
    if (!traits.every((trait) => now[trait] === this.#listed[trait])) throw this.#changed()
  }

  /** What a failed read really is, once the medium has been asked whether it is still there. */
  async explain(cause: unknown): Promise<unknown> {
    if (!(cause instanceof EvidenceError)) return cause
    if (cause.code !== 'file-unreadable' && cause.code !== 'file-not-found') return cause
    if (isGone(cause.cause)) return gone(this.path, cause)
    // Of what was read once the system goes on telling from memory: a name is no sign that its medium is there.
    const where = await this.#whereabouts(this.path, this.#listed.dev)
    return where === 'there' ? cause : gone(this.path, cause)
  }

  #changed(): EvidenceError {
    return new EvidenceError(
      'source-changed',
      `The archive “${this.path}” changed since it was listed. Nothing was taken from the changed one; list it again.`,
      { details: { path: this.path } },
    )
  }
}

const gone = (path: string, cause: unknown): EvidenceError =>
  new EvidenceError('source-gone', `The archive “${path}” is no longer there.`, { details: { path }, cause })
