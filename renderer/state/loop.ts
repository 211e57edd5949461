// What playback repeats: the part between in and out, a mark of several pictures, or what lies between two marks.

/** Presentation indexes; both pictures belong to it. */
export type Part = { first: number; last: number }
export type Loop = Part & { of: 'part' | 'mark' | 'marks' }

/** What there is to repeat around `picture`; null where there is nothing. In and out come first: they were set for it. */
export function loopAround(picture: number, part: Part | null, marks: readonly Part[]): Loop | null {
  if (part) return { ...part, of: 'part' }
  const around = marks
    .filter(({ first, last }) => last > first && first <= picture && picture <= last)
    .reduce<Part | null>((best, one) => (best && length(best) <= length(one) ? best : one), null)
  if (around) return { first: around.first, last: around.last, of: 'mark' }
  const before = Math.max(...marks.filter(({ first }) => first <= picture).map(({ first }) => first))
  const after = Math.min(...marks.filter(({ first }) => first > picture).map(({ first }) => first))
  return Number.isFinite(before) && Number.isFinite(after)
    ? { first: before, last: after, of: 'marks' }
    : null
}

const length = ({ first, last }: Part): number => last - first
