// Vérifier à nouveau toute l’affaire : le bouton, le résultat, et ce qui a été vérifié depuis l’ouverture.
import type { Translation } from '../translation.ts'

export const verifyAll = {
  'verifyAll.start': 'Tout vérifier',
  'verifyAll.running': 'Vérification…',
  'verifyAll.notStarted': 'La vérification de l’affaire n’a pas été lancée.',
  'verifyAll.hint':
    'Relit chaque original de l’affaire et le juge à nouveau. Vous pouvez continuer à travailler.',
  'verifyAll.since': 'Relues depuis l’ouverture : {done} sur {total}',
  'verifyAll.amiss': { one: '{count} problème', other: '{count} problèmes' },
  'verifyAll.amissHint':
    'Pièces dont le fichier dans le coffre manque, ne peut pas être lu ou n’est pas celui qui a été versé.',
  'verifyAll.sinceHint':
    'Ce qui a été vérifié dans l’heure précédant l’ouverture n’est pas relu de lui-même.',
  'verifyAll.done': {
    one: 'L’unique pièce de l’affaire a été vérifiée à nouveau et est telle qu’elle était.',
    other: 'Les {count} pièces de l’affaire ont été vérifiées à nouveau et sont telles qu’elles étaient.',
  },
  'verifyAll.counts': {
    one: '{count} pièce : inchangée depuis son versement : {unchanged} ; un problème : {problems}.',
    other: '{count} pièces : inchangées depuis leur versement : {unchanged} ; un problème : {problems}.',
  },
  'verifyAll.allWell': {
    one: '{count} pièce : octets inchangés depuis son versement, réponses comme avant.',
    other: '{count} pièces : octets inchangés depuis leur versement, réponses comme avant.',
  },
  'verifyAll.skipped': {
    one: '{count} n’a pas été relue : elle avait été vérifiée dans l’heure.',
    other: '{count} n’ont pas été relues : elles avaient été vérifiées dans l’heure.',
  },
  'verifyAll.problems': {
    one: '{count} pièce de l’affaire n’est plus telle qu’elle était.',
    other: '{count} pièces de l’affaire ne sont plus telles qu’elles étaient.',
  },
  'verifyAll.problemsAtOpening': {
    one: 'Vérifié à nouveau à l’ouverture : {count} pièce de l’affaire n’est plus telle qu’elle était.',
    other:
      'Vérifié à nouveau à l’ouverture : {count} pièces de l’affaire ne sont plus telles qu’elles étaient.',
  },
  'verifyAll.problem': '{name} : {problem}',
  'verifyAll.more': { one: 'et {count} autre', other: 'et {count} autres' },
  'verifyAll.show': 'Montrer la pièce',
  'verifyAll.nameless': 'une pièce sans nom',
  'verifyAll.atOpening': 'À l’ouverture de l’affaire',
  'verifyAll.otherFile': 'Le fichier dans le coffre n’est pas celui qui a été versé.',
  'verifyAll.hashNow': 'SHA-256 dans le coffre',
  'verifyAll.hashThen': 'SHA-256 lors du versement',
  'verifyAll.onlyLedger': 'Registre contrôlé ; aucune pièce relue',
  'verifyAll.doneBut': 'terminé ; {what}',
  'verified.title': 'Dernière vérification',
  'verified.sinceOpening': 'depuis l’ouverture de l’affaire',
  'verified.beforeOpening': 'avant l’ouverture de l’affaire',
  'custodyResult.judged': 'Signataire jugé à nouveau',
  'custodyResult.checked': 'Contrôlé',
  'custodyResult.caseChecked': 'Affaire contrôlée',
  'custodyResult.onlyJudged': 'les octets n’ont pas été lus pour cela',
  'custodyResult.gone': 'l’original n’est pas dans le coffre',
  'custodyResult.notRead': 'l’original n’a pas pu être lu jusqu’au bout',
  'custodyResult.otherFile': 'ce n’est pas le fichier qui a été versé',
  'custodyResult.sameButBroken': 'le fichier qui a été versé ; les scellés ne tiennent pas',
  'custodyResult.sameFile': 'le fichier qui a été versé',
  'custodyResult.sameButContradicted':
    'le fichier qui a été versé ; sa vidéo contredit la signature de la caméra',
  'custodyResult.sameNotReadable': 'le fichier qui a été versé ; il ne peut être examiné',
  'custodyResult.case.notSought': 'les fichiers sans pièce n’ont pas été cherchés',
  'custodyResult.case.noLedger': 'le registre n’a pas été contrôlé',
  'custodyResult.case.problems': {
    one: '{count} problème avec une pièce',
    other: '{count} problèmes avec des pièces',
  },
  'custodyResult.case.extra': { one: '{count} fichier sans pièce', other: '{count} fichiers sans pièce' },
  'custodyResult.case.ledger': 'le registre ne tient pas',
  'custodyResult.case.same': {
    one: '{count} pièce a les octets qui ont été versés',
    other: '{count} pièces ont les octets qui ont été versés',
  },
  'custodyResult.case.skipped': { one: '{count} n’a pas été relue', other: '{count} n’ont pas été relues' },
  'custodyResult.case.none': 'aucune pièce n’a été lue',
} as const satisfies Translation
