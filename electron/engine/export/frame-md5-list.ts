// A FrameMD5 list as a file that leaves the case. Its lines are ffmpeg's; which ffmpeg made them and how stands between its first
// comments, as comments, which programs that read such lists pass over, and in the ledger.
import type { FrameList } from '#contract/frames.ts'
import { describeMissing } from '#contract/messages/kinds.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { Work } from '#engine/base/progress.ts'
import { toolVersion } from '#engine/base/version.ts'
import { ffmpegVersion } from '#engine/media/ffmpeg.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'
import { frameMd5Decoder, listFrameMd5 } from '#engine/media/frame-md5.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { refuseDamaged } from './refuse-changed.ts'
import { writeRecordedFile } from './recorded-file.ts'

/** `expected`: how many pictures are stored; null where that is not known. Fails with `item-damaged`, and as `writeRecordedFile` and `listFrameMd5` do. */
export async function exportFrameMd5(
  item: ItemDetail,
  path: string,
  request: { database: CaseDatabase; actor: string; trackId: number | null; expected: number | null },
  work: Work,
): Promise<FrameList> {
  const { summary, missing } = item
  const { database, actor, trackId, expected } = request
  refuseDamaged(item)
  const program = await findFfmpeg()
  const version = await ffmpegVersion(program)
  let frames = 0
  const notes: string[] = []
  if (missing.length > 0)
    notes.push(
      `Of “${summary.name}” there is ${describeMissing(missing)}: ffmpeg decoded zeros in their place, and which pictures depend on them is not told.`,
    )
  const sha256 = await writeRecordedFile(
    path,
    database,
    async (put) => {
      const source = database.vault.path(summary.sha256)
      const decoder = await frameMd5Decoder({ source, trackId }, { program, signal: work.signal })
      const told = {
        ffmpeg: version,
        arguments: decoder.arguments.join(' '),
        pixelFormat: decoder.pixelFormat ?? 'unknown',
      }
      const comments = new FirstComments([
        `exhibit: ${toolVersion}`,
        `original_sha256: ${summary.sha256}`,
        `decoder: ffmpeg ${told.ffmpeg}`,
        `pixel_format: ${told.pixelFormat}`,
        `arguments: ${told.arguments}`,
      ])
      frames = await listFrameMd5(
        {
          ...{ source, trackId },
          onText: async (text, pictures) => {
            for (const piece of comments.between(text)) await put(piece)
            work.report({ label: summary.name, done: pictures, total: expected, unit: 'items' })
          },
        },
        { program, signal: work.signal },
      )
      if (expected !== null && frames !== expected)
        notes.push(`${expected} pictures are stored; ffmpeg decoded ${frames}.`)
      const detail = {
        ...{ path, format: 'framemd5', trackId, frames, stored: expected, ...told },
        ...(missing.length > 0 ? { missingBytes: summary.missingBytes } : {}),
      }
      return { actor, action: 'frames-listed', itemId: summary.id, inputSha256: summary.sha256, detail }
    },
    work,
  )
  return { path, sha256, frames, notes }
}

/** Puts lines behind the first line of a text that comes in pieces. */
class FirstComments {
  readonly #lines: string
  #isIn = false

  constructor(lines: readonly string[]) {
    this.#lines = lines.map((line) => `#${line}\n`).join('')
  }

  between(piece: Uint8Array): (Uint8Array | string)[] {
    const end = this.#isIn ? -1 : piece.indexOf(0x0a)
    if (end < 0) return [piece]
    this.#isIn = true
    return [piece.subarray(0, end + 1), this.#lines, piece.subarray(end + 1)]
  }
}
