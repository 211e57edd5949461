/** What half of the values lie within, what 95 % of them, and the greatest. */
export type Shares = { half: number; most: number; longest: number }

export function shares(values: readonly number[]): Shares {
  const sorted = values.toSorted((a, b) => a - b)
  const share = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN
  return { half: share(0.5), most: share(0.95), longest: share(1) }
}
