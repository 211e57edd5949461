// Writes a still: a PNG and a JSON file beside it, under names that must be free, and its entry in the ledger before they
// have them.
import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemDetail } from '#contract/item.ts'
import { changesPixels, changesRows, isAsStored, type ViewSettings } from '#contract/picture-view.ts'
import type { StillOverlay, StillRequest, StillResult } from '#contract/still.ts'
import type { Sha256 } from '#contract/units.ts'
import { refuseInsideCase } from '#engine/base/case-border.ts'
import { nameWithoutReplacing, refuseTaken, writeNewFile } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { PictureFile } from '#engine/media/picture-file.ts'
import { PngStream } from '#engine/media/png-stream.ts'
import type { StillPicture } from '#engine/media/still-picture.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { changedPixels } from './changed-pixels.ts'
import { ownStillPath, stemOf, withoutEnding } from './own-name.ts'
import { describeStill, notesOf, pngText, shownAs } from './still-statement.ts'
import type { StillStatement } from './still-statement.ts'
import { hashPixels, withStoredStill } from './stored-still.ts'

export type StillContext = { database: CaseDatabase; file: PictureFile; actor: string }

type TakePixels = Parameters<StillPicture['pixels']>[0]
type Partial = { png: string; json: string }

/**
 * Fails with `item-partial`, `ffmpeg-missing`, `ffmpeg-failed`, `still-refused`, `destination-exists`,
 * `disk-full` or `destination-unwritable`; then nothing is left of it.
 */
export async function writeStill(
  request: StillRequest,
  { database, file, actor }: StillContext,
  work: Work,
): Promise<StillResult> {
  const { itemId, sample } = request
  const item = database.items.load(itemId)
  const { track, laidOut } = file
  work.report({ label: item.summary.name, done: 0, total: 3, unit: 'steps' })
  return withStoredStill({ item, file, sample }, work.signal, async ({ picture, sampleSha256, ffmpeg }) => {
    const changes = changesAsked(request)
    const { view, overlay } = changes
    const changed =
      changes.applied || overlay ? await changedPixels(picture, changes.applied ? view : null, overlay) : null
    const read = changes.applied && view ? picture.readAs(view.range) : picture
    if (changes.applied && view && !changesRows(view) && read.filter === picture.filter)
      throw new EvidenceError('wrong-input', nothingChanged)
    const path =
      request.path ??
      (await ownStillPath(
        database.folder.exports,
        `${stemOf(withoutEnding(item.summary.name), 'still')}-track${track.id}-picture${shownAs(track.samples, sample)}${kindOf(changes)}`,
        ['.png', '.json'],
      ))
    if (!path.toLowerCase().endsWith('.png'))
      throw new EvidenceError('wrong-input', `“${path}” does not end in “.png”; a still is a PNG file.`)
    await refuseInsideCase(database.folder, path)
    const made = { by: actor, at: utcNow() }
    const state = (pixelsSha256: Sha256): StillStatement =>
      describeStill({
        ...{ item, track, laidOut, sample, sampleSha256, picture, pixelsSha256, ffmpeg, made },
        view: view && { settings: view, applied: changes.applied, read },
        overlay:
          overlay && changed?.overlaySha256
            ? { objects: overlay.objects, doubts: overlay.doubts ?? [], sha256: changed.overlaySha256 }
            : null,
        storedPixelsSha256: changed?.storedSha256 ?? null,
      })
    const written = changed
      ? { ...picture, pixels: async (take: TakePixels) => take(changed.pixels) }
      : picture
    return write(path, { picture: written, track, state, database, actor, item }, work)
  })
}

type Changes = { view: ViewSettings | null; applied: boolean; overlay: StillOverlay | null }

const nothingChanged = 'Nothing that the view changes is in the pixels: as seen is as stored.'

/** What is to be stated, and what of it is to be in the pixels. */
function changesAsked({ view, asSeen = false, overlay }: StillRequest): Changes {
  const changed = view && !isAsStored(view) ? view : null
  if (asSeen && !(changed && changesPixels(changed))) throw new EvidenceError('wrong-input', nothingChanged)
  return { view: changed, applied: asSeen, overlay: overlay ?? null }
}

const kindOf = ({ applied, overlay }: Changes): string =>
  `${applied ? '-as-seen' : ''}${overlay ? '-with-objects' : ''}`

export const sidecarOf = (path: string): string => path.replace(/\.png$/i, '.json')

