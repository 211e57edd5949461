// Paths as the system has them: text, or bytes where they are no valid text. And opening such a file without a trace.
import { constants } from 'node:fs'
import type { BigIntStats } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { OriginalAttributes } from '#contract/item.ts'
import type { UtcTime } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { errnoOf } from '#engine/base/file-failure.ts'

/** A path, as bytes where it is not valid text. */
export type Place = string | Buffer

type Flags = Partial<typeof constants>
// Opening a named pipe would wait for a writer, for ever; a link in the place of a file is not followed. Windows has
// neither the flags nor the danger.
const { O_NONBLOCK = 0, O_NOFOLLOW = 0, O_NOATIME = 0 } = constants as Flags
const flags = constants.O_RDONLY | O_NONBLOCK | O_NOFOLLOW

/** Read-only, and without a new time of access where the system lets us: only the owner and root may ask for that. */
export async function openUntouched(place: Place): Promise<FileHandle> {
  if (O_NOATIME === 0) return open(place, flags)
  try {
    return await open(place, flags | O_NOATIME)
  } catch (cause) {
    if (errnoOf(cause) !== 'EPERM') throw cause
    return open(place, flags)
  }
}

/** The same, for reading anywhere in it. Fails as files do. */
export const openSourceUntouched = (path: string): Promise<ByteSource> =>
  openFileSource(path, path, 'ahead', openUntouched)

export const attributesOf = (stat: BigIntStats): OriginalAttributes => ({
  modified: utcOf(stat.mtimeNs),
  // Where a file system keeps no time of creation, the system says 1970.
  created: stat.birthtimeNs > 0n ? utcOf(stat.birthtimeNs) : null,
  changed: utcOf(stat.ctimeNs),
  accessed: utcOf(stat.atimeNs),
  mode: `0${(stat.mode & 0o7777n).toString(8).padStart(3, '0')}`,
})

/** Nanoseconds since 1970; null outside the years that a date can have. */
export function utcOf(nanoseconds: bigint): UtcTime | null {
  const below = ((nanoseconds % 1_000_000n) + 1_000_000n) % 1_000_000n
  const millis = Number((nanoseconds - below) / 1_000_000n)
  const date = new Date(millis)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9_999 || date.getUTCFullYear() < 0) return null
  const finer = below === 0n ? '' : below.toString().padStart(6, '0').replace(/0+$/, '')
  return date.toISOString().replace('Z', `${finer}Z`) as UtcTime
}
