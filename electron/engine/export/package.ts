// The folder that is handed on: sealed files, their hashes for sha256sum, certificates, how to check by hand, and what it is
// as JSON. Made under another name first, so that nobody ever finds half a package.
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ExportedFile } from '#contract/export.ts'
import { packageGuide } from '#contract/messages/package-guide.ts'
import type { Verification } from '#contract/seal.ts'
import { fileFailure } from '#engine/base/file-failure.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { toolVersion } from '#engine/base/version.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { formatPem } from '#engine/seal/pem.ts'

export class ExportPackage {
  readonly path: string
  readonly #partial: string
  readonly #names = new Set<string>()
  #hasItsName = false

  private constructor(path: string) {
    this.path = path
    this.#partial = `${path}.partial`
  }

  /** A new folder `exhibit-export-<time>` in `destination`. */
  static async create(destination: string, now: Date): Promise<ExportPackage> {
    const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
    try {
      await mkdir(destination, { recursive: true })
      const taken = new Set(await readdir(destination))
      let name = `exhibit-export-${stamp}`
      for (let count = 2; taken.has(name) || taken.has(`${name}.partial`); count += 1)
        name = `exhibit-export-${stamp}-${count}`
      const made = new ExportPackage(join(destination, name))
      await mkdir(made.#partial)
      return made
    } catch (cause) {
      throw fileFailure(cause, destination, 'No package was made.')
    }
  }

  /** A free path in the package for a file that was called `name` on its source medium. */
  pathFor(name: string, suffix: string): string {
    const plain =
      basename(name)
        .replace(/\.[^.]{1,8}$/, '')
        .replaceAll(/[^\p{L}\p{N}._ -]/gu, '_')
        .slice(0, 80) || 'item'
    let file = `${plain}${suffix}.mp4`
    for (let count = 2; this.#names.has(file.toLowerCase()); count += 1)
      file = `${plain}${suffix}-${count}.mp4`
    this.#names.add(file.toLowerCase())
    return join(this.#partial, file)
  }

  /** Adds hashes, certificate, guide and description, and gives the folder its name. */
  async finish(
    files: readonly { exported: ExportedFile; verification: Verification }[],
    key: SealingKey,
    facts: Record<string, string>,
  ): Promise<ExportedFile[]> {
    const certificate = formatPem('CERTIFICATE', key.certificate.der)
    const final = files.map(({ exported }) => ({
      ...exported,
      path: join(this.path, basename(exported.path)),
    }))
    const description = {
      tool: `Exhibit ${toolVersion}`,
      ...facts,
      signer: key.certificate.signer,
      files: final.map((file) => ({ ...file, path: basename(file.path) })),
    }
    const guide = packageGuide(
      files.map(({ exported, verification }) => ({ name: basename(exported.path), verification })),
      key.certificate.signer.sha256,
    )
    const texts: Record<string, string> = {
      'VERIFY.txt': guide,
      'export.json': `${JSON.stringify(description, null, 2)}\n`,
      'signer.pem': certificate,
    }
    const sums = [
      ...final.map(({ path, sha256 }) => `${sha256}  ${basename(path)}`),
      ...Object.entries(texts).map(([name, text]) => `${sha256Of(text)}  ${name}`),
    ]
    try {
      for (const [name, text] of Object.entries({ ...texts, SHA256SUMS: `${sums.join('\n')}\n` })) {
        await writeFile(join(this.#partial, name), text, { flag: 'wx' })
      }
      await rename(this.#partial, this.path)
      this.#hasItsName = true
    } catch (cause) {
      throw fileFailure(cause, this.path, 'The unfinished package was removed.')
    }
    return final
  }

  /** Leaves nothing behind, also of a finished package: one that could not be recorded is not handed on. */
  async discard(): Promise<void> {
    await rm(this.#hasItsName ? this.path : this.#partial, { recursive: true, force: true })
  }
}
