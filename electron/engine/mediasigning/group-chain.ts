// Groups one after the other: takes the units and records of a stream in their order, finds for each record its units, and
// hands on groups that are settled. Holds only what is not settled, at most 100,000 units (ONVIF Media Signing 26.06 B.2).
import type { HashName } from '#engine/seal/algorithm.ts'
import { newDraft, spoil } from './group-draft.ts'
import type { CheckedRecord, GroupDraft } from './group-draft.ts'
import { entryOf, isEqual, linked, ownAnchor, WorkAllowance } from './group-hash.ts'
import { checkLink } from './group-link.ts'
import type { LinkEnd } from './group-link.ts'
import { addUnits, judgePlacement } from './judge-placement.ts'
import { placeRecord } from './place-record.ts'
import type { Placement } from './place-record.ts'
import { noPictures, settleGap } from './settle-gap.ts'
import { resolveProvisional } from './provisional.ts'
import { UnitQueue } from './unit-queue.ts'
import type { Unit } from './unit-queue.ts'

/** Takes settled groups in decode order, with their units. */
export type GroupSink = {
  group(draft: GroupDraft, units: readonly Unit[], firstUnit: number): void
  /** A record about pictures before the beginning of the file. */
  beforeFile(source: CheckedRecord): void
}

const unitLimit = 100_000
const recordLimit = 1_024
/** Of false records about no group, as many are reported as groups of their own. */
const refusedLimit = 64

const tooLong = 'More than 100,000 units came without a signature record that fits; they were given up.'
const tooMuchWork = 'Looking for the pictures of this record would take too long; it was given up.'
const notSigned = 'The record of these pictures was to be signed by a later one, which does not confirm it.'
const afterLast = 'These pictures come after the last signature.'
const unconfirmed = 'The record of these pictures waits for a signature that comes after the end of the file.'

export class GroupChain {
  readonly #hash: HashName
  readonly #sink: GroupSink
  readonly #queue = new UnitQueue()
  readonly #allowance = new WorkAllowance()
  /** Not handed on yet; the last may still grow. */
  #drafts: GroupDraft[] = []
  /** Records that found no units yet. */
  #open: CheckedRecord[] = []
  /** Units before this one are spoken for. */
  #refused = 0
  #claimed = 0
  #atHead = true
  #link: LinkEnd | null = null
  /** The group before ended at any picture, so that the next begins at any. */
  #continues = false
  /** First unit of the last group start in the file, and as the last record had it. */
  #anchors: Uint8Array[] = []
  #fileAnchor: Uint8Array | null = null

  constructor(hash: HashName, sink: GroupSink) {
    this.#hash = hash
    this.#sink = sink
  }

  /** How many units came so far. */
  get units(): number {
    return this.#queue.end
  }

