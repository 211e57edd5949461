// Words for recordings in several files: which part an item is, and what is missing between the parts.
import type { MissingPart, Recording } from '../recording.ts'
import type { ItemId } from '../units.ts'
import { formatList, safeText, t } from './format.ts'
import { formatUtc } from './times.ts'

type NameOf = (id: ItemId) => string

/** `Part 2 of 3`; parts that are missing count where it is known that they are, and where they belong. */
export function describePart(recording: Recording, itemId: ItemId): string {
  const { parts, missing } = recording
  const part = parts.find((one) => one.itemId === itemId)
  if (!part) return ''
  const isBefore = ({ before, after }: MissingPart): boolean => {
    const at = (id: ItemId | null): number => parts.findIndex((one) => one.itemId === id)
    return before === null ? at(after) < part.number - 1 : at(before) <= part.number - 1
  }
  const number = part.number + missing.filter(isBefore).length
  return t('recording.part', { number, of: parts.length + missing.length })
}

/** A heading, then one line for each part and for each that is missing, in order; then how it is known, and what does not fit. */
export function describeRecording(recording: Recording, nameOf: NameOf): string[] {
  const { parts, missing, evidence, notes = [], unordered = [] } = recording
  const name = (id: ItemId): string => safeText(nameOf(id))
  const lines = parts.flatMap(({ itemId, number }) => [
    ...missing
      .filter(({ before, after }) => before === itemId && after === null)
      .map((one) => describeMissingPart(one, nameOf)),
    t('recording.partLine', { number, name: name(itemId) }),
    ...missing.filter(({ after }) => after === itemId).map((one) => describeMissingPart(one, nameOf)),
  ])
  const known = unordered.length > 0 ? [] : [t(`recording.${evidence}`)]
  return [headingOf(recording), ...lines, ...unordered.map(name), ...known, ...notes]
}

function headingOf({ cameras, start, end, parts, unordered = [] }: Recording): string {
  return t('recording.line', {
    cameras:
      cameras.length > 0
        ? formatList(cameras.slice(0, 4).map((name) => safeText(name)))
        : t('recording.noCamera'),
    span:
      start && end
        ? t('recording.span', { start: formatUtc(start), end: formatUtc(end) })
        : t('recording.noTime'),
    count: parts.length + unordered.length,
  })
}

export function describeMissingPart({ after, before, uri, from, to }: MissingPart, nameOf: NameOf): string {
  const quoted = (id: ItemId): string => `“${safeText(nameOf(id))}”`
  const where =
    after && before
      ? t('recording.missingBetween', { after: quoted(after), before: quoted(before) })
      : before
        ? t('recording.missingFirst', { before: quoted(before) })
        : t('recording.missingLast', { after: after ? quoted(after) : '' })
  const times = from && to ? t('recording.missingTimes', { from: formatUtc(from), to: formatUtc(to) }) : ''
  const named = uri === '' ? '' : t('recording.missingNamed', { uri: safeText(uri, 200) })
  return `${where}${times}${named}.`
}
