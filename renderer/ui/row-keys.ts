// Which row of a list a key leads to: the same in every list.

/**
 * The row that `key` leads to from row `from` (-1: from none), kept within the list; null where it leads nowhere.
 * `page`: how many rows Page Up and Page Down go.
 */
export function rowForKey(
  key: string,
  from: number,
  { count, page }: { count: number; page: number },
): number | null {
  const targets: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: count - 1,
  }
  const to = targets[key]
  return to === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, to))
}
