// What a made-up engine answers about who acts, the ledger, handing over and the case as a whole.
import { randomUUID } from 'node:crypto'
import type { CallInput, CallName, CallOutput } from '#contract/calls.ts'
import type { Case, CopyResult, RecentCase } from '#contract/case.ts'
import type { CustodyEntry, CustodyReport, LedgerSignature, LedgerTimeStamp } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { Examiner, ExaminerId, SignedIn } from '#contract/examiner.ts'
import type { HandoverResult } from '#contract/handover.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { JobKind } from '#contract/job.ts'
import { ledgerPageSize } from '#contract/ledger.ts'
import type { LedgerQuery } from '#contract/ledger.ts'
import type { JobId } from '#contract/units.ts'
import { rowFromEntry } from '#engine/store/custody-row.ts'
import { isAskedFor } from '#engine/store/ledger-match.ts'
import { sha256, utc } from './fake-evidence.ts'

type Handlers = { [N in CallName]?: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> }

export const fakePassword = 'correct horse'

const fakeKey = (name: string, seed: number, notAfter = '2031-11-01T00:00:00.000Z'): Examiner['key'] => ({
  origin: 'made',
  sha256: sha256(seed),
  subject: `CN=${name}, O=County Forensic Laboratory`,
  notBefore: utc('2026-11-01T00:00:00.000Z'),
  notAfter: utc(notAfter),
})

export const fakeExaminers: Examiner[] = [
  {
    id: '5f1c6a52-7a0e-4bb4-9a0f-2e3b7a1c0a01' as ExaminerId,
    name: 'K. Lund',
    badge: '4711',
    organisation: 'County Forensic Laboratory',
    createdAt: utc('2026-05-01T08:00:00.000Z'),
    key: fakeKey('K. Lund', 41),
  },
  {
    id: '5f1c6a52-7a0e-4bb4-9a0f-2e3b7a1c0a02' as ExaminerId,
    name: 'M. Ferreira-Santos',
    badge: '',
    organisation: 'Harbour Police',
    createdAt: utc('2026-05-02T08:00:00.000Z'),
    key: null,
  },
]

export const fakeSignature = (given: Partial<LedgerSignature> = {}): LedgerSignature => ({
  seq: 12,
  coversSeq: 11,
  time: utc('2026-05-03T09:15:00.000Z'),
  status: 'intact',
  by: 'examiner',
  subject: 'CN=K. Lund, O=County Forensic Laboratory',
  sha256: sha256(41),
  known: 'examiner',
  reason: null,
  ...given,
})

export const fakeTimeStamp = (given: Partial<LedgerTimeStamp> = {}): LedgerTimeStamp => ({
  seq: 14,
  coversSeq: 13,
  time: utc('2026-05-03T09:16:02.000Z'),
  status: 'intact',
  authority: 'CN=Time Stamping Unit 3, O=Meridian Trust Services',
  trust: 'untrusted',
  reason: 'The certificate of the authority does not lead to a trusted root.',
  ...given,
})

/** A ledger of any length, as a long case would have it. */
export function longLedger(length: number, items: readonly ItemDetail[]): CustodyEntry[] {
  const acts = ['view', 'verify', 'ingest', 'export', 'note'] as const
  const actors = ['K. Lund (badge 4711, County Forensic Laboratory)', 'M. Ferreira-Santos', 'root']
  return Array.from({ length }, (_, at) => {
    const action = at === 0 ? 'case-created' : (acts[at % acts.length] ?? 'view')
    return {
      seq: at + 1,
      time: utc(new Date(Date.parse('2026-05-03T09:10:00.000Z') + at * 61_000).toISOString()),
      actor: actors[at % 7 === 0 ? 1 : 0] ?? '',
      action,
      itemId: at === 0 ? null : (items[at % items.length]?.summary.id ?? null),
      inputSha256: null,
      outputSha256: null,
      detail: action === 'note' ? { text: `Seen by the court, sheet ${at}` } : { verdict: 'sealed' },
      toolVersion: '0.1.0',
      hash: sha256(at + 11),
      previous: sha256(at + 10),
    }
  })
}

let lastEdition = 0

