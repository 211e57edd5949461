// Welche Bilder sich sauber dekodieren lassen, und welche nicht.
import type { Translation } from '../translation.ts'

export const damage = {
  'damage.find': 'Alle dekodieren, Schäden finden',
  'damage.findHint':
    'Lässt ffmpeg jedes Bild einmal dekodieren und findet die, bei denen es sich beschwert. Ein Decoder bemerkt nicht jeden Schaden, und ob ein Bild verändert wurde, sagt er nicht.',
  'damage.finding': 'Schäden werden gesucht: {progress}',
  'damage.found': {
    one: '{count} Bild {places} lässt sich nicht sauber dekodieren oder hängt vielleicht von einem solchen ab.',
    other:
      '{count} Bilder {places} lassen sich nicht sauber dekodieren oder hängen vielleicht von einem solchen ab.',
  },
  'damage.inPlaces': { one: 'an einer Stelle', other: 'an {count} Stellen' },
  'damage.none': {
    one: 'Das eine geprüfte Bild wird ohne Beanstandung dekodiert.',
    other: 'Alle {count} geprüften Bilder werden ohne Beanstandung dekodiert.',
  },
  'damage.others': {
    one: 'Ein weiteres wurde geprüft; es wird ohne Beanstandung dekodiert.',
    other: '{count} weitere wurden geprüft; sie werden ohne Beanstandung dekodiert.',
  },
  'damage.noneChecked': 'Kein Bild konnte geprüft werden.',
  'damage.left': 'Nicht geprüft: {list}.',
  'damage.leftPart': { one: '{count} Bild ({why})', other: '{count} Bilder ({why})' },
  'damage.h265': 'In H.265 bemerkt ein Decoder wenig von Schäden innerhalb eines Bildes.',
  'damage.cut': 'Nur die ersten {count} Abschnitte sind markiert.',
  'damage.why.no-start': 'keine Stelle, an der das Dekodieren beginnen kann',
  'damage.why.missing': 'Bytes fehlen, dort oder in dem, was gebraucht wird',
  'damage.why.empty': 'keine Bytes gespeichert',
  'damage.why.codec': 'ein Codec, den diese Version nicht prüfen kann',
  'damage.why.entry': 'keine Angabe, wie zu dekodieren ist',
  'damage.why.too-large': 'zu viel, um es auf einmal zu dekodieren',
  'damage.why.failed': 'der Decoder endete vorzeitig',
  'damage.why.unlisted': 'jenseits dessen, was die Liste fasst',
  'damage.lane': 'Dekodieren',
  'damage.list': 'Welche Bilder sich sauber dekodieren lassen, vom ersten bis zum letzten',
  'damage.places': { one: '{count} Schaden', other: '{count} Schäden' },
  'damage.noPlaces': 'Kein Schaden bemerkt',
  'damage.next': 'Nächste beschädigte Stelle',
  'damage.previous': 'Vorige beschädigte Stelle',
  'damage.notKnown': 'Noch nicht nach Schäden gesucht. Das Feld „Bilder“ beginnt damit.',
  'damage.noMore': 'Keine weitere beschädigte Stelle in dieser Richtung.',
  'damage.state.clean': 'dekodiert',
  'damage.state.damaged': 'beschädigt',
  'damage.state.affected': 'vielleicht betroffen',
  'damage.state.unchecked': 'nicht geprüft',
  'damage.damagedWhy': 'Es lässt sich nicht sauber dekodieren; der Decoder füllt auf, was fehlt.',
  'damage.affectedWhy': 'Es hängt vielleicht von Bild {number} ab, das sich nicht sauber dekodieren lässt.',
  'damage.uncheckedWhy': 'Nicht geprüft: {why}.',
  'damage.runDamaged': 'beschädigt oder vielleicht von Bild {number} abhängig, das es ist',
  'damage.runUnchecked': 'nicht geprüft ({why})',
  'damage.runClean': 'ohne Beanstandung dekodiert',
} as const satisfies Translation
