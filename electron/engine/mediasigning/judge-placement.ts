// What is said of a group whose record found its place (ONVIF Media Signing 26.06 B.2).
import { newDraft, spoil } from './group-draft.ts'
import type { CheckedRecord, GroupDraft } from './group-draft.ts'
import type { Placement } from './place-record.ts'
import { signatureReason } from './settle-gap.ts'
import type { UnitQueue } from './unit-queue.ts'

const startChanged =
  'The first picture of this group was changed; the others are as they were signed, but build on it.'
const startMissing =
  'The first picture of this group is not there; the others are as they were signed, but build on it.'
const cutButSame =
  'The file begins in the middle of this group; what is here of it matches its list, but the picture that it builds on is not there.'

export function judgePlacement(
  source: CheckedRecord,
  placement: Placement,
  queue: UnitQueue,
  atHead: boolean,
): GroupDraft {
  const { from, to } = placement
  const { check } = source
  if (check.state === 'unsupported') return newDraft(from, to, 'unsupported', check.reason, source)
  if (check.state === 'no-key') {
    return newDraft(
      from,
      to,
      'unsupported',
      'The file has no certificate or key to check this signature with.',
      source,
    )
  }
  const draft = newDraft(from, to, 'ok', null, source)
  noteCovered(draft, placement, queue)
  if (placement.comparison) judgeList(draft, placement, atHead)
  if (check.state === 'bad') {
    draft.covers.clear()
    draft.verdict = 'bad'
    draft.rest = 'doubtful'
    draft.reason = signatureReason(check.reason)
  }
  return draft
}

function noteCovered(draft: GroupDraft, { comparison }: Placement, queue: UnitQueue): void {
  for (const [index, unit] of queue.slice(draft.from, draft.to).entries()) {
    if (unit.record && (comparison === null || (comparison.places[index] ?? -1) >= 0)) {
      draft.covers.add(unit.record)
    }
  }
}

function judgeList(draft: GroupDraft, placement: Placement, atHead: boolean): void {
  const { comparison, start, list } = placement
  if (!comparison || !list) return
  for (const [index, place] of comparison.places.entries()) {
    if (place < 0) draft.changed.add(draft.from + index)
  }
  draft.missingUnits = comparison.missing
  draft.openEntries = list.length - 1 - comparison.lastPlace
  const firstPlace = comparison.places[0] ?? -1
  const onlyHeadMissing = comparison.missing === firstPlace && draft.changed.size === 0
  // A part of a group that goes on begins with any picture, so that its first one tells nothing but its place in the list.
  if (atHead && onlyHeadMissing && (start === 'missing' || (start === 'there' && firstPlace > 0))) {
    draft.verdict = 'cut'
    draft.rest = 'cut'
    draft.reason = cutButSame
    draft.missingUnits = null
    return
  }
  if (start !== 'there') {
    spoil(draft, start === 'changed' ? startChanged : startMissing)
    draft.rest = 'doubtful'
    return
  }
  if (draft.changed.size > 0) spoil(draft, changedReason(draft.changed.size))
  else if (comparison.missing > 0) {
    draft.verdict = 'missing'
    draft.reason = `${units(comparison.missing)} of the signed list ${comparison.missing === 1 ? 'is' : 'are'} not there; the others are unchanged.`
  }
}

const units = (count: number): string => (count === 1 ? '1 unit' : `${count} units`)

const changedReason = (count: number): string =>
  `${units(count)} of these pictures ${count === 1 ? 'is' : 'are'} not in the signed list, or not in its order: changed, added or moved.`

/** Units behind a group that belong to nothing else: they stand for its last entries, or were added. */
export function addUnits(draft: GroupDraft, to: number): void {
  for (let number = draft.to; number < to; number += 1) {
    draft.changed.add(number)
    if (draft.openEntries > 0 && draft.missingUnits !== null)
      draft.missingUnits = Math.max(0, draft.missingUnits - 1)
    draft.openEntries = Math.max(0, draft.openEntries - 1)
  }
  draft.to = to
  if (['ok', 'missing', 'pending'].includes(draft.verdict)) {
    draft.verdict = 'bad'
    draft.reason = changedReason(draft.changed.size)
  }
}
