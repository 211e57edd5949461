// Ce qu’est une pièce et ce qui en manque.
import type { Translation } from '../translation.ts'

export const kinds = {
  'kind.export': 'Export',
  'kind.export.why':
    'Un fichier tel que les systèmes vidéo en exportent (ISO base media). Il peut porter des scellés.',
  'kind.video': 'À regarder seulement',
  'kind.video.why': 'Pas un fichier d’export : aucun scellé. Il peut tout au plus être regardé.',
  'kind.video.kept': 'Conservé seulement',
  'kind.video.kept.why':
    'Pas un fichier d’export : aucun scellé. Ses images ne peuvent être montrées ici : il faut ffmpeg pour cela.',
  'kind.attachment': 'Annexe',
  'kind.attachment.why': 'Conservée avec l’export, telle quelle. Seul son SHA-256 est vérifié.',
  'kind.chip': 'Nature',
  'kind.check': 'Ce n’est pas un fichier d’export.',
  'kind.noSeal': 'Aucun scellé',
  'kind.notLooked': 'Non cherché',
  'kind.step': 'Ce qu’est le fichier',

  'missing.bytes': {
    one: '{bytes} manquants',
    other: '{bytes} manquants, en {count} endroits',
  },
  'missing.word': 'Incomplet',
  'missing.why':
    'Des octets n’ont pas pu être lus à la source. Impossible de dire si les scellés correspondent.',
  'missing.zeros': 'À leur place, ce fichier a des zéros ; son SHA-256 est celui du fichier avec les zéros.',
  'missing.step': 'Ce qui manque',
  'missing.fact': 'Manque',
  'missing.completed': 'Le fichier entier a été versé plus tard.',
  'missing.heading': 'Ce qui manque',
  'missing.range': 'Octets {first} à {last} ({bytes})',
  'missing.more': { one: '{count} autre endroit', other: '{count} autres endroits' },

  'notChecked.seals': 'les scellés du fichier',
  'notChecked.contents': 'ce que le fichier dit ou montre',

  'recording.heading': 'Enregistrements en plusieurs fichiers',
  'recording.line': {
    one: '{cameras}, {span} : {count} fichier',
    other: '{cameras}, {span} : {count} fichiers',
  },
  'recording.noCamera': 'Aucune caméra nommée',
  'recording.noTime': 'aucune heure indiquée',
  'recording.span': '{start} à {end}',
  'recording.part': 'Partie {number} sur {of}',
  'recording.partLine': 'Partie {number} : {name}',
  'recording.missingFirst': 'Une partie avant {before} manque',
  'recording.missingLast': 'Une partie après {after} manque',
  'recording.missingBetween': 'Une partie entre {after} et {before} manque',
  'recording.missingTimes': ' ({from} à {to})',
  'recording.missingNamed': ', nommée « {uri} » par sa voisine',
} as const satisfies Translation
