// Settled groups as they are reported: bounded groups, all pictures, counts and times.
import type { MediaGroup, MediaGroupVerdict } from '#contract/seal.ts'
import type { UtcTime } from '#contract/units.ts'
import { filetimeAtUnixEpoch, formatUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { FrameStates } from './frame-states.ts'
import { isPlausible } from './general-times.ts'
import type { GroupSink } from './group-chain.ts'
import type { CheckedRecord, GroupDraft } from './group-draft.ts'
import type { Unit } from './unit-queue.ts'

const groupLimit = 20_000
const badSampleLimit = 100

export class GroupReport implements GroupSink {
  readonly frames = new FrameStates()
  readonly groups: MediaGroup[] = []
  readonly verdicts: Record<MediaGroupVerdict, number> = {
    ok: 0,
    missing: 0,
    bad: 0,
    cut: 0,
    pending: 0,
    unsupported: 0,
  }
  omitted = 0
  missingFrames = 0
  /** Units that wait for a signature. */
  pendingUnits = 0
  /** A whole group is lost, or the beginning is cut: the reference implementation calls both not authentic. */
  harsherElsewhere = false
  firstVerified: UtcTime | null = null
  lastVerified: UtcTime | null = null
  claimedTime: Date | null = null
  /** A record said a time that cannot be meant: no clock was set. */
  implausible: Filetime | null = null
  /** Of one whose list has another length than it says. */
  listDiffers = false
  /** Where a record stands that speaks of pictures before the beginning of the file. */
  before: number | null = null
  #sample = 0

  beforeFile({ record }: CheckedRecord): void {
    this.before ??= record.offset
  }

  group(draft: GroupDraft, units: readonly Unit[], firstUnit: number): void {
    const bad = new Set<number>()
    for (const [index, unit] of units.entries()) {
      const changed = draft.changed.has(firstUnit + index)
      if (changed && bad.size < badSampleLimit) bad.add(unit.sample)
      if (!unit.record) this.frames.add(unit.sample, unit.startsPicture, changed ? 'changed' : draft.rest)
      if (draft.verdict === 'pending') this.pendingUnits += 1
    }
    const { source, verdict } = draft
    const firstSample = units[0]?.sample ?? source?.record.sample ?? this.#sample
    const lastUnit = units[units.length - 1]
    const endSample = lastUnit ? lastUnit.sample + 1 : firstSample
    this.#sample = endSample
    const missing = missingPictures(draft, units)
    this.missingFrames += missing ?? 0
    this.verdicts[verdict] += 1
    this.harsherElsewhere ||= verdict === 'cut' || (verdict === 'missing' && source === null)
    const [start, end] = this.#times(draft)
    this.#note(draft, start, end)
    if (this.groups.length >= groupLimit) {
      this.omitted += 1
      return
    }
    const record = verdict === 'cut' || verdict === 'pending' ? null : (source?.record ?? null)
    this.groups.push({
      index: this.groups.length,
      verdict,
      reason: draft.reason,
      firstSample,
      endSample,
      missingFrames: missing,
      badSamples: [...bad],
      start: start && formatUtc(start),
      end: end && formatUtc(end),
      sei: record && { start: record.offset, end: record.offset + record.size },
      digest: record ? digestOf(draft) : null,
    })
  }

  #times({ source }: GroupDraft): [Filetime | null, Filetime | null] {
    const group = source?.record.group
    // Only what is signed is the signer's statement.
    if (!group || (source.check.state !== 'good' && source.check.state !== 'unsigned')) return [null, null]
    return [group.start, group.end]
  }

  #note(draft: GroupDraft, start: Filetime | null, end: Filetime | null): void {
    for (const time of [start, end]) if (time !== null && !isPlausible(time)) this.implausible ??= time
    const group = draft.source?.record.group
    if (draft.verdict !== 'ok' && draft.verdict !== 'missing') return
    const counted = draft.to - draft.from + (draft.source?.record.old ? 1 : 0)
    if (group && !group.counts.includes(counted) && draft.missingUnits === 0) this.listDiffers = true
    const first = start ?? end
    const last = end ?? start
    if (first !== null && isPlausible(first)) {
      this.firstVerified ??= formatUtc(first)
      this.claimedTime ??= new Date(Number((first - filetimeAtUnixEpoch) / 10_000n))
    }
    if (last !== null && isPlausible(last)) this.lastVerified = formatUtc(last)
  }
}

function digestOf({ source }: GroupDraft): string | null {
  const check = source?.check
  return check && 'digest' in check ? check.digest : null
}

/** Null where it cannot be told: no list, or pictures of several slices. */
function missingPictures(draft: GroupDraft, units: readonly Unit[]): number | null {
  const { missingUnits } = draft
  if (missingUnits === null || missingUnits === 0) return missingUnits
  const slices = units.filter(({ record }) => record === null).length
  const pictures = units.filter(({ startsPicture }) => startsPicture).length
  const each = pictures > 0 ? slices / pictures : 1
  // A slice that is missing makes the mean uneven, so that only pictures of one slice can be counted surely.
  return each === 1 ? missingUnits : null
}
