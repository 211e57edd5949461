// Where this workstation keeps its own things (key, recent cases): the same folder that the window uses.
import { homedir } from 'node:os'
import { join } from 'node:path'

export function dataFolder(): string {
  const given = process.env['EXHIBIT_DATA']
  if (given) return given
  if (process.platform === 'win32')
    return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Exhibit')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Exhibit')
  return join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Exhibit')
}

/** What is shipped beside the program; an installed application says where. */
export const resourcesFolder = (): string =>
  process.env['EXHIBIT_RESOURCES'] ?? join(import.meta.dirname, '..', '..', 'resources')
