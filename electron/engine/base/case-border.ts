// What people name for reading or writing must not be a part of the case itself: a package in the vault would be taken for
// evidence, and whoever opens and closes the database file beside SQLite drops the locks that SQLite holds on it (POSIX).
import { realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { ifThere } from './look-up.ts'

/** The folders of a case; others' files may go into the last two. */
export type CaseBorder = { readonly root: string; readonly exports: string; readonly reports: string }

/**
 * Fails with `wrong-input` where `path` lies in the case, links followed, but for its `exports` and `reports`; with
 * `file-unreadable` where that cannot be told.
 */
export async function refuseInsideCase(border: CaseBorder, path: string): Promise<void> {
  const [place, root, ...open] = await Promise.all(
    [path, border.root, border.exports, border.reports].map(realPlace),
  )
  if (place === undefined || root === undefined || !isWithin(root, place)) return
  if (open.some((folder) => isWithin(folder, place))) return
  throw new EvidenceError(
    'wrong-input',
    `“${path}” lies inside the case folder “${border.root}”. Choose a place outside it, or its folder “exports” or “reports”.`,
    { details: { path, case: border.root } },
  )
}

/** Whether `path` is `folder` or lies in it, links followed. */
export async function liesWithin(folder: string, path: string): Promise<boolean> {
  return isWithin(await realPlace(folder), await realPlace(path))
}

/** Whether both names lead to the same place. */
export async function isSamePlace(one: string, other: string): Promise<boolean> {
  return (await realPlace(one)) === (await realPlace(other))
}

/** The path without links, as far as it is there; the rest as it is written. What cannot be looked at may lead anywhere. */
async function realPlace(path: string): Promise<string> {
  const missing: string[] = []
  for (let at = resolve(path); ; at = dirname(at)) {
    const real = await ifThere(at, realpath(at))
    if (real !== null) return join(real, ...missing)
    if (dirname(at) === at) return resolve(path)
    missing.unshift(basename(at))
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
