// Exports that came in several files or on several discs, recognised as one recording: by what the files say of each other
// (`sumi`, ISO/IEC 23000-10), else by the same export (`suep`) and times that join (ONVIF EFF 26.06 4.5). Pure.
import { t } from '#contract/messages/format.ts'
import type { MissingPart, Recording } from '#contract/recording.ts'
import type { PieceFacts } from '#engine/store/piece-facts.ts'
import { followChains } from './recording-chain.ts'
import type { Chain } from './recording-chain.ts'
import { joinTimes } from './recording-times.ts'

/** In the order in which they are given: that of their ingest. */
export function groupRecordings(items: readonly PieceFacts[]): Recording[] {
  // Of a file that was completed later, the whole one counts.
  const pieces = items.filter(({ kind, completedBy }) => kind === 'export' && completedBy === null)
  const { chains, doubts } = followChains(pieces)
  const used = new Set([...chains, ...doubts].flatMap((chain) => chain.pieces.map(({ id }) => id)))
  const timed = joinTimes(pieces.filter(({ id }) => !used.has(id)))
  const order = new Map(items.map(({ id }, index) => [id, index]))
  return [
    ...chains.map((chain) => recordingOf('sumi', chain)),
    ...doubts.map(doubtfulRecording),
    ...timed.map((chain) => recordingOf('times', chain)),
  ].sort((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0))
}

function recordingOf(evidence: Recording['evidence'], { pieces, missing, notes }: Chain): Recording {
  const [first] = pieces
  if (!first) throw new Error('a chain has a part')
  return {
    id: first.id,
    evidence,
    cameras: camerasOf(pieces),
    start: first.start,
    end: pieces.at(-1)?.end ?? null,
    parts: pieces.map(({ id, start, end }, index) => ({ itemId: id, number: index + 1, start, end })),
    missing: missing satisfies MissingPart[],
    ...(notes.length > 0 ? { notes } : {}),
  }
}

/** Files that belong together by their own words, in an order that those words do not give. */
function doubtfulRecording({ pieces, notes }: Chain): Recording {
  const [first] = pieces
  if (!first) throw new Error('a doubt is about a file')
  return {
    id: first.id,
    evidence: 'sumi',
    cameras: camerasOf(pieces),
    start: null,
    end: null,
    parts: [],
    missing: [],
    unordered: pieces.map(({ id }) => id),
    notes: notes.length > 0 ? notes : [t('recording.disagree')],
  }
}

const camerasOf = (pieces: readonly PieceFacts[]): string[] => [
  ...new Set(pieces.flatMap(({ cameras }) => cameras)),
]
