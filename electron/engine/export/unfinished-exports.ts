// What a crash left between the ledger entries of an export and the name of its package. The package is whole by then
// (written, brought to the disk, verified); only its name is missing. It gets it now, and the ledger says so.
import { rename, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { refuseTaken, syncFolder } from '#engine/base/durable-name.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { isPackageName, partialName } from './package.ts'

/** Gives plain sentences, none where nothing was left. Packages on a medium that is not there now are left alone. */
export async function finishExports(database: CaseDatabase, actor: string): Promise<string[]> {
  const notices: string[] = []
  for (const [folder, entries] of recordedPackages(database)) {
    if (!(await isFolder(partialName(folder)))) continue
    const problem = await giveName(folder)
    if (problem === null) {
      database.custody.append({
        actor,
        action: 'recovered',
        detail: { package: folder, exportEntries: entries },
      })
      notices.push(`An export was interrupted when its package was whole; the package is now at “${folder}”.`)
    } else {
      notices.push(`A package of an interrupted export is still called “${partialName(folder)}”: ${problem}`)
    }
  }
  return notices
}

/** Folder of each package that the ledger speaks of and that was not taken back, with the numbers of its entries. */
function recordedPackages({ custody }: CaseDatabase): Map<string, number[]> {
  const packages = new Map<string, number[]>()
  for (const { seq, detail } of custody.entriesOf(['export'])) {
    const path = detail['path']
    if (typeof path !== 'string') continue
    const folder = dirname(path)
    // A case may come from anywhere: nothing but packages is ever renamed because of what it says.
    if (!isPackageName(basename(folder))) continue
    if (detail['failed'] === true) packages.delete(folder)
    else packages.set(folder, [...(packages.get(folder) ?? []), seq])
  }
  return packages
}

async function giveName(folder: string): Promise<string | null> {
  try {
    await refuseTaken(folder)
    await rename(partialName(folder), folder)
    await syncFolder(dirname(folder))
    return null
  } catch (cause) {
    return String(cause)
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
