// What the program was asked to be: a window, a smoke test, or the `exhibit` command.

import { commandNames } from '#contract/commands.ts'

export type Launch =
  | { kind: 'window' }
  | { kind: 'smoke'; file: string }
  /** `args` begin with the name of the command. */
  | { kind: 'command'; args: string[] }
  | { kind: 'wrong'; message: string }

const isCommand = (word: string | undefined): boolean => commandNames.some((name) => name === word)

const helpSwitches = ['--help', '-h', '--version', '-V']

/** `argv` as in process.argv; unless packaged, it also names the application's folder after Electron's switches. */
export function parseLaunch(argv: readonly string[], isPackaged: boolean): Launch {
  const given = argv.slice(1)
  const isSwitch = (argument: string): boolean => argument.startsWith('-')
  const own = isPackaged ? given : given.slice(given.findIndex((argument) => !isSwitch(argument)) + 1)
  if (helpSwitches.includes(own[0] ?? '')) return { kind: 'command', args: own }
  const first = own.findIndex((argument) => !isSwitch(argument))
  if (first >= 0 && isCommand(own[first]) && !own.includes('--smoke')) {
    return { kind: 'command', args: own.slice(first) }
  }
  const smoke = own.findIndex((argument) => argument === '--smoke' || argument.startsWith('--smoke='))
  if (smoke < 0) return { kind: 'window' }
  const file = own[smoke]?.slice('--smoke='.length) || own[smoke + 1]
  if (!file || isSwitch(file))
    return { kind: 'wrong', message: '--smoke needs the name of a PNG file to write' }
  return { kind: 'smoke', file }
}
