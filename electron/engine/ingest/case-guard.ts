// The open case must not be ingested into itself: it would take its own originals for new files, and on POSIX merely
// opening and closing its database gives up the locks that keep other programs out.
import type { BigIntStats } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { isAbsolute, relative } from 'node:path'
import { ifThere } from '#engine/base/look-up.ts'
import { caseFolder } from '#engine/store/case-folder.ts'

export type CaseGuard = {
  /** Does the path, with all links resolved, lie in the case's folder. Fails with `file-unreadable` where that cannot be told. */
  holds(path: string): Promise<boolean>
  /** The case's folder itself, or a file that carries its locks, under whatever name. */
  isPart(stat: BigIntStats): boolean
}

const identity = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`

/** `root`: the folder of the open case, or empty where there is none. Fails with `file-unreadable` where it cannot be looked at. */
export async function guardCase(root: string): Promise<CaseGuard> {
  if (root === '') return { holds: () => Promise.resolve(false), isPart: () => false }
  const { database, lock } = caseFolder(root)
  const companions = [database, lock].flatMap((file) => [
    file,
    `${file}-wal`,
    `${file}-shm`,
    `${file}-journal`,
  ])
  const parts = new Set<string>()
  for (const path of [root, ...companions]) {
    const stat = await ifThere(path, lstat(path, { bigint: true }))
    // Where the system gives no numbers, all files would look the same.
    if (stat && stat.ino !== 0n) parts.add(identity(stat))
  }
  const real = (await ifThere(root, realpath(root))) ?? root
  return {
    async holds(path) {
      const way = relative(real, (await ifThere(path, realpath(path))) ?? path)
      return way === '' || !(isAbsolute(way) || /^\.\.($|[\\/])/.test(way))
    },
    isPart: (stat) => parts.has(identity(stat)),
  }
}
