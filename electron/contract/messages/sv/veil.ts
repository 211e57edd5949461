// Känsligt material: markering av bevis, och det som döljer bild och ljud.
import type { Translation } from '../translation.ts'

export const veil = {
  'sensitive.chip': 'Innehåll',
  'sensitive.word': 'Känsligt',
  'sensitive.why': 'Markerat som känsligt: bild och ljud är dolda tills någon tar fram dem.',
  'sensitive.mark': 'Markera som känsligt',
  'sensitive.unmark': 'Inte längre känsligt',
  'sensitive.notChanged': 'Markeringen ändrades inte.',
  'veil.title': 'Dolt',
  'veil.why.sensitive': 'Beviset är markerat som känsligt.',
  'veil.why.all': 'Ärendet döljer varje bevis tills det visas.',
  'veil.why.hand': 'Du har dolt beviset.',
  'veil.same':
    'Ingen bild ritas och inget ljud spelas förrän du tar fram det. Det är sedan framme tills ärendet stängs.',
  'veil.recorded': 'Att det tas fram registreras i liggaren.',
  'veil.lift': 'Ta fram',
  'veil.lower': 'Dölj bilden',
  'veil.toggle': 'Dölj bilden, eller ta fram den',
  'veil.noStill': 'Bilden är dold: ta fram den för att göra en stillbild av den.',
  'veil.thumbnail': 'Bilden är dold',
  'veil.ledger.down': 'Dolt: ingen bild visades',
  'veil.ledger.lifted': 'Togs fram',
  'veil.notRecorded': 'Att det togs fram står inte i liggaren.',
  'veil.caseOn': 'Dölj varje bevis tills det visas',
  'veil.caseOnHint':
    'Ingen bild ritas och inget ljud spelas, inte ens en miniatyrbild, förrän någon lyfter slöjan. Det kan ändras senare i ärendets meny.',
  'veil.caseOff': 'Dölj bara känsliga bevis',
  'veil.caseNotChanged': 'Vad ärendet döljer ändrades inte.',
  'export.sensitive': 'Ärendet markerar det som känsligt.',
  'receipt.sensitive': '”{name}” är markerat som känsligt i ärendet.',
} as const satisfies Translation
