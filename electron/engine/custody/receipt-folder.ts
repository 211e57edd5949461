// The folder of a receipt: JSON, its printed form, a signature over each, the certificate, and how to check them. Made under
// another name first, so that nobody ever finds half a receipt.
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { refuseTaken, syncFolder } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'

/** What the folder is called until the receipt is whole. */
export const partialReceipt = (path: string): string => `${path}.partial`

export const isReceiptName = (name: string): boolean => /^hand-over-\d{8}-\d{6}(-\d+)?$/.test(name)

export class ReceiptFolder {
  readonly path: string
  readonly #partial: string
  #hasItsName = false

  private constructor(path: string) {
    this.path = path
    this.#partial = partialReceipt(path)
  }

  /** A new folder `hand-over-<time>` in `destination`. */
  static async create(destination: string, now: Date): Promise<ReceiptFolder> {
    const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
    try {
      await mkdir(destination, { recursive: true })
      for (let count = 1; ; count += 1) {
        const path = join(destination, `hand-over-${stamp}${count === 1 ? '' : `-${count}`}`)
        if (await isFree(path)) return new ReceiptFolder(path)
      }
    } catch (cause) {
      throw fileFailure(cause, destination, 'Nothing was handed over.')
    }
  }

  /** Where a file lies while the receipt is not finished. */
  unfinished(name: string): string {
    return join(this.#partial, name)
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    const path = this.unfinished(name)
    try {
      const file = await open(path, 'wx')
      try {
        await file.writeFile(content)
        await file.sync()
      } finally {
        await file.close()
      }
    } catch (cause) {
      throw fileFailure(cause, join(this.path, name), 'The unfinished receipt was removed.')
    }
  }

  /** The last step. */
  async giveName(): Promise<void> {
    try {
      await syncFolder(this.#partial)
      await refuseTaken(this.path)
      await rename(this.#partial, this.path)
      this.#hasItsName = true
      await syncFolder(dirname(this.path))
    } catch (cause) {
      throw fileFailure(cause, this.path, 'The unfinished receipt was removed.')
    }
  }

  /** Leaves nothing behind. What cannot be removed is named in the failure, of which `why` is the cause. */
  async discard(why: unknown): Promise<void> {
    const rest = this.#hasItsName ? this.path : this.#partial
    try {
      await rm(rest, { recursive: true, force: true })
    } catch (cause) {
      const code = why instanceof EvidenceError ? why.code : 'destination-unwritable'
      const reason = why instanceof Error ? why.message : String(why)
      const message = `${reason} The unfinished receipt “${rest}” could not be removed (${String(cause)}): remove it by hand, it counts for nothing.`
      throw new EvidenceError(code, message, { details: { path: rest }, cause: why })
    }
  }
}

/** Takes the name by making the unfinished folder; false where the name is in use, also by a hand-over of the same second. */
async function isFree(path: string): Promise<boolean> {
  try {
    await refuseTaken(path)
    await mkdir(partialReceipt(path))
    return true
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') return false
    throw cause
  }
}
