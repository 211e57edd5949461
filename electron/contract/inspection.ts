// What a file is: tracks, provenance, start times, location, levels. Shape of `exhibit inspect --json`.
import { z } from 'zod'
import { Finding } from './finding.ts'
import { MetadataSummary, Position } from './metadata.ts'
import { Gap, StartTime, StatedClockOffset, Track, TrackTiming } from './track.ts'
import { Bytes, Sha256, UtcTime } from './units.ts'

/** Surveillance export box `suep` (ONVIF EFF 26.06 5.2). */
export const Provenance = z.strictObject({
  unitName: z.string(),
  unitUrl: z.string(),
  unitMac: z.string(),
  time: UtcTime.nullable(),
  operator: z.string(),
  sources: z.array(
    z.strictObject({
      trackId: z.int(),
      name: z.string(),
      url: z.string(),
      mac: z.string(),
      line: z.string(),
    }),
  ),
})
export type Provenance = z.infer<typeof Provenance>

/** `loci` of 3GPP TS 26.244 as used by ONVIF EFF 26.06 5.4: the place of the camera's view. */
export const Location = z.strictObject({
  name: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  altitude: z.number().nullable(),
})
export type Location = z.infer<typeof Location>

/** Levels of IEC 62676-2-11:2024 (interop profiles for VMS and VSaaS): video, with metadata, with events. */
export const Levels = z.strictObject({ '0V': z.boolean(), '0M': z.boolean(), '0E': z.boolean() })
export type Levels = z.infer<typeof Levels>

/** How an export names itself and its neighbours (`sumi`): UUIDs as 32 hex digits; its own in place of a neighbour means none. */
export const FragmentChain = z.strictObject({
  fragment: z.string(),
  predecessor: z.string(),
  successor: z.string(),
  predecessorUri: z.string(),
  successorUri: z.string(),
})
export type FragmentChain = z.infer<typeof FragmentChain>

export const Inspection = z.strictObject({
  path: z.string(),
  size: Bytes,
  sha256: Sha256.nullable(),
  brands: z.array(z.string()),
  fragmented: z.boolean(),
  durationSeconds: z.number(),
  tracks: z.array(Track),
  export: Provenance.nullable(),
  startTimes: z.array(StartTime),
  /** How well the time of each track is known; empty in inspections of earlier versions. */
  timing: z.array(TrackTiming).default([]),
  /** What the recorder itself states of its clock; null where it is silent. */
  statedClockOffset: StatedClockOffset.nullable().default(null),
  /** Null where the file has no `sumi`, and in inspections of earlier versions. */
  chain: FragmentChain.nullable().default(null),
  /** What ffmpeg calls the format of a file that is no export; null for exports and for what it did not open. */
  format: z.string().nullable().default(null),
  location: Location.nullable(),
  levels: Levels,
  issues: z.array(Finding),
  gaps: z.array(Gap),
  metadata: MetadataSummary,
  /** Camera positions over time, thinned to at most 5,000 points. */
  positions: z.array(Position),
})
export type Inspection = z.infer<typeof Inspection>

export const CheckResult = z.enum(['pass', 'fail', 'warning', 'not-applicable', 'not-checked'])
export type CheckResult = z.infer<typeof CheckResult>

export const Check = z.strictObject({
  id: z.string(),
  clause: z.string(),
  title: z.string(),
  result: CheckResult,
  detail: z.string(),
  offset: Bytes.nullable(),
})
export type Check = z.infer<typeof Check>

const PassFail = z.enum(['pass', 'fail'])
export const ConformanceReport = z.strictObject({
  levels: z.strictObject({ '0V': PassFail, '0M': PassFail, '0E': PassFail }),
  checks: z.array(Check),
})
export type ConformanceReport = z.infer<typeof ConformanceReport>
