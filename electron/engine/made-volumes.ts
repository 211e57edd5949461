// Volumes out of a file, in place of the system's: for tests of the window. host.ts asks for it in development alone.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Volume } from '#contract/volume.ts'
import { errnoOf } from './base/file-failure.ts'

/** No file: nothing is plugged in. */
export async function readMadeVolumes(path: string): Promise<Volume[]> {
  try {
    return z.array(Volume).parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return []
    throw cause
  }
}
