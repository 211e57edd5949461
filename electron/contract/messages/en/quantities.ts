// Units that are words; symbols (kB, s, min) are the same in every language.
export const quantities = {
  'quantity.bytes': { one: '{count} byte', other: '{count} bytes' },
  'quantity.bytesPerSecond': '{amount}/s',
  'quantity.itemsPerSecond': '{amount} items/s',
  'quantity.stepsPerSecond': '{amount} steps/s',
} as const
