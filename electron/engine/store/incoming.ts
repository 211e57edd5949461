// A copy on its way into the vault: written in order, never read back from here, whole only once it is committed. What is
// on the disk of it can be kept over an interruption, so that the source need not be read again from its beginning.
import type { FileHandle } from 'node:fs/promises'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { assert } from '#engine/base/assert.ts'
import { fileFailure } from '#engine/base/file-failure.ts'

/** What is needed of an open file. */
export type WritableFile = Pick<FileHandle, 'write' | 'sync' | 'datasync' | 'truncate' | 'chmod' | 'close'> &
  Partial<Pick<FileHandle, 'fd'>>

const kept = 'Everything that was in the case before is kept.'

export class Incoming {
  /** Where the copy lies until it is committed; may be opened for reading, to compare the copy with its source. */
  readonly path: string
  /** Null where it lay in its place from the beginning. */
  readonly #handle: WritableFile | null
  #size: number
  #state: 'open' | 'sealed' | 'closed' | 'placed' | 'gone' = 'open'
  /** The disk refused what was written. Asked again it would say that all is well: the system forgets what it could not write. */
  #lost: Error | null = null

  /** `size`: bytes of an earlier attempt that stand in the file already. */
  constructor(path: string, file: WritableFile | null, size = 0) {
    this.path = path
    this.#handle = file
    this.#size = size
  }

  /** One that got its place in the vault earlier, and was read again. */
  static inVault(path: string, size: number): Incoming {
    const incoming = new Incoming(path, null, size)
    incoming.placed()
    return incoming
  }

  get #file(): WritableFile {
    assert(this.#handle !== null, 'what lies in the vault is not written to')
    return this.#handle
  }

  /** The file's name in the folder of unfinished copies: how it is found again. */
  get name(): string {
    return basename(this.path)
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#size
  }

  /**
   * Appends. The chunk may be reused once the promise is kept. Fails with `disk-full` or `destination-unwritable`; then it
   * is for the owner to keep what was written before, or to discard it.
   */
  async write(chunk: Uint8Array): Promise<void> {
    assert(this.#state === 'open', 'an incoming copy is written before it is committed or discarded')
    let done = 0
    await this.#guard(async () => {
      while (done < chunk.length) {
        const { bytesWritten } = await this.#file.write(chunk, done, chunk.length - done, this.#size)
        done += bytesWritten
        this.#size += bytesWritten
      }
    })
  }

  /** For a thread that writes by itself, and says by `appended` or `refused` what became of it; null where none may. */
  get descriptor(): number | null {
    return this.#state === 'open' ? (this.#file.fd ?? null) : null
  }

  /** It has so many bytes now, written through its descriptor. */
  appended(size: number): void {
    this.#size = size
  }

  /** The failure for what writing through the descriptor failed with. */
  refused(cause: unknown): Error {
    return fileFailure(cause, this.path, kept)
  }

  /** Returns when the bytes written until now are on the disk; others may be written meanwhile. */
  async flush(): Promise<void> {
    await this.#reachDisk(() => this.#file.datasync())
  }

  /** Cuts off what was written last; `size` bytes stay. Longer than it is: zeros follow. */
  async resize(size: number): Promise<void> {
    assert(this.#state === 'open', 'an incoming copy has its length before it is sealed')
    await this.#guard(() => this.#file.truncate(size))
    this.#size = size
  }

  /** Makes it read-only and durable and closes it; nothing can be written after that. May be called twice. */
  async seal(): Promise<void> {
    if (this.#state === 'sealed' || this.#state === 'placed') return
    assert(this.#state === 'open', 'an incoming copy is sealed once')
    await this.#reachDisk(async () => {
      // FAT and some network drives have no permissions: read-only is a guard there, not a condition.
      await this.#file.chmod(0o444).catch(() => undefined)
      await this.#file.sync()
      await this.#file.close()
    })
    this.#state = 'sealed'
  }

  /** It has its place in the vault, and is not here any more. */
  placed(): void {
    this.#state = 'placed'
  }

  get isPlaced(): boolean {
    return this.#state === 'placed'
  }

  /** Lets go of the file and leaves it where it is, to go on with later. */
  async keep(): Promise<void> {
    if (this.#state === 'open') await this.#file.close().catch(() => undefined)
    if (this.#state === 'open' || this.#state === 'sealed') this.#state = 'closed'
  }

  /** Removes the copy. May be called at any time, also twice, also after the commit or after `keep`. */
  async discard(): Promise<void> {
    if (this.#state === 'open') await this.#file.close().catch(() => undefined)
    if (this.#state === 'placed' || this.#state === 'gone') return
    await rm(this.path, { force: true })
    this.#state = 'gone'
  }

  async #reachDisk(work: () => Promise<void>): Promise<void> {
    if (this.#lost !== null) throw this.#lost
    try {
      await work()
    } catch (cause) {
      this.#lost = fileFailure(cause, this.path, kept)
      throw this.#lost
    }
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (cause) {
      throw this.refused(cause)
    }
  }
}
