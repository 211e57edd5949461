// Speeds of playback: the ladder that keys and menu climb. A rate is a speed with a direction: below zero it is reverse.

export const speeds = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32] as const

export type Direction = 1 | -1

/** What a key of play that is held together with stop plays at: pictures can still be told apart. */
export const slowSpeed = 1 / 4

/** Displays cannot be relied on to show more pictures a second than this. */
const displayRate = 50

/** Whether pictures may be left out at a rate: never at normal speed or below, unless more come than a display can show. */
export function mayPassOver(table: { timescale: number; usualDuration: number }, rate: number): boolean {
  const speed = Math.abs(rate)
  return speed > 1 || (table.timescale / table.usualDuration) * speed > displayRate
}

export const directionOf = (rate: number): Direction => (rate < 0 ? -1 : 1)

/** The next faster (1) or slower (−1) rate in the same direction; at the end of the ladder it stays. */
export function nextRate(rate: number, by: Direction): number {
  const speed = Math.abs(rate)
  const found = by === 1 ? speeds.find((one) => one > speed) : speeds.findLast((one) => one < speed)
  return directionOf(rate) * (found ?? speed)
}
