// Which files below a folder this process has open. Linux only; elsewhere it sees none.
import { readdirSync, readlinkSync } from 'node:fs'

export function openHandles(folder: string): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc/self/fd')
    .map((descriptor) => {
      try {
        return readlinkSync(`/proc/self/fd/${descriptor}`)
      } catch {
        return '' // closed meanwhile: the one that lists the folder
      }
    })
    .filter((target) => target.startsWith(folder))
}
