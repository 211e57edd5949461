// The sheet of stills: marked pictures as PDF, each with what is to be said of it.
export const stillSheet = {
  'stillSheet.title': 'Sheet of stills',
  'stillSheet.case': 'Case {reference}',
  'stillSheet.all': {
    one: 'The one marked picture of this sheet was made as a still.',
    other: 'All {count} pictures of this sheet were made as stills.',
  },
  'stillSheet.some': {
    one: '{count} of {of} pictures could not be made. It stands in its place with the reason: no. {numbers}.',
    other:
      '{count} of {of} pictures could not be made. They stand in their place with the reason: no. {numbers}.',
  },
  'stillSheet.more': '{some} and {count} more',
  'stillSheet.made': 'Sheet made',
  'stillSheet.tool': 'Exhibit {version}, ffmpeg {ffmpeg}',
  'stillSheet.holds': 'Holds',
  'stillSheet.pictures': { one: '{count} picture', other: '{count} pictures' },
  'stillSheet.marks': { one: '{count} mark', other: '{count} marks' },
  'stillSheet.files': { one: '{count} file', other: '{count} files' },
  'stillSheet.holdsValue':
    '{pictures} of {marks} in {files}. A marked stretch has two: its first picture and its last.',
  'stillSheet.order': 'Order',
  'stillSheet.orderValue':
    'By the time of recording, less the error of the recorder’s clock where an examiner entered it. Pictures without a time come last, file by file.',
  'stillSheet.what': 'What a picture here is',
  'stillSheet.whatText':
    'Each is one stored picture, decoded by ffmpeg out of the samples as they are stored, as RGB at its stored size: not scaled, turned, sharpened or drawn into. It is in this file without loss; “SHA-256 of the pixels” is the hash of its RGB bytes row by row from the top (16 bits big-endian where so stated), and whoever decodes the same stored sample in the way described gets it again. It is printed as large as there is room, at most one point wide for each stored pixel.',
  'stillSheet.filesHeading': 'Files',
  'stillSheet.file': 'File {number}: {name}',
  'stillSheet.custody': 'Custody',
  'stillSheet.noClock': 'nobody entered how far it was from the right time',
  'stillSheet.notChecked': 'Not checked',
  'stillSheet.notHashed':
    'The originals were not hashed again for this sheet: hash, size and verdict are those of the verification named with each file.',
  'stillSheet.notClock':
    'Whether a recorder’s clock was right is known only where a comparison is stated. A time is the recorder’s own word.',
  'stillSheet.notMeaning':
    'What a picture means, who or what is to be seen in it, and whether a note says it rightly.',
  'stillSheet.notScreen':
    'How a screen or a printer shows the colours: the hash is that of the pixels in this file.',
  'stillSheet.notCheckedOf': 'File {number}: {list}',

  'stillSheet.number': 'No. {number}',
  'stillSheet.asRecorded': '{utc}, as recorded',
  'stillSheet.asCorrected': '{utc}, corrected',
  'stillSheet.noTime': 'time not known',
  'stillSheet.refused': 'This still could not be made',
  'stillSheet.note': 'Note',
  'stillSheet.noteFollows': 'It is long, and stands on the next page.',
  'stillSheet.noteTo': 'Note to no. {number}',
  'stillSheet.noNote': 'none',
  'stillSheet.mark': 'Mark',
  'stillSheet.markValue': 'by {who}, {time}',
  'stillSheet.markChanged': 'by {who}, {time}; changed by {by}, {at}',
  'stillSheet.part.first': 'first picture of a marked stretch',
  'stillSheet.part.last': 'last picture of a marked stretch',
  'stillSheet.camera': 'Camera',
  'stillSheet.notSaid': 'not said by the file',
  'stillSheet.fileRow': 'File',
  'stillSheet.fileValue': '{number}: {name}',
  'stillSheet.picture': 'Picture',
  'stillSheet.pictureValue':
    '{shownAs} of {pictures}; stored sample {sample} of track {track}, counted from 0',
  'stillSheet.pictureType': '{picture}, type {type}',
  'stillSheet.pictureUnknown':
    'stored sample {sample} of track {track}, counted from 0; its place among the pictures is not known',
  'stillSheet.recorded': 'Recorded',
  'stillSheet.recordedValue': '{utc} ({origin})',
  'stillSheet.recordedNone': 'the file does not say when; media time {seconds} s',
  'stillSheet.recordedUnknown': 'not known',
  'stillSheet.before': 'Before',
  'stillSheet.beforeValue': '{utc}: before the correction that the file brings',
  'stillSheet.corrected': 'Corrected',
  'stillSheet.correctedValue': '{utc} (recorder’s clock {offset}; entered by {who}, {time})',
  'stillSheet.correctedNone': 'no; nobody entered how far the recorder’s clock was from the right time',
  'stillSheet.view': 'View',
  'stillSheet.viewValue':
    '{coordinates} {name}: the place that the camera looks at, not where it stands (loci)',
  'stillSheet.cameraAt': 'Camera at',
  'stillSheet.cameraSeveral':
    'not told: positions of several receivers are in the file, and which is that of this camera is not said',
  'stillSheet.cameraUnread': 'not told: the metadata of this file is still to be read',
  'stillSheet.cameraAtValue': '{coordinates}, newest position at or before the picture, of {utc}',
  'stillSheet.place': 'Place',
  'stillSheet.fileHash': 'SHA-256 of the file',
  'stillSheet.pixelHash': 'SHA-256 of the pixels',
  'stillSheet.size': 'Size',
  'stillSheet.sizeValue':
    '{width} × {height} stored pixels of 3 × {bits} bits; here {density} pixels an inch',
  'stillSheet.shown': 'Players show it as {width} × {height}',
  'stillSheet.shownAspect': 'pixels {aspect}',
  'stillSheet.shownTurned': 'turned by {degrees}° clockwise',
  'stillSheet.decoded': 'Decoded',
  'stillSheet.decodedValue':
    'ffmpeg {version}, stored samples {first} to {last}; {format} to RGB, matrix {matrix}, {range} range',
  'stillSheet.notes': 'Notes',
  'stillSheet.noNotes': 'none: the decoder complained of nothing, and nothing was assumed',

  'stillSheet.inRecording': 'In the recording: {after} s after its first picture, times as recorded',
  'stillSheet.inSheet': 'On this sheet: {after} s after its first picture, times as ordered',
  'stillSheet.inRecordingUnknown': 'In the recording: its place is not known',
  'stillSheet.inSheetUnknown': 'On this sheet: no time is known that it could be placed by',
  'stillSheet.inSheetOnly': 'On this sheet: all pictures are of the same moment',
  'stillSheet.mediaTime': '{seconds} s',
} as const
