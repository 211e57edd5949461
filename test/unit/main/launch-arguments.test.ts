import { describe, expect, test } from 'vitest'
import { commandNames } from '#contract/commands.ts'
import { parseLaunch } from '../../../electron/main/launch-arguments.ts'

const checkout = (...own: string[]) => parseLaunch(['/electron', '--no-sandbox', '/checkout', ...own], false)
const installed = (...own: string[]) => parseLaunch(['/usr/bin/exhibit', ...own], true)

describe.each([
  ['from the checkout', checkout],
  ['installed', installed],
])('%s', (_how, launch) => {
  test('nothing asks for a window', () => {
    expect(launch()).toEqual({ kind: 'window' })
    expect(launch('--force-device-scale-factor=2')).toEqual({ kind: 'window' })
    expect(launch('/some/file.mp4')).toEqual({ kind: 'window' })
  })

  test('a command with all that follows it', () => {
    expect(launch('verify', 'a b.mp4', '--json')).toEqual({
      kind: 'command',
      args: ['verify', 'a b.mp4', '--json'],
    })
    expect(launch('--no-sandbox', 'custody', '--case', 'x')).toEqual({
      kind: 'command',
      args: ['custody', '--case', 'x'],
    })
  })

  test('a question about the program itself', () => {
    for (const question of ['--help', '-h', '--version', '-V']) {
      expect(launch(question)).toEqual({ kind: 'command', args: [question] })
    }
  })

  test('a file that is called like a command is none', () => {
    expect(launch('/home/a/verify')).toEqual({ kind: 'window' })
  })

  test('a smoke test with the picture to write', () => {
    expect(launch('--smoke', 'shot.png')).toEqual({ kind: 'smoke', file: 'shot.png' })
    expect(launch('--smoke=shot.png')).toEqual({ kind: 'smoke', file: 'shot.png' })
    expect(launch('--smoke', 'demo')).toEqual({ kind: 'smoke', file: 'demo' })
    for (const given of [['--smoke'], ['--smoke='], ['--smoke', '--json']]) {
      expect(launch(...given)).toMatchObject({ kind: 'wrong' })
    }
  })
})

test('the checkout’s own path is not an argument', () => {
  expect(parseLaunch(['/electron', 'verify'], false)).toEqual({ kind: 'window' })
})

test.each(commandNames)('%s is a command', (name) => {
  expect(installed(name, 'x')).toEqual({ kind: 'command', args: [name, 'x'] })
})
