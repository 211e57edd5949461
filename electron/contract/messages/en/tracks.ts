// Several tracks of pictures or sound in one file: which one is shown and heard.
export const tracks = {
  'tracks.title': 'Tracks of this file',
  'tracks.pictures': 'Picture track',
  'tracks.sound': 'Sound track',
  'tracks.choose': 'Picture track that is shown',
  'tracks.chooseSound': 'Sound track that is heard',
  'tracks.which': '{number} of {total}',
  'tracks.unnamed': 'track {id}',
  'tracks.pictureTrack': {
    one: '{which}: {name} · {count} picture',
    other: '{which}: {name} · {count} pictures',
  },
  'tracks.soundTrack': '{which}: {name}',
  'tracks.noSound': 'No sound',
  'tracks.ofPictures': '{which} picture tracks',
  'tracks.ofSounds': '{which} sound tracks',
  'tracks.outside': '{name} has no picture of {time}; the nearest one is shown.',
  'tracks.otherCamera': 'Of {name}, which is not shown',
  'tracks.mark': 'Track {track}: {name}',
  'tracks.ofCamera': 'Picture track of camera {number}',
  'tracks.lane': 'first of {count} picture tracks',
  'tracks.laneHint':
    'Files here have up to {count} picture tracks: recording and gaps are those of the first one. Another one is chosen above its picture.',
  'command.nextTrack': 'Next picture track of the file',
  'command.previousTrack': 'Previous picture track of the file',
  'command.nextSound': 'Next sound track of the file, or none',
} as const
