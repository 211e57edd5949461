// Writes a sheet of stills: one PDF under a name that must be free, and an entry in the ledger for each file that it shows
// pictures of, before it has that name.
import { extname, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemDetail } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import type { SheetRequest, SheetResult } from '#contract/sheet.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import type { Work } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import { ownStillPath, stemOf, withoutEnding } from '#engine/export/own-name.ts'
import { writeRecordedFile } from '#engine/export/recorded-file.ts'
import type { RecordedAct, WriteBytes } from '#engine/export/recorded-file.ts'
import { ffmpegVersion } from '#engine/media/ffmpeg.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { streamPdf } from './pdf-file.ts'
import { PdfPage } from './pdf-page.ts'
import { withVisibleTexts } from './report-document.ts'
import { spanOf } from './sheet-bars.ts'
import { headSections, outcomeOf } from './sheet-head.ts'
import { SheetLayout } from './sheet-layout.ts'
import { planSheet } from './sheet-plan.ts'
import type { OpenPictures, PlannedStill } from './sheet-plan.ts'
import { makeStill } from './sheet-still.ts'
import type { SheetStill } from './sheet-still.ts'

const margin = 40

export type SheetContext = {
  database: CaseDatabase
  actor: string
  open: OpenPictures
  resourcesFolder: string
  now?: () => UtcTime
}

/** A still without its bytes: what the ledger and the result say of it. */
type ToldStill = Omit<SheetStill, 'made'> & { made: SheetResult['pictures'][number] }

/**
 * Stills that cannot be made stand on the sheet with the reason. Fails with `wrong-input`, `item-not-found`, `ffmpeg-missing`,
 * `destination-exists`, `disk-full` or `destination-unwritable`; then nothing is left of it.
 */
export async function writeSheet(
  request: SheetRequest,
  context: SheetContext,
  work: Work,
): Promise<SheetResult> {
  const { database, now = utcNow } = context
  if (request.path !== null && extname(request.path).toLowerCase() !== '.pdf')
    throw new EvidenceError('wrong-input', `“${request.path}” does not end in “.pdf”; a sheet is a PDF file.`)
  work.report({ label: t('stillSheet.title'), done: 0, total: null, unit: 'steps' })
  const ffmpeg = await ffmpegVersion(await findFfmpeg())
  const planned = await planSheet(database, request, context.open, work)
  const files = [...new Map(planned.map(({ item }) => [item.summary.id, item])).values()]
  const path = request.path ?? (await ownPath(database, files))
  const sheet = { ...context, planned, files, ffmpeg, at: now() }
  let told: ToldStill[] = []
  const sha256 = await writeRecordedFile(
    path,
    database,
    async (put) => {
      told = await write(sheet, put, work)
      return files.map((file) => actOf(file, told, path, context.actor))
    },
    work,
  )
  return { path, sha256, pictures: told.map(({ made }) => made) }
}

function ownPath(database: CaseDatabase, files: readonly ItemDetail[]): Promise<string> {
  const [only] = files
  const name = files.length === 1 && only ? withoutEnding(only.summary.name) : database.describe().reference
  return ownStillPath(database.folder.exports, `sheet-${stemOf(name, 'stills')}`, ['.pdf'])
}

type Sheet = SheetContext & {
  planned: readonly PlannedStill[]
  files: readonly ItemDetail[]
  ffmpeg: string
  at: UtcTime
}

async function write(sheet: Sheet, put: WriteBytes, work: Work): Promise<ToldStill[]> {
  const { database, actor, planned, files, ffmpeg, at, open, resourcesFolder } = sheet
  const made = { by: actor, at }
  const described = database.describe()
  const { title, subtitle, sections } = withVisibleTexts({
    title: t('stillSheet.title'),
    subtitle: t('stillSheet.case', { reference: described.reference }),
    made: new Date(at),
    sections: headSections({ case: described, made, ffmpeg, files, planned }),
  })
  const numberOf = new Map<ItemId, number>(files.map(({ summary }, index) => [summary.id, index + 1]))
  const told: ToldStill[] = []
  await streamPdf(
    {
      ...{ title: `${title}, ${subtitle}`, subject: subtitle, made: new Date(at), margin },
      fontsFolder: join(resourcesFolder, 'fonts'),
    },
    put,
    async (pdf, settle) => {
      const page = new PdfPage(pdf, work.signal)
      page.title(title, subtitle)
      const fillIn = page.reserveStatement()
      await page.sections(sections)
      const layout = new SheetLayout(pdf, page, spanOf(planned))
      for (const [index, one] of planned.entries()) {
        const label = one.item.summary.name
        work.report({ label, done: index, total: planned.length, unit: 'steps' })
        const still = await makeStill(one, index + 1, { open, made }, work)
        layout.lay(still, numberOf.get(one.item.summary.id) ?? 0)
        told.push(withoutBytes(still))
        await settle()
        work.signal.throwIfAborted()
      }
      const { text, tone } = outcomeOf(told.map(({ made: { number, refused } }) => ({ number, refused })))
      fillIn(text, tone)
      await page.numberPages(`${title}, ${subtitle}`)
      work.report({ label: title, done: planned.length, total: planned.length, unit: 'steps' })
    },
  )
  return told
}

function withoutBytes(still: SheetStill): ToldStill {
  const { number, mark, sample, made } = still
  const isRefused = 'refused' in made
  return {
    ...still,
    made: {
      ...{ number, itemId: mark.itemId, trackId: mark.trackId, sample },
      pixelsSha256: isRefused ? null : made.statement.pixels.sha256,
      refused: isRefused ? made.refused : null,
    },
  }
}

/** What the ledger says of the sheet with one file: the pictures of that file. */
function actOf(
  { summary }: ItemDetail,
  told: readonly ToldStill[],
  path: string,
  actor: string,
): RecordedAct {
  const own = told.filter(({ mark }) => mark.itemId === summary.id)
  const pictures = own.map(({ mark, times, place, made: { number, trackId, sample, ...made } }) => ({
    ...{ number, markId: mark.id, trackId, storedSample: sample },
    ...{ shownAs: place?.shownAs ?? null, utc: times.utc, origin: times.origin },
    ...(made.refused === null ? { pixelsSha256: made.pixelsSha256 } : { refused: made.refused }),
  }))
  const refused = own.filter(({ made }) => made.refused !== null).length
  return {
    ...{ actor, action: 'still-sheet', itemId: summary.id, inputSha256: summary.sha256 },
    detail: { path, stills: own.length - refused, refused, ofSheet: told.length, pictures },
  }
}
