// Plusieurs pistes d’images ou de son dans un fichier.
import type { Translation } from '../translation.ts'

export const tracks = {
  'tracks.title': 'Pistes de ce fichier',
  'tracks.pictures': 'Piste d’images',
  'tracks.sound': 'Piste de son',
  'tracks.choose': 'Piste d’images montrée',
  'tracks.chooseSound': 'Piste de son entendue',
  'tracks.which': '{number} sur {total}',
  'tracks.unnamed': 'piste {id}',
  'tracks.pictureTrack': {
    one: '{which} : {name} · {count} image',
    other: '{which} : {name} · {count} images',
  },
  'tracks.soundTrack': '{which} : {name}',
  'tracks.noSound': 'Pas de son',
  'tracks.ofPictures': '{which} pistes d’images',
  'tracks.ofSounds': '{which} pistes de son',
  'tracks.outside': '{name} n’a pas d’image de {time} ; la plus proche est montrée.',
  'tracks.otherCamera': 'De {name}, qui n’est pas montrée',
  'tracks.mark': 'Piste {track} : {name}',
  'tracks.ofCamera': 'Piste d’images de la caméra {number}',
  'tracks.lane': 'première de {count} pistes d’images',
  'tracks.laneHint':
    'Des fichiers ont ici jusqu’à {count} pistes d’images : l’enregistrement et les lacunes sont ceux de la première. Une autre se choisit au-dessus de son image.',
  'command.nextTrack': 'Piste d’images suivante du fichier',
  'command.previousTrack': 'Piste d’images précédente du fichier',
  'command.nextSound': 'Piste de son suivante du fichier, ou aucune',
} as const satisfies Translation
