// Times of whole processes, in rounds: each command once in every round, so that whatever else the machine does meets all
// of them alike.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

export type Command = {
  program: string
  args: string[]
  /** Before the clock starts: what an earlier run left is removed. */
  prepare?: () => void
}

export type Measured = {
  /** Median of all rounds. */
  seconds: number
  /** The most memory a process held in any round, in MB; null where this system does not say. */
  peakMegabytes: number | null
}

const clock = '/usr/bin/time'
const saysMemory = process.platform === 'linux' && existsSync(clock)

export function measure<C extends Partial<Record<string, Command>>>(
  commands: C,
  rounds: number,
  onRound: (round: number) => void,
): { [N in keyof C]: Measured } {
  const given = Object.entries(commands).flatMap(([name, command]) =>
    command ? [{ name, command, times: [] as number[], peaks: [] as number[] }] : [],
  )
  for (let round = 1; round <= rounds; round += 1) {
    onRound(round)
    for (const { command, times, peaks } of given) {
      const { seconds, megabytes } = run(command)
      times.push(seconds)
      if (megabytes !== null) peaks.push(megabytes)
    }
  }
  const found = given.map(({ name, times, peaks }) => [
    name,
    { seconds: median(times), peakMegabytes: peaks.length > 0 ? Math.max(...peaks) : null },
  ])
  return Object.fromEntries(found) as { [N in keyof C]: Measured }
}

function run({ program, args, prepare }: Command): { seconds: number; megabytes: number | null } {
  prepare?.()
  const measured = saysMemory ? [clock, '-q', '-f', '%M KiB at most', program, ...args] : [program, ...args]
  const begun = performance.now()
  const { status, stderr, error } = spawnSync(measured[0] ?? program, measured.slice(1), {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  const seconds = (performance.now() - begun) / 1000
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(status)}: ${stderr}`)
  const kib = /(\d+) KiB at most/.exec(stderr)?.[1]
  return { seconds, megabytes: kib === undefined ? null : (Number(kib) * 1024) / 1e6 }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]]
  return (low + high) / 2
}
