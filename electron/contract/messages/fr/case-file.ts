// L’affaire entière : son menu, l’ouvrir en lecture, et ce que sa vérification a montré.
import type { Translation } from '../translation.ts'

export const caseFile = {
  'caseMenu.label': 'Affaire',
  'caseMenu.examiner': 'Examinateur : {name}',
  'caseMenu.created': 'Créée le {day}',
  'caseMenu.rename': 'Renommer…',
  'caseMenu.copy': 'Copier…',
  'caseMenu.backup': 'Sauvegarder…',
  'caseMenu.move': 'Déplacer…',
  'caseMenu.verify': 'Tout vérifier',
  'caseMenu.report': 'Rapport sur l’affaire…',
  'caseMenu.deleteDerived': 'Supprimer les fichiers dérivés…',
  'caseMenu.showFolder': 'Montrer le dossier',
  'caseMenu.close': 'Fermer l’affaire',

  'caseRename.title': 'Renommer l’affaire',
  'caseRename.text': 'Le registre garde l’ancienne référence et la nouvelle. Le dossier garde son nom.',
  'caseRename.now': 'Renommer',
  'caseRename.notDone': 'L’affaire n’a pas été renommée.',

  'caseCopy.title.copy': 'Copier l’affaire',
  'caseCopy.title.backup': 'Sauvegarder l’affaire',
  'caseCopy.title.move': 'Déplacer l’affaire',
  'caseCopy.text.copy':
    'Originaux, registre, exports et rapports sont copiés dans leur état actuel, et chaque original est relu et comparé. Les vignettes sont laissées de côté ; elles sont refaites. Cette affaire reste ouverte, et vous pouvez continuer à y travailler.',
  'caseCopy.text.backup':
    'Originaux, registre, exports et rapports sont copiés dans leur état actuel, et chaque original est relu et comparé. La sauvegarde s’ouvre comme toute affaire. Vous pouvez continuer à travailler entre-temps.',
  'caseCopy.text.move':
    'L’affaire est fermée, déplacée, et rouverte à son nouvel emplacement. Sur un autre disque, elle est d’abord copiée et comparée ; ce n’est qu’ensuite que l’ancien dossier est retiré.',
  'caseCopy.amount': { one: '{count} pièce, {bytes}', other: '{count} pièces, {bytes}' },
  'caseCopy.folder': 'Nouveau dossier',
  'caseCopy.folderHint':
    'Il ne doit pas encore exister, ou être vide, et ne doit pas se trouver dans l’affaire.',
  'caseCopy.choose': 'Choisir où va le nouveau dossier',
  'caseCopy.now.copy': 'Copier',
  'caseCopy.now.backup': 'Sauvegarder',
  'caseCopy.now.move': 'Déplacer',
  'caseCopy.notChosen': 'Aucun dossier n’a été choisi.',
  'caseCopy.done.copy': {
    one: 'L’affaire a été copiée dans {path} : {count} fichier, {bytes}, registre jusqu’à l’écriture {seq}.',
    other:
      'L’affaire a été copiée dans {path} : {count} fichiers, {bytes}, registre jusqu’à l’écriture {seq}.',
  },
  'caseCopy.done.backup': {
    one: 'L’affaire a été sauvegardée dans {path} : {count} fichier, {bytes}, registre jusqu’à l’écriture {seq}.',
    other:
      'L’affaire a été sauvegardée dans {path} : {count} fichiers, {bytes}, registre jusqu’à l’écriture {seq}.',
  },
  'caseCopy.moved': 'L’affaire {reference} est maintenant dans {path}',
  'recent.openedAt': 'Ouverte {time} UTC',
  'cases.missing.reference': 'Indiquez une référence.',
  'cases.missing.examiner': 'Indiquez qui examine.',
  'cases.missing.folder': 'Choisissez un dossier.',

  'derived.title': 'Supprimer les fichiers dérivés',
  'derived.text':
    'Les vignettes et les copies de visionnage de toutes les pièces sont supprimées. Elles sont refaites quand il le faut. Aucun original n’est touché, et le registre le consigne.',
  'derived.now': 'Supprimer',
  'derived.keep': 'Les garder',
  'derived.notDone': 'Les fichiers dérivés n’ont pas été supprimés.',
  'derived.none': 'Il n’y avait pas de fichiers dérivés.',
  'derived.done': {
    one: '{count} fichier dérivé a été supprimé, {bytes}.',
    other: '{count} fichiers dérivés ont été supprimés, {bytes}.',
  },

  'readOnly.banner': 'Ouverte en lecture : rien ne peut être ajouté ni consigné.',
  'readOnly.verify': 'La vérification fonctionne, mais n’est pas consignée.',
  'readOnly.why': 'L’affaire a été ouverte en lecture : rien ne peut être ajouté ni consigné.',
  'readOnly.open': 'Ouvrir en lecture',
  'readOnly.whyHere':
    'Cette affaire a été ouverte en lecture : seule la liste propre du poste peut être modifiée.',

  'recent.more': 'Autres actions pour {reference}',
  'recent.forget': 'Retirer de cette liste',
  'recent.notForgotten': 'L’affaire n’a pas été retirée de la liste.',
  'recent.forgotten': '{reference} a été retirée de la liste. Son dossier n’a pas été touché.',

  'verifyOutcome.missing': { one: '{count} original manque.', other: '{count} originaux manquent.' },
  'verifyOutcome.extra': {
    one: '{count} fichier du coffre n’appartient à aucune pièce.',
    other: '{count} fichiers du coffre n’appartiennent à aucune pièce.',
  },
  'verifyOutcome.title.missing': 'Manquants',
  'verifyOutcome.title.changed': 'Plus tels qu’ils étaient',
  'verifyOutcome.title.extra': 'Dans le coffre, sans pièce',
  'verifyOutcome.ledger': 'Registre',
  'verifyOutcome.ledgerHolds': 'Sans rupture',
  'verifyOutcome.ledgerBroken': 'Ne tient pas',
  'verifyOutcome.ledgerProblem': 'Le registre ne tient pas : {reason}',
  'verifyOutcome.ledgerNoReason': 'aucune raison n’a été donnée.',
  'verifyOutcome.showLedger': 'Montrer le registre',
  'verifyOutcome.problems': 'Vérifié à nouveau : l’affaire n’est plus telle qu’elle était.',
  'verifyOutcome.problemsAtOpening':
    'Vérifié à nouveau à l’ouverture : l’affaire n’est plus telle qu’elle était.',
} as const satisfies Translation
