// Items that are no export files, items of which bytes are missing, and recordings in several files.
export const kinds = {
  'kind.export': 'Export',
  'kind.export.why': 'A file of the kind that video systems export (ISO base media). It can carry seals.',
  'kind.video': 'View only',
  'kind.video.why': 'Not an export file: no seal. It can at most be looked at.',
  'kind.video.kept': 'Kept only',
  'kind.video.kept.why':
    'Not an export file: no seal. Its pictures cannot be shown here: ffmpeg is needed for that.',
  'kind.attachment': 'Attachment',
  'kind.attachment.why': 'Kept with the export as it came. Only its SHA-256 is checked.',

  'kind.chip': 'Kind',
  'kind.video.reason': 'Not an export file (format {format}): no seal. It can at most be looked at.',
  'kind.attachment.reason': 'Not a video: kept as an attachment. Only its SHA-256 is checked.',
  // It looks like a video by its first bytes or its name.
  'kind.notOpened.reason':
    'Not a video that can be opened: kept as an attachment. Only its SHA-256 is checked.',
  'kind.notLookedAt.reason':
    'Whether it is a video was not looked at, because ffmpeg was not found: kept as an attachment. Only its SHA-256 is checked.',
  'kind.notRead.reason':
    'Its name is that of an export, but it cannot be read as one: kept as an attachment. Only its SHA-256 is checked.',
  'kind.lacking.reason':
    'What this file is cannot be told, because bytes of it are missing: kept as an attachment. Only its SHA-256 is checked.',
  'kind.check': 'It is not an export file.',
  'kind.noSeal': 'No seal',
  'kind.notLooked': 'None looked for',
  'kind.step': 'What the file is',
  'kind.notProved.contents': 'Anything about what the file says or shows.',

  'missing.bytes': {
    one: '{bytes} missing',
    other: '{bytes} missing, in {count} places',
  },
  'missing.reason': {
    one: '{bytes} at one place could not be read from the source and are missing; whether the seals match cannot be told.',
    other:
      '{bytes} at {count} places could not be read from the source and are missing; whether the seals match cannot be told.',
  },
  'missing.alone': {
    one: '{bytes} at one place could not be read from the source and are missing.',
    other: '{bytes} at {count} places could not be read from the source and are missing.',
  },
  'missing.media': 'Bytes of the file are missing; signatures inside the video were not checked.',
  'missing.check': 'Bytes of the file are missing, so this cannot be told.',
  'missing.word': 'Incomplete',
  'missing.why': 'Bytes could not be read from the source. Whether the seals match cannot be told.',
  'missing.zeros': 'In their place this file has zeros; its SHA-256 is that of the file with the zeros.',
  'missing.step': 'What is missing',
  'missing.fact': 'Missing',
  'missing.notProved.seals': 'Whether the seals of the file match, and who made them.',
  'missing.hand':
    'Bytes that could not be read, {bytes} from offset {offset}: none but zeros, so this prints 0',
  'missing.completed': 'The whole file was taken in later.',
  'missing.heading': 'What is missing',
  'missing.range': 'Bytes {first} to {last} ({bytes})',
  'missing.more': { one: '1 more place', other: '{count} more places' },

  'notChecked.seals': 'the seals of the file',
  'notChecked.contents': 'what the file says or shows',

  'export.copied': 'It is not an export file, so it is handed on without a new seal: the same bytes.',
  'packageGuide.copied':
    '“{name}” is not an export file and carries no seal. SHA256SUMS says which bytes it has to have.',

  'recording.heading': 'Recordings in several files',
  'recording.line': { one: '{cameras}, {span}: 1 file', other: '{cameras}, {span}: {count} files' },
  'recording.noCamera': 'No camera named',
  'recording.noTime': 'no time stated',
  'recording.span': '{start} to {end}',
  'recording.part': 'Part {number} of {of}',
  'recording.partLine': 'Part {number}: {name}',
  'recording.sumi': 'The files name each other as parts of one recording.',
  'recording.times': 'The files come from the same export, and their times join.',
  'recording.missingFirst': 'A part before {before} is missing',
  'recording.missingLast': 'A part after {after} is missing',
  'recording.missingBetween': 'A part between {after} and {before} is missing',
  'recording.missingTimes': ' ({from} to {to})',
  'recording.missingNamed': ', called “{uri}” by its neighbour',
  'recording.loop':
    'The files name each other in a circle, so no first part can be told; they are not put in an order.',
  'recording.twice':
    'Several files say that they are the same part of a recording; none of them is put in an order.',
  'recording.backwards':
    'The order in which the files name each other is not that of their times; they are not put in an order.',
  'recording.disagree':
    'The files do not agree on which part follows which; where they do not, they are not joined.',
} as const
