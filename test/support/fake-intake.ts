// Evidence coming in, made up: media that come and go, a plan, and an intake that goes on by hand, file by file, so that no
// test of a window has to wait for one.
import { randomUUID } from 'node:crypto'
import type { IntakeId, IntakePlan, PlannedGuess, UnfinishedIntake } from '#contract/intake.ts'
import type { IngestedItem, ItemDetail, ItemKind, ItemSummary } from '#contract/item.ts'
import type { JobProgress } from '#contract/job.ts'
import { missingReason, otherReason } from '#contract/messages/kinds.ts'
import type { Recording } from '#contract/recording.ts'
import type { Verification } from '#contract/seal.ts'
import type { ByteRange, JobId } from '#contract/units.ts'
import type { Volume } from '#contract/volume.ts'
import type { FakeBridge } from './fake-bridge.ts'
import { sha256, utc, verdicts } from './fake-evidence.ts'
import { fakeItem } from './fake-item.ts'

export function fakeVolume(given: Partial<Volume> = {}): Volume {
  return {
    id: '/dev/sdb1 /media/EXPORT',
    kind: 'usb',
    mountPoint: '/media/EXPORT',
    device: '/dev/sdb1',
    label: 'EXPORT',
    fileSystem: 'exFAT',
    uuid: '6A1C-09F2',
    size: 32_010_928_128,
    free: 19_400_000_000,
    writable: true,
    removable: true,
    maker: 'Kingston',
    model: 'DataTraveler 3.0',
    serial: 'E0D55EA573F0F3B0',
    ...given,
  }
}

export const fakeVolumes = {
  stick: fakeVolume(),
  disc: fakeVolume({
    id: '/dev/sr0 /media/DISC_2',
    kind: 'optical',
    mountPoint: '/media/DISC_2',
    device: '/dev/sr0',
    label: 'CAM EXPORT DISC 2',
    fileSystem: 'udf',
    uuid: '',
    size: 4_377_491_456,
    free: null,
    writable: false,
    maker: 'HL-DT-ST',
    model: 'DVDRAM GP65NB60',
    serial: '',
  }),
  share: fakeVolume({
    id: '//nas/exports /mnt/exports',
    kind: 'network',
    mountPoint: '/mnt/exports',
    device: '//nas/exports',
    label: '',
    fileSystem: 'cifs',
    uuid: '',
    size: 8_001_563_222_016,
    free: 2_000_000_000_000,
    writable: null,
    removable: false,
    maker: '',
    model: '',
    serial: '',
  }),
}

const kinds: PlannedGuess[] = ['export', 'export', 'export', 'export', 'other', 'export', 'video', 'export']

/** A plan for so many files, of which the first 500 are named. */
export function fakePlan(files: number, given: Partial<IntakePlan> = {}): IntakePlan {
  const bytes = files * 45_000_000
  const volume = fakeVolumes.stick
  return {
    sources: [{ source: volume.mountPoint, kind: 'volume', volume, files, bytes }],
    files,
    bytes,
    unknownSizes: 0,
    freeBytes: 2_120_000_000_000,
    neededBytes: bytes,
    enough: true,
    first: Array.from({ length: Math.min(500, files) }, (_, at) => ({
      path: `EXPORT/${nameOf(at)}`,
      size: 45_000_000,
      guess: kinds[at % kinds.length] ?? 'other',
    })),
    skipped: [
      { path: 'EXPORT/latest.mp4', reason: 'A symbolic link. Links are not followed.' },
      { path: 'System Volume Information', reason: 'It cannot be listed: permission denied.' },
    ],
    skippedTotal: 2,
    ...given,
  }
}

const endings = { export: 'mp4', video: 'avi', archive: 'zip', other: 'pdf', empty: 'txt' } as const
const nameOf = (at: number): string =>
  `CH0${(at % 4) + 1}_20260501_${String(at).padStart(4, '0')}.${endings[kinds[at % kinds.length] ?? 'other']}`

export type FakeIntake = {
  /** A medium is connected, or pulled. */
  setVolumes(volumes: Volume[]): void
  /** What the next looking finds. */
  plan: IntakePlan
  unfinished: UnfinishedIntake[]
  recordings: Recording[]
  /** So many further files are done; after the last one the intake ends by itself. */
  advance(files: number): void
  /** The file at hand is read up to this share. */
  read(share: number): void
  /** How a file comes out; the default is by its kind. */
  outcome: (at: number) => Partial<IngestedItem>
}

