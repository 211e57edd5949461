// Step “plan”: what is there, how big, is there room. Nothing is copied, and nothing recorded but a source that was refused.
import type { IntakePlan, PlannedGuess, PlannedSource } from '#contract/intake.ts'
import { openUntouched } from './source/place.ts'
import { placeOf } from './source/file-source.ts'
import type { SourceFile } from './source/source-file.ts'
import type { Work } from '#engine/base/progress.ts'
import type { IngestContext } from './ingest-context.ts'
import { listSources } from './list-sources.ts'
import { recordRefused } from './record-skipped.ts'

const mostNamed = 500
/** The case grows by more than its originals: index, reports, the database's journal. */
const reserveBytes = 64 << 20

export async function planIntake(
  sources: readonly string[],
  context: IngestContext,
  work: Work,
): Promise<IntakePlan> {
  const { database, terms = null, reading, volumeOf } = context
  let found = 0
  const listings = await listSources(sources, {
    ...{ signal: work.signal, caseRoot: database.folder.root, terms, hash: false },
    ...(reading ? { reading } : {}),
    onFound: (shown) => {
      found += 1
      work.report({ label: shown, done: found, total: null, unit: 'items' })
    },
  }).catch((cause: unknown) => {
    recordRefused(cause, context)
    throw cause
  })
  const planned: PlannedSource[] = []
  for (const { source, kind, files } of listings) {
    const volume = kind === 'download' ? null : ((await volumeOf?.(source)) ?? null)
    const isWhole = volume !== null && kind === 'folder' && volume.mountPoint === source
    planned.push({
      source: source.toWellFormed(),
      kind: isWhole ? 'volume' : kind,
      volume,
      files: files.length,
      bytes: bytesOf(files),
    })
  }
  const files = listings.flatMap((listing) => listing.files)
  const skipped = listings.flatMap((listing) => listing.skipped)
  const first: IntakePlan['first'] = []
  for (const file of files.slice(0, mostNamed)) {
    work.signal.throwIfAborted()
    first.push({ path: file.relativePath.toWellFormed(), size: file.size, guess: await guess(file) })
  }
  const bytes = bytesOf(files)
  const freeBytes = await database.vault.freeBytes()
  const neededBytes = bytes === 0 ? 0 : bytes + reserveBytes
  return {
    sources: planned,
    files: files.length,
    bytes,
    unknownSizes: files.filter(({ size }) => size === null).length,
    ...{ freeBytes, neededBytes, enough: neededBytes <= freeBytes, first },
    skipped: skipped.slice(0, mostNamed).map(({ relativePath, reason }) => ({
      path: relativePath.toWellFormed(),
      reason,
    })),
    skippedTotal: skipped.length,
  }
}

const bytesOf = (files: readonly SourceFile[]): number =>
  files.reduce((sum, { size }) => sum + (size ?? 0), 0)

/** By its first bytes where it can be read without asking anybody, else by its name. */
async function guess(file: SourceFile): Promise<PlannedGuess> {
  if (file.size === 0) return 'empty'
  const head = file.ref.kind === 'file' ? await firstBytes(placeOf(file.ref)) : null
  return (head && guessByBytes(head)) ?? guessByName(file.relativePath)
}

async function firstBytes(place: string | Buffer): Promise<Buffer | null> {
  const handle = await openUntouched(place).catch(() => null)
  if (!handle) return null
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    return buffer.subarray(0, bytesRead)
  } catch {
    // It is read for good later, and told then.
    return null
  } finally {
    await handle.close()
  }
}

const boxes = new Set(['ftyp', 'styp', 'moov', 'moof', 'mdat', 'free', 'skip', 'meta', 'wide'])

function guessByBytes(head: Buffer): PlannedGuess | null {
  const at = (start: number, text: string): boolean =>
    head.subarray(start, start + text.length).toString('latin1') === text
  if (boxes.has(head.subarray(4, 8).toString('latin1'))) return 'export'
  if (at(0, 'PK\u0003\u0004')) return 'archive'
  const isVideo = (at(0, 'RIFF') && at(8, 'AVI ')) || at(0, '\u001a\u0045\u00df\u00a3') || at(0, 'DHAV')
  return isVideo ? 'video' : null
}

const byEnding: Readonly<Record<string, PlannedGuess>> = {
  ...{ mp4: 'export', m4v: 'export', mov: 'export', oeff: 'export', zip: 'archive' },
  ...{ avi: 'video', mkv: 'video', webm: 'video', ts: 'video', m2ts: 'video', mpg: 'video', mpeg: 'video' },
  ...{ asf: 'video', wmv: 'video', flv: 'video', dav: 'video', h264: 'video', h265: 'video', mjpg: 'video' },
}

const guessByName = (path: string): PlannedGuess =>
  byEnding[/\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''] ?? 'other'
