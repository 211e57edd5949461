// What one entry of a ZIP archive is and whether it can be taken in (PKWARE APPNOTE 6.3.10, 4.4; extra fields 0x5455, 0x000a
// and 0x7075 of Info-ZIP and PKWARE). Names are never used as paths of a file system, but they must stay inside.
import { getFileNameLowLevel } from 'yauzl'
import type { Entry } from 'yauzl'
import type { OriginalAttributes } from '#contract/item.ts'
import { filetime, filetimeFromDate, formatUtc } from '#engine/base/time.ts'

export type ZipEntryName = { name: string; isFolder: boolean; reason: string | null }

/** Below this size no ratio is a danger. */
const bombBytes = 16 * 1024 * 1024
/** Deflate cannot do better than about 1,032 to 1. */
const bombRatio = 1_000

/** Systems whose programs wrote `\` between folders: FAT, HPFS, NTFS, VFAT. */
const backslashHosts = [0, 6, 10, 11, 14]
const unixHosts = [3, 19]

const hostOf = (entry: Entry): number => entry.versionMadeBy >> 8
/** Type and permission bits of st_mode; 0 where the archive has none. */
const modeOf = (entry: Entry): number =>
  unixHosts.includes(hostOf(entry)) ? entry.externalFileAttributes >>> 16 : 0

/** The name as text with `/`, and why it cannot be taken; UTF-8 where the archive says so, else code page 437. */
export function nameOf(entry: Entry): ZipEntryName {
  const told = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
  const text = told.replaceAll('\0', '\u{fffd}').toWellFormed()
  const slashed = backslashHosts.includes(hostOf(entry)) ? text.replaceAll('\\', '/') : text
  const parts = slashed.split('/')
  const name = parts.filter((part) => part !== '' && part !== '.').join('/')
  const isFolder = slashed.endsWith('/') || (modeOf(entry) & 0o170000) === 0o040000
  return { name: name === '' ? text : name, isFolder, reason: whyNotInside(text, slashed, name) }
}

function whyNotInside(text: string, slashed: string, name: string): string | null {
  if (slashed.startsWith('/')) return 'Its name is an absolute path, which leads out of the archive.'
  if (/^[a-z]:/i.test(slashed)) return 'Its name begins with a drive, which leads out of the archive.'
  if (slashed.split('/').includes('..')) return 'Its name leads out of the archive (“..”).'
  if (slashed.includes('\\')) return `Its name has a backslash, which other systems take for a folder.`
  return name === '' && text === '' ? 'It has no name.' : null
}

/** Why the bytes of a file with a good name cannot be had; null where they can. */
export function whyNotReadable(entry: Entry): string | null {
  const type = modeOf(entry) & 0o170000
  if (type === 0o120000) return 'It is a link; links are not followed.'
  if (type !== 0 && type !== 0o100000) return 'It is not a regular file.'
  if (entry.isEncrypted()) return 'It is encrypted; unpack the archive with its password first.'
  const { compressionMethod: method, compressedSize: packed, uncompressedSize: size } = entry
  if (method !== 0 && method !== 8) return `Its compression (method ${method}) is not supported.`
  if (method === 0 && packed !== size)
    return `It is stored as it is, but with ${packed} bytes instead of ${size}.`
  if (size > bombBytes && size > packed * bombRatio)
    return `${packed} bytes would unpack to ${size}, which no recording does; it was not unpacked.`
  return null
}

/** Times only where the archive has them in UTC; the older field is in an unknown zone: see `localTimeOf`. */
export function originalOf(entry: Entry): OriginalAttributes {
  const permissions = modeOf(entry) & 0o7777
  const { modified, accessed, created } = timesOf(entry)
  return {
    modified,
    created,
    changed: null,
    accessed,
    mode: modeOf(entry) === 0 ? null : permissions.toString(8).padStart(4, '0'),
  }
}

type Times = Pick<OriginalAttributes, 'modified' | 'accessed' | 'created'>

function timesOf(entry: Entry): Times {
  for (const { id, data } of entry.extraFields) {
    // NTFS: reserved, tag 1, 24 bytes: times of 100 ns since 1601.
    if (id === 0x000a && data.length === 32 && data.readUInt16LE(4) === 1 && data.readUInt16LE(6) === 24) {
      const [modified, accessed, created] = [8, 16, 24].map((at) =>
        formatUtc(filetime(data.readBigInt64LE(at))),
      )
      return { modified: modified ?? null, accessed: accessed ?? null, created: created ?? null }
    }
    if (id === 0x5455 && data.length >= 5 && ((data[0] ?? 0) & 1) === 1) {
      const modified = formatUtc(filetimeFromDate(new Date(data.readInt32LE(1) * 1000)))
      return { modified, accessed: null, created: null }
    }
  }
  return { modified: null, accessed: null, created: null }
}

/** The MS-DOS time of the entry, to two seconds, on a clock whose zone nobody recorded: without `Z`. */
export function localTimeOf(entry: Entry): string | null {
  const { lastModFileDate: date, lastModFileTime: time } = entry
  if (date === 0) return null
  const two = (value: number): string => value.toString().padStart(2, '0')
  const day = `${(date >> 9) + 1980}-${two((date >> 5) & 15)}-${two(date & 31)}`
  return `${day}T${two(time >> 11)}:${two((time >> 5) & 63)}:${two((time & 31) * 2)}`
}
