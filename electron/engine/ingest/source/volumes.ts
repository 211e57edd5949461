// Which volumes are mounted that evidence can come from, and on which one a file lies.
import { realpath } from 'node:fs/promises'
import { relative, isAbsolute } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { Volume } from '#contract/volume.ts'
import { listLinuxVolumes } from './linux-volumes.ts'
import { joinOther } from './other-volumes.ts'

export type ListVolumes = () => Promise<Volume[]>

/** Programs of the system are asked; one that hangs must not hold the intake. */
const longestMillis = 15_000

/** Without the system's own. Fails with `source-unsupported` where the system does not answer. */
export const listVolumes: ListVolumes = () => inTime(readVolumes(false))

/** With the system's own. */
export const listAllVolumes: ListVolumes = () => inTime(readVolumes(true))

async function readVolumes(all: boolean): Promise<Volume[]> {
  const { platform } = process
  // Large, and of no use to most commands: loaded when it is asked.
  const { blockDevices, diskLayout, fsSize } = await import('systeminformation')
  if (platform === 'linux') return sorted(await listLinuxVolumes(await blockDevices(), all))
  if (platform !== 'win32' && platform !== 'darwin') return []
  const [sizes, blocks, disks] = await Promise.all([fsSize(), blockDevices(), diskLayout()])
  return sorted(joinOther(platform, { sizes, blocks, disks }, process.env['SystemDrive'] ?? 'C:', all))
}

const sorted = (volumes: Volume[]): Volume[] =>
  volumes.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

/** The volume that a file or folder lies on; null where that is not known. */
export async function volumeOf(path: string, list: ListVolumes = listAllVolumes): Promise<Volume | null> {
  const [real, volumes] = await Promise.all([realpath(path).catch(() => path), list().catch(() => [])])
  const holding = volumes.filter(({ mountPoint }) => isInside(mountPoint, real))
  return holding.sort((a, b) => b.mountPoint.length - a.mountPoint.length)[0] ?? null
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!isAbsolute(way) && way !== '..' && !/^\.\.[/\\]/.test(way))
}

async function inTime(work: Promise<Volume[]>): Promise<Volume[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${longestMillis / 1000} s`)), longestMillis)
  })
  try {
    return await Promise.race([work, late])
  } catch (cause) {
    throw new EvidenceError(
      'source-unsupported',
      `The system did not list its volumes (${String(cause)}). Choose files or folders instead.`,
      { cause },
    )
  } finally {
    clearTimeout(timer)
  }
}