type Writing = {
  picture: StillPicture
  track: MovieTrack
  state: (pixelsSha256: Sha256) => StillStatement
  database: CaseDatabase
  actor: string
  item: ItemDetail
}

async function write(path: string, writing: Writing, work: Work): Promise<StillResult> {
  const { database, actor, item } = writing
  const sidecar = sidecarOf(path)
  const mark = randomUUID().slice(0, 8)
  const partial = { png: `${path}.${mark}.partial`, json: `${sidecar}.${mark}.partial` }
  try {
    for (const name of [path, sidecar]) await refuseTaken(name)
    const { statement, sha256, size } = await writePng(partial.png, writing, work)
    const png = { name: basename(path), sha256, size }
    await writeNewFile(partial.json, `${JSON.stringify({ ...statement, png }, null, 2)}\n`)
    work.signal.throwIfAborted()
    const { time, picture, pixels, view, overlays, laidOut } = statement
    const act = { actor, action: 'still' as const, itemId: item.summary.id, inputSha256: item.summary.sha256 }
    const detail = {
      ...{ path, sidecar, trackId: picture.trackId, storedSample: picture.storedSample },
      ...{ shownAs: picture.shownAs, utc: time.utc, origin: time.origin, pixelsSha256: pixels.sha256 },
      ...(time.uncorrectedUtc === null ? {} : { uncorrectedUtc: time.uncorrectedUtc }),
      ...(time.correctedUtc === null
        ? {}
        : { correctedUtc: time.correctedUtc, clockOffsetMicros: time.recorderClock?.offsetMicros ?? 0 }),
      ...{ overlays: overlays === 'none' ? overlays : overlays.words, notes: notesOf(statement) },
      ...(view ? { view: view.words, asSeen: view.applied } : {}),
      ...(laidOut ? { viewOnly: laidOut.format } : {}),
    }
    database.custody.append({ ...act, outputSha256: sha256, detail })
    try {
      await nameBoth(partial, path, sidecar)
    } catch (error) {
      // The ledger is append-only: what did not come about is taken back by another entry.
      const reason = error instanceof Error ? error.message : String(error)
      database.custody.append({ ...act, outputSha256: sha256, detail: { path, failed: true, reason } })
      throw error
    }
    return {
      ...{ path, sidecar, sha256, pixelsSha256: pixels.sha256, width: pixels.width, height: pixels.height },
      utc: time.utc,
      notes: notesOf(statement),
    }
  } catch (cause) {
    if (work.signal.aborted || cause instanceof EvidenceError || errnoOf(cause) === null) throw cause
    if (errnoOf(cause) !== 'EEXIST') throw fileFailure(cause, path, 'No still was made.')
    throw new EvidenceError(
      'destination-exists',
      `“${path}” or “${sidecar}” exists already; nothing was written.`,
      { details: { path }, cause },
    )
  } finally {
    for (const name of Object.values(partial)) await rm(name, { force: true })
  }
}

/** Whoever finds the picture finds what is said of it. */
async function nameBoth(partial: Partial, path: string, sidecar: string): Promise<void> {
  await nameWithoutReplacing(partial.json, sidecar)
  try {
    await nameWithoutReplacing(partial.png, path)
  } catch (cause) {
    await rm(sidecar, { force: true })
    throw cause
  }
}

async function writePng(
  path: string,
  { picture, track, state }: Writing,
  work: Work,
): Promise<{ statement: StillStatement; sha256: Sha256; size: number }> {
  const hash = createSha256()
  let size = 0
  const file = await open(path, 'wx')
  try {
    work.report({ label: basename(dirname(path)), done: 1, total: 3, unit: 'steps' })
    const put = async (bytes: Uint8Array): Promise<void> => {
      hash.update(bytes)
      size += bytes.length
      await file.writeFile(bytes)
    }
    const { width, height } = picture.facts
    const shape = { width, height, bitDepth: picture.conversion.bitDepth, pixelAspect: track.pixelAspect }
    const png = new PngStream(shape, put)
    try {
      const statement = state(await hashPixels(picture, (chunk) => png.pixels(chunk)))
      await png.end(pngText(statement))
      await file.sync()
      work.report({ label: basename(path), done: 2, total: 3, unit: 'steps' })
      return { statement, sha256: sha256Hex(hash), size }
    } finally {
      png.stop()
    }
  } finally {
    await file.close()
  }
}
