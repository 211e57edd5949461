// A bridge without an engine behind it: answers from made-up evidence, so that windows and their state can be tried alone.
import { randomUUID } from 'node:crypto'
import { packAnswer, type AnswerText, type Bridge } from '#contract/bridge.ts'
import type { CallInput, CallName, CallOutput } from '#contract/calls.ts'
import type { Case, RecentCase, TrustStoreState } from '#contract/case.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { EventName, EventPayload } from '#contract/events.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { JobKind } from '#contract/job.ts'
import { explain } from '#contract/messages/explain.ts'
import type { JobId } from '#contract/units.ts'
import { custodyAnswers } from './fake-custody.ts'
import { fakeVerification, sha256, utc, verdicts } from './fake-evidence.ts'
import { fakeItem } from './fake-item.ts'
import { fakeMediaReport } from './fake-media-signing.ts'

type Handlers = { [N in CallName]?: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> }

export type FakeBridge = Bridge & {
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void
  /** What was called, in order. */
  calls: { name: string; input: unknown }[]
  items: ItemDetail[]
  /** Replaced by whoever wants another answer from now on. */
  answers: Handlers
}

/** `handlers` replace answers; `jobMs`: how long each job takes (0: it ends before its start is answered). */
export function createFakeBridge(handlers: Handlers = {}, { jobMs = 0 } = {}): FakeBridge {
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const calls: FakeBridge['calls'] = []
  const items = fakeItems()
  const emit: FakeBridge['emit'] = (name, payload) => {
    for (const listener of listeners.get(name) ?? []) listener(structuredClone(payload))
  }
  const answers: Handlers = { ...defaultAnswers(items, emit, jobMs), ...handlers }
  return {
    answers,
    calls,
    items,
    emit,
    async call(name, input): Promise<AnswerText> {
      calls.push({ name, input })
      try {
        const answer = (answers as Record<string, ((input: unknown) => unknown) | undefined>)[name]
        if (!answer) throw new EvidenceError('wrong-input', `The fake bridge has no answer to ${name}.`)
        return packAnswer({ ok: true, value: await answer(input) })
      } catch (error) {
        const failure =
          error instanceof EvidenceError
            ? error
            : new EvidenceError('internal', String(error), { cause: error })
        return packAnswer({ ok: false, error: failure.toShape() })
      }
    },
    on(name, handler) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(handler))
      return () => set.delete(handler)
    },
    pathOf: (file) => (file as { name?: string }).name ?? '',
  }
}

export const fakeCase: Case = {
  path: '/cases/2026-0417',
  id: '3f0c2f0e-5f0a-4f4c-9d56-0d7a54f9e1aa',
  reference: '2026-0417 Forecourt',
  examiner: 'K. Lund',
  createdAt: utc('2026-05-03T09:10:00.000Z'),
  notices: [],
  readOnly: false,
  veilsAll: false,
}

const ok = { verdict: 'ok', pictures: 62 } as const

/** What the cameras' own signatures may say of a file beside its seal. */
const signedVideo = {
  mediaPartly: fakeVerification({
    notChecked: ['revocation', 'clock'],
    mediaSigning: [fakeMediaReport([ok, ok, ok, ok, { verdict: 'pending', pictures: 7 }])],
  }),
  mediaChanged: fakeVerification({
    ...verdicts.unsealed,
    notChecked: ['revocation', 'clock'],
    mediaSigning: [
      fakeMediaReport(
        [
          { verdict: 'cut', pictures: 30 },
          ok,
          { verdict: 'bad', pictures: 62, changed: [13, 14] },
          { verdict: 'missing', pictures: 60, missing: 2 },
          ok,
          { verdict: 'bad', pictures: 62 },
          ok,
          { verdict: 'pending', pictures: 20 },
        ],
        { trust: 'untrusted', referenceVerdict: null },
      ),
    ],
  }),
}
type Row = keyof typeof verdicts | keyof typeof signedVideo

function fakeItems(): ItemDetail[] {
  const all = { ...verdicts, ...signedVideo }
  const rows: [string, string, string | null, number, Row][] = [
    ['Forecourt north', 'forecourt-north-2159.mp4', '2026-05-01T21:59:58.500Z', 600, 'trusted'],
    ['Forecourt north', 'forecourt-north-2210.mp4', '2026-05-01T22:10:00.000Z', 1200, 'twice'],
    ['Loading bay', 'loading-bay-2158.mp4', '2026-05-01T21:58:12.040Z', 2400, 'broken'],
    ['Loading bay', 'loading-bay-2245.mp4', '2026-05-01T22:45:00.000Z', 300, 'added'],
    ['Forecourt north', 'forecourt-north-2301.mp4', '2026-05-01T23:01:10.120Z', 900, 'untrusted'],
    ['Loading bay', 'loading-bay-2302.mp4', '2026-05-01T23:02:00.000Z', 640, 'expired'],
    ['Loading bay', 'loading-bay-2330.mp4', '2026-05-01T23:30:00.000Z', 61, 'unsealed'],
    ['Forecourt north', 'forecourt-north-2331.mp4', '2026-05-01T23:31:00.000Z', 61, 'unsupported'],
    ['', 'CH04_20260501_damaged.mp4', null, 0, 'unreadable'],
    ['Forecourt north', 'forecourt-north-2340.mp4', '2026-05-01T23:40:00.000Z', 10.2, 'mediaPartly'],
    ['Loading bay', 'loading-bay-2341.mp4', '2026-05-01T23:41:00.000Z', 16.8, 'mediaChanged'],
    ['Forecourt north', 'forecourt-north-2350.mp4', '2026-05-01T23:50:00.000Z', 300, 'trustedThen'],
    ['Loading bay', 'loading-bay-2351.mp4', '2026-05-01T23:51:00.000Z', 300, 'weak'],
  ]
  return rows.map(([camera, name, start, seconds, verdict], at) =>
    fakeItem({ camera, name, start, seconds, verification: all[verdict] }, at + 1),
  )
}

