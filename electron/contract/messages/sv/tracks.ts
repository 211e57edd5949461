// Flera spår med bilder eller ljud i en fil.
import type { Translation } from '../translation.ts'

export const tracks = {
  'tracks.title': 'Filens spår',
  'tracks.pictures': 'Bildspår',
  'tracks.sound': 'Ljudspår',
  'tracks.choose': 'Bildspår som visas',
  'tracks.chooseSound': 'Ljudspår som hörs',
  'tracks.which': '{number} av {total}',
  'tracks.unnamed': 'spår {id}',
  'tracks.pictureTrack': {
    one: '{which}: {name} · {count} bild',
    other: '{which}: {name} · {count} bilder',
  },
  'tracks.soundTrack': '{which}: {name}',
  'tracks.noSound': 'Inget ljud',
  'tracks.ofPictures': '{which} bildspår',
  'tracks.ofSounds': '{which} ljudspår',
  'tracks.outside': '{name} har ingen bild från {time}; den närmaste visas.',
  'tracks.otherCamera': 'Från {name}, som inte visas',
  'tracks.mark': 'Spår {track}: {name}',
  'tracks.ofCamera': 'Bildspår för kamera {number}',
  'tracks.lane': 'första av {count} bildspår',
  'tracks.laneHint':
    'Filer här har upp till {count} bildspår: inspelning och luckor är det förstas. Ett annat väljs ovanför bilden.',
  'command.nextTrack': 'Filens nästa bildspår',
  'command.previousTrack': 'Filens föregående bildspår',
  'command.nextSound': 'Filens nästa ljudspår, eller inget',
} as const satisfies Translation
