// A copy on its way into the vault: written in order, never read back from here, whole only once it is committed.
import type { FileHandle } from 'node:fs/promises'
import { rm } from 'node:fs/promises'
import { assert } from '#engine/base/assert.ts'
import { fileFailure } from '#engine/base/file-failure.ts'

/** What is needed of an open file. */
export type WritableFile = Pick<FileHandle, 'write' | 'sync' | 'chmod' | 'close'>

export class Incoming {
  /** Where the copy lies until it is committed; may be opened for reading, to compare the copy with its source. */
  readonly path: string
  readonly #file: WritableFile
  #size = 0
  #state: 'open' | 'sealed' | 'gone' = 'open'

  constructor(path: string, file: WritableFile) {
    this.path = path
    this.#file = file
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#size
  }

  /**
   * Appends. The chunk may be reused once the promise is kept. Fails with `disk-full` or `destination-unwritable`;
   * then the copy is gone.
   */
  async write(chunk: Uint8Array): Promise<void> {
    assert(this.#state === 'open', 'an incoming copy is written before it is committed or discarded')
    let done = 0
    await this.#orDiscard(async () => {
      while (done < chunk.length) {
        const { bytesWritten } = await this.#file.write(chunk, done, chunk.length - done, this.#size)
        done += bytesWritten
        this.#size += bytesWritten
      }
    })
  }

  /** Returns when all that was written is on the disk. */
  async sync(): Promise<void> {
    await this.#orDiscard(() => this.#file.sync())
  }

  /** Makes it read-only and durable and closes it; nothing can be written after that. */
  async seal(): Promise<void> {
    assert(this.#state === 'open', 'an incoming copy is sealed once')
    await this.#orDiscard(async () => {
      // FAT and some network drives have no permissions: read-only is a guard there, not a condition.
      await this.#file.chmod(0o444).catch(() => undefined)
      await this.#file.sync()
      await this.#file.close()
    })
    this.#state = 'sealed'
  }

  /** Removes the copy. May be called at any time, also twice, also after the commit, when it does nothing. */
  async discard(): Promise<void> {
    if (this.#state === 'open') await this.#file.close().catch(() => undefined)
    if (this.#state !== 'gone') await rm(this.path, { force: true })
    this.#state = 'gone'
  }

  async #orDiscard(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (cause) {
      await this.discard().catch(() => undefined)
      const kept = `The incomplete copy (${this.#size} bytes) was removed; everything that was in the case before is kept.`
      throw fileFailure(cause, this.path, kept)
    }
  }
}
