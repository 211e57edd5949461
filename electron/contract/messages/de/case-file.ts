// Der Fall als Ganzes: sein Menü, Öffnen nur zum Lesen, und was sich bei der Prüfung aller Beweisstücke zeigte.
import type { Translation } from '../translation.ts'

export const caseFile = {
  'caseMenu.label': 'Fall',
  'caseMenu.examiner': 'Prüfer: {name}',
  'caseMenu.created': 'Angelegt am {day}',
  'caseMenu.rename': 'Umbenennen…',
  'caseMenu.copy': 'Kopieren…',
  'caseMenu.backup': 'Sichern…',
  'caseMenu.move': 'Verschieben…',
  'caseMenu.verify': 'Alle prüfen',
  'caseMenu.report': 'Bericht über den Fall…',
  'caseMenu.deleteDerived': 'Abgeleitete Dateien löschen…',
  'caseMenu.showFolder': 'Ordner zeigen',
  'caseMenu.close': 'Fall schließen',

  'caseRename.title': 'Fall umbenennen',
  'caseRename.text':
    'Das Protokoll behält das alte und das neue Aktenzeichen. Der Ordner behält seinen Namen.',
  'caseRename.now': 'Umbenennen',
  'caseRename.notDone': 'Der Fall wurde nicht umbenannt.',

  'caseCopy.title.copy': 'Fall kopieren',
  'caseCopy.title.backup': 'Fall sichern',
  'caseCopy.title.move': 'Fall verschieben',
  'caseCopy.text.copy':
    'Originale, Protokoll, Exporte und Berichte werden kopiert, wie sie in diesem Augenblick stehen; jedes Original wird zurückgelesen und verglichen. Vorschaubilder bleiben weg; sie werden neu erzeugt. Dieser Fall bleibt geöffnet, und Sie können in ihm weiterarbeiten.',
  'caseCopy.text.backup':
    'Originale, Protokoll, Exporte und Berichte werden kopiert, wie sie in diesem Augenblick stehen; jedes Original wird zurückgelesen und verglichen. Die Sicherung lässt sich öffnen wie jeder Fall. Sie können währenddessen weiterarbeiten.',
  'caseCopy.text.move':
    'Der Fall wird geschlossen, verschoben und an seinem neuen Ort wieder geöffnet. Auf ein anderes Laufwerk wird er zuerst kopiert und verglichen; erst dann wird der alte Ordner entfernt.',
  'caseCopy.amount': { one: 'Ein Beweisstück, {bytes}', other: '{count} Beweisstücke, {bytes}' },
  'caseCopy.folder': 'Neuer Ordner',
  'caseCopy.folderHint': 'Er darf noch nicht da sein oder muss leer sein, und darf nicht im Fall liegen.',
  'caseCopy.choose': 'Wählen, wohin der neue Ordner kommt',
  'caseCopy.now.copy': 'Kopieren',
  'caseCopy.now.backup': 'Sichern',
  'caseCopy.now.move': 'Verschieben',
  'caseCopy.notChosen': 'Kein Ordner wurde gewählt.',
  'caseCopy.done.copy': {
    one: 'Der Fall wurde nach {path} kopiert: eine Datei, {bytes}, Protokoll bis Eintrag {seq}.',
    other: 'Der Fall wurde nach {path} kopiert: {count} Dateien, {bytes}, Protokoll bis Eintrag {seq}.',
  },
  'caseCopy.done.backup': {
    one: 'Der Fall wurde nach {path} gesichert: eine Datei, {bytes}, Protokoll bis Eintrag {seq}.',
    other: 'Der Fall wurde nach {path} gesichert: {count} Dateien, {bytes}, Protokoll bis Eintrag {seq}.',
  },
  'caseCopy.moved': 'Der Fall {reference} ist jetzt in {path}',
  'recent.openedAt': 'Geöffnet {time} UTC',
  'cases.missing.reference': 'Geben Sie ein Aktenzeichen ein.',
  'cases.missing.examiner': 'Geben Sie ein, wer prüft.',
  'cases.missing.folder': 'Wählen Sie einen Ordner.',

  'derived.title': 'Abgeleitete Dateien löschen',
  'derived.text':
    'Vorschaubilder und Sichtungskopien aller Beweisstücke werden gelöscht. Sie werden bei Bedarf neu erzeugt. Kein Original wird angerührt, und das Protokoll hält es fest.',
  'derived.now': 'Löschen',
  'derived.keep': 'Behalten',
  'derived.notDone': 'Die abgeleiteten Dateien wurden nicht gelöscht.',
  'derived.none': 'Es gab keine abgeleiteten Dateien.',
  'derived.done': {
    one: 'Eine abgeleitete Datei wurde gelöscht, {bytes}.',
    other: '{count} abgeleitete Dateien wurden gelöscht, {bytes}.',
  },

  'readOnly.banner': 'Zum Lesen geöffnet: nichts kann hinzugefügt oder aufgezeichnet werden.',
  'readOnly.verify': 'Prüfen geht, wird aber nicht aufgezeichnet.',
  'readOnly.why': 'Der Fall wurde zum Lesen geöffnet: nichts kann hinzugefügt oder aufgezeichnet werden.',
  'readOnly.open': 'Zum Lesen öffnen',
  'readOnly.whyHere':
    'Dieser Fall wurde zum Lesen geöffnet: nur die eigene Liste des Arbeitsplatzes kann geändert werden.',

  'recent.more': 'Mehr zu {reference}',
  'recent.forget': 'Aus dieser Liste entfernen',
  'recent.notForgotten': 'Der Fall wurde nicht aus der Liste entfernt.',
  'recent.forgotten': '{reference} wurde aus der Liste entfernt. Der Ordner wurde nicht angerührt.',

  'verifyOutcome.missing': { one: 'Ein Original fehlt.', other: '{count} Originale fehlen.' },
  'verifyOutcome.extra': {
    one: 'Eine Datei in der Verwahrung gehört zu keinem Beweisstück.',
    other: '{count} Dateien in der Verwahrung gehören zu keinem Beweisstück.',
  },
  'verifyOutcome.title.missing': 'Fehlt',
  'verifyOutcome.title.changed': 'Nicht mehr, wie sie waren',
  'verifyOutcome.title.extra': 'In der Verwahrung, ohne Beweisstück',
  'verifyOutcome.ledger': 'Protokoll',
  'verifyOutcome.ledgerHolds': 'Lückenlos',
  'verifyOutcome.ledgerBroken': 'Hält nicht stand',
  'verifyOutcome.ledgerProblem': 'Das Protokoll hält nicht stand: {reason}',
  'verifyOutcome.ledgerNoReason': 'ein Grund wurde nicht genannt.',
  'verifyOutcome.showLedger': 'Protokoll zeigen',
  'verifyOutcome.problems': 'Erneut geprüft: der Fall ist nicht mehr, wie er war.',
  'verifyOutcome.problemsAtOpening': 'Beim Öffnen erneut geprüft: der Fall ist nicht mehr, wie er war.',
} as const satisfies Translation
