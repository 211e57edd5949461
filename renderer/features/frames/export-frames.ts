// Asks where to and has a list of all pictures written; the end is told by a notice.
import type { FrameListFormat } from '#contract/frames.ts'
import { t } from '#contract/messages/format.ts'
import { call, startJob } from '../../client/client.ts'
import { attempt, showAction } from '../../state/acts.svelte.ts'
import { notices } from '../../state/notices.svelte.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'
import { trackPart } from '../../state/track-names.ts'

const endings: Record<FrameListFormat, string> = { csv: 'csv', framemd5: 'framemd5' }

export async function exportFrames(playhead: Playhead, format: FrameListFormat): Promise<void> {
  const { itemId, track, detail } = playhead
  if (!itemId || !track) return
  await attempt(t('frames.notWritten'), async () => {
    const stem = (detail?.summary.name ?? '').replace(/\.\w{1,4}$/, '').replace(/[^\p{L}\p{N}._-]+/gu, '-')
    const ending = endings[format]
    const path = await call('dialog.saveFile', {
      title: t('frames.choose'),
      defaultName: `${stem.slice(0, 60) || 'pictures'}${trackPart(playhead)}.${ending}`,
      filters: [{ name: ending, extensions: [ending] }],
    })
    if (path === null) return
    const { ended } = await startJob('frames.export', { itemId, trackId: track.id, format, path })
    // A failure is told where all ends of work are told.
    const list = await ended.catch(() => null)
    if (!list) return
    const what = t('frames.written', { count: list.frames, path: list.path })
    if (list.notes.length > 0) notices.warn(what, list.notes, showAction(list.path))
    else notices.note(what, showAction(list.path))
  })
}
