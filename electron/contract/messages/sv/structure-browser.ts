// Trädet av boxar.
import type { Translation } from '../translation.ts'

export const structureBrowser = {
  'boxes.view': 'Vad som visas av strukturen',
  'boxes.overview': 'Översikt',
  'boxes.tree': 'Boxar',
  'boxes.loading': 'Boxar läses: {done} av {total}',
  'boxes.none': 'Inga boxar',
  'boxes.noneText': 'Filen är inte uppbyggd av boxar (ISO/IEC 14496-12).',
  'boxes.count': { one: '{count} box', other: '{count} boxar' },
  'boxes.limited': 'De första {count} av {total} boxar visas.',
  'boxes.incomplete': 'Filen har fler boxar än som läses.',
  'boxes.findings': { one: '{count} iakttagelse', other: '{count} iakttagelser' },
  'boxes.nextFinding': 'Nästa iakttagelse',
  'boxes.size': '{size} byte vid {offset}',
  'boxes.declared': 'Dess storleksfält säger {declared} byte; {size} finns där.',
  'boxes.fields': 'Fält',
  'boxes.bytes': 'Byte',
  'boxes.problem.unknown': 'Boxens fält läses inte här. Dess byte står nedanför.',
  'boxes.problem.cut': 'Boxen slutar före sina fält.',
  'boxes.problem.too-long': 'Boxen är lång: bara dess början lästes.',
  'boxes.earlier': 'Tidigare byte',
  'boxes.later': 'Senare byte',
  'boxes.range': 'Byte {from} till {to} i filen',
  'boxes.detail': 'Den valda boxen',
  'boxes.choose': 'Välj en box för att se dess fält och byte.',
} as const satisfies Translation
