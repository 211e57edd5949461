// Tabellen över alla bilder.
import type { Translation } from '../translation.ts'

export const frames = {
  'panel.frames': 'Bilder',
  'frames.title': 'Alla lagrade bilder',
  'frames.loading': 'Sampeltabellen läses…',
  'frames.none': 'Ingen tabell över bilder',
  'frames.noneText': 'Filen har inget videospår med en tabell över lagrade sampel.',
  'frames.laidOut':
    'En video i ett annat format: typer, storlekar, offset och lika byte är de i filen som den lades ut i för att ses, inte originalets.',
  'frames.laidOutCsv':
    'En video i ett annat format har ingen egen tabell över lagrade bilder; listan skulle tala om en annan fil.',
  'frames.count': { one: '{count} bild', other: '{count} bilder' },
  'frames.constant': 'Konstant bildfrekvens',
  'frames.constantText': 'Varje bild följer efter {usual} (± ett steg av filens klocka).',
  'frames.outliers': { one: 'Konstant utom ett intervall', other: 'Konstant utom {count} intervall' },
  'frames.variable': 'Varierande bildfrekvens',
  'frames.rangeText': 'Intervall från {least} till {most}, vanligt {usual}; ovanliga: {count}.',
  'frames.gaps': {
    one: '{count} intervall är längre än en och en halv gång det vanliga.',
    other: '{count} intervall är längre än en och en halv gång det vanliga.',
  },
  'frames.same': 'Antal och klocka stämmer överens',
  'frames.fewer': {
    one: 'En bild färre än klockan ger rum för vid det vanliga intervallet: {counted} av {expected}.',
    other:
      '{count} bilder färre än klockan ger rum för vid det vanliga intervallet: {counted} av {expected}.',
  },
  'frames.more': {
    one: 'En bild fler än klockan ger rum för vid det vanliga intervallet: {counted}, inte {expected}.',
    other:
      '{count} bilder fler än klockan ger rum för vid det vanliga intervallet: {counted}, inte {expected}.',
  },
  'frames.equalTimes': {
    one: '{count} bild har samma tid som den föregående.',
    other: '{count} bilder har samma tid som den föregående.',
  },
  'frames.chart': 'Intervall mellan bilder, över inspelningen. Ett klick leder dit.',
  'frames.chartTip': 'Bild {number}: {length} till nästa',
  'frames.scan': 'Läs typer, hitta lika bilder',
  'frames.scanHint':
    'Läser varje lagrad bild en gång: dess typ ur slice-huvudena, och om dess byte är de i en tidigare.',
  'frames.scanning': 'Alla bilder läses: {done} av {total}',
  'frames.cancel': 'Avbryt',
  'frames.types': '{idr} IDR, {intra} I, {predicted} P, {both} B',
  'frames.typesUnread': { one: '{count} inte läst', other: '{count} inte lästa' },
  'frames.noSame': 'Inga två bilder har samma byte.',
  'frames.sameTotal': {
    one: '{count} bild har samma byte som en tidigare.',
    other: '{count} bilder har samma byte som en tidigare.',
  },
  'frames.nextSame': 'Nästa lika bild',
  'frames.sameAs': 'Samma byte som bild {number}',
  'frames.limited': 'De första {count} av {total} visas; CSV-listan har alla.',
  'frames.export': 'Exportera listan',
  'frames.export.csv': 'CSV, allt som är känt…',
  'frames.export.framemd5': 'FrameMD5 av de avkodade bilderna, av ffmpeg…',
  'frames.choose': 'Spara listan över bilder',
  'frames.written': {
    one: 'Lista över {count} bild skriven till {path}.',
    other: 'Lista över {count} bilder skriven till {path}.',
  },
  'frames.notWritten': 'Listan över bilder skrevs inte.',
  'frames.col.picture': 'Bild',
  'frames.col.type': 'Typ',
  'frames.col.time': 'Tid (UTC)',
  'frames.col.media': 'Medietid',
  'frames.col.interval': 'Till nästa',
  'frames.col.size': 'Byte',
  'frames.col.decode': 'Avkodas',
  'frames.col.duration': 'Längd',
  'frames.col.offset': 'Offset',
  'frames.col.sample': 'Sampel',
  'frames.col.signing': 'Kamerans signatur',
  'frames.col.stamp': 'Kamerans stämpel (UTC)',
  'frames.stampHint':
    'Tiden som kameran skrev i själva bilden. Den läses för de rader som syns, så det går inte att sortera efter den.',
  'frames.stamp.locked': 'Den stämplande klockan var synkroniserad, enligt egen uppgift.',
  'frames.stamp.unlocked': '* Den stämplande klockan var inte synkroniserad, enligt egen uppgift.',
  'frames.stamp.jump': 'Klockan ställdes mellan den här stämpeln och den föregående, enligt egen uppgift.',
  'frames.stamp.none': 'ingen',
  'frames.stamp.failed': 'inte läst',
  'frames.utcBy': 'UTC enligt {origin}.',
  'frames.sort': 'Sortera efter: {column}',
  'frames.timeFrom': 'Spårets start ({origin}) plus bildens lagrade tid',
  'frames.sync': 'Här kan avkodningen börja',
  'frames.key': 'key',
} as const satisfies Translation