function fakeTrustStore(items: readonly ItemDetail[]): TrustStoreState {
  return {
    sha256: sha256(23),
    anchors: [
      {
        sha256: sha256(9),
        scope: 'case',
        subject: 'CN=Metro Evidence Root, O=Metro Transit',
        notBefore: utc('2022-01-01T00:00:00.000Z'),
        notAfter: utc('2032-01-01T00:00:00.000Z'),
        importedAt: utc('2026-05-03T09:11:00.000Z'),
        importedBy: 'K. Lund',
        reason: 'Fingerprint compared by telephone with Metro Transit',
        reliedOnBy: items.flatMap(({ summary }) => (summary.trust === 'trusted' ? [summary.id] : [])),
      },
    ],
    revocationLists: [],
    problems: [],
  }
}

function fakeLedger(items: readonly ItemDetail[]): CustodyEntry[] {
  const acts = [
    { action: 'case-created', detail: { reference: fakeCase.reference }, item: null },
    ...items.map(
      (item) =>
        ({
          action: 'ingest',
          detail: { sourcePath: item.summary.sourcePath, size: item.summary.size },
          item,
        }) as const,
    ),
    {
      action: 'trust-added',
      detail: { subject: 'CN=Metro Evidence Root', reason: 'Fingerprint compared by telephone' },
      item: null,
    },
    { action: 'verify', detail: { verdict: 'sealed' }, item: items[0] ?? null },
  ] as const
  return acts.map(({ action, detail, item }, at) => ({
    seq: at + 1,
    time: utc(new Date(Date.parse('2026-05-03T09:10:00.000Z') + at * 4_321).toISOString()),
    actor: 'K. Lund',
    action,
    itemId: item?.summary.id ?? null,
    inputSha256: action === 'ingest' ? item.summary.sha256 : null,
    outputSha256: action === 'ingest' ? item.summary.sha256 : null,
    detail,
    toolVersion: '0.1.0',
    hash: sha256(at + 11),
    previous: sha256(at + 10),
  }))
}

const fakeRecent: RecentCase[] = [
  {
    path: fakeCase.path,
    reference: fakeCase.reference,
    openedAt: utc('2026-05-03T09:10:00.000Z'),
    present: true,
  },
  {
    path: '/cases/2026-0391',
    reference: '2026-0391 Harbour gate',
    openedAt: utc('2026-04-28T14:02:11.000Z'),
    present: true,
  },
  {
    path: '/media/usb/2026-0350',
    reference: '2026-0350',
    openedAt: utc('2026-04-12T07:31:40.000Z'),
    present: false,
  },
]

