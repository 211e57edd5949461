// Why there is no sound, in words.
import { t } from '#contract/messages/format.ts'
import type { SoundState } from './sound-choice.ts'

/** Null where there is sound. */
export function whyNoSound(state: SoundState): string | null {
  switch (state.kind) {
    case 'ready':
      return null
    case 'none':
      return t('player.soundNone')
    case 'unsupported':
      return state.failed === undefined
        ? t('player.soundUnsupported', { codec: state.codec })
        : t('player.soundNotAsked', { codec: state.codec, detail: state.failed })
    case 'entries':
      return t('player.soundEntries')
    case 'failed':
      return t('player.soundFailed', { detail: state.detail })
  }
}