/** What is answered about the ledger that `ledger` gives at that time. */
export function ledgerAnswers(ledger: () => CustodyReport, about: readonly ItemDetail[]) {
  const names = new Map<string, string>(about.map(({ summary }) => [summary.id, summary.name.toLowerCase()]))
  const ask = (query: LedgerQuery): CustodyEntry[] =>
    ledger().items.filter((entry) => isAskedFor(rowFromEntry(entry), query, (id) => names.get(id) ?? ''))
  const editions = new Map<string, number>()
  const editionOf = (query: LedgerQuery): number => {
    const key = JSON.stringify(query)
    const edition = editions.get(key) ?? (lastEdition += 1)
    editions.set(key, edition)
    return edition
  }
  return {
    'custody.verify': () => {
      const { items: _, ...report } = ledger()
      return report
    },
    'custody.list': ({ query, first, count }) => {
      const found = ask(query)
      const from = first ?? Math.max(0, found.length - Math.min(count, ledgerPageSize))
      return {
        entries: ledger().items.length,
        found: found.length,
        first: from,
        lines: found.slice(from, from + count).map((entry) => ({ seq: entry.seq, entry })),
        edition: editionOf(query),
      }
    },
    'custody.place': ({ query, seq }) => {
      const found = ask(query)
      const at = found.findLastIndex((entry) => entry.seq <= seq)
      return { position: found.length === 0 ? null : Math.max(0, at) }
    },
    'custody.facets': () => {
      const mostUsed = <T>(values: readonly T[]): T[] => {
        const counts = new Map<T, number>()
        for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
        return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value)
      }
      const { items } = ledger()
      return {
        actions: mostUsed(items.map(({ action }) => action)),
        actors: mostUsed(items.map(({ actor }) => actor)),
      }
    },
  } satisfies Handlers
}

type Part = {
  items: readonly ItemDetail[]
  ledger: CustodyEntry[]
  recent: RecentCase[]
  emit: (name: 'examiner.changed', payload: SignedIn) => void
  job: (kind: JobKind, label: string, result: () => unknown) => { jobId: JobId }
  /** The case that is open, and how to show another one. */
  current: () => Case | null
  show: (shown: Case) => Case
}

