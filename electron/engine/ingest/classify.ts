// What a file that was copied is: an export (ISO base media file), a video of another format, or an attachment. Decided once;
// the item keeps it. Only files that look like a video are given to ffmpeg: a folder of documents starts no program.
import { EvidenceError } from '#contract/errors.ts'
import type { Finding } from '#contract/finding.ts'
import type { ItemKind } from '#contract/item-kind.ts'
import { attachmentCodes } from '#contract/messages/kinds.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Structure } from '#engine/examine/verify-file.ts'
import { probeVideo } from '#engine/media/probe-video.ts'
import type { VideoProbe } from '#engine/media/probe-video.ts'
import { guessFormat, headBytes, isNamedLikeExport } from '#engine/media/video-formats.ts'

export type Classification = {
  kind: ItemKind
  /** What ffmpeg says of it; only for `video`. */
  probe: VideoProbe | null
  /** Why it is only an attachment although it looks like more; null otherwise. */
  finding: Finding | null
}

/**
 * `source`: the copy on this disk; its name is the path where it lies. `structure`: what its boxes say, null where they were
 * not read. `name`: that of the original, for its ending. Throws only the signal's reason, and what reading `source` throws.
 */
export async function classifyCopy(
  source: ByteSource,
  structure: Pick<Structure, 'unreadable'> | null,
  name: string,
  signal: AbortSignal,
  run: { program?: string } = {},
): Promise<Classification> {
  if (structure?.unreadable === null) return { kind: 'export', probe: null, finding: null }
  const format = guessFormat(await source.read(0, headBytes), name)
  if (format === null) return attachment(structure && isNamedLikeExport(name) ? notRead(structure) : null)
  try {
    const outcome = await probeVideo(source.name, format, { ...run, signal })
    if (outcome.opened) return { kind: 'video', probe: outcome.probe, finding: null }
    return attachment(
      found(
        attachmentCodes.notOpened,
        `It looks like a video (${format}), but could not be opened as one. ${outcome.reason}`,
      ),
    )
  } catch (cause) {
    if (!(cause instanceof EvidenceError) || cause.code !== 'ffmpeg-missing') throw cause
    return attachment(
      found(
        attachmentCodes.notLookedAt,
        `It looks like a video (${format}). Whether it is one was not looked at: ${cause.message}`,
      ),
    )
  }
}

const attachment = (finding: Finding | null): Classification => ({ kind: 'attachment', probe: null, finding })

const notRead = ({ unreadable }: Pick<Structure, 'unreadable'>): Finding =>
  found(attachmentCodes.notRead, `Its name is that of an export. ${unreadable ?? ''}`.trim())

const found = (code: string, detail: string): Finding => ({
  code,
  severity: 'warning',
  offset: null,
  path: null,
  detail,
  clause: null,
})
