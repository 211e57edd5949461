// L’horloge de l’enregistreur : ce qu’un examinateur a constaté en lisant deux horloges au même instant.
import type { Translation } from '../translation.ts'

export const clock = {
  'recorderClock.open': 'Horloge de l’enregistreur…',
  'recorderClock.title': 'Horloge de l’enregistreur : {name}',
  'recorderClock.corrected': 'corrigé',
  'recorderClock.correctedStart': 'Début corrigé',
  'recorderClock.correctedHint':
    'L’heure enregistrée moins l’erreur de l’horloge de l’enregistreur, que {who} a saisie le {day} : {offset} L’heure enregistrée reste telle quelle.',
  'recorderClock.newTitle': 'Comparer les horloges',
  'recorderClock.newText':
    'Lisez les deux horloges au même instant. Les heures enregistrées ne sont jamais modifiées ; les heures corrigées figurent à côté.',
  'recorderClock.recorder': 'L’enregistreur affichait (UTC)',
  'recorderClock.reference': 'L’horloge de référence affichait (UTC)',
  'recorderClock.save': 'Consigner',
} as const satisfies Translation
