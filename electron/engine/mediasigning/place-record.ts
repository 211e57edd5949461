// Which units a record speaks of. The hash of the group decides where it matches; else the list, by the units that stand in
// it. A record comes after the units that it speaks of, so that nothing behind it is looked at.
import type { HashName } from '#engine/seal/algorithm.ts'
import { entryOf, groupHash, isEqual, linked, ownAnchor } from './group-hash.ts'
import type { WorkAllowance } from './group-hash.ts'
import { compareWithList, HashList } from './hash-list.ts'
import type { Comparison } from './hash-list.ts'
import type { SigningRecord } from './signing-record.ts'
import type { UnitQueue } from './unit-queue.ts'

export type Placement = {
  from: number
  to: number
  /** What the other units of the group are hashed together with. */
  anchor: Uint8Array
  /** Null where the hash of the group matched. */
  comparison: Comparison | null
  /** The signed first picture is not there, or is another one. */
  start: 'there' | 'changed' | 'missing'
  list: HashList | null
}

export type Search = {
  hash: HashName
  queue: UnitQueue
  /** Units before this one are spoken for. */
  from: number
  /** Units from this one on came after the record. */
  limit: number
  /** For groups that go on with a picture begun before: what it may have been hashed with. */
  anchors: Uint8Array[]
  allowance: WorkAllowance
}

/** Starts that are tried: more groups than this do not wait for their records. */
const startLimit = 64

export function placeRecord(record: SigningRecord, search: Search): Placement | null {
  return placeExactly(record, search) ?? placeByList(record, search)
}

function placeExactly(record: SigningRecord, search: Search): Placement | null {
  const { group } = record
  if (!group?.groupHash || !group.linkedHash) return null
  const { queue, from, limit, allowance } = search
  const always = (amount: number): boolean => allowance.take(amount)
  const spare = (amount: number): boolean => allowance.takeSpare(amount)
  const atOnce = matchAt(record, search, from, always)
  if (atOnce) return atOnce
  // Looking for where groups begin is work too.
  if (!allowance.take((limit - from) >> 4)) return null
  let next = queue.nextAnchor(from + 1, limit)
  for (let tries = 0; next < limit && tries < startLimit; tries += 1) {
    const found = matchAt(record, search, next, tries === 0 ? always : spare)
    if (found) return found
    next = queue.nextAnchor(next + 1, limit)
  }
  // Where groups end at any picture and one was lost, the next begins anywhere near.
  const near = group.partial || !ownAnchor(queue, from, from + 1)
  const stop = near ? Math.min(limit, from + 2 * Math.max(64, ...group.counts)) : from
  for (let start = from + 1; start < stop && allowance.takeSpare(1); start += 1) {
    const found = matchAt(record, search, start, spare)
    if (found) return found
  }
  return null
}

/** Tries the stated number of units, and all up to where the next group begins. */
function matchAt(
  record: SigningRecord,
  search: Search,
  from: number,
  allow: (amount: number) => boolean,
): Placement | null {
  const { group } = record
  if (!group?.groupHash || !group.linkedHash) return null
  const { queue, limit } = search
  const ends = new Set(group.counts.map((count) => from + count))
  // Records without a usable number speak of all up to the next group.
  if (group.counts.every((count) => count === 0)) ends.add(queue.nextAnchor(from + 1, limit))
  for (const to of ends) {
    if (to <= from || to > limit) continue
    if (!allow(to - from)) return null
    const own = ownAnchor(queue, from, to)
    const anchors = own ? [own.digest] : [...search.anchors, group.linkedHash]
    for (const [index, anchor] of anchors.entries()) {
      if (index > 0 && !allow(to - from)) return null
      if (!isEqual(groupHash(search.hash, queue, from, to, anchor), group.groupHash)) continue
      return { from, to, anchor, comparison: null, start: 'there', list: listOf(record, search) }
    }
  }
  return null
}

function listOf({ list, group, old }: SigningRecord, { hash }: Search): HashList | null {
  const size = group?.groupHash?.length ?? hashBytes[hash]
  if (!list || size === undefined || list.length < size) return null
  // In the old format the last entry is that of the picture after the group.
  return new HashList(old ? list.subarray(0, Math.max(0, list.length - size)) : list, size)
}

const hashBytes: Partial<Record<HashName, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 }

function placeByList(record: SigningRecord, search: Search): Placement | null {
  const { hash, queue, allowance } = search
  const list = listOf(record, search)
  if (!list || list.length === 0) return null
  const limit = Math.min(search.limit, search.from + 4 * list.length + 4_096)
  const first = list.entry(0)
  const anchors = [first, ...search.anchors, ...(record.group?.linkedHash ? [record.group.linkedHash] : [])]
  let best: { anchor: Uint8Array; hits: number[] } | null = null
  for (const anchor of anchors) {
    if (!allowance.take(2 * (limit - search.from) + list.length)) break
    const hits = hitsOf(hash, queue, search.from, limit, list, anchor)
    if (hits.length > (best?.hits.length ?? 0)) best = { anchor, hits }
  }
  if (!best) return null
  const { anchor, hits } = best
  const segment = fullest(queue.segments(search.from, limit), hits)
  if (!segment) return null
  const own = ownAnchor(queue, segment.from, segment.to)
  const leads = isEqual(anchor, first)
  const [firstHit = segment.from] = segment.hits
  const lastHit = segment.hits[segment.hits.length - 1] ?? segment.from
  const skipped = leads ? 0 : list.find(hashAt(hash, queue, firstHit, anchor, null), -1)
  const from = leads ? segment.from : Math.max(segment.from, firstHit - Math.max(0, skipped))
  const to = lastHit + 1
  // A random access picture within the group is not its first, though it looks like one.
  const within = own?.anchor === 'other' && list.find(linked(hash, anchor, own.digest), -1) >= 0
  const unit = own && leads && !within ? own : null
  const comparison = compareWithList(hash, list, queue.slice(from, to), anchor, unit)
  const startThere = comparison.places.includes(0)
  const start = startThere || !leads ? 'there' : unit ? 'changed' : 'missing'
  return { from, to, anchor, comparison, start, list }
}

const hashAt = (
  hash: HashName,
  queue: UnitQueue,
  number: number,
  anchor: Uint8Array,
  first: null,
): Uint8Array => {
  const unit = queue.at(number)
  return unit ? entryOf(hash, unit, anchor, first) : anchor
}

/** The units that stand in the list at any place. */
function hitsOf(
  hash: HashName,
  queue: UnitQueue,
  from: number,
  to: number,
  list: HashList,
  anchor: Uint8Array,
): number[] {
  const hits: number[] = []
  for (let number = from; number < to; number += 1) {
    const unit = queue.at(number)
    if (!unit) continue
    const isFirst = unit.anchor !== null && list.find(unit.digest, -1) === 0
    if (isFirst || list.find(entryOf(hash, unit, anchor, null), -1) >= 0) hits.push(number)
  }
  return hits
}

function fullest(
  segments: readonly { from: number; to: number }[],
  hits: readonly number[],
): { from: number; to: number; hits: number[] } | null {
  let best: { from: number; to: number; hits: number[] } | null = null
  let next = 0
  for (const segment of segments) {
    const inside: number[] = []
    for (; (hits[next] ?? Infinity) < segment.to; next += 1) inside.push(hits[next] ?? 0)
    if (inside.length > (best?.hits.length ?? 0)) best = { ...segment, hits: inside }
  }
  return best
}
