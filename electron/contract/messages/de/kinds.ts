// Was ein Beweisstück ist und was von ihm fehlt.
import type { Translation } from '../translation.ts'

export const kinds = {
  'kind.export': 'Export',
  'kind.export.why': 'Eine Datei, wie Videosysteme sie exportieren (ISO base media). Sie kann Siegel tragen.',
  'kind.video': 'Nur zur Ansicht',
  'kind.video.why': 'Keine Exportdatei: kein Siegel. Sie kann höchstens angesehen werden.',
  'kind.video.kept': 'Nur verwahrt',
  'kind.video.kept.why':
    'Keine Exportdatei: kein Siegel. Ihre Bilder lassen sich hier nicht zeigen: dazu wird ffmpeg gebraucht.',
  'kind.attachment': 'Anhang',
  'kind.attachment.why': 'Zusammen mit dem Export verwahrt, wie er kam. Nur sein SHA-256 wird geprüft.',
  'kind.chip': 'Art',
  'kind.check': 'Sie ist keine Exportdatei.',
  'kind.noSeal': 'Kein Siegel',
  'kind.notLooked': 'Nicht gesucht',
  'kind.step': 'Was die Datei ist',

  'missing.bytes': {
    one: '{bytes} fehlen',
    other: '{bytes} fehlen, an {count} Stellen',
  },
  'missing.word': 'Unvollständig',
  'missing.why':
    'Bytes konnten aus der Quelle nicht gelesen werden. Ob die Siegel stimmen, lässt sich nicht sagen.',
  'missing.zeros': 'An ihrer Stelle hat diese Datei Nullen; ihr SHA-256 ist der der Datei mit den Nullen.',
  'missing.step': 'Was fehlt',
  'missing.fact': 'Fehlt',
  'missing.completed': 'Die ganze Datei wurde später übernommen.',
  'missing.heading': 'Was fehlt',
  'missing.range': 'Bytes {first} bis {last} ({bytes})',
  'missing.more': { one: '1 weitere Stelle', other: '{count} weitere Stellen' },

  'notChecked.seals': 'die Siegel der Datei',
  'notChecked.contents': 'was die Datei sagt oder zeigt',

  'recording.heading': 'Aufzeichnungen in mehreren Dateien',
  'recording.line': { one: '{cameras}, {span}: 1 Datei', other: '{cameras}, {span}: {count} Dateien' },
  'recording.noCamera': 'Keine Kamera genannt',
  'recording.noTime': 'keine Zeit angegeben',
  'recording.span': '{start} bis {end}',
  'recording.part': 'Teil {number} von {of}',
  'recording.partLine': 'Teil {number}: {name}',
  'recording.missingFirst': 'Ein Teil vor {before} fehlt',
  'recording.missingLast': 'Ein Teil nach {after} fehlt',
  'recording.missingBetween': 'Ein Teil zwischen {after} und {before} fehlt',
  'recording.missingTimes': ' ({from} bis {to})',
  'recording.missingNamed': ', von seinem Nachbarn „{uri}“ genannt',
} as const satisfies Translation
