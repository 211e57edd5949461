// Die erneute Prüfung des ganzen Falls: die Schaltfläche, das Ergebnis, und was seit dem Öffnen geprüft wurde.
import type { Translation } from '../translation.ts'

export const verifyAll = {
  'verifyAll.start': 'Alle prüfen',
  'verifyAll.running': 'Wird geprüft…',
  'verifyAll.notStarted': 'Die Prüfung des Falls wurde nicht begonnen.',
  'verifyAll.hint':
    'Liest jedes Original im Fall noch einmal und beurteilt es neu. Sie können weiterarbeiten.',
  'verifyAll.since': 'Seit dem Öffnen neu gelesen: {done} von {total}',
  'verifyAll.amiss': { one: '1 Problem', other: '{count} Probleme' },
  'verifyAll.amissHint':
    'Beweisstücke, deren Datei in der Verwahrung fehlt, nicht lesbar ist oder nicht die ist, die übernommen wurde.',
  'verifyAll.sinceHint':
    'Was in der Stunde vor dem Öffnen geprüft wurde, wird nicht von selbst noch einmal gelesen.',
  'verifyAll.done': {
    one: 'Das eine Beweisstück des Falls wurde erneut geprüft und ist, wie es war.',
    other: 'Alle {count} Beweisstücke des Falls wurden erneut geprüft und sind, wie sie waren.',
  },
  'verifyAll.counts': {
    one: 'Ein Beweisstück: unverändert seit der Übernahme: {unchanged}; ein Problem: {problems}.',
    other: '{count} Beweisstücke: unverändert seit der Übernahme: {unchanged}; ein Problem: {problems}.',
  },
  'verifyAll.allWell': {
    one: 'Ein Beweisstück: Bytes unverändert seit der Übernahme, Antworten wie zuvor.',
    other: '{count} Beweisstücke: Bytes unverändert seit der Übernahme, Antworten wie zuvor.',
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
  'verifyAll.otherFile': 'Die Datei in der Verwahrung ist nicht die, die übernommen wurde.',
  'verifyAll.hashNow': 'SHA-256 in der Verwahrung',
  'verifyAll.hashThen': 'SHA-256 bei der Übernahme',
  'verifyAll.onlyLedger': 'Protokoll geprüft; kein Beweisstück neu gelesen',
  'verifyAll.doneBut': 'fertig; {what}',
  'verified.title': 'Zuletzt geprüft',
  'verified.sinceOpening': 'seit der Fall geöffnet wurde',
  'verified.beforeOpening': 'bevor der Fall geöffnet wurde',
  'custodyResult.judged': 'Unterzeichner neu beurteilt',
  'custodyResult.checked': 'Kontrolliert',
  'custodyResult.caseChecked': 'Fall kontrolliert',
  'custodyResult.onlyJudged': 'die Bytes wurden dafür nicht gelesen',
  'custodyResult.gone': 'das Original ist nicht in der Verwahrung',
  'custodyResult.notRead': 'das Original konnte nicht bis zum Ende gelesen werden',
  'custodyResult.otherFile': 'nicht die Datei, die übernommen wurde',
  'custodyResult.sameButBroken': 'die Datei, die übernommen wurde; die Siegel halten nicht',
  'custodyResult.sameFile': 'die Datei, die übernommen wurde',
  'custodyResult.sameButContradicted':
    'die Datei, die übernommen wurde; ihr Video widerspricht der Signatur der Kamera',
  'custodyResult.sameNotReadable': 'die Datei, die übernommen wurde; sie ist nicht prüfbar',
  'custodyResult.case.notSought': 'nach Dateien ohne Beweisstück wurde nicht gesucht',
  'custodyResult.case.noLedger': 'das Protokoll wurde nicht geprüft',
  'custodyResult.case.problems': {
    one: 'ein Problem mit einem Beweisstück',
    other: '{count} Probleme mit Beweisstücken',
  },
  'custodyResult.case.extra': {
    one: 'eine Datei ohne Beweisstück',
    other: '{count} Dateien ohne Beweisstück',
  },
  'custodyResult.case.ledger': 'das Protokoll hält nicht',
  'custodyResult.case.same': {
    one: 'ein Beweisstück hat die Bytes, die übernommen wurden',
    other: '{count} Beweisstücke haben die Bytes, die übernommen wurden',
  },
  'custodyResult.case.skipped': {
    one: 'eines wurde nicht noch einmal gelesen',
    other: '{count} wurden nicht noch einmal gelesen',
  },
  'custodyResult.case.none': 'kein Beweisstück wurde gelesen',
} as const satisfies Translation
