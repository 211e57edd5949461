// The one table of calls: name → input and output. `engineCalls` are answered by the engine, `windowCalls` by main.
import { z } from 'zod'
import { Case, CopyPurpose, RecentCase, TrustFile, TrustScope, TrustStoreState } from './case.ts'
import { ClockOffset, ClockReading } from './clock.ts'
import { CustodyEntry, LedgerReport } from './custody.ts'
import { ErrorShape } from './errors.ts'
import { Examiner, ExaminerId, NewExaminer, SignedIn } from './examiner.ts'
import { Explanation, VerificationMark } from './explanation.ts'
import { CutPicture, CutPreview, ExportRequest } from './export.ts'
import { FrameListFormat } from './frames.ts'
import { HandoverRequest } from './handover.ts'
import { DownloadTerms, IntakeId, UnfinishedIntake } from './intake.ts'
import { ItemDetail, ItemSummary } from './item.ts'
import { KnownCamera, LanePage, LaneQuery } from './lanes.ts'
import { LedgerFacets, LedgerPage, ledgerPageSize, LedgerQuery } from './ledger.ts'
import { ObjectBarQuery, ObjectBars } from './object-bars.ts'
import { Mark, MarkId, MarkPlace, MarkText } from './mark.ts'
import { IdleObjects, MetadataEvent, MetadataFrame, Position, PtzChanges } from './metadata.ts'
import { Recording } from './recording.ts'
import { ReviewGroup } from './review.ts'
import {
  ObjectRef,
  ObjectTrack,
  SearchCounts,
  SearchCursor,
  SearchFacets,
  SearchPage,
  SearchQuery,
} from './search.ts'
import { PictureStatements } from './picture.ts'
import { SheetRequest } from './sheet.ts'
import { StillRequest } from './still.ts'
import { BoxContent, BoxPage, boxesPerPage, bytesPerPage, RawBytes } from './structure.ts'
import { DecoderConfigs, SampleColumns, SampleDamage, SampleTimes } from './track.ts'
import { Bytes, ItemId, JobId, Sha256, Statement, UtcTime } from './units.ts'
import { Volume } from './volume.ts'

