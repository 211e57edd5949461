// Puts files in order by what they say of their neighbours (`sumi`): a predecessor or successor that is the file itself means
// that there is none. Whoever makes files can write anything there: where they do not agree, no order is given.
import { t } from '#contract/messages/format.ts'
import type { MissingPart } from '#contract/recording.ts'
import type { PieceFacts } from '#engine/store/piece-facts.ts'

export type Chain = { pieces: PieceFacts[]; missing: MissingPart[]; notes: string[] }

type Node = {
  piece: PieceFacts
  fragment: string
  /** Null where it has none or does not say; see `says`. */
  predecessor: string | null
  successor: string | null
  /** `none`: it says that it is the first or the last. */
  isFirst: boolean
  isLast: boolean
  predecessorUri: string
  successorUri: string
}

/** From one to the next; `absent`: the part between them, which the case does not have. */
type Edge = { from: Node; to: Node; absent: string | null }

const unsaid = /^0*$/

export function followChains(pieces: readonly PieceFacts[]): { chains: Chain[]; doubts: Chain[] } {
  const nodes = pieces.flatMap((piece) => nodeOf(piece) ?? [])
  const byFragment = Map.groupBy(nodes, ({ fragment }) => fragment)
  const twice = [...byFragment.values()].filter((same) => same.length > 1)
  const single = new Map(
    [...byFragment].flatMap(([key, [node, ...more]]) => (node && more.length === 0 ? [[key, node]] : [])),
  )
  const { edges, disagreeing } = agreedEdges([...single.values()], byFragment)
  const walked = walk([...single.values()], edges)
  const doubts = [
    ...twice.map((same) => doubt(same, t('recording.twice'))),
    ...walked.loops.map((loop) => doubt(loop, t('recording.loop'))),
  ]
  const chains: Chain[] = []
  for (const { nodes: order, edges: between } of walked.chains) {
    if (!inTime(order)) {
      doubts.push(doubt(order, t('recording.backwards')))
      continue
    }
    const missing = missingOf(order, between, byFragment)
    const notes = order.some((node) => disagreeing.has(node)) ? [t('recording.disagree')] : []
    if (order.length > 1 || missing.length > 0 || notes.length > 0)
      chains.push({ pieces: order.map(({ piece }) => piece), missing, notes })
  }
  return { chains, doubts }
}

/** Null where a file says nothing of neighbours, or that it is all there is. */
function nodeOf(piece: PieceFacts): Node | null {
  const { chain } = piece
  if (!chain || unsaid.test(chain.fragment)) return null
  const { fragment } = chain
  const neighbour = (id: string): string | null => (unsaid.test(id) || id === fragment ? null : id)
  const node = {
    piece,
    fragment,
    predecessor: neighbour(chain.predecessor),
    successor: neighbour(chain.successor),
    isFirst: chain.predecessor === fragment,
    isLast: chain.successor === fragment,
    predecessorUri: chain.predecessorUri,
    successorUri: chain.successorUri,
  }
  return node.predecessor === null && node.successor === null && node.isFirst && node.isLast ? null : node
}

const doubt = (nodes: readonly Node[], note: string): Chain => ({
  pieces: nodes.map(({ piece }) => piece),
  missing: [],
  notes: [note],
})

/** A pair is joined where neither speaks against it and no other lays claim to the same place. */
function agreedEdges(
  nodes: readonly Node[],
  byFragment: ReadonlyMap<string, readonly Node[]>,
): { edges: Edge[]; disagreeing: Set<Node> } {
  const disagreeing = new Set<Node>()
  const claimed: Edge[] = []
  const single = (fragment: string | null): Node | null => {
    const found = fragment === null ? [] : (byFragment.get(fragment) ?? [])
    if (found.length > 1) return null
    return found[0] ?? null
  }
  const claim = (from: Node, to: Node): void => {
    const fits =
      (from.successor === to.fragment || (from.successor === null && !from.isLast)) &&
      (to.predecessor === from.fragment || (to.predecessor === null && !to.isFirst))
    if (!fits) for (const node of [from, to]) disagreeing.add(node)
    else claimed.push({ from, to, absent: null })
  }
  const pairs = new Map<Node, Set<Node>>()
  const once = (from: Node, to: Node): void => {
    const known = pairs.get(from) ?? new Set()
    pairs.set(from, known)
    if (!known.has(to)) claim(from, to)
    known.add(to)
  }
  for (const node of nodes) {
    const [before, after] = [single(node.predecessor), single(node.successor)]
    if (before) once(before, node)
    if (after) once(node, after)
    const isTwice = (fragment: string | null): boolean =>
      fragment !== null && (byFragment.get(fragment)?.length ?? 0) > 1
    if (isTwice(node.predecessor) || isTwice(node.successor)) disagreeing.add(node)
  }
  claimed.push(...bridges(nodes, byFragment, disagreeing))
  const [out, into] = [Map.groupBy(claimed, ({ from }) => from), Map.groupBy(claimed, ({ to }) => to)]
  const edges = claimed.filter(({ from, to }) => {
    const alone = out.get(from)?.length === 1 && into.get(to)?.length === 1
    if (!alone) for (const node of [from, to]) disagreeing.add(node)
    return alone
  })
  return { edges, disagreeing }
}

