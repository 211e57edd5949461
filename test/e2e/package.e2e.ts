// The packaged test build: it starts with nothing of the checkout, shows its first screen, and closes.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import packageJson from '../../package.json' with { type: 'json' }
import { callBridge } from './support/bridge.ts'
import { launchExhibit, packagedExecutable } from './support/launch.ts'

test('the packaged application shows its first screen, its engine answers, and it closes', async () => {
  const exhibit = await launchExhibit({ packaged: true })
  const { window } = exhibit
  const firstScreen = window.getByTestId('cases-screen').or(window.getByRole('heading').first())
  await expect(firstScreen.first()).toBeVisible()
  expect(await exhibit.app.evaluate(({ app }) => app.isPackaged)).toBe(true)

  // The engine's answer needs its bundle, its database module and, in a fallback build, its Node: all packed.
  expect(await callBridge(exhibit, 'app.info', {})).toMatchObject({ version: packageJson.version })
  await exhibit.close()
})

test('the package holds nothing that belongs to the checkout', () => {
  const folder = path.dirname(packagedExecutable())
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const unwanted = /default_app\.asar|(^|[\\/])\.complete$|\.map$|\.ts$|electron-fallback/
  expect(files.filter((file) => unwanted.test(file))).toEqual([])
  // One native module, for this platform.
  const native = files.filter((file) => file.endsWith('.node')).map((file) => path.basename(file))
  expect(native).toEqual([`${process.platform}-${process.arch}.node`])
})
