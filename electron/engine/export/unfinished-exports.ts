// What a crash left between the ledger entries of an export and the name of its package. The package is whole by then
// (written, brought to the disk, verified); only its name is missing. It gets it now, if it still is what was recorded.
import { rename } from 'node:fs/promises'
import { basename, dirname, isAbsolute, resolve } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { refuseTaken, syncFolder } from '#engine/base/durable-name.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { isOwnFolder } from '#engine/store/own-folder.ts'
import { checkPackage } from './check-package.ts'
import { isPackageName, partialName } from './package.ts'
import { isPackage, recordedPackages } from './recorded-packages.ts'
import type { RecordedPackage } from './recorded-packages.ts'

/** Gives plain sentences, none where nothing was left. Packages on a medium that is not there now are left alone. */
export async function finishExports(database: CaseDatabase, actor: string): Promise<string[]> {
  const notices: string[] = []
  for (const recorded of recordedPackages(database)) {
    const { folder } = recorded
    if (!isPlainPlace(folder)) continue
    const found = await isUnfinished(folder)
    if (found === false) continue
    if (found !== true) {
      notices.push(found)
      continue
    }
    const problem = (await changeOf(recorded)) ?? (await finish(recorded, database, actor))
    notices.push(
      problem === null
        ? `An export was interrupted when its package was whole; the package is now at “${folder}”.`
        : `A package of an interrupted export is still called “${partialName(folder)}”: ${problem}`,
    )
  }
  return notices
}

/** Whether a package is there that has not got its name, or in a sentence why that is not known. */
async function isUnfinished(folder: string): Promise<boolean | string> {
  try {
    return await isOwnFolder(partialName(folder))
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return error.message
  }
}

/** A case may come from anywhere: what it says leads to no other machine, and to nothing but packages. */
const isPlainPlace = (folder: string): boolean =>
  isAbsolute(folder) &&
  resolve(folder) === folder &&
  !/^[/\\]{2}/.test(folder) &&
  isPackageName(basename(folder))

/** How the unfinished package differs from what was recorded, in a sentence; null where it does not. */
async function changeOf(recorded: RecordedPackage): Promise<string | null> {
  try {
    const found = await checkPackage(partialName(recorded.folder), unwatched)
    return isPackage(recorded, found) ? null : 'it is not what was exported. Remove it and export again.'
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return error.message
  }
}

/** The ledger first: never is there a package with its name of which it does not tell. Gives why it did not come about. */
async function finish(
  recorded: RecordedPackage,
  database: CaseDatabase,
  actor: string,
): Promise<string | null> {
  const { folder } = recorded
  const files = [...recorded.files.values()]
  const exportEntries = files.map(({ seq }) => seq)
  database.custody.append({ actor, action: 'recovered', detail: { package: folder, exportEntries } })
  try {
    await refuseTaken(folder)
    await rename(partialName(folder), folder)
  } catch (cause) {
    const reason = String(cause)
    database.transaction(() => {
      for (const { path, itemId, sha256 } of files) {
        const detail = { path, failed: true, reason }
        database.custody.append({ actor, action: 'export', itemId, outputSha256: sha256, detail })
      }
    })
    return `${reason} Remove it and export again.`
  }
  try {
    await syncFolder(dirname(folder))
  } catch {
    // It has its name. Should a power cut take that back, the next opening gives it again.
  }
  return null
}
