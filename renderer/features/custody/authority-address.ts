// The address of the time-stamp authority, remembered by this window.
const storageKey = 'exhibit.timeStampAuthority'

const storage = (): Storage | undefined => (globalThis as { localStorage?: Storage }).localStorage

export const rememberedAddress = (): string => storage()?.getItem(storageKey) ?? ''
export const rememberAddress = (address: string): void => storage()?.setItem(storageKey, address)

/** An address that a time stamp can be asked from; null where it is none. */
export function parseAddress(typed: string): string | null {
  try {
    const { protocol, hostname, href } = new URL(typed.trim())
    return (protocol === 'https:' || protocol === 'http:') && hostname !== '' ? href : null
  } catch {
    return null
  }
}
