// Enheter som är ord.
import type { Translation } from '../translation.ts'

export const quantities = {
  'quantity.bytes': { one: '{count} byte', other: '{count} byte' },
  'quantity.bytesPerSecond': '{amount}/s',
  'quantity.itemsPerSecond': '{amount} bevis/s',
  'quantity.stepsPerSecond': '{amount} steg/s',
} as const satisfies Translation
