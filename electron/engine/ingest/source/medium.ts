// Is the medium still there on which a file was found: a file that vanished is one thing, a stick that was pulled another.
import { access, lstat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Place } from './place.ts'

/** `there`: under its name. `vanished`: only the file is gone. `gone`: with the medium, or with its folder. */
export type Whereabouts = 'there' | 'vanished' | 'gone'

/** `device`: number of the file system that it was found on; null where the system gave none. */
export async function whereabouts(place: Place, device: bigint | null): Promise<Whereabouts> {
  if (device !== null && !(await isAttached(device))) return 'gone'
  const stat = await lstat(place, { bigint: true }).catch(() => null)
  if (stat) return 'there'
  const folder = await lstat(parentOf(place), { bigint: true }).catch(() => null)
  // A mount point without its medium is an empty folder of another file system.
  return folder && (device === null || folder.dev === device) ? 'vanished' : 'gone'
}

function parentOf(place: Place): Place {
  if (typeof place === 'string') return dirname(place)
  const end = place.lastIndexOf('/')
  return end > 0 ? place.subarray(0, end) : Buffer.from('/')
}

/** Linux lists the devices that are there; what it has read of one before it may go on giving from memory. */
async function isAttached(device: bigint): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const major = (device >> 8n) & 0xfffn
  const minor = (device & 0xffn) | ((device >> 12n) & 0xfff00n)
  // Shares and file systems in memory have no device.
  if (major === 0n) return true
  const isListed = (name: string): Promise<boolean> =>
    access(name).then(
      () => true,
      () => false,
    )
  if (!(await isListed('/sys/dev/block'))) return true
  return isListed(`/sys/dev/block/${major}:${minor}`)
}