const Nothing = z.strictObject({})
const OneItem = z.strictObject({ itemId: ItemId })
/** A picture by its place in the order of showing, from 0. */
const OnePicture = z.strictObject({ itemId: ItemId, trackId: z.int(), picture: z.int().nonnegative() })
/** Paths of files, folders and archives, and `https://` addresses. */
const Sources = z.array(z.string().min(1)).min(1).max(10_000)
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
    input: z.strictObject({
      path: z.string(),
      reference: Statement,
      examiner: Statement,
      /** As `case.veil`, from the beginning on. */
      veilsAll: z.boolean().optional(),
    }),
    output: Case,
  },
  /** `readOnly`: only to look, from a read-only medium or while another program has the case open for writing. */
  'case.open': {
    input: z.strictObject({
      path: z.string(),
      examiner: Statement.nullable(),
      readOnly: z.boolean().optional(),
    }),
    output: Case,
  },
  'case.current': { input: Nothing, output: Case.nullable() },
  /** Signs the head of the ledger first. */
  'case.close': { input: Nothing, output: Nothing },
  /** Veils the pictures of every item until somebody lifts the veil, or only those of items marked as sensitive. */
  'case.veil': { input: z.strictObject({ all: z.boolean() }), output: Case },
  'case.rename': { input: z.strictObject({ reference: Statement.min(1) }), output: Case },
  /** Copies the open case into a new folder, as it stands at this moment; result of the job: `CopyResult`. */
  'case.copy': { input: z.strictObject({ destination: z.string(), purpose: CopyPurpose }), output: Started },
  /** Moves the open case to a new folder, and opens it there; result of the job: `Case`. */
  'case.move': { input: z.strictObject({ destination: z.string() }), output: Started },
  'case.forget': { input: z.strictObject({ path: z.string() }), output: z.array(RecentCase) },
  /** Deletes thumbnails and review copies, of one item or of all; they are made again when they are needed. */
  'derived.delete': {
    input: z.strictObject({ itemId: ItemId.nullable() }),
    output: z.strictObject({ files: z.int().nonnegative(), bytes: z.int().nonnegative() }),
  },
  /** Makes the demo case in the workstation's data folder (once), opens it. Result of the job: `Case`. */
  'demo.open': { input: Nothing, output: Started },

  'item.list': { input: Nothing, output: z.array(ItemSummary) },
  'item.get': { input: OneItem, output: ItemDetail },
  /** Verifies again; result of the job: `Verification`. */
  'item.verify': { input: OneItem, output: Started },
  /** Verifies all items again, with all cores; result of the job: `VerifyAllResult`. */
  'case.verify': { input: Nothing, output: Started },
  /** Everything behind the verdict, step by step, with the commands that reproduce it; see `Explanation`. */
  'item.explain': { input: OneItem, output: Explanation },
  /** All verifications that were ever made of the item, newest first, at most 200. */
  'item.verifications': { input: OneItem, output: z.array(VerificationMark) },
  /**
   * Records in the ledger that the item was looked at. `veil`: its pictures were not shown (`down`), or somebody lifted the
   * veil over them (`lifted`).
   */
  'item.view': {
    input: z.strictObject({ itemId: ItemId, veil: z.enum(['down', 'lifted']).optional() }),
    output: Nothing,
  },
  /** Marks items as sensitive, or takes the mark back; what is as it should be already is not written again. */
  'item.markSensitive': {
    input: z.strictObject({ itemIds: z.array(ItemId).min(1).max(10_000), sensitive: z.boolean() }),
    output: Nothing,
  },
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
  /** At most 2,000 samples a call, and fewer where much would have to be read; reads the stamps in the video that is played. */
  'track.times': {
    input: z.strictObject({
      itemId: ItemId,
      trackId: z.int(),
      first: z.int().nonnegative(),
      count: z.int().positive().max(2_000),
    }),
    output: SampleTimes,
  },
  /** What boxes and parameter sets say of the picture. */
  'track.picture': { input: z.strictObject({ itemId: ItemId, trackId: z.int() }), output: PictureStatements },
  /** Reads the heads of samples, those before `first` too where nobody did; at most 20,000 a call, and fewer where much changes. */
  'track.configs': {
    input: z.strictObject({
      itemId: ItemId,
      trackId: z.int(),
      first: z.int().nonnegative(),
      count: z.int().positive().max(20_000),
    }),
    output: DecoderConfigs,
  },
  /** Decodes a run of samples that begins with a sync sample, to tell where it is damaged; at most 2,000 a call. */
  'track.damage': {
    input: z.strictObject({
      itemId: ItemId,
      trackId: z.int(),
      first: z.int().nonnegative(),
      count: z.int().positive().max(2_000),
    }),
    output: SampleDamage,
  },
  /**
   * Makes a video of another format playable: lays its streams out as they are in a file of our own, once. `track.samples`
   * then speaks of that file. Result of the job: `OpenedVideo`.
   */
  'video.open': { input: OneItem, output: Started },
  /** Makes the review copy of a video track in the background, from this picture on; result of the job: `ReviewResult`. */
  'review.open': { input: OnePicture, output: Started },
  /** Waits until the picture is made, and has it made first. Fails with `cancelled` where nobody makes it any more. */
  'review.group': { input: OnePicture, output: ReviewGroup },

  /**
   * Decodes the sound of a track: how loud it is over time (`exhibit-media://…/sound/<track>/peaks`), and with `samples` the
   * sound itself (`…/samples`). Result of the job: `SoundResult`.
   */
  'sound.open': {
    input: z.strictObject({ itemId: ItemId, trackId: z.int(), samples: z.boolean() }),
    output: Started,
  },

  /** Frames with from ≤ time < to, in time order; at most 5,000. */
  'metadata.frames': {
    input: z.strictObject({ itemId: ItemId, from: UtcTime, to: UtcTime }),
    output: z.array(MetadataFrame),
  },
  /** Changes of the PTZ state that the stream tells, and what stood before them. */
  'metadata.ptz': {
    input: z.strictObject({ itemId: ItemId, from: UtcTime, to: UtcTime }),
    output: PtzChanges,
  },
  /** What became idle before `at` and was neither listed again nor ended until then; at most 500 objects. */
  'metadata.idle': { input: z.strictObject({ itemId: ItemId, at: UtcTime }), output: IdleObjects },
  /** Events in time order from `first` on, at most 2,000 a call, with how many there are in all. */
  'metadata.events': {
    input: z.strictObject({ itemId: ItemId, first: z.int().nonnegative() }),
    output: z.strictObject({ total: z.int(), events: z.array(MetadataEvent) }),
  },
  'metadata.positions': { input: OneItem, output: z.array(Position) },

  /** Objects and events of all items in the order of time, at most 500 a call; a newer search ends one that still runs. */
  'search.run': {
    input: z.strictObject({
      query: SearchQuery,
      after: SearchCursor.nullable(),
      limit: z.int().positive().max(500),
    }),
    output: SearchPage,
  },
  'search.facets': { input: z.strictObject({ query: SearchQuery }), output: SearchFacets },
  /** `most`: how many stretches of time at most. */
  'search.counts': {
    input: z.strictObject({ query: SearchQuery, most: z.int().positive().max(1_000) }),
    output: SearchCounts,
  },
  /** Every frame in which an object stands, at most 5,000 a call. */
  'search.track': {
    input: z.strictObject({ object: ObjectRef, after: SearchCursor.nullable() }),
    output: ObjectTrack,
  },
  /** Writes all results as CSV; result of the job: `SearchExport`. */
  'search.export': { input: z.strictObject({ query: SearchQuery, path: z.string() }), output: Started },
  /** Indexes what is not indexed yet, from the vault; result of the job: `IndexResult`. */
  'search.index': { input: Nothing, output: Started },

  /** All cameras of the case in a stretch of time, at the resolution of a screen. */
  'timeline.lanes': { input: LaneQuery, output: LanePage },
  /** Items that lie on no lane are in none of them. */
  'timeline.cameras': { input: z.strictObject({}), output: z.array(KnownCamera) },
  /** When objects of an item were seen in a stretch of time, at the resolution of a screen. */
  'timeline.objects': { input: ObjectBarQuery, output: ObjectBars },

  /** Marked pictures and stretches of an item, in the order in which they were made. */
  'marks.list': { input: OneItem, output: z.array(Mark) },
  'marks.add': { input: z.strictObject({ itemId: ItemId, place: MarkPlace, text: MarkText }), output: Mark },
  'marks.change': { input: z.strictObject({ id: MarkId, text: MarkText }), output: Mark },
  'marks.remove': { input: z.strictObject({ id: MarkId }), output: Nothing },

  /** Writes one stored picture as PNG with a JSON file beside it; result of the job: `StillResult`. */
  'still.make': { input: StillRequest, output: Started },
  /** Writes marked pictures as stills into one PDF, in the order of time; result of the job: `SheetResult`. */
  'still.sheet': { input: SheetRequest, output: Started },

  /**
   * Reads all samples of a track once, in the file that is played (see `video.open`): types of pictures, and which have the same
   * bytes; result of the job: `FrameScan`.
   */
  'frames.scan': { input: z.strictObject({ itemId: ItemId, trackId: z.int() }), output: Started },
  /** Decodes all pictures of a track once, in the file that is played: which are equal; result of the job: `DecodedScan`. */
  'frames.decode': { input: z.strictObject({ itemId: ItemId, trackId: z.int() }), output: Started },
  /**
   * Decodes all pictures of a track once, in the file that is played: which do not decode cleanly, and which could not be checked;
   * result of the job: `DamageMap`.
   */
  'frames.damage': { input: z.strictObject({ itemId: ItemId, trackId: z.int() }), output: Started },
  /**
   * Writes a list of all pictures under a name that must be free; result of the job: `FrameList`. Always of the original: `csv`
   * ends with `wrong-input` where that has no table of stored samples.
   */
  'frames.export': {
    input: z.strictObject({
      itemId: ItemId,
      trackId: z.int(),
      format: FrameListFormat,
      path: z.string().min(1),
    }),
    output: Started,
  },

  /** Boxes of the original in file order from `first` on. Fails with `wrong-input` where it is not made of boxes. */
  'structure.boxes': {
    input: z.strictObject({
      itemId: ItemId,
      first: z.int().nonnegative(),
      count: z.int().positive().max(boxesPerPage),
    }),
    output: BoxPage,
  },
  /** What stands in the box that begins at this byte. */
  'structure.box': { input: z.strictObject({ itemId: ItemId, offset: Bytes }), output: BoxContent },
  /** Raw bytes of the original; fewer at its end. */
  'structure.bytes': {
    input: z.strictObject({ itemId: ItemId, offset: Bytes, count: z.int().positive().max(bytesPerPage) }),
    output: RawBytes,
  },

  /** Recordings that were exported in several files, with the parts that are missing. */
  'case.recordings': { input: Nothing, output: z.array(Recording) },
  /** Fills the missing bytes of a partial item from another copy of the same file; result of the job: `IngestedItem`. */
  'item.complete': { input: z.strictObject({ itemId: ItemId, source: z.string() }), output: Started },

  /** Walks the whole ledger, while everything else has its turn. */
  'custody.verify': { input: Nothing, output: LedgerReport },
  /** Entries from position `first` on, of those asked for; null: the newest. */
  'custody.list': {
    input: z.strictObject({
      query: LedgerQuery,
      first: z.int().nonnegative().nullable(),
      count: z.int().positive().max(ledgerPageSize),
    }),
    output: LedgerPage,
  },
  /** Where this entry stands among those asked for, or else the one before it; null where there are none. */
  'custody.place': {
    input: z.strictObject({ query: LedgerQuery, seq: z.int().nonnegative() }),
    output: z.strictObject({ position: z.int().nonnegative().nullable() }),
  },
  'custody.facets': { input: Nothing, output: LedgerFacets },
  'custody.note': {
    input: z.strictObject({ itemId: ItemId.nullable(), text: Statement.min(1) }),
    output: CustodyEntry,
  },
  /** Accepts the ledger as it is although the entry with that hash, which was written here, is missing; recorded in it. */
  'custody.accept': {
    input: z.strictObject({ head: Sha256, reason: Statement.min(1) }),
    output: CustodyEntry,
  },
  /** Signs the head of the ledger with the examiner's key, or the workstation's where none is unlocked. */
  'custody.sign': { input: Nothing, output: CustodyEntry },
  /** Asks a time-stamp authority (RFC 3161) to stamp the head; the one call that goes to the network beside downloads. Result of the job: `CustodyEntry`. */
  'custody.timeStamp': { input: z.strictObject({ url: z.string() }), output: Started },
  'custody.export': {
    input: z.strictObject({ path: z.string(), format: z.enum(['json', 'csv', 'case']) }),
    output: z.strictObject({ path: z.string(), sha256: Sha256 }),
  },
  /**
   * Which items an exported package holds, by its list of hashes and the ledger alone; its files are hashed when it is handed
   * over. Null where the ledger does not know that list. Fails with `package-changed`, `file-not-found`, `file-unreadable`.
   */
  'handover.package': {
    input: z.strictObject({ path: z.string() }),
    output: z.strictObject({ itemIds: z.array(ItemId).nullable() }),
  },
  /** Result of the job: `HandoverResult`. */
  'handover.start': { input: HandoverRequest, output: Started },

  'examiner.list': { input: Nothing, output: z.array(Examiner) },
  'examiner.create': { input: NewExaminer, output: Examiner },
  'examiner.remove': { input: z.strictObject({ id: ExaminerId }), output: Nothing },
  'examiner.current': { input: Nothing, output: SignedIn },
  /** `password` unlocks the key; null signs in without it. */
  'examiner.signIn': {
    input: z.strictObject({ id: ExaminerId, password: z.string().nullable() }),
    output: SignedIn,
  },
  'examiner.signOut': { input: Nothing, output: SignedIn },

  'trust.list': { input: Nothing, output: TrustStoreState },
  /** What `trust.import` of that file would add. Fails with `certificate-unreadable`. */
  'trust.read': { input: z.strictObject({ path: z.string() }), output: TrustFile },
  /**
   * Certificates (PEM, DER, PKCS#7) and revocation lists (PEM, DER) of one file. `expected`: the fingerprints of what was
   * looked at; where the file holds anything else by then, nothing is added and it fails with `wrong-input`.
   */
  'trust.import': {
    input: z.strictObject({
      path: z.string(),
      reason: Statement,
      scope: TrustScope,
      expected: z.array(Sha256).max(2_000).optional(),
    }),
    output: TrustStoreState,
  },
  /** A certificate or a revocation list. */
  'trust.remove': {
    input: z.strictObject({ sha256: z.string(), reason: Statement, scope: TrustScope }),
    output: TrustStoreState,
  },
  /** Writes a PEM bundle of all certificates and lists of both scopes; never over a file that is there. */
  'trust.export': {
    input: z.strictObject({ path: z.string() }),
    output: z.strictObject({ path: z.string(), sha256: Sha256 }),
  },

  /** Records how wrong the recorder's clock was, for each of the items; recorded times stay as they are. */
  'clock.set': {
    input: z.strictObject({ itemIds: z.array(ItemId).min(1).max(10_000), reading: ClockReading }),
    output: z.array(ClockOffset),
  },
  'clock.withdraw': {
    input: z.strictObject({ itemId: ItemId, reason: Statement }),
    output: Nothing,
  },
  /** All entries on an item, oldest first, the withdrawn ones too. */
  'clock.list': { input: OneItem, output: z.array(ClockOffset) },

  'volumes.list': { input: Nothing, output: z.array(Volume) },
  /** While on, `volumes.changed` tells of volumes that come and go. */
  'volumes.watch': { input: z.strictObject({ on: z.boolean() }), output: z.array(Volume) },

  /** What would be taken in, before a byte is copied; result of the job: `IntakePlan`. */
  'ingest.plan': {
    input: z.strictObject({ sources: Sources, download: DownloadTerms.optional() }),
    output: Started,
  },
  /** Files, folders, volumes, archives, addresses; result of the job: `IngestResult`. */
  'ingest.start': {
    input: z.strictObject({ sources: Sources, download: DownloadTerms.optional() }),
    output: Started,
  },
  /** Intakes that did not come to their end, oldest first. */
  'ingest.unfinished': { input: Nothing, output: z.array(UnfinishedIntake) },
  /** Goes on where it stopped; result of the job: `IngestResult`. */
  'ingest.resume': { input: z.strictObject({ intakeId: IntakeId }), output: Started },
  /** `keepPartial`: what was read of the file at hand is kept as a partial item; otherwise it is removed. The rest of the intake is given up. Result of the job: null. */
  'ingest.giveUp': {
    input: z.strictObject({ intakeId: IntakeId, keepPartial: z.boolean() }),
    output: Started,
  },
  'export.preview': {
    input: z.strictObject({ itemId: ItemId, from: UtcTime, to: UtcTime }),
    output: CutPreview,
  },
  /** One of the pictures that `export.preview` names. */
  'export.picture': {
    input: z.strictObject({ itemId: ItemId, trackId: z.int(), sample: z.int().nonnegative() }),
    output: CutPicture,
  },
  /** Result of the job: `ExportResult`. */
  'export.start': { input: ExportRequest, output: Started },
  /** PDF or HTML by the ending of `path`; result of the job: `{path, sha256}`. */
  'report.start': {
    input: z.strictObject({ path: z.string(), itemIds: z.array(ItemId) }),
    output: Started,
  },

  'job.cancel': { input: z.strictObject({ jobId: JobId }), output: Nothing },
  /** Only intakes can wait; others answer `wrong-input`. */
  'job.pause': { input: z.strictObject({ jobId: JobId }), output: Nothing },
  'job.resume': { input: z.strictObject({ jobId: JobId }), output: Nothing },
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
