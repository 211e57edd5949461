// What tests ask of a ledger beside the closings that every session with a case leaves in it.
const closings = new Set<string>(['case-closed', 'ledger-signed'])

/** The entries that tell of something done, without those of closing the case and signing its end. */
export const acts = <T extends { action: string }>(items: readonly T[]): T[] =>
  items.filter(({ action }) => !closings.has(action))
