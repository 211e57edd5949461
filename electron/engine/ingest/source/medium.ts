// Is the medium still there on which a file was found: a file that vanished is one thing, a stick that was pulled another.
import type { BigIntStats } from 'node:fs'
import { access, lstat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { saysMissing } from '#engine/base/look-up.ts'
import type { Place } from './place.ts'
import { isDamage, isGone } from './read-damaged.ts'

/** `there`: under its name, as far as can be told. `vanished`: only the file is gone. `gone`: with the medium, or with its folder. */
export type Whereabouts = 'there' | 'vanished' | 'gone'

/** `device`: number of the file system that it was found on; null where the system gave none. */
export async function whereabouts(place: Place, device: bigint | null): Promise<Whereabouts> {
  if (device !== null && !(await isAttached(device))) return 'gone'
  const file = await lookAt(place)
  if (file.stat) return 'there'
  const folder = await lookAt(parentOf(place))
  // A mount point without its medium is an empty folder of another file system.
  if (folder.stat) {
    if (device !== null && folder.stat.dev !== device) return 'gone'
    return file.isMissing ? 'vanished' : 'there'
  }
  // A medium that answers nothing any more is gone; one that does not let us look has not said so.
  return folder.isMissing || isGone(folder.cause) || isDamage(folder.cause) ? 'gone' : 'there'
}

type Look = { stat: BigIntStats | null; isMissing: boolean; cause: unknown }

const lookAt = (place: Place): Promise<Look> =>
  lstat(place, { bigint: true }).then(
    (stat) => ({ stat, isMissing: false, cause: null }),
    (cause: unknown) => ({ stat: null, isMissing: saysMissing(cause), cause }),
  )

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
      (cause: unknown) => !saysMissing(cause),
    )
  // Where the list itself is not there, as in containers, it says nothing.
  if (!(await isListed('/sys/dev/block'))) return true
  return isListed(`/sys/dev/block/${major}:${minor}`)
}
