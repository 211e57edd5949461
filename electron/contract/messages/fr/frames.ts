// La table de toutes les images.
import type { Translation } from '../translation.ts'

export const frames = {
  'panel.frames': 'Images',
  'frames.title': 'Toutes les images enregistrées',
  'frames.loading': 'Lecture de la table des échantillons…',
  'frames.none': 'Pas de table d’images',
  'frames.noneText': 'Ce fichier n’a pas de piste vidéo avec une table d’échantillons enregistrés.',
  'frames.laidOut':
    'Une vidéo d’un autre format : types, tailles, positions et octets égaux sont ceux du fichier où elle a été disposée pour être regardée, non de l’original.',
  'frames.laidOutCsv':
    'Dans cette liste, tailles et hachages sont ceux de paquets tels que ffmpeg les a disposés ; chaque ligne le dit.',
  'frames.count': { one: '{count} image', other: '{count} images' },
  'frames.constant': 'Cadence constante',
  'frames.constantText': 'Chaque image suit après {usual} (± un pas de l’horloge du fichier).',
  'frames.outliers': { one: 'Constante à un intervalle près', other: 'Constante à {count} intervalles près' },
  'frames.variable': 'Cadence variable',
  'frames.rangeText': 'Intervalles de {least} à {most}, habituel {usual} ; inhabituels : {count}.',
  'frames.gaps': {
    one: '{count} intervalle dépasse une fois et demie l’intervalle habituel.',
    other: '{count} intervalles dépassent une fois et demie l’intervalle habituel.',
  },
  'frames.same': 'Nombre et horloge concordent',
  'frames.differ': 'Nombre et horloge diffèrent',
  'frames.differShort': 'Nombre ≠ horloge',
  'frames.variableShort': 'VFR',
  'frames.leads': 'Ouvre la table de toutes les images.',
  'frames.fewer': {
    one: 'Une image de moins que l’horloge n’en permet à l’intervalle habituel : {counted} sur {expected}.',
    other:
      '{count} images de moins que l’horloge n’en permet à l’intervalle habituel : {counted} sur {expected}.',
  },
  'frames.more': {
    one: 'Une image de plus que l’horloge n’en permet à l’intervalle habituel : {counted}, et non {expected}.',
    other:
      '{count} images de plus que l’horloge n’en permet à l’intervalle habituel : {counted}, et non {expected}.',
  },
  'frames.equalTimes': {
    one: '{count} image a la même heure que la précédente.',
    other: '{count} images ont la même heure que la précédente.',
  },
  'frames.chart': 'Intervalles entre images, le long de l’enregistrement. Un clic y mène.',
  'frames.chartTip': 'Image {number} : {length} jusqu’à la suivante',
  'frames.scan': 'Lire les types, trouver les images égales',
  'frames.scanHint':
    'Lit une fois chaque image enregistrée : son type dans les en-têtes de slice, et si ses octets sont ceux d’une image antérieure.',
  'frames.scanning': 'Lecture de toutes les images : {done} sur {total}',
  'frames.cancel': 'Annuler',
  'frames.types': '{idr} IDR, {intra} I, {predicted} P, {both} B',
  'frames.typesUnread': { one: '{count} non lue', other: '{count} non lues' },
  'frames.noSame': 'Deux images ne sont jamais enregistrées avec les mêmes octets.',
  'frames.sameTotal': {
    one: '{count} image est enregistrée avec les mêmes octets qu’une image antérieure.',
    other: '{count} images sont enregistrées avec les mêmes octets qu’une image antérieure.',
  },
  'frames.nextSame': 'Image égale suivante',
  'frames.sameAs': 'Enregistrée avec les mêmes octets que l’image {number}',
  'frames.decode': 'Tout décoder, trouver les égales',
  'frames.decodeHint':
    'Décode chaque image par ffmpeg et compare tous ses pixels à ceux des images antérieures. Une image figée ou répétée est égale même si elle est enregistrée autrement ; avec bien des encodeurs, une scène où rien ne bouge l’est aussi.',
  'frames.decoding': 'Décodage de toutes les images : {done} sur {total}',
  'frames.decodedNone': 'Deux images décodées ne sont jamais égales.',
  'frames.decodedTotal': {
    one: '{count} image décodée est égale à une image antérieure.',
    other: '{count} images décodées sont égales à une image antérieure.',
  },
  'frames.repeated': {
    one: 'Dont {count} à celle montrée juste avant.',
    other: 'Dont {count} à celle montrée juste avant.',
  },
  'frames.undecoded': {
    one: '{count} image n’a pas été décodée proprement, ou dépend peut-être d’une telle image : rien n’en est dit.',
    other:
      '{count} images n’ont pas été décodées proprement, ou dépendent peut-être d’une telle image : rien n’en est dit.',
  },
  'frames.equalTo': 'L’image décodée est égale à l’image {number}',
  'frames.limited': 'Les {count} premières sur {total} sont listées ; la liste CSV les a toutes.',
  'frames.export': 'Exporter la liste',
  'frames.export.csv': 'CSV, tout ce qui est connu…',
  'frames.export.framemd5': 'FrameMD5 des images décodées, par ffmpeg…',
  'frames.choose': 'Enregistrer la liste des images',
  'frames.written': {
    one: 'Liste de {count} image écrite dans {path}.',
    other: 'Liste de {count} images écrite dans {path}.',
  },
  'frames.notWritten': 'La liste des images n’a pas été écrite.',
  'frames.col.picture': 'Image',
  'frames.col.type': 'Type',
  'frames.col.time': 'Heure (UTC)',
  'frames.col.media': 'Temps média',
  'frames.col.interval': 'À suivante',
  'frames.col.size': 'Octets',
  'frames.col.decode': 'Décodée à',
  'frames.col.duration': 'Durée',
  'frames.col.offset': 'Position',
  'frames.col.sample': 'Rang',
  'frames.col.signing': 'Signature de la caméra',
  'frames.col.stamp': 'Horodatage caméra (UTC)',
  'frames.stampHint':
    'L’heure que la caméra a écrite dans l’image même. Elle est lue pour les lignes visibles ; on ne peut donc pas trier par elle.',
  'frames.stamp.locked': 'L’horloge d’horodatage était synchronisée, selon elle-même.',
  'frames.stamp.unlocked': '* L’horloge d’horodatage n’était pas synchronisée, selon elle-même.',
  'frames.stamp.jump': 'L’horloge a été réglée entre cet horodatage et le précédent, selon elle-même.',
  'frames.stamp.none': 'aucun',
  'frames.stamp.failed': 'non lu',
  'frames.utcBy': '{days}, UTC d’après {origin}.',
  'frames.sort': 'Trier par : {column}',
  'frames.timeFrom': 'Début de la piste : {origin} ; plus le temps enregistré de l’image',
  'frames.coarseHint':
    'Le début n’est connu qu’à la seconde : les chiffres après le point comptent à partir de là.',
  'frames.mediaHint': 'Temps de présentation : le temps enregistré de l’image sur l’axe de la piste',
  'frames.correctedHint': '{time} UTC, corrigé de l’horloge de l’enregistreur',
  'frames.sync': 'Le décodage peut commencer ici',
  'frames.key': 'clé',
} as const satisfies Translation
