// Which addresses belong to Exhibit itself. Custom schemes have no `origin` in Node's URL, so scheme and host are compared.
import { appScheme, mediaScheme } from '#contract/bridge.ts'

/** Origin of the window's pages as Chromium sees it. */
export const pageOrigin = `${appScheme}://exhibit`

/** The one page there is. */
export const startPage = `${pageOrigin}/index.html`

/** Whether an address is one of the window's own pages or files. */
export const isOwnPage = (address: string): boolean => hasPlace(address, appScheme, 'exhibit')

/** Whether the window may load an address at all. Everything else is cancelled before a socket is opened. */
export function isAllowedRequest(address: string, development: boolean): boolean {
  if (isOwnPage(address) || hasPlace(address, mediaScheme, 'item')) return true
  return /^(data|blob):/.test(address) || (development && address.startsWith('devtools://devtools/'))
}

function hasPlace(address: string, scheme: string, host: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null
  return url?.protocol === `${scheme}:` && url.host === host && url.username === '' && url.password === ''
}
