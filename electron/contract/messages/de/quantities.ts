// Einheiten, die Wörter sind.
import type { Translation } from '../translation.ts'

export const quantities = {
  'quantity.bytes': { one: '{count} Byte', other: '{count} Bytes' },
  'quantity.bytesPerSecond': '{amount}/s',
  'quantity.itemsPerSecond': '{amount} Stück/s',
  'quantity.stepsPerSecond': '{amount} Schritte/s',
} as const satisfies Translation
