// Names of files that Exhibit itself puts into the folder `exports/stills` of a case.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { refuseTaken } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'

/** A free name: no file with any of these endings has it. Fails with `disk-full` or `destination-unwritable`. */
export async function ownStillPath(
  exports: string,
  stem: string,
  endings: readonly string[],
): Promise<string> {
  const folder = join(exports, 'stills')
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw fileFailure(cause, folder, 'Nothing was written.')
  }
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? stem : `${stem}-${number}`)
    if (await isFree(endings.map((ending) => `${path}${ending}`))) return `${path}${endings[0] ?? ''}`
  }
}

async function isFree(paths: readonly string[]): Promise<boolean> {
  try {
    for (const path of paths) await refuseTaken(path)
    return true
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
    return false
  }
}

/** The name of an item or a case as a part of a file's name; `otherwise` where nothing of it is left. */
export const stemOf = (name: string, otherwise: string): string =>
  name.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 60) || otherwise

/** The name of a file without what says its format. */
export const withoutEnding = (name: string): string => name.replace(/\.\w{1,4}$/, '')
