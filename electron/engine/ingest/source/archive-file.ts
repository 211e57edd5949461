// The file that an archive is: opened read-only for each entry anew, and each time it has to be the one that was listed.
import type { BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import type { UtcTime } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { errnoOf } from '#engine/base/file-failure.ts'
import { filetimeFromUnixMicros, formatUtc } from '#engine/base/time.ts'
import { openSourceUntouched } from './place.ts'

const traits = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const

export class ArchiveFile {
  readonly path: string
  readonly size: number
  readonly modifiedNs: string
  readonly modified: UtcTime | null
  readonly #listed: BigIntStats

  private constructor(path: string, listed: BigIntStats) {
    this.path = path
    this.size = Number(listed.size)
    this.modifiedNs = listed.mtimeNs.toString()
    this.modified = formatUtc(filetimeFromUnixMicros(listed.mtimeNs / 1000n))
    this.#listed = listed
  }

  /** Fails with `file-not-found` or `file-unreadable`. */
  static async at(path: string): Promise<ArchiveFile> {
    const found = await lstat(path, { bigint: true }).catch((cause: unknown) => {
      const isMissing = ['ENOENT', 'ENOTDIR'].includes(errnoOf(cause) ?? '')
      throw new EvidenceError(
        isMissing ? 'file-not-found' : 'file-unreadable',
        `The archive “${path}” cannot be opened: ${String(cause)}`,
        { details: { path }, cause },
      )
    })
    // A link is told, not followed.
    if (found.isFile()) return new ArchiveFile(path, found)
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
      throw this.#gone(cause)
    })
    if (!traits.every((trait) => now[trait] === this.#listed[trait])) throw this.#changed()
  }

  /** What a failed read really is, once the medium has been asked whether it is still there. */
  async explain(cause: unknown): Promise<unknown> {
    if (!(cause instanceof EvidenceError) || cause.code !== 'file-unreadable') return cause
    return lstat(this.path).then(
      () => cause,
      () => this.#gone(cause),
    )
  }

  #changed(): EvidenceError {
    return new EvidenceError(
      'source-changed',
      `The archive “${this.path}” changed since it was listed. Nothing was taken from the changed one; list it again.`,
      { details: { path: this.path } },
    )
  }

  #gone(cause: unknown): EvidenceError {
    return new EvidenceError('source-gone', `The archive “${this.path}” is no longer there.`, {
      details: { path: this.path },
      cause,
    })
  }
}
