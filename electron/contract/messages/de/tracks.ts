// Mehrere Spuren mit Bildern oder Ton in einer Datei.
import type { Translation } from '../translation.ts'

export const tracks = {
  'tracks.title': 'Spuren dieser Datei',
  'tracks.pictures': 'Bildspur',
  'tracks.sound': 'Tonspur',
  'tracks.choose': 'Bildspur, die gezeigt wird',
  'tracks.chooseSound': 'Tonspur, die zu hören ist',
  'tracks.which': '{number} von {total}',
  'tracks.unnamed': 'Spur {id}',
  'tracks.pictureTrack': {
    one: '{which}: {name} · {count} Bild',
    other: '{which}: {name} · {count} Bilder',
  },
  'tracks.soundTrack': '{which}: {name}',
  'tracks.noSound': 'Kein Ton',
  'tracks.ofPictures': '{which} Bildspuren',
  'tracks.ofSounds': '{which} Tonspuren',
  'tracks.outside': '{name} hat kein Bild von {time}; das nächstgelegene wird gezeigt.',
  'tracks.otherCamera': 'Von {name}, die nicht gezeigt wird',
  'tracks.mark': 'Spur {track}: {name}',
  'tracks.ofCamera': 'Bildspur der Kamera {number}',
  'tracks.lane': 'erste von {count} Bildspuren',
  'tracks.laneHint':
    'Dateien hier haben bis zu {count} Bildspuren: Aufzeichnung und Lücken sind die der ersten. Eine andere wird über ihrem Bild gewählt.',
  'command.nextTrack': 'Nächste Bildspur der Datei',
  'command.previousTrack': 'Vorige Bildspur der Datei',
  'command.nextSound': 'Nächste Tonspur der Datei, oder keine',
} as const satisfies Translation