  add(unit: Unit): void {
    this.#queue.push(unit)
    this.#allowance.add()
    if (this.#queue.end - this.#claimed > unitLimit) this.#giveUp()
  }

  take(source: CheckedRecord): void {
    if (this.#beginsOld(source)) return
    if (this.#open.length >= recordLimit || this.#drafts.length >= recordLimit) this.#giveUp()
    const placement = this.#place(source)
    if (placement) this.#settle(source, placement)
    else if (isEmpty(source)) return
    else this.#open.push(source)
  }

  /** The first record of the old format holds nothing but the picture after it. */
  #beginsOld({ record, at, check }: CheckedRecord): boolean {
    const [first] = record.group?.counts ?? []
    if (!record.old || !record.list || first !== 1 || at !== this.#claimed || check.state !== 'good')
      return false
    this.#link = {
      counter: record.group?.counter ?? null,
      firsts: [],
      follower: record.list,
      startMissing: false,
    }
    return true
  }

  /** A record that is about no group, and false or not to be checked: said where it stands. */
  refuse(source: CheckedRecord, reason: string): void {
    // Each keeps its record; the verdict is the same after the first.
    if (this.#refused >= refusedLimit) return
    this.#refused += 1
    const last = this.#drafts.pop()
    const place = last?.from ?? this.#claimed
    const verdict = source.check.state === 'unsupported' ? 'unsupported' : 'bad'
    this.#drafts.push(newDraft(place, place, verdict, reason, source), ...(last ? [last] : []))
  }

  #place(source: CheckedRecord): Placement | null {
    const { record } = source
    const placement = placeRecord(record, {
      hash: this.#hash,
      queue: this.#queue,
      from: this.#claimed,
      limit: Math.min(source.at, this.#queue.end),
      anchors: [...(this.#fileAnchor ? [this.#fileAnchor] : []), ...this.#anchors],
      allowance: this.#allowance,
    })
    const refused = this.#allowance.takeRefusal()
    if (!placement && refused && source.check.state !== 'bad') {
      source.check = { state: 'unsupported', digest: null, reason: tooMuchWork }
    }
    return placement
  }

  #settle(source: CheckedRecord, placement: Placement): void {
    this.#learn(placement)
    this.#fillGap(placement.from, false, Math.max(0, source.at - placement.to))
    const draft = judgePlacement(source, placement, this.#queue, this.#atHead)
    const link = checkLink(source.record, this.#link, this.#hash)
    if (link.state === 'broken') {
      const { rest } = draft
      spoil(draft, link.reason)
      if (link.unchanged) draft.rest = rest
    }
    if (link.state === 'lost') {
      const count = link.groups === 1 ? '1 signed group' : `${link.groups ?? 0} signed groups`
      const reason = `${count} before this place ${link.groups === 1 ? 'is' : 'are'} not in the file; what follows is unchanged.`
      const lost = newDraft(placement.from, placement.from, 'missing', reason)
      this.#drafts.push(lost)
    }
    this.#link = this.#linkOf(source, placement, draft)
    this.#continues = source.record.group?.partial ?? false
    if (source.check.state === 'good' || source.check.state === 'unsigned') this.#anchors = [placement.anchor]
    this.#claim(draft)
    resolveProvisional(this.#drafts, this.#claimed, notSigned)
    this.#handOn(false)
  }

  /** A whole group with a random access picture inside shows that groups end at IDR pictures alone. */
  #learn({ from, to, comparison }: Placement): void {
    if (comparison !== null || this.#queue.idrOnly) return
    const inside = this.#queue.nextAnchor(from + 1, to)
    if (inside < to && this.#queue.at(inside)?.anchor === 'other') this.#queue.idrOnly = true
  }

  #linkOf(source: CheckedRecord, placement: Placement, draft: GroupDraft): LinkEnd {
    const { record, check } = source
    const known = check.state === 'good' || check.state === 'unsigned'
    const firsts: Uint8Array[] = []
    const first = this.#queue.at(placement.from)
    if (known && placement.list && placement.list.length > 0) firsts.push(placement.list.entry(0))
    if (first && known && placement.comparison === null) {
      const own = ownAnchor(this.#queue, placement.from, placement.to)
      firsts.push(first.digest, entryOf(this.#hash, first, placement.anchor, own))
    }
    const size = firsts[0]?.length ?? 32
    const follower = record.old && known && record.list ? record.list.subarray(-size) : null
    return {
      counter: known ? (record.group?.counter ?? null) : null,
      firsts,
      follower,
      startMissing: placement.start === 'missing' && draft.verdict !== 'cut' && placement.to > placement.from,
    }
  }

  /** Units up to `to` that no record was found for. */
  #fillGap(to: number, atEnd: boolean, delay: number | null): void {
    const from = this.#claimed
    if (from >= to && this.#open.length === 0) return
    const settled = settleGap({
      queue: this.#queue,
      from,
      to,
      open: this.#open,
      atHead: this.#atHead,
      atEnd,
      delay,
    })
    this.#open = []
    const last = this.#drafts[this.#drafts.length - 1]
    if (settled.goesOn) {
      const { goesOn } = settled
      if (this.#hasSlices(goesOn.from, goesOn.to)) this.#goOn(last, goesOn, atEnd)
      else if (!atEnd) this.#claimed = goesOn.to
      if (atEnd && this.#claimed < goesOn.to) return
    }
    for (const draft of settled.drafts) {
      if (draft.verdict === 'missing') this.#loseGroup(draft)
      this.#claim(draft)
      if (draft.from === draft.to) continue
      const led = ownAnchor(this.#queue, draft.from, draft.to) !== null
      // Not known as signed: whether the next group names it proves nothing against that one.
      const unknown = { counter: null, firsts: [], follower: null, startMissing: !led && !this.#continues }
      this.#link = draft.verdict === 'cut' ? null : unknown
      this.#continues = draft.source?.record.group?.partial ?? false
    }
    for (const source of settled.before) this.#sink.beforeFile(source)
  }

  /** A group without any picture left: lost where its record stands in its order, else out of place. */
  #loseGroup(draft: GroupDraft): void {
    const record = draft.source?.record
    if (!record) return
    if (checkLink(record, this.#link, this.#hash).state === 'broken') {
      spoil(draft, noPictures)
      return
    }
    const size = record.group?.groupHash?.length ?? 32
    const firsts = record.list && record.list.length >= size ? [record.list.subarray(0, size)] : []
    draft.missingUnits = record.list
      ? Math.floor(record.list.length / size)
      : (record.group?.counts[0] ?? null)
    const follower = record.old && record.list ? record.list.subarray(-size) : null
    this.#link = { counter: record.group?.counter ?? null, firsts, follower, startMissing: false }
  }

  #hasSlices(from: number, to: number): boolean {
    return this.#queue.slice(from, to).some((unit) => unit.record === null)
  }

  /** Units that do not begin a group, behind one. */
  #goOn(last: GroupDraft | undefined, units: { from: number; to: number }, atEnd: boolean): void {
    let to = units.to
    if (atEnd) {
      // A group that ended at a picture that decoding can begin with ends there; one that ended anywhere may go on.
      const whole = last?.source?.record.group?.partial === false
      const before = Math.min(units.to, Math.max(units.from, last?.source?.at ?? units.from))
      to = whole ? before : Math.min(before, units.from + (last?.openEntries ?? 0))
    }
    if (to <= units.from) return
    if (last && last.to === units.from && last.verdict !== 'cut') {
      addUnits(last, to)
      this.#pass(to)
    } else this.#claim(newDraft(units.from, to, 'bad', 'No signature record speaks of these pictures.'))
  }

  #claim(draft: GroupDraft): void {
    this.#drafts.push(draft)
    this.#atHead = this.#atHead && draft.to === draft.from
    this.#pass(draft.to)
  }

  #pass(to: number): void {
    for (const unit of this.#queue.slice(this.#claimed, to))
      if (this.#queue.begins(unit)) this.#fileAnchor = unit.digest
    this.#claimed = Math.max(this.#claimed, to)
  }

  /** Hands on what cannot change any more. */
  #handOn(all: boolean): void {
    let count = 0
    for (const draft of this.#drafts) {
      if (!all && (draft.provisional || count === this.#drafts.length - 1)) break
      this.#sink.group(draft, this.#queue.slice(draft.from, draft.to), draft.from)
      count += 1
    }
    if (count === 0) return
    this.#drafts = this.#drafts.slice(count)
    this.#queue.drop(this.#drafts[0]?.from ?? this.#claimed)
  }

  #giveUp(): void {
    for (const draft of this.#drafts) if (draft.provisional) endProvisional(draft, 'unsupported', tooLong)
    this.#claim(newDraft(this.#claimed, this.#queue.end, 'unsupported', tooLong))
    this.#open = []
    this.#link = null
    this.#handOn(true)
  }

  /** `waiting`: an old record that still waits for the picture behind it. */
  finish(waiting: CheckedRecord | null): void {
    if (waiting) this.#endOld(waiting)
    const behind = Math.max(0, ...this.#open.map(({ at }) => at))
    const last = this.#drafts[this.#drafts.length - 1]
    const to = Math.min(this.#queue.end, Math.max(behind, last?.source?.at ?? 0, this.#claimed))
    this.#fillGap(Math.max(to, this.#headEnd()), true, null)
    for (const draft of this.#drafts) if (draft.provisional) endProvisional(draft, 'pending', unconfirmed)
    if (this.#claimed < this.#queue.end) {
      const pending = newDraft(this.#claimed, this.#queue.end, 'pending', afterLast)
      if (this.#contradicted()) {
        pending.changed.add(pending.from)
        spoil(pending, 'The first of these pictures is not the one that the last signature record ends with.')
      }
      this.#claim(pending)
    }
    this.#handOn(true)
  }

  /** Pictures at the head that do not begin a group are cut off, wherever the records stand. */
  #headEnd(): number {
    if (!this.#atHead) return this.#claimed
    const { end } = this.#queue
    if (this.#open.length === 0) return end
    const [first] = this.#queue.segments(this.#claimed, end)
    return first && ownAnchor(this.#queue, first.from, first.to)?.anchor !== 'idr' ? first.to : this.#claimed
  }

  /** In the old format the last record speaks of the picture after it. */
  #contradicted(): boolean {
    const follower = this.#link?.follower
    const unit = this.#queue.at(this.#claimed)
    const [anchor] = this.#anchors
    if (!follower || !unit || unit.record) return false
    return (
      !isEqual(follower, unit.digest) &&
      !(anchor && isEqual(follower, linked(this.#hash, anchor, unit.digest)))
    )
  }

  /** Nothing follows it, so that half of what it says cannot be looked at; what can be must still match. */
  #endOld(source: CheckedRecord): void {
    const placement = this.#place(source)
    if (!placement) {
      this.#open.push(source)
      return
    }
    this.#settle(source, placement)
    const draft = this.#drafts[this.#drafts.length - 1]
    if (draft?.source !== source || draft.verdict !== 'ok') return
    // At the end of a stream the list ends with the last picture of the group itself.
    if (draft.to < Math.min(source.at, this.#queue.end) && !this.#contradicted()) {
      draft.to += 1
      this.#pass(draft.to)
    }
    draft.verdict = 'pending'
    draft.rest = 'pending'
    draft.reason = 'The picture that the last signature record ends with is not in the file.'
  }
}

/** A record about no units at all says nothing. */
const isEmpty = ({ record, check }: CheckedRecord): boolean =>
  check.state === 'good' &&
  record.list === null &&
  (record.group?.counts.every((count) => count === 0) ?? false)

function endProvisional(draft: GroupDraft, verdict: 'pending' | 'unsupported', reason: string): void {
  draft.provisional = false
  if (draft.verdict === 'bad') return
  draft.verdict = verdict
  draft.rest = verdict
  draft.reason = reason
  draft.missingUnits = null
}
