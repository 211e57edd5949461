// Die Uhr des Rekorders: was ein Prüfer fand, als er zwei Uhren im selben Augenblick ablas.
import type { Translation } from '../translation.ts'

export const clock = {
  'recorderClock.open': 'Uhr des Rekorders…',
  'recorderClock.title': 'Uhr des Rekorders: {name}',
  'recorderClock.corrected': 'berichtigt',
  'recorderClock.correctedStart': 'Berichtigter Beginn',
  'recorderClock.correctedHint':
    'Die aufgezeichnete Zeit abzüglich des Fehlers der Uhr des Rekorders, den {who} am {day} eingetragen hat: {offset} Die aufgezeichnete Zeit bleibt, wie sie ist.',
  'recorderClock.newTitle': 'Die Uhren vergleichen',
  'recorderClock.newText':
    'Lesen Sie beide Uhren im selben Augenblick ab. Aufgezeichnete Zeiten werden nie geändert; die berichtigten stehen daneben.',
  'recorderClock.recorder': 'Rekorder zeigte (UTC)',
  'recorderClock.reference': 'Vergleichsuhr zeigte (UTC)',
  'recorderClock.save': 'Aufzeichnen',
} as const satisfies Translation
