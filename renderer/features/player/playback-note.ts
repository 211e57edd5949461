// What playback has to say, in words.
import { t } from '#contract/messages/format.ts'
import { formatDuration, formatFixed } from '#contract/messages/quantities.ts'
import type { PlaybackNote } from './playback.ts'

export function noteText(note: PlaybackNote): string {
  switch (note.kind) {
    case 'skipped':
    case 'waiting': {
      const length = formatDuration(note.hole.seconds)
      const stored = note.hole.kind === 'gap' ? 'gap' : 'long'
      return t(`note.${stored}${note.kind === 'skipped' ? 'Skipped' : 'Waiting'}`, { length })
    }
    case 'dropping':
      return t('note.dropping', { shown: note.shown, due: note.due })
    case 'slowed':
      return t('note.slowed', { factor: formatFixed(note.factor, 2) })
  }
}
