// Long work: progress with rate and remaining time, and an end that is told once.
import { z } from 'zod'
import { ErrorShape } from './errors.ts'
import { JobId } from './units.ts'

export const JobKind = z.enum([
  'ingest',
  'verify',
  'verify-case',
  'export',
  'report',
  'demo',
  'plan',
  'complete',
  'give-up',
  'copy-case',
  'move-case',
  'time-stamp',
  'hand-over',
  'review-copy',
  'rewrap',
  'sound',
  'index',
  'search-export',
  'still',
  'still-sheet',
  'frames',
  'decode-frames',
  'map-damage',
  'frame-list',
])
export type JobKind = z.infer<typeof JobKind>

export const JobProgress = z.strictObject({
  id: JobId,
  kind: JobKind,
  /** What is being done now, e.g. a file name or a step. */
  label: z.string(),
  /** Done and total in `unit`; total null where it cannot be known. */
  done: z.number().nonnegative(),
  total: z.number().nonnegative().nullable(),
  unit: z.enum(['bytes', 'items', 'steps']),
  /** Units a second over the last few seconds; null at the start. */
  rate: z.number().nonnegative().nullable(),
  remainingSeconds: z.number().nonnegative().nullable(),
  /** The user has told it to wait (`job.pause`). */
  paused: z.boolean(),
  /** The file at hand within the whole, in the same unit; null where the work is one piece. */
  part: z
    .strictObject({
      label: z.string(),
      done: z.number().nonnegative(),
      total: z.number().nonnegative().nullable(),
    })
    .nullable(),
  /** How many pieces are done and how many there are; null where the work is one piece. */
  count: z.strictObject({ done: z.int().nonnegative(), total: z.int().nonnegative() }).nullable(),
})
export type JobProgress = z.infer<typeof JobProgress>

/** How a job ended. `result` is parsed by whoever started it, with the schema of that kind. */
export const JobEnd = z.strictObject({
  id: JobId,
  kind: JobKind,
  state: z.enum(['done', 'failed', 'cancelled']),
  result: z.json().nullable(),
  error: ErrorShape.nullable(),
})
export type JobEnd = z.infer<typeof JobEnd>
