// The one table of calls: name → input and output. `engineCalls` are answered by the engine, `windowCalls` by main.
import { z } from 'zod'
import { Case, RecentCase, TrustAnchor } from './case.ts'
import { CustodyReport } from './custody.ts'
import { ErrorShape } from './errors.ts'
import { CutPreview, ExportRequest } from './export.ts'
import { ItemDetail, ItemSummary } from './item.ts'
import { MetadataEvent, MetadataFrame, Position } from './metadata.ts'
import { SampleColumns } from './track.ts'
import { ItemId, JobId, Statement, UtcTime } from './units.ts'

const Nothing = z.strictObject({})
const OneItem = z.strictObject({ itemId: ItemId })
const Started = z.strictObject({ jobId: JobId })

export const AppInfo = z.strictObject({
  version: z.string(),
  /** `official` Electron, or the development-only `fallback`; `cli` where there is no window. */
  runtime: z.enum(['official', 'fallback', 'cli']),
  node: z.string(),
  sqlite: z.string(),
  ffmpeg: z.strictObject({ path: z.string(), version: z.string() }).nullable(),
  workstation: z.string(),
  /** The name that stands in the ledger for acts of this user by default. */
  userName: z.string(),
})
export type AppInfo = z.infer<typeof AppInfo>

export const engineCalls = {
  'app.info': { input: Nothing, output: AppInfo },

  'case.recent': { input: Nothing, output: z.array(RecentCase) },
  'case.create': {
    input: z.strictObject({ path: z.string(), reference: Statement, examiner: Statement }),
    output: Case,
  },
  'case.open': { input: z.strictObject({ path: z.string(), examiner: Statement.nullable() }), output: Case },
  'case.current': { input: Nothing, output: Case.nullable() },
  'case.close': { input: Nothing, output: Nothing },
  /** Makes the demo case in the workstation's data folder (once), opens it. Result of the job: `Case`. */
  'demo.open': { input: Nothing, output: Started },

  'item.list': { input: Nothing, output: z.array(ItemSummary) },
  'item.get': { input: OneItem, output: ItemDetail },
  /** Verifies again; result of the job: `Verification`. */
  'item.verify': { input: OneItem, output: Started },
  /** Records in the ledger that the item was looked at. */
  'item.view': { input: OneItem, output: Nothing },
  /** At most 20,000 samples a call. */
  'track.samples': {
    input: z.strictObject({
      itemId: ItemId,
      trackId: z.int(),
      first: z.int().nonnegative(),
      count: z.int().positive().max(20_000),
    }),
    output: SampleColumns,
  },

  /** Frames with from ≤ time < to, in time order; at most 5,000. */
  'metadata.frames': {
    input: z.strictObject({ itemId: ItemId, from: UtcTime, to: UtcTime }),
    output: z.array(MetadataFrame),
  },
  /** Events in time order from `first` on, at most 2,000 a call, with how many there are in all. */
  'metadata.events': {
    input: z.strictObject({ itemId: ItemId, first: z.int().nonnegative() }),
    output: z.strictObject({ total: z.int(), events: z.array(MetadataEvent) }),
  },
  'metadata.positions': { input: OneItem, output: z.array(Position) },

  'custody.list': { input: z.strictObject({ itemId: ItemId.nullable() }), output: CustodyReport },

  'trust.list': { input: Nothing, output: z.array(TrustAnchor) },
  'trust.import': {
    input: z.strictObject({ path: z.string(), reason: Statement }),
    output: z.array(TrustAnchor),
  },
  'trust.remove': {
    input: z.strictObject({ sha256: z.string(), reason: Statement }),
    output: z.array(TrustAnchor),
  },

  /** Files or folders; result of the job: `IngestResult`. */
  'ingest.start': { input: z.strictObject({ sources: z.array(z.string()).min(1) }), output: Started },
  'export.preview': {
    input: z.strictObject({ itemId: ItemId, from: UtcTime, to: UtcTime }),
    output: CutPreview,
  },
  /** Result of the job: `ExportResult`. */
  'export.start': { input: ExportRequest, output: Started },
  /** PDF or HTML by the ending of `path`; result of the job: `{path, sha256}`. */
  'report.start': {
    input: z.strictObject({ path: z.string(), itemIds: z.array(ItemId) }),
    output: Started,
  },

  'job.cancel': { input: z.strictObject({ jobId: JobId }), output: Nothing },
} as const satisfies CallTable

const FileFilter = z.strictObject({ name: z.string(), extensions: z.array(z.string()) })

/** Answered by the main process itself: native dialogs. Null where the user cancelled. */
export const windowCalls = {
  'dialog.openFiles': {
    input: z.strictObject({ title: z.string(), filters: z.array(FileFilter), multiple: z.boolean() }),
    output: z.array(z.string()).nullable(),
  },
  'dialog.openFolder': { input: z.strictObject({ title: z.string() }), output: z.string().nullable() },
  'dialog.saveFile': {
    input: z.strictObject({ title: z.string(), defaultName: z.string(), filters: z.array(FileFilter) }),
    output: z.string().nullable(),
  },
  /** Shows a file that Exhibit wrote in the system's file manager. */
  'shell.showInFolder': { input: z.strictObject({ path: z.string() }), output: Nothing },
} as const satisfies CallTable

export const calls = { ...engineCalls, ...windowCalls } as const

export type CallTable = Record<string, { input: z.ZodType; output: z.ZodType }>
export type EngineCallName = keyof typeof engineCalls
export type WindowCallName = keyof typeof windowCalls
export type CallName = keyof typeof calls
export type CallInput<N extends CallName> = z.infer<(typeof calls)[N]['input']>
export type CallOutput<N extends CallName> = z.infer<(typeof calls)[N]['output']>

/** What a call answers over a process border; Electron loses the fields of thrown errors, hence the envelope. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorShape }

/** One typed handler for each engine call; a missing one is a compile error. */
export type EngineHandlers = {
  [N in EngineCallName]: (input: CallInput<N>) => Promise<CallOutput<N>>
}
