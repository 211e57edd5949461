// Branded ids and units that cross processes. JSON-able only: no bigint, no Date.
import { z } from 'zod'

/** Identifies one item of a case; a UUID. */
export const ItemId = z.uuid().brand<'ItemId'>()
export type ItemId = z.infer<typeof ItemId>

/** Identifies one long-running job of the engine; a UUID. */
export const JobId = z.uuid().brand<'JobId'>()
export type JobId = z.infer<typeof JobId>

/** SHA-256 as 64 lower-case hex digits. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>()
export type Sha256 = z.infer<typeof Sha256>

/** Any other digest or raw bytes as lower-case hex. */
export const Hex = z.string().regex(/^(?:[0-9a-f]{2})*$/)

/** A UTC time, ISO 8601, ending in Z, with 3 to 9 fractional digits. */
export const UtcTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/)
  .brand<'UtcTime'>()
export type UtcTime = z.infer<typeof UtcTime>

/** What somebody says of an act: a name, a reason, a comment. It stands in ledgers and reports, so it ends somewhere. */
export const Statement = z.string().max(4_096)

/** Microseconds since 1970-01-01T00:00:00Z; a safe integer (used where the window computes with times). */
export const UnixMicros = z.int().brand<'UnixMicros'>()
export type UnixMicros = z.infer<typeof UnixMicros>

/** Byte count or byte offset; a non-negative safe integer. */
export const Bytes = z.int().nonnegative()

/** A count in the timescale of the track (ISO/IEC 14496-12 8.4.2). */
export const Ticks = z.int().brand<'Ticks'>()
export type Ticks = z.infer<typeof Ticks>

/** A half-open byte range [start, end) of a file. */
export const ByteRange = z.strictObject({ start: Bytes, end: Bytes })
export type ByteRange = z.infer<typeof ByteRange>

/** Whether the bytes [start, end) lie, in part at least, in one of the ranges. */
export const isTouched = (ranges: readonly ByteRange[], start: number, end: number): boolean =>
  start < end && ranges.some((range) => range.start < end && start < range.end)
