// End-to-end tests drive the application from outside. A window that opens while the driver is still attaching can be
// lost to it, so the first one waits until the driver says that it is there. A release never waits: see main.ts.
import type { App } from 'electron'

/** For a debugging port that is open for somebody else than the driver. */
const patienceMs = 5_000

/** To be called while the main module is evaluated. Resolves at once where nobody drives. */
export function driverAttached(app: App): Promise<void> {
  if (!app.commandLine.hasSwitch('remote-debugging-port')) return Promise.resolve()
  return new Promise((resolve) => {
    // Playwright calls this function, by this name, as soon as it has attached.
    Object.assign(globalThis, { __playwright_run: resolve })
    setTimeout(resolve, patienceMs)
  })
}
