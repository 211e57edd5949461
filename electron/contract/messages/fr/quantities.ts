// Unités qui sont des mots.
import type { Translation } from '../translation.ts'

export const quantities = {
  'quantity.bytes': { one: '{count} octet', other: '{count} octets' },
  'quantity.bytesPerSecond': '{amount}/s',
  'quantity.itemsPerSecond': '{amount} pièces/s',
  'quantity.stepsPerSecond': '{amount} étapes/s',
} as const satisfies Translation
