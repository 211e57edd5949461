// What is changed in a view, in words: on the picture, in stills, in the ledger.
import { changesOf, type ViewAspect, type ViewSettings } from '../picture-view.ts'
import { t } from './format.ts'
import { formatFixed } from './quantities.ts'

/** Empty where nothing is changed. */
export function viewWords(view: ViewSettings): string {
  return changesOf(view)
    .map((name) => {
      switch (name) {
        case 'aspect':
          return view.aspect === 'square'
            ? t('view.change.square')
            : t('view.change.shape', { aspect: aspectWord(view.aspect) })
        case 'range':
          return view.range === 'file' ? '' : t(`view.change.${view.range}`)
        case 'brightness':
          return t('view.change.brightness', { amount: signed(view.brightness) })
        case 'contrast':
          return t('view.change.contrast', { amount: String(view.contrast) })
        case 'gamma':
          return t('view.change.gamma', { amount: formatFixed(view.gamma / 100, 2) })
        case 'deinterlacing':
          return view.deinterlacing === 'none' ? '' : t(`view.change.${view.deinterlacing}`)
      }
    })
    .join(', ')
}

export const aspectWord = (aspect: ViewAspect): string =>
  aspect === 'file' || aspect === 'square' ? t(`view.aspect.${aspect}`) : aspect.replace(':', ' : ')

const signed = (value: number): string => (value > 0 ? `+${value}` : `−${-value}`)