type Running = {
  id: JobId
  files: number
  done: number
  paused: boolean
  share: number
  items: IngestedItem[]
}

/** Takes over the calls about evidence coming in. */
export function createFakeIntake(bridge: FakeBridge): FakeIntake {
  let volumes: Volume[] = []
  let running: Running | null = null
  const fileBytes = 45_000_000

  const progress = (job: Running): JobProgress => {
    const total = job.files * fileBytes
    const done = job.done * fileBytes + job.share * fileBytes
    return {
      id: job.id,
      kind: 'ingest',
      label: nameOf(job.done),
      done,
      total,
      unit: 'bytes',
      rate: job.paused ? null : 132_000_000 - (job.done % 12) * 7_000_000,
      remainingSeconds: job.paused ? null : (total - done) / 132e6,
      paused: job.paused,
      part: { label: `EXPORT/${nameOf(job.done)}`, done: job.share * fileBytes, total: fileBytes },
      count: { done: job.done, total: job.files },
    }
  }
  const tell = (): void => {
    if (running) bridge.emit('job.progress', progress(running))
  }
  const start = (files: number, done: number): { jobId: JobId } => {
    running = { id: randomUUID() as string as JobId, files, done, paused: false, share: 0, items: [] }
    const started = running
    // After the answer, as from an engine.
    queueMicrotask(() => bridge.emit('job.progress', progress(started)))
    return { jobId: started.id }
  }
  const stop = (job: Running, reason: string): void => {
    fake.unfinished.push({
      id: randomUUID() as string as IntakeId,
      startedAt: utc('2026-05-03T09:20:00.000Z'),
      actor: 'K. Lund',
      sources: fake.plan.sources.map(({ source }) => source),
      files: job.files,
      filesDone: job.done,
      bytes: job.files * fileBytes,
      bytesKept: (job.done + job.share) * fileBytes,
      interruptedAt: `EXPORT/${nameOf(job.done)}`,
      reason,
    })
  }

  const fake: FakeIntake = {
    plan: fakePlan(8),
    unfinished: [],
    recordings: [],
    outcome: () => ({}),
    setVolumes(list) {
      volumes = list
      bridge.emit('volumes.changed', { volumes })
    },
    read(share) {
      if (running) running.share = share
      tell()
    },
    advance(files) {
      for (let left = files; left > 0 && running; left -= 1) {
        const { item, ingested } = takeIn(running.done, fake.outcome(running.done))
        if (item) bridge.items.push(item)
        running.items.push(ingested)
        running.done += 1
        running.share = 0
        if (running.done < running.files) continue
        const { id, items } = running
        running = null
        bridge.emit('items.changed', {})
        bridge.emit('job.end', {
          id,
          kind: 'ingest',
          state: 'done',
          result: JSON.parse(JSON.stringify({ case: '/cases/2026-0417', items })),
          error: null,
        })
        return
      }
      bridge.emit('items.changed', {})
      tell()
    },
  }

  Object.assign(bridge.answers, {
    'volumes.list': () => volumes,
    'volumes.watch': () => volumes,
    'ingest.plan': () => {
      const jobId = randomUUID() as string as JobId
      queueMicrotask(() =>
        bridge.emit('job.end', {
          id: jobId,
          kind: 'plan',
          state: 'done',
          result: JSON.parse(JSON.stringify(fake.plan)),
          error: null,
        }),
      )
      return { jobId }
    },
    'ingest.start': () => start(fake.plan.files, 0),
    'ingest.unfinished': () => fake.unfinished,
    'ingest.resume': ({ intakeId }) => {
      const intake = fake.unfinished.find(({ id }) => id === intakeId)
      fake.unfinished = fake.unfinished.filter((one) => one !== intake)
      return start(intake?.files ?? 0, intake?.filesDone ?? 0)
    },
    'ingest.giveUp': ({ intakeId }) => {
      fake.unfinished = fake.unfinished.filter(({ id }) => id !== intakeId)
      const jobId = randomUUID() as string as JobId
      queueMicrotask(() =>
        bridge.emit('job.end', { id: jobId, kind: 'give-up', state: 'done', result: null, error: null }),
      )
      return { jobId }
    },
    'case.recordings': () => fake.recordings,
    'job.pause': () => {
      if (running) running.paused = true
      tell()
      return {}
    },
    'job.resume': () => {
      if (running) running.paused = false
      tell()
      return {}
    },
    'job.cancel': ({ jobId }) => {
      if (running?.id !== jobId) return {}
      stop(running, 'It was cancelled.')
      running = null
      bridge.emit('job.end', { id: jobId, kind: 'ingest', state: 'cancelled', result: null, error: null })
      return {}
    },
  } satisfies FakeBridge['answers'])
  return fake
}

