// What electron-builder is told. See package.mjs for the two kinds of build.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { at, electronVersion, findNode, findStaticFfmpeg } from '../paths.mjs'

/** Node's names of the platforms, and what can be made there. */
export const TARGETS = {
  linux: ['AppImage', 'deb', 'tar.gz'],
  win32: ['nsis', 'zip'],
  darwin: ['dmg', 'zip'],
}

export function describePackage({ electron, isTest, staged, targets }) {
  const { description } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  const platform = { linux: 'linux', win32: 'win', darwin: 'mac' }[process.platform]
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const staticFfmpeg = findStaticFfmpeg()
  const target = targets.length > 0 ? targets : ['dir']
  const icon = at('resources/icons/icon.png')

  const config = {
    appId: isTest ? 'org.exhibit.test' : 'org.exhibit.workstation',
    productName: isTest ? 'Exhibit Test Runtime' : 'Exhibit',
    directories: { app: staged, output: at(isTest ? 'release/test' : 'release') },
    // The Electron of the checkout, so that nothing is downloaded.
    electronVersion: electronVersion(electron),
    electronDist: electron.dist,
    // node_modules is named by itself, for electron-builder leaves it out of any pattern.
    files: ['**/*', { from: path.join(staged, 'node_modules'), to: 'node_modules' }],
    // `false`: node_modules is seen to (stage.mjs). electron-builder would take the whole checkout's, and compile
    // better-sqlite3, which brings its binaries. It asks only where `npmRebuild` is not off.
    beforeBuild: () => false,
    asar: true,
    // Native code cannot be loaded from an archive, and in a test build another Node reads engine and command line.
    asarUnpack: ['**/*.node', 'dist/{engine,cli}/**', 'dist/package.json', 'node_modules/**'],
    extraResources: [
      { from: at('resources'), to: 'resources' },
      // A system's ffmpeg is not ours to hand on.
      ...(staticFfmpeg ? [{ from: staticFfmpeg, to: `ffmpeg${suffix}` }] : []),
      // Electron 33's Node is too old for the engine; see constants.d.ts.
      ...(electron.kind === 'fallback' ? [{ from: findNode(), to: `engine-node${suffix}` }] : []),
    ],
    electronFuses: fuses({ isTest }),
    afterPack: removeLeftovers,
    ...(existsSync(icon) ? { icon } : {}),
    linux: {
      executableName: isTest ? 'exhibit-test-runtime' : 'exhibit',
      category: 'Utility',
      synopsis: description,
      // The window and the menu entry are one and the same to the desktop.
      syncDesktopName: true,
      // A deb must name an address; there is none to write to.
      maintainer: 'The Exhibit developers <developers@exhibit.invalid>',
    },
    win: {},
    mac: { category: 'public.app-category.utilities' },
  }
  return { projectDir: at('.'), config, [platform]: target, publish: 'never' }
}

/** Switches burnt into the executable. A release runs our own archive and nothing else. */
const fuses = ({ isTest }) => ({
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  // Playwright drives the application through the inspector.
  enableNodeCliInspectArguments: isTest,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
})

/** Takes out what belongs to the Electron of the checkout, not to the application. */
function removeLeftovers({ appOutDir, electronPlatformName, packager }) {
  const resources =
    electronPlatformName === 'darwin'
      ? path.join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents/Resources')
      : path.join(appOutDir, 'resources')
  for (const leftover of [path.join(resources, 'default_app.asar'), path.join(appOutDir, '.complete')]) {
    rmSync(leftover, { force: true })
    if (existsSync(leftover)) throw new Error(`${leftover} is still there`)
  }
}