/**
 * Two files that name the same part between them, which the case does not have. Where more than two name it, which of them
 * belong together cannot be told.
 */
function bridges(
  nodes: readonly Node[],
  byFragment: ReadonlyMap<string, readonly Node[]>,
  disagreeing: Set<Node>,
): Edge[] {
  const before = Map.groupBy(nodes, ({ successor }) => successor)
  const after = Map.groupBy(nodes, ({ predecessor }) => predecessor)
  return [...before].flatMap(([absent, from]) => {
    if (absent === null || byFragment.has(absent)) return []
    const to = after.get(absent) ?? []
    const [one, other] = [from[0], to[0]]
    if (one && other && from.length === 1 && to.length === 1) return [{ from: one, to: other, absent }]
    if (to.length > 0) for (const node of [...from, ...to]) disagreeing.add(node)
    return []
  })
}

type Walked = { chains: { nodes: Node[]; edges: Edge[] }[]; loops: Node[][] }

function walk(nodes: readonly Node[], edges: readonly Edge[]): Walked {
  const next = new Map(edges.map((edge) => [edge.from, edge]))
  const hasBefore = new Set(edges.map(({ to }) => to))
  const left = new Set(nodes)
  const follow = (first: Node): { nodes: Node[]; edges: Edge[] } => {
    const found: { nodes: Node[]; edges: Edge[] } = { nodes: [], edges: [] }
    for (let node: Node | undefined = first; node && left.delete(node);) {
      found.nodes.push(node)
      const edge = next.get(node)
      if (edge && left.has(edge.to)) found.edges.push(edge)
      node = edge?.to
    }
    return found
  }
  const chains = nodes.filter((node) => !hasBefore.has(node)).map(follow)
  const loops: Node[][] = []
  for (const node of nodes) if (left.has(node)) loops.push(follow(node).nodes)
  return { chains, loops }
}

/** Whether the recorded times do not run backwards; where they are not known nothing speaks against the order. */
function inTime(nodes: readonly Node[]): boolean {
  const starts = nodes.flatMap(({ piece: { start } }) => (start === null ? [] : [Date.parse(start)]))
  return starts.every((start, index) => index === 0 || start >= (starts[index - 1] ?? 0))
}

function missingOf(
  nodes: readonly Node[],
  edges: readonly Edge[],
  byFragment: ReadonlyMap<string, readonly Node[]>,
): MissingPart[] {
  const isAbsent = (fragment: string | null): fragment is string =>
    fragment !== null && !byFragment.has(fragment)
  const [first, last] = [nodes[0], nodes.at(-1)]
  const missing: MissingPart[] = []
  if (first && isAbsent(first.predecessor)) {
    missing.push({
      ...{ after: null, before: first.piece.id, fragment: first.predecessor },
      ...{ uri: shortened(first.predecessorUri), from: null, to: first.piece.start },
    })
  }
  for (const { from, to, absent } of edges) {
    if (absent === null) continue
    missing.push({
      ...{ after: from.piece.id, before: to.piece.id, fragment: absent },
      uri: shortened(from.successorUri || to.predecessorUri),
      ...{ from: from.piece.end, to: to.piece.start },
    })
  }
  if (last && isAbsent(last.successor)) {
    missing.push({
      ...{ after: last.piece.id, before: null, fragment: last.successor },
      ...{ uri: shortened(last.successorUri), from: last.piece.end, to: null },
    })
  }
  return missing
}

const shortened = (uri: string): string => uri.toWellFormed().slice(0, 500)
