// The folder that is handed on: sealed files, their hashes for sha256sum, certificates, how to check by hand, and what it is
// as JSON. Made under another name first, so that nobody ever finds half a package.
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { ExportedFile } from '#contract/export.ts'
import { packageGuide } from '#contract/messages/package-guide.ts'
import type { Verification } from '#contract/seal.ts'
import type { Sha256 } from '#contract/units.ts'
import { refuseTaken, syncFolder, writeNewFile } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { toolVersion } from '#engine/base/version.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { formatPem } from '#engine/seal/pem.ts'

export class ExportPackage {
  readonly path: string
  /** What earlier exports left in the same place, in plain sentences. */
  readonly notices: string[]
  readonly #partial: string
  /** In lower case; those of the package's own files are taken from the start. */
  readonly #names = new Set<string>(['verify.txt', 'export.json', 'signer.pem', 'sha256sums'])
  #hasItsName = false

  private constructor(path: string, notices: string[]) {
    this.path = path
    this.notices = notices
    this.#partial = partialName(path)
  }

  /** A new folder `exhibit-export-<time>` in `destination`. */
  static async create(destination: string, now: Date): Promise<ExportPackage> {
    const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
    try {
      await mkdir(destination, { recursive: true })
      const taken = new Set(await readdir(destination))
      const notices = [...taken].filter((name) => unfinished.test(name)).map(describeUnfinished)
      let name = `exhibit-export-${stamp}`
      for (
        let count = 2;
        taken.has(name) || !(await madeFolder(partialName(join(destination, name))));
        count += 1
      )
        name = `exhibit-export-${stamp}-${count}`
      return new ExportPackage(join(destination, name), notices)
    } catch (cause) {
      throw fileFailure(cause, destination, 'No package was made.')
    }
  }

  /** A free path in the package for a file that was called `name` on its source medium; `own-ending`: it keeps its own. */
  pathFor(name: string, suffix: string, ending: 'mp4' | 'own-ending' = 'mp4'): string {
    const plain = fileNamePart(name)
    const dot = ending === 'mp4' ? '.mp4' : endingOf(name)
    let file = `${plain}${suffix}${dot}`
    for (let count = 2; this.#names.has(file.toLowerCase()); count += 1)
      file = `${plain}${suffix}-${count}${dot}`
    this.#names.add(file.toLowerCase())
    return join(this.#partial, file)
  }

  /**
   * Adds hashes, certificate, guide and description, and brings all to the disk. Gives the files as they will be called, and
   * the SHA-256 of the list of hashes, on which all of it hangs.
   */
  async complete(
    files: readonly { exported: ExportedFile; verification: Verification }[],
    key: SealingKey,
    facts: Record<string, string>,
  ): Promise<{ files: ExportedFile[]; packageSha256: Sha256 }> {
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
    const list = `${sums.join('\n')}\n`
    try {
      for (const [name, text] of Object.entries({ ...texts, SHA256SUMS: list })) {
        await writeNewFile(join(this.#partial, name), text)
      }
      await syncFolder(this.#partial)
    } catch (cause) {
      throw fileFailure(cause, this.path, 'The unfinished package was removed.')
    }
    return { files: final, packageSha256: sha256Of(list) }
  }

  /** Gives the folder its name: the last step, once the ledger knows of it. */
  async giveName(): Promise<void> {
    try {
      await refuseTaken(this.path)
      await rename(this.#partial, this.path)
      this.#hasItsName = true
      await syncFolder(dirname(this.path))
    } catch (cause) {
      throw fileFailure(cause, this.path, 'The unfinished package was removed.')
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
      throw new EvidenceError(
        code,
        `${reason} The unfinished package “${rest}” could not be removed (${String(cause)}): remove it by hand, and do not use it.`,
        { details: { path: rest }, cause: why },
      )
    }
  }
}

/** What a package is called while it is being made. */
export const partialName = (path: string): string => `${path}.partial`

/** Whether a folder is called as packages are. */
export const isPackageName = (name: string): boolean => /^exhibit-export-[\d-]+$/.test(name)

const unfinished = /^exhibit-export-[\d-]+\.partial$/

const describeUnfinished = (name: string): string =>
  `“${name}” lies at the destination: a package that was not finished. Unless another export is still at work on it, remove it; it is not to be used.`

/** False where the name is taken, also by an export that began in the same moment. */
async function madeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') return false
    throw cause
  }
}

/** File systems count bytes, 255 at most; with number, ending and the mark of an unfinished file it has to fit. */
const nameBytes = 160

/** As it was, or nothing where it would not be a plain ending. */
const endingOf = (name: string): string => /\.[\p{L}\p{N}]{1,8}$/u.exec(basename(name))?.[0] ?? ''

/** What of a file's name can stand in a package on any system, whole characters only. */
function fileNamePart(name: string): string {
  const plain = basename(name)
    .toWellFormed()
    .normalize('NFC')
    .replace(/\.[^.]{1,8}$/, '')
    .replaceAll(/[^\p{L}\p{N}\p{M}._ -]/gu, '_')
  let part = ''
  for (const character of plain) {
    if (Buffer.byteLength(part + character) > nameBytes) break
    part += character
  }
  return part || 'item'
}
