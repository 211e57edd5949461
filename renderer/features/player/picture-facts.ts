// What is shown of the stored picture, in one line: scale, stored and shown size, turn. Nothing of it is baked in.
import { safeText, t } from '#contract/messages/format.ts'
import { PictureFactName, type PictureOrigin, type PictureStatements } from '#contract/picture.ts'
import { canvasSize, displaySize, type PictureShape } from './picture-geometry.ts'

/** `scale`: device pixels for each stored line. Empty where the size is not known. */
export function pictureFacts(shape: PictureShape, scale: number): string {
  const { stored, rotation } = shape
  if (stored.width === 0 || stored.height === 0) return ''
  const display = displaySize(shape)
  const turned = canvasSize(shape)
  // Sizes are written without thousands separators, as everywhere in this trade.
  const shown = { width: String(Math.round(display.width)), height: String(Math.round(display.height)) }
  const isStretched = shown.width !== String(turned.width) || shown.height !== String(turned.height)
  return [
    // First, so that it is the last to be cut off.
    t('player.scale', { percent: Math.round(scale * 100) }),
    t('player.stored', { width: String(stored.width), height: String(stored.height) }),
    ...(isStretched ? [t('player.shownAs', shown)] : []),
    ...(rotation === 0 ? [] : [t('player.rotated', { degrees: rotation })]),
  ].join(' · ')
}

export type FactRow = {
  fact: PictureFactName
  values: { text: string; origins: string[] }[]
  contradicted: boolean
}

/** What the file says, a row for each fact: equal statements once, with all places that make them. */
export function factRows({
  statements,
  contradicted,
}: Pick<PictureStatements, 'statements' | 'contradicted'>): FactRow[] {
  const rows: FactRow[] = []
  for (const fact of PictureFactName.options) {
    const values: FactRow['values'] = []
    for (const statement of statements.filter((one) => one.fact === fact)) {
      const text = valueText(fact, statement.value)
      const origin = originText(statement.origin)
      const same = values.find((one) => one.text === text)
      if (same) same.origins.push(origin)
      else values.push({ text, origins: [origin] })
    }
    if (values.length > 0) rows.push({ fact, values, contradicted: contradicted.includes(fact) })
  }
  return rows
}

/** Codes of boxes are names; the rest is put into words. */
export function originText(origin: PictureOrigin): string {
  switch (origin) {
    case 'entry':
    case 'sps':
    case 'sps-inside':
    case 'computed':
      return t(`pictureOrigin.${origin}`)
    default:
      return origin
  }
}

function valueText(fact: PictureFactName, value: string): string {
  switch (fact) {
    case 'rotation':
      if (value === 'other') return t('pictureValue.otherTurn')
      return value === '0' ? t('pictureValue.noTurn') : t('player.rotated', { degrees: Number(value) })
    case 'range':
      return t(value === 'full' ? 'pictureValue.full' : 'pictureValue.limited')
    case 'scan':
      return t(`pictureValue.${scans.find((scan) => scan === value) ?? 'fields'}`)
    case 'profile': {
      const [type = '', size = ''] = value.split(' ')
      return t('pictureValue.profile', { type: safeText(type), size })
    }
    case 'coded':
    case 'stored':
    case 'display':
    case 'aperture':
      return value.replace('×', ' × ')
    default:
      return value
  }
}

const scans = ['frames', 'fields', 'upper-first', 'lower-first'] as const
