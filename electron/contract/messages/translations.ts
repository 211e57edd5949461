// Every language and its texts. Only the window imports this: reports and the command line stay English.
import { de } from './de.ts'
import { fr } from './fr.ts'
import type { Language, Voice } from './language.ts'
import { sv } from './sv.ts'

export const voices: { readonly [L in Language]: Voice & { language: L } } = {
  en: { language: 'en', texts: {} },
  de: { language: 'de', texts: de },
  fr: { language: 'fr', texts: fr },
  sv: { language: 'sv', texts: sv },
}
