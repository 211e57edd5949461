// Att kontrollera hela ärendet igen: knappen, resultatet, och vad som har kontrollerats sedan det öppnades.
import type { Translation } from '../translation.ts'

export const verifyAll = {
  'verifyAll.start': 'Kontrollera alla',
  'verifyAll.running': 'Kontrolleras…',
  'verifyAll.notStarted': 'Kontrollen av ärendet startades inte.',
  'verifyAll.hint': 'Läser varje original i ärendet igen och bedömer det på nytt. Du kan arbeta vidare.',
  'verifyAll.since': 'Kontrollerade sedan öppnandet: {done} av {total}',
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
} as const satisfies Translation
