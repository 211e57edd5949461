// Die Tasten der Sichtung, und die Liste, die sie nennt und ändert.
import type { Translation } from '../translation.ts'

export const keys = {
  'command.togglePlaying': 'Abspielen und anhalten',
  'command.playForward': 'Vorwärts abspielen; noch einmal: schneller',
  'command.playBack': 'Rückwärts abspielen; noch einmal: schneller',
  'command.stop': 'Stopp',
  'command.faster': 'Schneller',
  'command.slower': 'Langsamer',
  'command.toggleMuted': 'Ton an und aus',
  'command.secondForward': 'Eine Sekunde vor',
  'command.secondBack': 'Eine Sekunde zurück',
  'command.nextGap': 'Über die nächste Lücke',
  'command.previousGap': 'Zurück über die Lücke davor',
  'command.nextProblem': 'Nächste Stelle, die die Signatur der Kamera nicht bestätigt',
  'command.previousProblem': 'Vorige Stelle, die die Signatur der Kamera nicht bestätigt',
  'command.firstPicture': 'Erstes Bild',
  'command.lastPicture': 'Letztes Bild',
  'command.toggleFit': 'Ganzes Bild, oder jedes gespeicherte Pixel einmal',

  'player.jump': 'Zu einer Lücke, Markierung, Sekunde oder anderen Stelle gehen',

  'keys.title': 'Tasten der Sichtung',
  'keys.open': 'Tasten',
  'keys.text':
    'Sie gelten überall in der Sichtung, aber nicht, während etwas eingegeben wird. Wird die Taste eines Schritts gehalten, geht es weiter, jedes Bild wird vor dem nächsten gezeigt. {stop} gehalten mit {forward} oder {back}: ein Bild, dann langsam, solange beide gehalten werden.',
  'keys.search': 'In Befehlen und Tasten suchen',
  'keys.count': { one: '{count} Befehl', other: '{count} Befehle' },
  'keys.noMatch': 'Kein Befehl passt',
  'keys.group.play': 'Abspielen',
  'keys.group.move': 'Bewegen',
  'keys.group.mark': 'Markieren und speichern',
  'keys.group.look': 'Ansehen',
  'keys.change': 'Ändern',
  'keys.changeOf': 'Die Taste von „{command}“ ändern',
  'keys.press': 'Drücken Sie die neue Taste. Escape lässt es, wie es ist.',
  'keys.taken': '{key} ist die Taste von „{command}“.',
  'keys.swap': 'Beide Tasten tauschen',
  'keys.leave': 'So lassen',
  'keys.refused.reserved':
    '{key} bewegt überall den Fokus, bestätigt oder schließt. Drücken Sie eine andere Taste.',
  'keys.refused.modified':
    'Tasten mit Strg, Alt oder ⌘ gehören der Anwendung und dem System. Drücken Sie eine andere Taste.',
  'keys.done': '„{command}“ hat jetzt die Taste {key}.',
  'keys.doneSwapped': '„{command}“ hat jetzt die Taste {key}, „{other}“ hat {otherKey}.',
  'keys.reset': 'Zurücksetzen',
  'keys.resetOf': '„{command}“ die anfängliche Taste geben',
  'keys.resetDone': 'Die Tasten sind wie am Anfang.',
  'keys.resetAll': 'Alle Tasten zurücksetzen',
  'keys.settings': 'Tasten',
  'keys.settingsText':
    'Jeder Befehl der Sichtung hat eine Taste, die auf diesem Arbeitsplatz geändert werden kann.',
  'keys.settingsOpen': 'Tasten zeigen und ändern',

  'keys.label': '{text} ({key})',
  'keys.shift': 'Umschalt+{key}',
  'keys.space': 'Leertaste',
  'keys.home': 'Pos1',
  'keys.end': 'Ende',
  'keys.pageUp': 'Bild auf',
  'keys.pageDown': 'Bild ab',
  'keys.delete': 'Entf',
} as const satisfies Translation
