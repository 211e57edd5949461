// Puts files of one export in order by their times: same unit, moment, operator and sources (`suep`), and a file that begins
// when another ends. Files that only have a hole between them are two clips, unless others of the same export do join.
import type { MissingPart } from '#contract/recording.ts'
import { canonicalJson } from '#engine/store/canonical-json.ts'
import type { PieceFacts } from '#engine/store/piece-facts.ts'
import type { Chain } from './recording-chain.ts'

type Timed = { piece: PieceFacts; from: number; to: number }

/** Start times are written in whole milliseconds by some; a gap of one frame is where the next file begins. */
const toleranceMillis = 10

export function joinTimes(pieces: readonly PieceFacts[]): Chain[] {
  const timed = pieces.flatMap((piece): Timed[] => {
    const { start, end, provenance } = piece
    if (start === null || end === null || !provenance?.time) return []
    return [{ piece, from: Date.parse(start), to: Date.parse(end) }]
  })
  return [...Map.groupBy(timed, ({ piece }) => exportOf(piece)).values()].flatMap((same) => {
    const order = [...same].sort((one, other) => one.from - other.from || one.to - other.to)
    const pairs = order.slice(1).map((next, index) => relation(order[index] ?? next, next))
    // Of files that show the same time, which follows which cannot be told.
    if (!pairs.includes('joins') || pairs.includes('overlaps')) return []
    return [{ pieces: order.map(({ piece }) => piece), missing: holes(order, pairs), notes: [] }]
  })
}

/** Times of different origins do not compare. */
const exportOf = ({ provenance, startOrigin }: PieceFacts): string =>
  canonicalJson({
    startOrigin,
    unit: [provenance?.unitName, provenance?.unitUrl, provenance?.unitMac, provenance?.operator].map(String),
    time: provenance?.time ?? null,
    sources: (provenance?.sources ?? [])
      .map(({ name, url, mac, line }) =>
        canonicalJson([name, url, mac, line].map((text) => text.toWellFormed())),
      )
      .sort(),
  })

function relation(one: Timed, next: Timed): 'joins' | 'overlaps' | 'hole' {
  const gap = next.from - one.to
  const reach = Math.max(one.piece.frameMillis, next.piece.frameMillis) + toleranceMillis
  if (gap < -reach) return 'overlaps'
  return gap <= reach ? 'joins' : 'hole'
}

function holes(order: readonly Timed[], pairs: readonly string[]): MissingPart[] {
  return pairs.flatMap((pair, index): MissingPart[] => {
    const [before, after] = [order[index]?.piece, order[index + 1]?.piece]
    if (pair !== 'hole' || !before || !after) return []
    return [
      { after: before.id, before: after.id, fragment: null, uri: '', from: before.end, to: after.start },
    ]
  })
}
