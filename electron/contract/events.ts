// The one table of events from the engine (and main) to the window.
import { z } from 'zod'
import { Case } from './case.ts'
import { SignedIn } from './examiner.ts'
import { JobEnd, JobProgress } from './job.ts'
import { Volume } from './volume.ts'

export const events = {
  'job.progress': JobProgress,
  'job.end': JobEnd,
  /** The open case changed: another one, or null. */
  'case.changed': z.strictObject({ case: Case.nullable() }),
  /** Items were added or their verdicts changed: load the list again. */
  'items.changed': z.strictObject({}),
  /** Volumes came, went or changed; only while `volumes.watch` asks for it. */
  'volumes.changed': z.strictObject({ volumes: z.array(Volume) }),
  /** Somebody signed in or out, or unlocked a key. */
  'examiner.changed': SignedIn,
  /** The engine process ended unexpectedly; it is being started again. */
  'engine.gone': z.strictObject({ reason: z.string() }),
} as const satisfies Record<string, z.ZodType>

export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>