/** One file that came in: the item that it became, if any, and what is told of it. */
function takeIn(
  at: number,
  given: Partial<IngestedItem>,
): { item: ItemDetail | null; ingested: IngestedItem } {
  const name = nameOf(at)
  const guess = kinds[at % kinds.length]
  const kind = guess === 'other' ? 'attachment' : guess === 'video' ? 'video' : 'export'
  const ingested: IngestedItem = {
    id: null,
    path: `EXPORT/${name}`,
    sha256: sha256(at + 40),
    size: 45_000_000,
    status: 'ingested',
    verdict: kind === 'export' ? 'sealed' : 'unsealed',
    levels: [],
    detail: '',
    kind,
    ...given,
  }
  if (ingested.status === 'failed' || ingested.status === 'already-present') return { item: null, ingested }
  const missingBytes = ingested.status === 'partial' ? 524_288 : 0
  const item = fakeKindOfItem(name, kind, missingBytes, at + 40)
  return { item, ingested: { ...ingested, id: item.summary.id } }
}

/** An item that is no whole export: only to be looked at, another file, or in part. */
export function fakeKindOfItem(
  name: string,
  kind: ItemSummary['kind'],
  missingBytes: number,
  seed: number,
): ItemDetail {
  const isExport = kind === 'export'
  const start = new Date(Date.parse('2026-05-01T20:00:00.000Z') + seed * 60_000).toISOString()
  const missing =
    missingBytes > 0
      ? [
          { start: 8_388_608, end: 8_388_608 + missingBytes - 4_096 },
          { start: 40_960_000, end: 40_964_096 },
        ]
      : []
  const item = fakeItem(
    {
      camera: isExport ? `Platform ${(seed % 4) + 1}` : '',
      name,
      start: isExport ? start : null,
      seconds: 60,
      verification: fakeKindOfVerification(kind, missing),
    },
    seed,
  )
  item.summary = {
    ...item.summary,
    kind,
    missingBytes,
    size: 45_000_000,
    status: missingBytes > 0 ? 'partial' : 'ingested',
    custody: 'complete',
    // There is no file whose picture could be shown.
    hasThumbnail: false,
  }
  if (kind === 'video') item.inspection = { ...item.inspection, format: 'avi' }
  item.missing = missing
  item.original = {
    modified: utc('2026-05-02T08:15:00.000Z'),
    created: utc('2026-05-02T08:14:12.000Z'),
    changed: null,
    accessed: utc('2026-05-03T00:00:00.000Z'),
    mode: '0755',
  }
  return item
}

/** What is said of a file that is no whole export, in the words of the engine. */
function fakeKindOfVerification(kind: ItemKind, missing: ByteRange[]): Verification {
  if (kind === 'export' && missing.length === 0) return verdicts.trusted
  const { inspection } = fakeItem(
    { camera: '', name: '', start: null, seconds: 0, verification: verdicts.unsealed },
    1,
  )
  const reason =
    kind === 'export' ? missingReason(missing) : otherReason(kind, { ...inspection, format: 'avi' }, missing)
  const verdict = kind === 'video' && missing.length === 0 ? 'unsealed' : 'unreadable'
  return { ...verdicts.unsealed, verdict, reason, kind, missing }
}

/** A recording of these items, with a part missing after the first. */
export function fakeRecording(items: ItemSummary[]): Recording {
  const [first, second] = items
  if (!first || !second) throw new Error('a recording in parts has two at least')
  return {
    id: first.id,
    evidence: 'sumi',
    cameras: first.cameras,
    start: first.start,
    end: items.at(-1)?.end ?? null,
    parts: items.map(({ id, start, end }, at) => ({ itemId: id, number: at + 1, start, end })),
    missing: [
      {
        after: first.id,
        before: second.id,
        fragment: '0d6c9b7e-9a63-4ad6-8b8b-0b3c1f0ce1a2',
        uri: 'CH01_20260501_part2.mp4',
        from: first.end,
        to: second.start,
      },
    ],
  }
}
