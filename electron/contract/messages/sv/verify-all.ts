// Att kontrollera hela ärendet igen: knappen, resultatet, och vad som har kontrollerats sedan det öppnades.
import type { Translation } from '../translation.ts'

export const verifyAll = {
  'verifyAll.start': 'Kontrollera alla',
  'verifyAll.running': 'Kontrolleras…',
  'verifyAll.notStarted': 'Kontrollen av ärendet startades inte.',
  'verifyAll.hint': 'Läser varje original i ärendet igen och bedömer det på nytt. Du kan arbeta vidare.',
  'verifyAll.since': 'Lästa igen sedan öppnandet: {done} av {total}',
  'verifyAll.amiss': { one: '1 problem', other: '{count} problem' },
  'verifyAll.amissHint': 'Bevis vars fil i valvet saknas, inte kan läsas eller inte är den som togs in.',
  'verifyAll.sinceHint': 'Det som kontrollerades inom timmen före öppnandet läses inte igen av sig självt.',
  'verifyAll.done': {
    one: 'Ärendets enda bevis har kontrollerats igen och är som det var.',
    other: 'Alla {count} bevis i ärendet har kontrollerats igen och är som de var.',
  },
  'verifyAll.counts': {
    one: 'Ett bevis: byten oförändrade i {unchanged}, ett problem med {problems}.',
    other: '{count} bevis: byten oförändrade i {unchanged}, ett problem med {problems}.',
  },
  'verifyAll.allWell': {
    one: 'Ett bevis: byten oförändrade, svaren som förut.',
    other: '{count} bevis: byten oförändrade, svaren som förut.',
  },
  'verifyAll.skipped': {
    one: 'Ett lästes inte igen: det hade kontrollerats inom den senaste timmen.',
    other: '{count} lästes inte igen: de hade kontrollerats inom den senaste timmen.',
  },
  'verifyAll.problems': {
    one: 'Ett bevis i ärendet är inte som det var.',
    other: '{count} bevis i ärendet är inte som de var.',
  },
  'verifyAll.problemsAtOpening': {
    one: 'Kontrollerat igen vid öppnandet: ett bevis i ärendet är inte som det var.',
    other: 'Kontrollerat igen vid öppnandet: {count} bevis i ärendet är inte som de var.',
  },
  'verifyAll.problem': '{name}: {problem}',
  'verifyAll.more': { one: 'och ett till', other: 'och {count} till' },
  'verifyAll.show': 'Visa beviset',
  'verifyAll.nameless': 'ett bevis utan namn',
  'verifyAll.atOpening': 'När ärendet öppnades',
  'verified.title': 'Senast kontrollerat',
  'verified.sinceOpening': 'sedan ärendet öppnades',
  'verified.beforeOpening': 'innan ärendet öppnades',
  'custodyResult.judged': 'Undertecknaren bedömd på nytt',
  'custodyResult.checked': 'Undersökt',
  'custodyResult.caseChecked': 'Ärendet undersökt',
  'custodyResult.onlyJudged': 'byten lästes inte för det',
  'custodyResult.gone': 'originalet finns inte i valvet',
  'custodyResult.notRead': 'originalet kunde inte läsas till slutet',
  'custodyResult.otherFile': 'inte den fil som togs in',
  'custodyResult.sameButBroken': 'den fil som togs in; sigillen håller inte',
  'custodyResult.sameFile': 'den fil som togs in',
  'custodyResult.case.problems': { one: 'ett problem med ett bevis', other: '{count} problem med bevis' },
  'custodyResult.case.extra': { one: 'en fil utan bevis', other: '{count} filer utan bevis' },
  'custodyResult.case.ledger': 'liggaren håller inte',
  'custodyResult.case.same': {
    one: 'ett bevis har de byte som togs in',
    other: '{count} bevis har de byte som togs in',
  },
  'custodyResult.case.skipped': { one: 'ett lästes inte igen', other: '{count} lästes inte igen' },
  'custodyResult.case.none': 'inget bevis lästes',
} as const satisfies Translation