function defaultAnswers(items: ItemDetail[], emit: FakeBridge['emit'], jobMs: number): Handlers {
  const ledger = fakeLedger(items)
  const find = (itemId: string): ItemDetail => {
    const item = items.find(({ summary }) => summary.id === itemId)
    if (!item) throw new EvidenceError('item-not-found', `There is no item ${itemId}.`)
    return item
  }
  const timers = new Map<JobId, ReturnType<typeof setTimeout>>()
  const job = (kind: JobKind, label: string, result: () => unknown): { jobId: JobId } => {
    const jobId = randomUUID() as string as JobId
    const end = (): void =>
      emit('job.end', {
        id: jobId,
        kind,
        state: 'done',
        result: JSON.parse(JSON.stringify(result())),
        error: null,
      })
    if (jobMs === 0) end()
    const total = 1_800_000_000
    const step = (share: number): void => {
      if (share >= 1) return end()
      emit('job.progress', {
        id: jobId,
        kind,
        label,
        done: share * total,
        total,
        unit: 'bytes',
        rate: 132e6,
        remainingSeconds: ((1 - share) * jobMs) / 1000,
        paused: false,
        part: null,
        count: null,
      })
      timers.set(
        jobId,
        setTimeout(() => step(share + 0.1), jobMs / 10),
      )
    }
    if (jobMs > 0) step(0)
    return { jobId }
  }
  let open: Case | null = null
  const show = (shown: Case): Case => {
    open = shown
    return shown
  }
  return {
    'app.info': () => ({
      version: '0.1.0',
      runtime: 'fallback',
      node: '24.21.0',
      sqlite: '3.54.1',
      ffmpeg: null,
      workstation: 'LAB-07',
      userName: 'K. Lund',
    }),
    ...custodyAnswers({ items, ledger, recent: fakeRecent, emit, job, show, current: () => open }),
    'case.current': () => open,
    'case.open': ({ path, readOnly = false }) => show({ ...fakeCase, path, readOnly }),
    'case.create': ({ path, reference, examiner, veilsAll = false }) =>
      show({ ...fakeCase, path, reference, examiner, veilsAll }),
    'case.close': () => {
      open = null
      return {}
    },
    'demo.open': () => job('demo', 'Making two cameras', () => show(fakeCase)),
    'item.list': () => items.map(({ summary }) => summary),
    'item.get': ({ itemId }) => find(itemId),
    'item.view': () => ({}),
    'item.explain': ({ itemId }) => {
      const { summary, verification, inspection, clockOffset } = find(itemId)
      return explain(verification, inspection, { fileName: summary.name, clockOffset, signedGroups: [] })
    },
    'item.verifications': ({ itemId }) => {
      const { verifiedAt, verdict, intact, trust } = find(itemId).summary
      const toolVersion = '0.1.0'
      return [
        { verifiedAt, toolVersion, verdict, intact, trust },
        { verifiedAt: utc('2026-05-03T09:12:41.300Z'), toolVersion, verdict, intact, trust: 'untrusted' },
        { verifiedAt: utc('2026-05-03T09:12:40.000Z'), toolVersion, verdict, intact, trust: 'untrusted' },
      ]
    },
    'item.verify': ({ itemId }) => job('verify', find(itemId).summary.name, () => find(itemId).verification),
    // A video in which no picture was found.
    'video.open': ({ itemId }) => job('rewrap', find(itemId).summary.name, () => ({ tracks: [] })),
    'track.samples': ({ first, count, itemId, trackId }) => {
      const total = find(itemId).inspection.tracks.find(({ id }) => id === trackId)?.samples ?? 0
      const indexes = Array.from(
        { length: Math.max(0, Math.min(count, total - first)) },
        (_, at) => first + at,
      )
      const times = indexes.map((index) => index * 410)
      return {
        first,
        total,
        offset: indexes.map((index) => 48 + index * 200),
        size: indexes.map(() => 200),
        decodeTime: times,
        compositionTime: times,
        duration: indexes.map(() => 410),
        sync: indexes.map((index) => (index % 25 === 0 ? 1 : 0)),
        entry: indexes.map(() => 0),
        entries: [],
      }
    },
    'metadata.frames': () => [],
    'metadata.ptz': () => ({ before: [], changes: [] }),
    'metadata.idle': () => ({ objects: [], notBefore: null, indexed: true }),
    'timeline.objects': ({ from, to }) => ({
      lanes: [
        {
          classes: ['Vehicle'],
          bars: [{ from, to, several: false, object: { id: '7', trackId: 3, source: null } }],
        },
      ],
      more: 0,
      indexed: true,
    }),
    'timeline.cameras': () => [],
    'metadata.events': () => ({ total: 0, events: [] }),
    'metadata.positions': () => [],
    'trust.list': () => fakeTrustStore(items),
    'trust.remove': () => ({ sha256: sha256(24), anchors: [], revocationLists: [], problems: [] }),
    'volumes.list': () => [],
    'volumes.watch': () => [],
    'ingest.unfinished': () => [],
    'case.recordings': () => [],
    'ingest.start': ({ sources }) =>
      job('ingest', sources[0] ?? '', () => ({ case: fakeCase.path, items: [] })),
    'export.preview': ({ from, to }) => ({
      from,
      to,
      videoSamples: 250,
      pictures: { trackId: 1, first: 125, last: 374 },
      bytes: 1_204_881,
      notes: ['The cut begins 480 ms earlier, at the key picture that the first picture depends on.'],
    }),
    'export.picture': () => {
      throw new EvidenceError('ffmpeg-missing', 'ffmpeg was not found.')
    },
    'export.start': ({ destination, from, to }) =>
      job('export', 'forecourt-north-2159.mp4', () => ({
        package: `${destination}/2026-0417-forecourt`,
        files: [
          {
            path: 'files/forecourt-north-2159.mp4',
            sha256: sha256(21),
            size: 1_204_881,
            mode: from ? 'cut' : 'resealed',
            from,
            to,
            samplesReencoded: 0,
            verdict: 'sealed',
            notes: [],
          },
        ],
        notices: [],
      })),
    'report.start': ({ path }) => job('report', path, () => ({ path, sha256: sha256(22) })),
    'job.cancel': ({ jobId }) => {
      clearTimeout(timers.get(jobId))
      emit('job.end', { id: jobId, kind: 'ingest', state: 'cancelled', result: null, error: null })
      return {}
    },
    'dialog.openFiles': () => ['/media/usb/root.pem'],
    'dialog.openFolder': () => '/cases/new',
    'dialog.saveFile': ({ defaultName }) => `/cases/${defaultName}`,
    'shell.showInFolder': () => ({}),
  }
}
