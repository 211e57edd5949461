// `cstb`, StartTimeBox: UTC of the origin of the media timeline, a track each (ONVIF EFF 26.06 5.3). A plain Box.
import { ByteSink } from '#engine/base/byte-sink.ts'
import { Cursor } from '#engine/base/cursor.ts'
import { filetime } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'

export type CstbEntry = { trackId: number; startTime: Filetime }

export type Cstb = { entries: CstbEntry[]; problems: { code: string; detail: string }[] }

const entryBytes = 12

/** Reads the payload after the box header; entries that are there are kept even where the count is wrong. */
export function readCstb(payload: Uint8Array): Cstb {
  const problems: Cstb['problems'] = []
  let body = payload
  // Some writers made it a FullBox: version and flags (0) before the count.
  if (payload.length >= 8 && (payload.length - 8) % entryBytes === 0 && new Cursor(payload).u32() === 0) {
    problems.push({
      code: 'cstb-fullbox',
      detail: 'The start time box has version and flags, which it must not have.',
    })
    body = payload.subarray(4)
  }
  if (body.length < 4) {
    return {
      entries: [],
      problems: [{ code: 'cstb-unreadable', detail: 'The start time box is too short for its count.' }],
    }
  }
  const cursor = new Cursor(body)
  const count = cursor.u32()
  const there = Math.floor(cursor.remaining / entryBytes)
  if (count !== there || cursor.remaining % entryBytes !== 0) {
    problems.push({
      code: 'cstb-count',
      detail: `The start time box says ${count} entries and has room for ${there}.`,
    })
  }
  const entries: CstbEntry[] = []
  for (let index = 0; index < Math.min(count, there); index += 1) {
    const trackId = cursor.u32()
    const startTime = filetime(cursor.u64())
    if (trackId === 0)
      problems.push({ code: 'cstb-track-zero', detail: 'A start time names track 0, which cannot exist.' })
    entries.push({ trackId, startTime })
  }
  return { entries, problems }
}

export function writeCstb(entries: readonly CstbEntry[]): Uint8Array {
  const sink = new ByteSink().u32(entries.length)
  for (const { trackId, startTime } of entries) sink.u32(trackId).u64(startTime)
  return writeBox('cstb', sink.finish())
}
