// The window itself: its size, and what it complains of.
import type { Exhibit } from './launch.ts'

/**
 * Sets the size of the page in CSS pixels and waits until it is laid out. One pixel may be missing: Chromium keeps a
 * window from being as large as the screen unless it was asked to fill it.
 */
export async function resize(exhibit: Exhibit, width: number, height: number): Promise<void> {
  await exhibit.app.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.setContentSize(size.width, size.height)
    },
    { width, height },
  )
  await exhibit.window.waitForFunction(
    (size) =>
      size.width - innerWidth >= 0 &&
      size.width - innerWidth <= 1 &&
      size.height - innerHeight >= 0 &&
      size.height - innerHeight <= 1,
    { width, height },
  )
}

/** Collects what the page complains of from now on: errors, and what its policy refused. */
export function watchComplaints(exhibit: Exhibit): string[] {
  const complaints: string[] = []
  exhibit.window.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy|Refused to/.test(message.text())) {
      complaints.push(message.text())
    }
  })
  exhibit.window.on('pageerror', (error) => complaints.push(error.stack ?? error.message))
  return complaints
}
