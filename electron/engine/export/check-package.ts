// A package looked at again, before it is handed over or gets its name: exactly the files of its SHA256SUMS, each with the hash that stands
// there. It is only read, and nothing in it is followed elsewhere.
import { readdir, stat } from 'node:fs/promises'
import type { Dirent } from 'node:fs'
import { join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { sha256Of, sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import { ExportMeter } from '#engine/export/export-meter.ts'

export type PackageFile = { name: string; size: number; sha256: Sha256 }

export const sumsName = 'SHA256SUMS'
const sumsLimit = 1 << 20

/** SHA-256 of the list of hashes in the package. Fails like `checkPackage`. */
export async function hashOfSums(path: string): Promise<Sha256> {
  const names = await namesIn(path)
  if (!names.includes(sumsName)) throw withoutSums(path)
  return withSource(join(path, sumsName), async (source) => {
    if (source.size > sumsLimit) throw changed(path, sumsName, 'is larger than any that Exhibit writes')
    return sha256Of(await source.read(0, source.size))
  })
}

/**
 * The files of the package with their hashes as they are now, in the order of their names. Fails with `package-changed`,
 * which names the file that is changed, missing or too many; `file-not-found` or `file-unreadable`.
 */
export async function checkPackage(path: string, work: Work): Promise<PackageFile[]> {
  const names = await namesIn(path)
  if (!names.includes(sumsName)) throw withoutSums(path)
  const sums = await readSums(path)
  const meter = new ExportMeter(work, await bytesIn(path, names))
  const files: PackageFile[] = []
  for (const name of names) {
    const file = await readOne(path, name, meter)
    files.push(file)
    if (name === sumsName) continue
    const expected = sums.get(name)
    if (expected === undefined)
      throw changed(path, name, 'does not belong to it: SHA256SUMS does not name it')
    if (expected !== file.sha256)
      throw changed(path, name, `was changed: it has SHA-256 ${file.sha256}, SHA256SUMS says ${expected}`)
  }
  for (const name of sums.keys()) if (!names.includes(name)) throw changed(path, name, 'is missing from it')
  return files
}

function withoutSums(path: string): EvidenceError {
  const what = `“${path}” is no package: it holds no ${sumsName}.`
  return new EvidenceError('package-changed', what, { details: { path, missing: sumsName } })
}

function changed(path: string, name: string, how: string): EvidenceError {
  const message = `The package “${path}” is not what was exported: “${name}” ${how}.`
  return new EvidenceError('package-changed', message, { details: { path, name } })
}

async function namesIn(path: string): Promise<string[]> {
  let entries: Dirent[]
  try {
    entries = await readdir(path, { withFileTypes: true })
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    const message = isMissing
      ? `There is no package “${path}”.`
      : `The package “${path}” cannot be read: ${String(cause)}`
    const code = isMissing ? 'file-not-found' : 'file-unreadable'
    throw new EvidenceError(code, message, { details: { path }, cause })
  }
  const other = entries.find((entry) => !entry.isFile())
  if (other) throw changed(path, other.name, 'is no file; folders and links do not belong into a package')
  return entries.map(({ name }) => name).toSorted()
}

const sumsLine = /^([0-9a-f]{64}) [ *]([^/\\]+)$/

async function readSums(path: string): Promise<Map<string, Sha256>> {
  const text = await withSource(join(path, sumsName), async (source) => {
    if (source.size > sumsLimit) throw changed(path, sumsName, 'is larger than any that Exhibit writes')
    return new TextDecoder().decode(await source.read(0, source.size))
  })
  const sums = new Map<string, Sha256>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, sha256, name] = sumsLine.exec(line) ?? []
    if (sha256 === undefined || name === undefined || sums.has(name))
      throw changed(path, sumsName, 'is not a list of files with one hash each')
    sums.set(name, sha256 as Sha256)
  }
  return sums
}

const readOne = (path: string, name: string, meter: ExportMeter): Promise<PackageFile> =>
  withSource(join(path, name), async (source) => {
    const { size } = source
    const work = meter.next(name, size)
    const sha256 = await sha256OfSource(source, {
      signal: work.signal,
      onBytes: (done) => work.report({ label: name, done, total: size, unit: 'bytes' }),
    })
    return { name, size, sha256 }
  })

/** For the bar alone: what cannot be asked is found when it is read. */
async function bytesIn(path: string, names: readonly string[]): Promise<number> {
  let sum = 0
  for (const name of names)
    sum += await stat(join(path, name)).then(
      ({ size }) => size,
      () => 0,
    )
  return sum
}

async function withSource<T>(path: string, work: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = await openFileSource(path)
  try {
    return await work(source)
  } finally {
    await source.close()
  }
}
