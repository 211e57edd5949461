// Inspelarens klocka: vad en undersökare fann när två klockor lästes av i samma ögonblick.
import type { Translation } from '../translation.ts'

export const clock = {
  'recorderClock.open': 'Inspelarens klocka…',
  'recorderClock.title': 'Inspelarens klocka: {name}',
  'recorderClock.corrected': 'rättad',
  'recorderClock.correctedStart': 'Rättad start',
  'recorderClock.correctedHint':
    'Den inspelade tiden minus felet i inspelarens klocka, som {who} förde in den {day}: {offset} Den inspelade tiden förblir som den är.',
  'recorderClock.newTitle': 'Jämför klockorna',
  'recorderClock.newText':
    'Läs av båda klockorna i samma ögonblick. Inspelade tider ändras aldrig; de rättade står bredvid.',
  'recorderClock.recorder': 'Inspelaren visade (UTC)',
  'recorderClock.reference': 'Referensklockan visade (UTC)',
  'recorderClock.save': 'Registrera',
} as const satisfies Translation
