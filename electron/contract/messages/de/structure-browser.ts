// Der Baum der Boxen.
import type { Translation } from '../translation.ts'

export const structureBrowser = {
  'boxes.view': 'Was vom Aufbau gezeigt wird',
  'boxes.overview': 'Überblick',
  'boxes.tree': 'Boxen',
  'boxes.loading': 'Boxen werden gelesen: {done} von {total}',
  'boxes.none': 'Keine Boxen',
  'boxes.noneText': 'Diese Datei ist nicht aus Boxen aufgebaut (ISO/IEC 14496-12).',
  'boxes.count': { one: '{count} Box', other: '{count} Boxen' },
  'boxes.limited': 'Die ersten {count} von {total} Boxen sind aufgeführt.',
  'boxes.incomplete': 'Die Datei hat mehr Boxen, als gelesen werden.',
  'boxes.findings': { one: '{count} Befund', other: '{count} Befunde' },
  'boxes.nextFinding': 'Nächster Befund',
  'boxes.size': '{size} Bytes bei {offset}',
  'boxes.declared': 'Ihr Größenfeld sagt {declared} Bytes; {size} sind da.',
  'boxes.fields': 'Felder',
  'boxes.bytes': 'Bytes',
  'boxes.problem.unknown': 'Die Felder dieser Box werden hier nicht gelesen. Ihre Bytes stehen darunter.',
  'boxes.problem.cut': 'Die Box endet vor ihren Feldern.',
  'boxes.problem.too-long': 'Die Box ist lang: nur ihr Anfang wurde gelesen.',
  'boxes.earlier': 'Frühere Bytes',
  'boxes.later': 'Spätere Bytes',
  'boxes.range': 'Bytes {from} bis {to} der Datei',
  'boxes.detail': 'Die gewählte Box',
  'boxes.choose': 'Wählen Sie eine Box, um ihre Felder und Bytes zu sehen.',
} as const satisfies Translation
