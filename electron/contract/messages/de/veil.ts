// Sensibles Material: Kennzeichnung von Beweisstücken, und was Bild und Ton verdeckt.
import type { Translation } from '../translation.ts'

export const veil = {
  'sensitive.chip': 'Inhalt',
  'sensitive.word': 'Sensibel',
  'sensitive.why': 'Als sensibel gekennzeichnet: Bild und Ton bleiben verdeckt, bis jemand sie aufdeckt.',
  'sensitive.mark': 'Als sensibel kennzeichnen',
  'sensitive.unmark': 'Nicht mehr sensibel',
  'sensitive.notChanged': 'Die Kennzeichnung wurde nicht geändert.',
  'veil.title': 'Verdeckt',
  'veil.why.sensitive': 'Dieses Beweisstück ist als sensibel gekennzeichnet.',
  'veil.why.all': 'Dieser Fall verdeckt jedes Beweisstück, bis es angesehen wird.',
  'veil.why.hand': 'Sie haben dieses Beweisstück verdeckt.',
  'veil.same':
    'Kein Bild wird gezeichnet und kein Ton abgespielt, bis Sie aufdecken. Es bleibt aufgedeckt, bis der Fall geschlossen wird.',
  'veil.recorded': 'Das Aufdecken steht danach im Protokoll.',
  'veil.lift': 'Aufdecken',
  'veil.lower': 'Bild verdecken',
  'veil.toggle': 'Bild verdecken oder aufdecken',
  'veil.noStill': 'Das Bild ist verdeckt: Decken Sie es auf, um ein Standbild davon zu erstellen.',
  'veil.thumbnail': 'Bild verdeckt',
  'veil.ledger.down': 'Verdeckt: es wurde kein Bild gezeigt',
  'veil.ledger.lifted': 'Aufgedeckt',
  'veil.notRecorded': 'Dass aufgedeckt wurde, steht nicht im Protokoll.',
  'veil.caseOn': 'Jedes Beweisstück verdecken, bis es angesehen wird',
  'veil.caseOnHint':
    'Kein Bild wird gezeichnet und kein Ton abgespielt, auch kein Vorschaubild, bis jemand den Schleier hebt. Im Menü des Falls lässt es sich später ändern.',
  'veil.caseOff': 'Nur sensible Beweisstücke verdecken',
  'veil.caseNotChanged': 'Was der Fall verdeckt, wurde nicht geändert.',
  'export.sensitive': 'Im Fall ist es als sensibel gekennzeichnet.',
  'receipt.sensitive': '„{name}“ ist im Fall als sensibel gekennzeichnet.',
} as const satisfies Translation