export function custodyAnswers({ items, ledger, recent, emit, job, current, show }: Part): Handlers {
  let examiners = fakeExaminers
  let now: SignedIn = { examiner: null, unlocked: false, actor: 'root' }
  let listed = recent
  const signatures: LedgerSignature[] = []
  const timeStamps: LedgerTimeStamp[] = []
  const change = (to: SignedIn): SignedIn => {
    now = to
    emit('examiner.changed', to)
    return to
  }
  const actorOf = ({ name, badge, organisation }: Examiner): string => {
    const more = [badge && `badge ${badge}`, organisation].filter(Boolean).join(', ')
    return more ? `${name} (${more})` : name
  }
  const record = (
    action: CustodyEntry['action'],
    detail: CustodyEntry['detail'],
    itemId: CustodyEntry['itemId'] = null,
  ): CustodyEntry => {
    const last = ledger.at(-1)
    const seq = (last?.seq ?? 0) + 1
    const entry: CustodyEntry = {
      seq,
      time: utc(new Date(Date.parse('2026-05-03T10:00:00.000Z') + seq * 1_000).toISOString()),
      actor: now.actor,
      action,
      itemId,
      inputSha256: null,
      outputSha256: null,
      detail,
      toolVersion: '0.1.0',
      hash: sha256(seq + 10),
      previous: last?.hash ?? sha256(10),
    }
    ledger.push(entry)
    return entry
  }
  return {
    'case.recent': () => listed,
    'case.forget': ({ path }) => (listed = listed.filter((one) => one.path !== path)),
    'case.rename': ({ reference }) => {
      const open = current()
      if (!open) throw new EvidenceError('no-case-open', '')
      record('case-renamed', { from: open.reference, to: reference })
      return show({ ...open, reference })
    },
    'case.copy': ({ destination, purpose }) =>
      job('copy-case', destination, (): CopyResult => {
        const { seq, hash } = record('case-copied', { destination, purpose })
        return {
          path: destination,
          purpose,
          files: 42,
          bytes: 8_412_000_000,
          ledger: { seq, head: hash },
          problems: [],
        }
      }),
    'case.move': ({ destination }) =>
      job('move-case', destination, () => {
        const open = current()
        record('case-moved', { from: open?.path ?? '', to: destination })
        return open && show({ ...open, path: destination })
      }),
    'derived.delete': () => {
      record('derived-deleted', { files: 26, bytes: 1_204_000 })
      return { files: 26, bytes: 1_204_000 }
    },
    ...ledgerAnswers(
      () => ({
        entries: ledger.length,
        valid: true,
        head: ledger.at(-1)?.hash ?? null,
        firstBad: null,
        reason: null,
        items: ledger,
        signatures,
        timeStamps,
        lost: null,
        accepted: [],
      }),
      items,
    ),
    'custody.note': ({ itemId, text }) => record('note', { text }, itemId),
    'custody.sign': () => {
      const covers = ledger.at(-1)?.seq ?? 0
      const entry = record('ledger-signed', { coversSeq: covers, by: 'examiner', signature: 'Q'.repeat(700) })
      const by = now.unlocked ? 'examiner' : 'workstation'
      signatures.push(
        fakeSignature({
          seq: entry.seq,
          coversSeq: covers,
          time: entry.time,
          by,
          known: by === 'examiner' ? 'examiner' : 'own',
          subject: by === 'examiner' ? 'CN=K. Lund, O=County Forensic Laboratory' : 'CN=LAB-07',
        }),
      )
      return entry
    },
    'custody.timeStamp': ({ url }) =>
      job('time-stamp', url, () => {
        const covers = ledger.at(-1)?.seq ?? 0
        const entry = record('ledger-time-stamped', { coversSeq: covers, url })
        timeStamps.push(fakeTimeStamp({ seq: entry.seq, coversSeq: covers }))
        return entry
      }),
    'custody.export': ({ path, format }) => {
      record('ledger-exported', { path, format })
      return { path, sha256: sha256(51) }
    },
    // The made-up package holds the first item.
    'handover.package': ({ path }) => ({
      itemIds: path.endsWith('-forecourt') ? items.slice(0, 1).map(({ summary }) => summary.id) : null,
    }),
    'handover.start': (request) =>
      job('hand-over', request.recipient.name, (): HandoverResult => {
        const entry = record(
          'hand-over',
          { recipient: request.recipient, reason: request.reason },
          request.itemIds[0],
        )
        const folder = `${request.destination ?? '/cases/2026-0417/reports'}/hand-over-2026-05-03T10-00-00Z`
        const chosen = items.filter(({ summary }) => request.itemIds.includes(summary.id))
        return {
          folder,
          pdf: `${folder}/receipt.pdf`,
          json: `${folder}/receipt.json`,
          signature: `${folder}/receipt.json.sig`,
          receipt: {
            tool: 'Exhibit 0.1.0',
            id: randomUUID(),
            time: entry.time,
            case: { id: current()?.id ?? '', reference: current()?.reference ?? '' },
            from: now.actor,
            to: request.recipient,
            reason: request.reason,
            package: request.packagePath,
            files: chosen.map(({ summary }) => ({
              path: summary.name,
              size: summary.size,
              sha256: summary.sha256,
              itemId: summary.id,
            })),
            ledger: { first: entry.seq, seq: entry.seq, hash: entry.hash },
            signer: {
              subject: 'CN=K. Lund, O=County Forensic Laboratory',
              sha256: sha256(41),
              by: 'examiner',
            },
            notices: [],
          },
        }
      }),
    'examiner.list': () => examiners,
    'examiner.current': () => now,
    'examiner.create': ({ name, badge, organisation, key }) => {
      const created: Examiner = {
        id: randomUUID() as string as ExaminerId,
        name,
        badge,
        organisation,
        createdAt: utc('2026-05-03T10:00:00.000Z'),
        key: key.kind === 'none' ? null : fakeKey(name, 43),
      }
      examiners = [...examiners, created]
      return created
    },
    'examiner.remove': ({ id }) => {
      examiners = examiners.filter((one) => one.id !== id)
      return {}
    },
    'examiner.signIn': ({ id, password }) => {
      const found = examiners.find((one) => one.id === id)
      const isNew = !fakeExaminers.some((one) => one.id === id)
      if (!found || (password !== null && password !== fakePassword && !isNew))
        throw new EvidenceError('examiner-unknown', 'The key does not open with this password.')
      return change({
        examiner: found,
        unlocked: found.key !== null && password !== null,
        actor: actorOf(found),
      })
    },
    'examiner.signOut': () => change({ examiner: null, unlocked: false, actor: 'root' }),
  }
}
