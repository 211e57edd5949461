// What the window may not do: leave its page, open others, reach a network or a device. One place for all of it.
import type { App, Session, WebContents } from 'electron'
import { mediaScheme } from '#contract/bridge.ts'
import { log } from './log.ts'
import { isAllowedRequest, isOwnPage } from './page.ts'

const directives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': `'self' ${mediaScheme}: data: blob:`,
  'media-src': `${mediaScheme}: blob:`,
  'connect-src': `'self' ${mediaScheme}:`,
  'worker-src': "'self' blob:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/** Headers of every answer of the app scheme. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** Copying a hash to the clipboard and a full-screen picture. Reading the clipboard is not among them. */
const grantedPermissions: readonly string[] = ['clipboard-sanitized-write', 'fullscreen']

/** Process-wide switches; before the application is ready. */
export function guardProcess(app: App, options: { debuggable: boolean }): void {
  // With it, and as root on Linux, every child process would abort and be started again without end.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  // Chromium's own network stack resolves no name and no address at all. The engine does not use it.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
  ]) {
    app.commandLine.appendSwitch(name)
  }
  if (!options.debuggable) {
    for (const name of ['remote-debugging-port', 'remote-debugging-pipe']) app.commandLine.removeSwitch(name)
  }
}

/** Refuses what a session could be asked for: requests, permissions, devices, downloads. */
export function guardSession(session: Session, options: { development: boolean }): void {
  session.webRequest.onBeforeRequest((request, decide) => {
    const allowed = isAllowedRequest(request.url, options.development)
    if (!allowed) log(`request denied: ${request.resourceType} ${request.url}`)
    decide({ cancel: !allowed })
  })
  session.setPermissionRequestHandler((contents, permission, decide) => {
    const allowed = grantedPermissions.includes(permission) && isOwnPage(contents.getURL())
    if (!allowed) log(`permission denied: ${permission}`)
    decide(allowed)
  })
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => grantedPermissions.includes(permission) && isOwnPage(origin),
  )
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    log(`download denied: ${item.getURL()}`)
    event.preventDefault()
  })
  // Otherwise a dictionary is fetched at the first text field.
  session.setSpellCheckerEnabled(false)
}

/** Keeps any web contents where they are. */
export function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    log(`new window denied: ${url}`)
    return { action: 'deny' }
  })
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isOwnPage(event.url)) return
    log(`navigation denied: ${event.url}`)
    event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    log(`redirection denied: ${event.url}`)
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    // Without this, the first device in reach would be chosen.
    event.preventDefault()
    choose('')
  })
  // WebRTC does not ask webRequest; with this policy it finds no address to use.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
