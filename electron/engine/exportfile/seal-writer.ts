// Writes a sealed file front to back: every byte goes to disk and into the signature at once; the signature's own place is
// zeros until the end (ONVIF EFF 26.06 5.6.1-5.6.3). The file appears under its name only when it is whole and on disk.
import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import { assert } from '#engine/base/assert.ts'
import { nameWithoutReplacing, refuseTaken } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { createSealSigner } from '#engine/seal/signature.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'

export class SealWriter {
  readonly path: string
  readonly #partial: string
  readonly #handle: FileHandle
  readonly #signer: ReturnType<typeof createSealSigner>
  #position = 0
  #signatureAt: number | null = null

  private constructor(path: string, partial: string, handle: FileHandle, key: SealingKey) {
    this.path = path
    this.#partial = partial
    this.#handle = handle
    this.#signer = createSealSigner(key.privateKey)
  }

  /** Refuses with `destination-exists` where `path` is taken already: evidence is never written over. */
  static async create(path: string, key: SealingKey): Promise<SealWriter> {
    const partial = `${path}.${randomUUID().slice(0, 8)}.partial`
    try {
      // Asked again when the file gets its name; but nobody should wait for hours to be refused then.
      await refuseTaken(path)
      return new SealWriter(path, partial, await open(partial, 'wx'), key)
    } catch (cause) {
      throw writeFailure(path, cause)
    }
  }

  get position(): number {
    return this.#position
  }

  get signatureLength(): number {
    return this.#signer.signatureLength
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      let done = 0
      while (done < bytes.length) {
        const { bytesWritten } = await this.#handle.write(
          bytes,
          done,
          bytes.length - done,
          this.#position + done,
        )
        done += bytesWritten
      }
    } catch (cause) {
      throw writeFailure(this.path, cause)
    }
    this.#signer.update(bytes)
    this.#position += bytes.length
  }

  /** As `write`; `signatureOffset` says where in these bytes the zeros stand that the signature will replace. */
  async writeWithSignature(bytes: Uint8Array, signatureOffset: number): Promise<void> {
    const place = bytes.subarray(signatureOffset, signatureOffset + this.signatureLength)
    assert(this.#signatureAt === null, 'one signature a file')
    assert(
      place.length === this.signatureLength && place.every((byte) => byte === 0),
      'zeros where the signature goes',
    )
    this.#signatureAt = this.#position + signatureOffset
    await this.write(bytes)
  }

  /** Signs, flushes, and gives the file its name. */
  async finish(): Promise<void> {
    assert(this.#signatureAt !== null, 'a place for the signature')
    try {
      await this.#handle.write(this.#signer.sign(), 0, this.signatureLength, this.#signatureAt)
      await this.#handle.sync()
      await this.#handle.close()
      await nameWithoutReplacing(this.#partial, this.path)
    } catch (cause) {
      // Closed already, or its closing is what failed: that is told.
      await this.#handle.close().catch(() => undefined)
      await rm(this.#partial, { force: true })
      throw writeFailure(this.path, cause)
    }
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.#handle.close()
    await rm(this.#partial, { force: true })
  }
}

function writeFailure(path: string, cause: unknown): EvidenceError {
  if (cause instanceof EvidenceError) return cause
  if (errnoOf(cause) !== 'EEXIST') return fileFailure(cause, path, 'It was not written.')
  return new EvidenceError('destination-exists', `“${path}” exists already; nothing was written.`, {
    details: { path },
    cause,
  })
}
