// Die erneute Prüfung des ganzen Falls: die Schaltfläche, das Ergebnis, und was seit dem Öffnen geprüft wurde.
import type { Translation } from '../translation.ts'

export const verifyAll = {
  'verifyAll.start': 'Alle prüfen',
  'verifyAll.running': 'Wird geprüft…',
  'verifyAll.notStarted': 'Die Prüfung des Falls wurde nicht begonnen.',
  'verifyAll.hint':
    'Liest jedes Original im Fall noch einmal und beurteilt es neu. Sie können weiterarbeiten.',
  'verifyAll.since': 'Seit dem Öffnen geprüft: {done} von {total}',
  'verifyAll.sinceHint':
    'Was in der Stunde vor dem Öffnen geprüft wurde, wird nicht von selbst noch einmal gelesen.',
  'verifyAll.done': {
    one: 'Das eine Beweisstück des Falls wurde erneut geprüft und ist, wie es war.',
    other: 'Alle {count} Beweisstücke des Falls wurden erneut geprüft und sind, wie sie waren.',
  },
  'verifyAll.counts': {
    one: 'Ein Beweisstück: Bytes unverändert bei {unchanged}, ein Problem bei {problems}.',
    other: '{count} Beweisstücke: Bytes unverändert bei {unchanged}, ein Problem bei {problems}.',
  },
  'verifyAll.allWell': {
    one: 'Ein Beweisstück: Bytes unverändert, Antworten wie zuvor.',
    other: '{count} Beweisstücke: Bytes unverändert, Antworten wie zuvor.',
  },
  'verifyAll.skipped': {
    one: 'Eines wurde nicht noch einmal gelesen: es war in der letzten Stunde geprüft worden.',
    other: '{count} wurden nicht noch einmal gelesen: sie waren in der letzten Stunde geprüft worden.',
  },
  'verifyAll.problems': {
    one: 'Ein Beweisstück des Falls ist nicht mehr, wie es war.',
    other: '{count} Beweisstücke des Falls sind nicht mehr, wie sie waren.',
  },
  'verifyAll.problemsAtOpening': {
    one: 'Beim Öffnen erneut geprüft: ein Beweisstück des Falls ist nicht mehr, wie es war.',
    other: 'Beim Öffnen erneut geprüft: {count} Beweisstücke des Falls sind nicht mehr, wie sie waren.',
  },
  'verifyAll.problem': '{name}: {problem}',
  'verifyAll.more': { one: 'und eines mehr', other: 'und {count} mehr' },
  'verifyAll.show': 'Beweisstück zeigen',
  'verifyAll.nameless': 'ein Beweisstück ohne Namen',
  'verifyAll.atOpening': 'Beim Öffnen des Falls',
  'verified.title': 'Zuletzt geprüft',
  'verified.sinceOpening': 'seit der Fall geöffnet wurde',
  'verified.beforeOpening': 'bevor der Fall geöffnet wurde',
} as const satisfies Translation
