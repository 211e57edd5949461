// Names of the code points of ITU-T H.273 (ISO/IEC 23091-2) tables 2, 3 and 4, which boxes and parameter sets share.

const primaries: Readonly<Record<number, string>> = {
  ...{
    1: 'BT.709',
    4: 'BT.470 M',
    5: 'BT.470 BG',
    6: 'SMPTE 170M',
    7: 'SMPTE 240M',
    8: 'film',
    9: 'BT.2020',
  },
  ...{ 10: 'SMPTE 428', 11: 'SMPTE 431', 12: 'SMPTE 432', 22: 'EBU 3213' },
}
const transfers: Readonly<Record<number, string>> = {
  ...{ 1: 'BT.709', 4: 'gamma 2.2', 5: 'gamma 2.8', 6: 'SMPTE 170M', 7: 'SMPTE 240M', 8: 'linear' },
  ...{ 9: 'log 100:1', 10: 'log 316:1', 11: 'IEC 61966-2-4', 12: 'BT.1361', 13: 'sRGB' },
  ...{ 14: 'BT.2020 10 bit', 15: 'BT.2020 12 bit', 16: 'PQ', 17: 'SMPTE 428', 18: 'HLG' },
}
const matrices: Readonly<Record<number, string>> = {
  ...{ 0: 'RGB', 1: 'BT.709', 4: 'FCC', 5: 'BT.470 BG', 6: 'SMPTE 170M', 7: 'SMPTE 240M', 8: 'YCgCo' },
  ...{ 9: 'BT.2020', 10: 'BT.2020 constant', 11: 'SMPTE 2085', 14: 'ICtCp' },
}

/** Says nothing by its own word. */
const unspecified = 2

/** `1 BT.709`; null where it is unspecified. */
function name(table: Readonly<Record<number, string>>, code: number): string | null {
  if (code === unspecified) return null
  return `${code} ${table[code] ?? '?'}`
}

export const primariesName = (code: number): string | null => name(primaries, code)
export const transferName = (code: number): string | null => name(transfers, code)
export const matrixName = (code: number): string | null => name(matrices, code)

/** “Functionally the same” by those tables. */
const equals = {
  primaries: [[6, 7]],
  transfer: [[1, 6, 14, 15]],
  matrix: [[5, 6]],
} as const satisfies Record<string, readonly (readonly number[])[]>

/** Whether two names stand for the same colours. */
export function isSameColour(table: keyof typeof equals, one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => Number.parseInt(text, 10))
  return (
    a === b ||
    equals[table].some((codes: readonly number[]) => codes.includes(a ?? 0) && codes.includes(b ?? 0))
  )
}
