// The central directory of a ZIP archive (PKWARE APPNOTE 6.3.10, 4.3.12 to 4.3.16), read with yauzl through a read-only
// source. What it claims is hostile until it is checked against the size of the file.
import { Buffer } from 'node:buffer'
import { fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { EvidenceError } from '#contract/errors.ts'
import { windowed } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'

export const zipEntryLimit = 1_000_000

/** Signatures of what may follow the last entry: zip64 end of central directory, digital signature, end of central directory. */
const afterEntries = [0x06064b50, 0x05054b50, 0x06054b50]
const localHeaderBytes = 30

export type DirectoryEntry = {
  readonly entry: Entry
  /** Where the next entry, or the central directory, begins: no byte of this one lies there or beyond. */
  readonly limit: number
}

export const archiveRefused = (path: string, why: string, cause?: unknown): EvidenceError =>
  new EvidenceError(
    'archive-refused',
    `“${path}” cannot be unpacked safely: ${why} Nothing of it was taken in.`,
    {
      details: { path },
      ...(cause === undefined ? {} : { cause }),
    },
  )

export const entryRefused = (shown: string, why: string, cause?: unknown): EvidenceError =>
  new EvidenceError(
    'archive-refused',
    `“${shown}” was not taken in: ${why}. Other files of the archive are not affected.`,
    { details: { path: shown }, ...(cause === undefined ? {} : { cause }) },
  )

/** yauzl's way to our bytes: it opens nothing itself. */
class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    super()
    this.#source = windowed(source)
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    // The type of the package leaves out that the count is told, on which yauzl relies.
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    if (!Number.isSafeInteger(position) || position < 0 || position > this.#source.size) {
      callback(new Error(`it refers to byte ${position} of ${this.#source.size}`))
      return
    }
    this.#source.read(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset)
        callback(null, bytes.length)
      },
      (cause: unknown) => callback(cause instanceof Error ? cause : new Error(String(cause))),
    )
  }
}

/** Every entry in the order of the directory. Fails with `archive-refused`, or as the source fails. */
export async function readZipDirectory(source: ByteSource, signal: AbortSignal): Promise<DirectoryEntry[]> {
  try {
    const zip = await openZip(source)
    const start = cursorOf(zip)
    if (zip.entryCount > zipEntryLimit)
      throw archiveRefused(source.name, `it holds ${zip.entryCount} entries, more than ${zipEntryLimit}.`)
    const entries: Entry[] = []
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted()
      refuseOutside(source.name, entry, start)
      entries.push(entry)
    }
    await refuseHidden(source, cursorOf(zip))
    return withLimits(source.name, entries, start)
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof EvidenceError) throw cause
    const said = cause instanceof Error ? cause.message : String(cause)
    throw archiveRefused(source.name, `its directory is damaged or cut off (${said}).`, cause)
  }
}

/**
 * Where the bytes of an entry begin, by its local header (4.3.7), which has to name the same file as the directory: other
 * programs go by it. Fails with `archive-refused`.
 */
export async function locateEntry(
  source: ByteSource,
  { entry, limit }: DirectoryEntry,
  shown: string,
): Promise<number> {
  const at = entry.relativeOffsetOfLocalHeader
  const header = Buffer.from(await source.read(at, localHeaderBytes))
  if (header.length < localHeaderBytes || header.readUInt32LE(0) !== 0x04034b50)
    throw entryRefused(shown, `there is no entry at byte ${at}, where the archive says`)
  const nameBytes = header.readUInt16LE(26)
  const start = at + localHeaderBytes + nameBytes + header.readUInt16LE(28)
  const name = await source.read(at + localHeaderBytes, nameBytes)
  if (!entry.fileNameRaw.equals(name))
    throw entryRefused(
      shown,
      `the archive has it at byte ${at} under another name than in the archive’s directory`,
    )
  if (start + entry.compressedSize > limit)
    throw entryRefused(shown, `it would reach into other parts of the archive`)
  return start
}

const openZip = (source: ByteSource): Promise<ZipFile> =>
  fromRandomAccessReaderPromise(new SourceReader(source), source.size, {
    autoClose: false,
    // One name that leads outside, or one entry that lies, must not cost the others: names and sizes are checked by us.
    decodeStrings: false,
    validateEntrySizes: false,
  })

/** The package's types call it a boolean; it is the offset of the next entry. */
const cursorOf = (zip: ZipFile): number => Number(zip.readEntryCursor)

function refuseOutside(archive: string, entry: Entry, directoryStart: number): void {
  const numbers = [entry.compressedSize, entry.uncompressedSize, entry.relativeOffsetOfLocalHeader]
  if (numbers.every(Number.isSafeInteger) && leastEnd(entry) <= directoryStart) return
  throw archiveRefused(archive, 'an entry reaches beyond the archive: it is cut off, or lies.')
}

/** The local header names the file again; its own extra field is not known yet. */
const leastEnd = (entry: Entry): number =>
  entry.relativeOffsetOfLocalHeader + localHeaderBytes + entry.fileNameLength + entry.compressedSize

/** A count that is too small would hide files from us that other programs see. */
async function refuseHidden(source: ByteSource, end: number): Promise<void> {
  const bytes = await source.read(end, 4)
  const next = bytes.length === 4 ? Buffer.from(bytes).readUInt32LE(0) : 0
  if (!afterEntries.includes(next))
    throw archiveRefused(source.name, 'it seems to hold more files than it tells.')
}

/** Entries that share bytes are how a small archive claims to be endless; no honest one has them. */
function withLimits(archive: string, entries: readonly Entry[], directoryStart: number): DirectoryEntry[] {
  const order = entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader)
  const limits: number[] = []
  for (const [at, { entry, index }] of order.entries()) {
    const limit = order[at + 1]?.entry.relativeOffsetOfLocalHeader ?? directoryStart
    if (leastEnd(entry) > limit) throw archiveRefused(archive, 'entries of it share the same bytes.')
    limits[index] = limit
  }
  return entries.map((entry, index) => ({ entry, limit: limits[index] ?? directoryStart }))
}
