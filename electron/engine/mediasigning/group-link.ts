// Whether a group follows the one before (ONVIF Media Signing 26.06 5.4, 5.11.1): its record names the hash of the first
// unit of the group before, and a counter that goes up by one. The old Axis format has the first picture of the next
// group at the end of every list instead.
import type { HashName } from '#engine/seal/algorithm.ts'
import { isEqual, linked } from './group-hash.ts'
import type { SigningRecord } from './signing-record.ts'

/** What is known of the group before. */
export type LinkEnd = {
  /** Null where no record spoke of it. */
  counter: number | null
  /** Hashes that its first unit may be named by; empty where it is not known as signed. */
  firsts: Uint8Array[]
  /** Old format: the last entry of its list. */
  follower: Uint8Array | null
  /** Its signed first picture is not in the file, though others of it are. */
  startMissing: boolean
}

export type LinkCheck =
  | { state: 'ok' }
  /** `unchanged`: its pictures are as they were signed, though what they follow is not there. */
  | { state: 'broken'; reason: string; unchanged: boolean }
  /** Whole groups are not there; null where it cannot be told how many. */
  | { state: 'lost'; groups: number | null }

const began = 'The signing began anew here: nothing proves that these pictures followed those before them.'
const broken =
  'These pictures do not follow the group before them: pictures were removed, added or put in another order.'

export function checkLink(record: SigningRecord, before: LinkEnd | null, hash: HashName): LinkCheck {
  const { group } = record
  if (!before || !group) return { state: 'ok' }
  if (before.startMissing) {
    const reason = 'The group before has lost its first picture, which this group is tied to.'
    return { state: 'broken', reason, unchanged: true }
  }
  if (namesStart(record)) return { state: 'broken', reason: began, unchanged: false }
  const same = follows(record, before, hash)
  // Without a record the group before is not known as signed, and a difference is its own.
  if (same !== false || before.counter === null) return { state: 'ok' }
  const steps = (group.counter - before.counter) >>> 0
  if (steps >= 2 && steps < 0x8000_0000) return { state: 'lost', groups: steps - 1 }
  return { state: 'broken', reason: broken, unchanged: false }
}

/** The first record of all names no group before it. */
export function namesStart({ group }: SigningRecord): boolean {
  return group?.linkedHash?.every((byte) => byte === 0) ?? false
}

/** Null where it cannot be told. */
function follows(record: SigningRecord, before: LinkEnd, hash: HashName): boolean | null {
  const named = record.group?.linkedHash
  if (named) {
    if (before.firsts.length === 0) return null
    return before.firsts.some((first) => isEqual(first, named))
  }
  const [beforeFirst] = before.firsts
  const { follower } = before
  if (!follower || !record.list) return null
  const first = record.list.subarray(0, follower.length)
  // The very first list holds nothing but that picture.
  return (
    isEqual(follower, first) || (beforeFirst ? isEqual(follower, linked(hash, beforeFirst, first)) : false)
  )
}
