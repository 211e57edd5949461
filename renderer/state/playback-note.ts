// What playback has to say, in words.
import { t } from '#contract/messages/format.ts'
import { formatDuration, formatFixed } from '#contract/messages/quantities.ts'
import type { PlaybackNote } from './shown-meter.ts'

export function noteText(note: PlaybackNote): string {
  switch (note.kind) {
    case 'skipped':
    case 'waiting': {
      const length = formatDuration(note.hole.seconds)
      const stored = note.hole.kind === 'gap' ? 'gap' : 'long'
      return t(`note.${stored}${note.kind === 'skipped' ? 'Skipped' : 'Waiting'}`, { length })
    }
    case 'decoding':
      return t('picture.decoding')
    case 'some of':
      return withSpeed(t('note.dropping', { shown: note.shown, due: note.due }), note.factor)
    case 'one of':
      return withSpeed(t(note.keyOnly ? 'note.keysOneOf' : 'note.oneOf', { of: note.of }), note.factor)
    case 'slowed':
      return t('note.slowed', { factor: speedText(note.factor) })
  }
}

const withSpeed = (text: string, factor: number | null): string =>
  factor === null ? text : t('note.atSpeed', { text, factor: speedText(factor) })

const speedText = (factor: number): string => formatFixed(factor, factor < 2 ? 2 : 1)
