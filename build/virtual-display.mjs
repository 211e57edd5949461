// A display to open windows on: the one there is, or a virtual one (Xvfb) where there is none.
import { spawn } from 'node:child_process'
import { hasDisplay } from './paths.mjs'

const SCREEN = '1920x1080x24'

/**
 * Returns the environment variables that name the display, and `close`, which ends a virtual one.
 * Xvfb picks a free number itself and tells it through a pipe; it is ended by its own handle.
 */
export async function openDisplay() {
  if (hasDisplay()) return { env: {}, isVirtual: false, close: () => {} }
  const xvfb = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset', '-dpi', '96'],
    // A process group of its own: Ctrl+C in a terminal must not take the display away before the windows.
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true },
  )
  const close = () => void xvfb.kill()
  process.on('exit', close)
  const number = await new Promise((resolve, reject) => {
    let text = ''
    xvfb.stdio[3].on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(text.trim())
    })
    xvfb.on('exit', (code) => reject(new Error(`the virtual display (Xvfb) ended at once: ${code}`)))
    xvfb.on('error', (cause) => reject(new Error('the virtual display (Xvfb) cannot be started', { cause })))
  })
  return {
    // There is no session bus on such a machine, and Chromium need not look for one.
    env: { DISPLAY: `:${number}`, DBUS_SESSION_BUS_ADDRESS: 'disabled:', EXHIBIT_VIRTUAL_DISPLAY: '1' },
    isVirtual: true,
    close,
  }
}
