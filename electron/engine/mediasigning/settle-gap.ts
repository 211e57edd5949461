// Units between two groups that found their place, and records that found none: which of them belong together, and what is
// said of each. Nothing between two groups is ever taken for unsigned by right.
import type { GroupDraft, CheckedRecord } from './group-draft.ts'
import { newDraft } from './group-draft.ts'
import { ownAnchor } from './group-hash.ts'
import { namesStart } from './group-link.ts'
import { sortHeadRecords } from './head-records.ts'
import type { UnitQueue } from './unit-queue.ts'

export type Gap = {
  queue: UnitQueue
  from: number
  to: number
  /** Records without a place, in their order. */
  open: CheckedRecord[]
  /** No group was settled before. */
  atHead: boolean
  /** The units end with the file: a group at the end may still wait for its record. */
  atEnd: boolean
  /** Units by which the record after the gap came later than its group; null where there is none. */
  delay: number | null
}

export type Settlement = {
  drafts: GroupDraft[]
  /** Units at the beginning that go on with the group before: added to it, or in place of its last. */
  goesOn: { from: number; to: number } | null
  /** First unit that waits for a record; the end of the gap where none does. */
  waiting: number
  /** Records about pictures before the beginning of the file. */
  before: CheckedRecord[]
}

const noRecord = 'No signature record speaks of these pictures: it was removed, or they were added.'
const noneLeft = 'None of the pictures that this record speaks of is in the file.'
export const noPictures = 'A signature record stands here that matches no pictures of this file.'
const headCut = 'The file begins in the middle of this group, which can only be checked as a whole.'

export function settleGap(gap: Gap): Settlement {
  const { queue, from, to, atHead, atEnd } = gap
  const open = [...gap.open]
  const result: Settlement = { drafts: [], goesOn: null, waiting: to, before: [] }
  const segments = queue.segments(from, to)
  const [leading] = segments
  const own = leading && ownAnchor(queue, leading.from, leading.to)
  // A file may be cut at a picture that decoding can begin with, though its group began before.
  const begun = open[0]?.firstOfFile === true && !namesStart(open[0].record)
  const within = atHead && own?.anchor === 'other' && begun
  const begunBefore = leading && (!own || within) ? leading : null
  if (begunBefore) segments.shift()
  if (atHead) settleHead(gap, open, begunBefore, segments, result)
  else if (begunBefore) {
    const spare = open.length > segments.length ? open.shift() : undefined
    if (spare) result.drafts.push(pairDraft(begunBefore, spare))
    else result.goesOn = begunBefore
  }
  for (const segment of segments) {
    const last = atEnd && segment.to === to
    while (open[0] && isEarlier(open[0], segment, last)) {
      const [early] = open.splice(0, 1)
      if (early) leave(early, segment.from, result)
    }
    const source = open.shift()
    if (source) result.drafts.push(pairDraft(segment, source))
    else if (last) {
      result.waiting = segment.from
      break
    } else result.drafts.push(newDraft(segment.from, segment.to, 'bad', noRecord))
  }
  for (const source of open) leave(source, result.waiting, result)
  return result
}

/** A record is never about pictures that came after it. */
const isEarlier = (source: CheckedRecord, segment: { from: number; to: number }, last: boolean): boolean =>
  source.at < segment.to && !(last && source.at > segment.from && isWhole(source, segment))

/** At the end of the file: as many units came before the record as it speaks of. */
function isWhole({ record, at }: CheckedRecord, segment: { from: number }): boolean {
  const counts = record.group?.counts ?? []
  return record.kind === 'group' && at - segment.from >= Math.min(...counts, Infinity)
}

const isSound = ({ check }: CheckedRecord): boolean => check.state === 'good' || check.state === 'unsigned'

function leave(source: CheckedRecord, at: number, result: Settlement): void {
  const sound = isSound(source)
  if (sound && source.firstOfFile) result.before.push(source)
  else
    result.drafts.push(
      sound ? newDraft(at, at, 'missing', noneLeft, source) : pairDraft({ from: at, to: at }, source),
    )
}

/** Takes out of `open` the records that cannot be about `segments`; `cut`: pictures whose group began before the file. */
function settleHead(
  { from, to, atEnd, delay }: Gap,
  open: CheckedRecord[],
  cut: { from: number; to: number } | null,
  segments: readonly { from: number; to: number }[],
  result: Settlement,
): void {
  const [next] = segments
  const last = atEnd && next?.to === to
  // At the end of the file a record of more pictures than the last group has so far is about the head.
  const isOfHead = (source: CheckedRecord, first: { from: number; to: number }): boolean =>
    isEarlier(source, first, last) || (cut !== null && last && !isWhole(source, first))
  const late = next ? open.findIndex((source) => !isOfHead(source, next)) : -1
  const earlier = late < 0 ? open.length : late
  const records = open.splice(0, cut ? Math.max(earlier, open.length - segments.length) : earlier)
  const sound = records.filter(isSound)
  const others = records.filter((source) => !isSound(source))
  const head = cut ?? { from, to: from }
  const { before, lost, explained } = sortHeadRecords(sound, head, delay)
  if (cut) {
    const own = others.find(({ check }) => check.state === 'bad') ?? others[0]
    if (own?.check.state === 'bad') result.drafts.push(pairDraft(cut, own))
    // What came before the group that is cut was put there; the record of the last pictures may lie behind the end.
    else if (own || (atEnd && explained.from === explained.to)) result.drafts.push(cutDraft(cut.from, cut.to))
    else {
      result.drafts.push(newDraft(cut.from, explained.from, 'bad', noRecord))
      result.drafts.push(cutDraft(explained.from, atEnd ? cut.to : explained.to))
      if (!atEnd) result.drafts.push(newDraft(explained.to, cut.to, 'bad', noRecord))
      result.drafts = result.drafts.filter((draft) => draft.from < draft.to)
    }
    // Of these pictures nothing more is said, be it their record that is not supported.
    if (own) others.splice(others.indexOf(own), 1)
  }
  result.before.push(...before)
  for (const source of lost) result.drafts.push(newDraft(head.to, head.to, 'missing', noneLeft, source))
  for (const source of others) result.drafts.push(pairDraft({ from: head.to, to: head.to }, source))
}

const cutDraft = (from: number, to: number): GroupDraft => newDraft(from, to, 'cut', headCut)

/** A record and the units that can only be its own, though they do not match. */
function pairDraft(units: { from: number; to: number }, source: CheckedRecord): GroupDraft {
  const { check, record } = source
  if (check.state === 'unsupported')
    return newDraft(units.from, units.to, 'unsupported', check.reason, source)
  if (check.state === 'no-key') {
    const reason = 'The file has no certificate or key to check this signature with.'
    return newDraft(units.from, units.to, 'unsupported', reason, source)
  }
  const reason =
    check.state === 'bad'
      ? signatureReason(check.reason)
      : record.list
        ? 'None of these pictures is among those that were signed.'
        : 'The pictures do not match their signature; without a list it cannot be told which of them were changed, added or removed.'
  return newDraft(units.from, units.to, 'bad', reason, source)
}

export const signatureReason = (detail: string): string =>
  `The signature record itself was changed or made with another key. ${detail}`
