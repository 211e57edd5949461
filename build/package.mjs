// `npm run package [-- options] [targets]`: makes the application to hand out, in release/.
//
//   (nothing)     the unpacked application of this platform
//   --release     all targets of this platform (Linux: AppImage, deb, tar.gz; Windows: nsis, zip; macOS: dmg, zip)
//   AppImage …    only the targets named
//   --test        a build that tests may drive, in release/test; also what comes out with the fallback Electron
//
// With only the fallback Electron there is nothing to release: the result is a test build under another name.
import { rmSync } from 'node:fs'
import { describePackage, TARGETS } from './package/config.mjs'
import { stageApplication } from './package/stage.mjs'
import { electronVersion, findElectron } from './paths.mjs'

const say = (text) => process.stderr.write(`package: ${text}\n`)
const refuse = (text) => {
  say(text)
  process.exit(1)
}

const asked = process.argv.slice(2)
const possible = TARGETS[process.platform] ?? refuse(`there are no packages for ${process.platform}`)
const targets = asked.includes('--release') ? possible : asked.filter((word) => !word.startsWith('--'))
const unknown = asked.filter((word) => ![...possible, '--release', '--test'].includes(word))
if (unknown.length > 0) {
  refuse(`${unknown.join(', ')} is not known on ${process.platform}, where there are: ${possible.join(' ')}`)
}

const electron = findElectron() ?? refuse('there is no Electron; run: node build/setup.mjs')
const isFallback = electron.kind === 'fallback'
const isTest = isFallback || asked.includes('--test')
if (isFallback && targets.length > 0) {
  refuse(
    `${targets.join(', ')} cannot be made: the only Electron here is the fallback (${electronVersion(electron)}), ` +
      'which is out of support and must not be handed out.\n' +
      'With a network: node build/setup.mjs --retry-electron. Without one: npm run package makes a test build.',
  )
}
if (isTest && targets.length > 0)
  refuse('a test build is only ever unpacked: leave out the targets or --test')

const staged = await stageApplication({ isTest })
const description = describePackage({ electron, isTest, staged, targets })

// electron-builder decides many things by the environment, and asks to sign where it finds a certificate.
process.env.CSC_IDENTITY_AUTO_DISCOVERY ??= 'false'
rmSync(description.config.directories.output, { recursive: true, force: true })
const { build } = await import('electron-builder')
await build(description)
say(`${isTest ? 'test build' : 'release'} in ${description.config.directories.output}`)
