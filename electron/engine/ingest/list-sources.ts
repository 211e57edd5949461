// What is to be ingested: files as given, folders with everything in them. Links and devices are not followed; they are
// told. Names may be any bytes; a name that is not valid text is still opened under what the system gives.
import type { BigIntStats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { guardCase } from './case-guard.ts'
import type { CaseGuard } from './case-guard.ts'

/** A path, as bytes where it is not valid text. */
export type Place = string | Buffer

export type SourceFile = {
  /** For people and for records; a name that is not valid text is shown with replacement characters. */
  absolutePath: string
  /** What the system is asked for to open it. */
  place: Place
  /** Path under the folder given, or the file's name. */
  relativePath: string
  size: number
  /** Whole milliseconds. */
  modifiedMillis: number
}

export type SkippedSource = { relativePath: string; reason: string }

export type SourceList = { files: SourceFile[]; skipped: SkippedSource[] }

const entryLimit = 1_000_000

/**
 * Fails with `file-not-found` where a given path does not exist; what is found inside folders never fails. `caseRoot`: the
 * folder of the open case, which may lie in a folder that is ingested; what belongs to it is told and skipped.
 */
export async function listSources(
  paths: readonly string[],
  signal: AbortSignal,
  caseRoot = '',
): Promise<SourceList> {
  const list: SourceList = { files: [], skipped: [] }
  const guard = await guardCase(caseRoot)
  for (const path of paths) {
    if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) {
      throw new EvidenceError(
        'source-unsupported',
        `“${path}” is an address; this version ingests files and folders.`,
        { details: { path } },
      )
    }
    const absolute = resolve(path)
    const stat = await lstat(absolute, { bigint: true }).catch((cause: unknown) => {
      throw new EvidenceError('file-not-found', `There is no file or folder “${path}”.`, {
        details: { path },
        cause,
      })
    })
    const walking = { root: absolute, list, signal, guard }
    const relativePath = basename(absolute)
    if (guard.isPart(stat) || (await guard.holds(absolute))) list.skipped.push(ofTheCase(relativePath))
    else if (stat.isDirectory()) await walk(walking, absolute, absolute)
    else addFile(list, { absolutePath: absolute, place: absolute, relativePath }, stat)
  }
  return list
}

const ofTheCase = (relativePath: string): SkippedSource => ({
  relativePath,
  reason: 'It belongs to this case itself and is not taken into it again.',
})

type Walk = { root: string; list: SourceList; signal: AbortSignal; guard: CaseGuard }

/** `place` is what the system is asked for: the path itself, or its bytes where they are not valid text. */
async function walk(walking: Walk, folder: string, place: Place): Promise<void> {
  const { root, list, signal, guard } = walking
  signal.throwIfAborted()
  let names: Buffer[]
  try {
    names = await readdir(place, { encoding: 'buffer' })
  } catch (cause) {
    const reason = `The folder cannot be read: ${String(cause)}`
    list.skipped.push({ relativePath: relative(root, folder), reason })
    return
  }
  for (const bytes of names.sort((a, b) => a.compare(b))) {
    if (list.files.length + list.skipped.length >= entryLimit) {
      const reason = `More than ${entryLimit} files; the rest was not looked at.`
      list.skipped.push({ relativePath: relative(root, folder), reason })
      return
    }
    const name = bytes.toString()
    const path = join(folder, name)
    const inside = Buffer.from(name).equals(bytes) && typeof place === 'string' ? path : placeIn(place, bytes)
    const stat = await lstat(inside, { bigint: true }).catch(() => null)
    const relativePath = relative(root, path)
    if (stat && guard.isPart(stat)) list.skipped.push(ofTheCase(relativePath))
    else if (stat?.isDirectory()) await walk(walking, path, inside)
    else addFile(list, { absolutePath: path, place: inside, relativePath }, stat)
  }
}

const placeIn = (folder: Place, name: Buffer): Buffer =>
  Buffer.concat([Buffer.from(folder), Buffer.from(sep), name])

function addFile(
  list: SourceList,
  file: Pick<SourceFile, 'absolutePath' | 'place' | 'relativePath'>,
  stat: BigIntStats | null,
): void {
  const { relativePath } = file
  if (!stat) list.skipped.push({ relativePath, reason: 'It vanished while the folder was read.' })
  else if (stat.isSymbolicLink())
    list.skipped.push({ relativePath, reason: 'It is a link; links are not followed.' })
  else if (!stat.isFile()) list.skipped.push({ relativePath, reason: 'It is not a regular file.' })
  else list.files.push({ ...file, size: Number(stat.size), modifiedMillis: modifiedMillisOf(stat) })
}

export const modifiedMillisOf = ({ mtimeNs }: BigIntStats): number => Number(mtimeNs / 1_000_000n)
