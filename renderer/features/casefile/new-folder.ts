// Names for new folders of a case, put together without knowing the system's own separator.
/** `2026-0417 Forecourt` and `backup` on 28 November → `2026-0417 Forecourt backup 2026-11-28`. */
export function suggestName(casePath: string, purpose: 'copy' | 'backup' | 'move', today: Date): string {
  const own = baseOf(casePath)
  if (purpose === 'move') return own
  const day = [today.getFullYear(), two(today.getMonth() + 1), two(today.getDate())].join('-')
  return `${own} ${purpose} ${day}`
}

/** A name below a folder, written as the folder is. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/'
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}

const baseOf = (path: string): string => path.split(/[\\/]+/).findLast((part) => part !== '') ?? path
const two = (value: number): string => String(value).padStart(2, '0')
