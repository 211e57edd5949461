// L’arbre des boîtes.
import type { Translation } from '../translation.ts'

export const structureBrowser = {
  'boxes.view': 'Ce qui est montré de la structure',
  'boxes.overview': 'Vue d’ensemble',
  'boxes.tree': 'Boîtes',
  'boxes.loading': 'Lecture des boîtes : {done} sur {total}',
  'boxes.none': 'Pas de boîtes',
  'boxes.noneText': 'Ce fichier n’est pas fait de boîtes (ISO/IEC 14496-12).',
  'boxes.count': { one: '{count} boîte', other: '{count} boîtes' },
  'boxes.limited': 'Les {count} premières boîtes sur {total} sont listées.',
  'boxes.incomplete': 'Le fichier a plus de boîtes qu’il n’en est lu.',
  'boxes.findings': { one: '{count} constat', other: '{count} constats' },
  'boxes.nextFinding': 'Constat suivant',
  'boxes.size': '{size} octets à {offset}',
  'boxes.declared': 'Son champ de taille dit {declared} octets ; {size} sont là.',
  'boxes.fields': 'Champs',
  'boxes.bytes': 'Octets',
  'boxes.problem.unknown': 'Les champs de cette boîte ne sont pas lus ici. Ses octets sont ci-dessous.',
  'boxes.problem.cut': 'La boîte se termine avant ses champs.',
  'boxes.problem.too-long': 'La boîte est longue : seul son début a été lu.',
  'boxes.earlier': 'Octets précédents',
  'boxes.later': 'Octets suivants',
  'boxes.range': 'Octets {from} à {to} du fichier',
  'boxes.detail': 'La boîte choisie',
  'boxes.choose': 'Choisissez une boîte pour voir ses champs et ses octets.',
} as const satisfies Translation
