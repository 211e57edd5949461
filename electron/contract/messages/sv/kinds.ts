// Vad ett bevis är och vad som saknas i det.
import type { Translation } from '../translation.ts'

export const kinds = {
  'kind.export': 'Export',
  'kind.export.why': 'En fil av det slag som videosystem exporterar (ISO base media). Den kan bära sigill.',
  'kind.video': 'Bara visning',
  'kind.video.why': 'Ingen exportfil: inget sigill. Den kan på sin höjd ses.',
  'kind.video.kept': 'Bara bevarad',
  'kind.video.kept.why':
    'Ingen exportfil: inget sigill. Dess bilder kan inte visas här: till det behövs ffmpeg.',
  'kind.attachment': 'Bilaga',
  'kind.attachment.why': 'Bevarad med exporten som den kom. Bara dess SHA-256 kontrolleras.',
  'kind.chip': 'Slag',
  'kind.check': 'Den är ingen exportfil.',
  'kind.noSeal': 'Inget sigill',
  'kind.notLooked': 'Inte eftersökt',
  'kind.step': 'Vad filen är',

  'missing.bytes': {
    one: '{bytes} saknas',
    other: '{bytes} saknas, på {count} ställen',
  },
  'missing.word': 'Ofullständig',
  'missing.why': 'Byte kunde inte läsas från källan. Om sigillen stämmer går inte att säga.',
  'missing.zeros': 'På deras plats har filen nollor; dess SHA-256 är den för filen med nollorna.',
  'missing.step': 'Vad som saknas',
  'missing.fact': 'Saknas',
  'missing.completed': 'Hela filen togs in senare.',
  'missing.heading': 'Vad som saknas',
  'missing.range': 'Byte {first} till {last} ({bytes})',
  'missing.more': { one: '1 ställe till', other: '{count} ställen till' },

  'notChecked.seals': 'filens sigill',
  'notChecked.contents': 'vad filen säger eller visar',

  'recording.heading': 'Inspelningar i flera filer',
  'recording.line': { one: '{cameras}, {span}: 1 fil', other: '{cameras}, {span}: {count} filer' },
  'recording.noCamera': 'Ingen kamera namngiven',
  'recording.noTime': 'ingen tid angiven',
  'recording.span': '{start} till {end}',
  'recording.part': 'Del {number} av {of}',
  'recording.partLine': 'Del {number}: {name}',
  'recording.missingFirst': 'En del före {before} saknas',
  'recording.missingLast': 'En del efter {after} saknas',
  'recording.missingBetween': 'En del mellan {after} och {before} saknas',
  'recording.missingTimes': ' ({from} till {to})',
  'recording.missingNamed': ', kallad ”{uri}” av sin granne',
} as const satisfies Translation
