// Starts Exhibit for a test: from the checkout or packaged, always with a user data folder of its own.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { describeLaunch } from '../../../build/electron-launch.mjs'
import { at, root } from '../../../build/paths.mjs'
import { openDisplay } from '../../../build/virtual-display.mjs'

export type Exhibit = {
  app: ElectronApplication
  window: Page
  /** What stands in place of the user's settings, trust store and keys. */
  userData: string
  /** Ends the application and removes the user data folder, unless the test brought its own. */
  close(): Promise<void>
}

export type LaunchOptions = {
  /** Switches and files for the application. */
  args?: string[]
  env?: Record<string, string>
  /** Keep a folder over several launches by naming it. */
  userData?: string
  /** The packaged test build instead of the checkout. */
  packaged?: boolean
}

/** Each worker of the tests opens one of its own where there is none: windows on one display share its focus. */
let display: ReturnType<typeof openDisplay> | undefined

export async function launchExhibit(options: LaunchOptions = {}): Promise<Exhibit> {
  const { env: displayEnv, isVirtual } = await (display ??= openDisplay())
  const { executable, switches, env } = describeLaunch(isVirtual ? { isVirtual } : {})
  const userData = options.userData ?? mkdtempSync(path.join(os.tmpdir(), 'exhibit-e2e-'))
  const app = await _electron.launch({
    executablePath: options.packaged ? packagedExecutable() : executable,
    args: [...switches, ...(options.packaged ? [] : [root]), ...(options.args ?? [])],
    env: {
      ...definedOnly(process.env),
      ...displayEnv,
      // A packaged application brings all it needs.
      ...(options.packaged ? {} : env),
      EXHIBIT_USER_DATA: userData,
      ...options.env,
    },
  })
  return {
    app,
    window: await app.firstWindow(),
    userData,
    close: async () => {
      await app.close()
      if (!options.userData) rmSync(userData, { recursive: true, force: true })
    },
  }
}

/** Where package.mjs leaves the test build. */
export function packagedExecutable(): string {
  const places: Partial<Record<NodeJS.Platform, string>> = {
    linux: 'linux-unpacked/exhibit-test-runtime',
    win32: 'win-unpacked/Exhibit Test Runtime.exe',
    darwin: `mac${process.arch === 'arm64' ? '-arm64' : ''}/Exhibit Test Runtime.app/Contents/MacOS/Exhibit Test Runtime`,
  }
  const executable = at('release/test', places[process.platform] ?? '')
  if (!existsSync(executable)) throw new Error(`there is no ${executable}; run: npm run package -- --test`)
  return executable
}

const definedOnly = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
