// What is to be ingested: files as given, folders with everything in them, archives, addresses. Links and devices are not
// followed; they are told. Names may be any bytes; a name that is not valid text is still opened under what the system gives.
import type { BigIntStats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { DownloadTerms } from '#contract/intake.ts'
import { saysMissing } from '#engine/base/look-up.ts'
import { guardCase } from './case-guard.ts'
import type { CaseGuard } from './case-guard.ts'
import { isArchive, listArchive } from './source/archive.ts'
import { isWebAddress, listDownload, usualTerms } from './source/download.ts'
import { fileRef, fileSource, usualReading } from './source/file-source.ts'
import type { FileReading } from './source/file-source.ts'
import type { Place } from './source/place.ts'
import type { SkippedSource, SourceListing } from './source/source-file.ts'

export type ListOptions = {
  signal: AbortSignal
  /** The folder of the open case, which may lie in a folder that is ingested; what belongs to it is told and skipped. */
  caseRoot?: string
  terms?: DownloadTerms | null
  reading?: FileReading
  /** What there is room for of each archive; without it all is listed. */
  maxTotal?: number
  /** Whether archives are hashed as a whole; not for a plan. */
  hash?: boolean
  /** Called for every file that is found. */
  onFound?: (shown: string) => void
}

const entryLimit = 1_000_000

/**
 * One listing for each of the given paths. Fails with `file-not-found` where a given path does not exist, with
 * `file-unreadable` where that is not known, and with what
 * archives and downloads fail with; what is found inside folders never fails.
 */
export async function listSources(paths: readonly string[], options: ListOptions): Promise<SourceListing[]> {
  const guard = await guardCase(options.caseRoot ?? '')
  const listings: SourceListing[] = []
  for (const path of paths) {
    options.signal.throwIfAborted()
    listings.push(await listSource(path, guard, options))
  }
  return listings
}

async function listSource(path: string, guard: CaseGuard, options: ListOptions): Promise<SourceListing> {
  if (isWebAddress(path)) {
    // Room is asked for again while it comes: a server need not tell the length.
    const room = options.maxTotal ?? null
    return listDownload(path, options.terms ?? usualTerms, options.signal, { room })
  }
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) {
    throw new EvidenceError(
      'source-unsupported',
      `“${path}” is an address of a kind that is not fetched: only https (and http, where that is allowed).`,
      { details: { path } },
    )
  }
  const absolute = resolve(path)
  const stat = await lstat(absolute, { bigint: true }).catch((cause: unknown) => {
    const details = { path }
    if (saysMissing(cause))
      throw new EvidenceError('file-not-found', `There is no file or folder “${path}”.`, { details, cause })
    const message = `“${path}” cannot be looked at: ${String(cause)}. Nothing was taken in.`
    throw new EvidenceError('file-unreadable', message, { details, cause })
  })
  const kind = stat.isDirectory() ? 'folder' : 'file'
  const listing: SourceListing = { source: absolute, kind, files: [], skipped: [], detail: {} }
  const walking = { root: absolute, listing, guard, options }
  const relativePath = basename(absolute)
  if (guard.isPart(stat) || (await guard.holds(absolute))) listing.skipped.push(ofTheCase(relativePath))
  else if (stat.isDirectory()) await walk(walking, absolute, absolute)
  else if (stat.isFile() && (await isArchive(absolute))) {
    options.onFound?.(absolute)
    const { maxTotal, hash = true, reading = usualReading } = options
    return listArchive(absolute, options.signal, {
      ...{ hash, whereabouts: reading.whereabouts },
      ...(maxTotal === undefined ? {} : { maxTotal }),
    })
  } else addFile(walking, { shown: absolute, place: absolute, relativePath }, stat)
  return listing
}

const ofTheCase = (relativePath: string): SkippedSource => ({
  relativePath,
  reason: 'It belongs to this case itself and is not taken into it again.',
})

type Walk = { root: string; listing: SourceListing; guard: CaseGuard; options: ListOptions }

/** `place` is what the system is asked for: the path itself, or its bytes where they are not valid text. */
async function walk(walking: Walk, folder: string, place: Place): Promise<void> {
  const { root, listing, guard, options } = walking
  options.signal.throwIfAborted()
  const skip = (path: string, reason: string): void =>
    void listing.skipped.push({ relativePath: pathIn(root, path), reason })
  let names: Buffer[]
  try {
    names = await readdir(place, { encoding: 'buffer' })
  } catch (cause) {
    skip(folder, `The folder cannot be read: ${String(cause)}`)
    return
  }
  for (const bytes of names.sort((a, b) => a.compare(b))) {
    if (listing.files.length + listing.skipped.length >= entryLimit) {
      skip(folder, `More than ${entryLimit} files; the rest was not looked at.`)
      return
    }
    const name = bytes.toString()
    const path = join(folder, name)
    const inside = Buffer.from(name).equals(bytes) && typeof place === 'string' ? path : placeIn(place, bytes)
    const relativePath = pathIn(root, path)
    const stat = await lstat(inside, { bigint: true }).catch((cause: unknown) => {
      const isGone = saysMissing(cause)
      skip(path, isGone ? 'It vanished while the folder was read.' : `It cannot be read: ${String(cause)}`)
      return null
    })
    if (!stat) continue
    if (guard.isPart(stat)) listing.skipped.push(ofTheCase(relativePath))
    else if (stat.isDirectory()) await walk(walking, path, inside)
    else addFile(walking, { shown: path, place: inside, relativePath }, stat)
  }
}

/** With `/` on every system: it goes into packages and reports. */
const pathIn = (root: string, path: string): string => relative(root, path).split(sep).join('/')

const placeIn = (folder: Place, name: Buffer): Buffer =>
  Buffer.concat([Buffer.from(folder), Buffer.from(sep), name])

function addFile(
  { listing, options }: Walk,
  { shown, place, relativePath }: { shown: string; place: Place; relativePath: string },
  stat: BigIntStats,
): void {
  options.onFound?.(shown)
  const skip = (reason: string): void => void listing.skipped.push({ relativePath, reason })
  if (stat.isSymbolicLink()) skip('It is a link; links are not followed.')
  else if (!stat.isFile()) skip('It is not a regular file.')
  else {
    const found = { shown, relativePath, ref: fileRef(place, stat) }
    listing.files.push(fileSource(found, options.reading ?? usualReading))
  }
}
