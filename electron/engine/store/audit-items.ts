// What the tables say against what the ledger says they said. The ledger is hash-chained and append-only, the tables are
// not: an edited verdict, time or trusted certificate shows here. Reads no originals.
import { z } from 'zod'
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemSummary } from '#contract/item.ts'
import { answersOf } from '#contract/messages/verdict.ts'
import { Verification } from '#contract/seal.ts'
import { auditCase, noteCase } from './audit-case.ts'
import type { SpokenCase } from './audit-case.ts'
import { auditClock, noteClock } from './audit-clock.ts'
import type { SpokenClock } from './audit-clock.ts'
import { auditMarks, noteMark } from './audit-marks.ts'
import type { SpokenMarks } from './audit-marks.ts'
import { auditCompletion, auditMissing, noteCompletion } from './audit-missing.ts'
import type { SpokenCompletions } from './audit-missing.ts'
import { auditRows, noteRows, nothingSpoken } from './audit-rows.ts'
import type { SpokenRows } from './audit-rows.ts'
import { auditSensitive, auditVeil, noteSensitive, noteVeil } from './audit-sensitive.ts'
import type { SpokenVeil } from './audit-sensitive.ts'
import { auditTrust, noteTrust } from './audit-trust.ts'
import type { CaseDatabase } from './case-database.ts'
import { evidenceHashes, storedHash } from './evidence-hashes.ts'
import { readStored } from './item-row.ts'
import type { StoredItem } from './item-store.ts'

/** `itemId` is empty where it is about the case itself or whom it trusts. */
export type AuditProblem = { itemId: string; problem: string }

type Spoken = {
  ingest: CustodyEntry | null
  judged: CustodyEntry | null
  /** The last that says what the inspection and the description are. */
  inspected: CustodyEntry | null
  /** The last that says what the conformance report is. */
  conformed: CustodyEntry | null
  clock: SpokenClock
  marks: SpokenMarks
  rows: SpokenRows
  sensitive: SpokenVeil
}

const telling = [
  'case-created',
  'case-renamed',
  'ingest',
  'verify',
  'clock-offset',
  'clock-offset-withdrawn',
  'trust-added',
  'trust-removed',
  'mark-added',
  'mark-changed',
  'mark-removed',
  'completed',
  'recovered',
  'sensitive-set',
  'sensitive-removed',
  'veil-set',
  'veil-removed',
] as const

/** `deep`: also what is not looked at on every opening, as it takes long. */
export function auditItems(database: CaseDatabase, { deep = false } = {}): AuditProblem[] {
  const spoken = new Map<string, Spoken>()
  const trusted = new Map<string, CustodyEntry>()
  const completions: SpokenCompletions = new Map()
  let ofCase: SpokenCase = null
  let veil: SpokenVeil = null
  for (const entry of database.custody.entriesOf(telling)) {
    noteTrust(entry, trusted)
    noteCompletion(entry, completions)
    ofCase = noteCase(entry, ofCase)
    veil = noteVeil(entry, veil)
    if (entry.itemId !== null) note(entry, entry.itemId, spoken)
  }
  const info = database.describe()
  const problems = [
    ...auditCase(info, ofCase),
    ...auditVeil(info, veil),
    ...auditTrust(database.trust, trusted),
  ].map((problem) => ({ itemId: '', problem }))
  const ids = database.items.ids()
  const there = new Set(ids)
  for (const [itemId, { ingest }] of spoken) {
    if (!ingest || there.has(itemId)) continue
    problems.push({
      itemId,
      problem: `It was ingested (entry ${ingest.seq} of the ledger); the case has no such item.`,
    })
  }
  for (const id of ids) {
    for (const problem of problemsOf(database, id, spoken.get(id), { completions, deep }))
      problems.push({ itemId: id, problem })
  }
  const fault = deep ? database.search.fault() : null
  if (fault !== null) problems.push({ itemId: '', problem: fault })
  return problems
}

function note(entry: CustodyEntry, itemId: string, spoken: Map<string, Spoken>): void {
  const known = spoken.get(itemId) ?? {
    ...{ ingest: null, judged: null, inspected: null, conformed: null },
    ...{ clock: new Map(), marks: new Map() },
    rows: nothingSpoken(),
    sensitive: null,
  }
  spoken.set(itemId, known)
  noteClock(entry, known.clock)
  noteMark(entry, known.marks)
  noteRows(entry, known.rows)
  known.sensitive = noteSensitive(entry, known.sensitive)
  // An item is ingested once; what comes later under its name is not it.
  if (entry.action === 'ingest') known.ingest ??= entry
  // A verification that failed left the one before it in its place.
  if ('verificationSha256' in entry.detail) known.judged = entry
  if ('inspectionSha256' in entry.detail) known.inspected = entry
  if ('conformanceSha256' in entry.detail) known.conformed = entry
}

function problemsOf(
  { items, clock, marks }: CaseDatabase,
  id: string,
  spoken: Spoken | undefined,
  { completions, deep }: { completions: SpokenCompletions; deep: boolean },
): string[] {
  if (!spoken?.ingest) return ['No entry of the ledger says that this item was ingested.']
  try {
    const item = items.stored(id)
    const verification = readStored(id, () => Verification.parse(item.verification))
    return [
      ...auditParts(item, spoken),
      ...auditAnswers(item.summary, verification),
      ...auditOrigin(item, spoken.ingest),
      ...auditMissing(item, spoken.ingest),
      ...auditCompletion(item.summary, completions),
      ...auditRows(items, item, spoken.rows, deep),
      ...auditClock(clock, item.summary.id, spoken.clock),
      ...auditMarks(marks, item.summary.id, spoken.marks),
      ...auditSensitive(item.summary, spoken.sensitive),
    ]
  } catch (error) {
    if (error instanceof EvidenceError) return [error.message]
    throw error
  }
}

const described = ({ summary, missing, original }: StoredItem): Parameters<typeof evidenceHashes>[0] => ({
  summary,
  missing,
  original,
})

/** Entries of an older version carry no hashes; of them nothing can be said. */
function auditParts(item: StoredItem, { ingest, judged, inspected, conformed }: Spoken): string[] {
  const differs = (entry: CustodyEntry | null, key: string, value: () => string): boolean => {
    const said = entry?.detail[key]
    return said !== undefined && said !== value()
  }
  const problems: string[] = []
  const parts: [CustodyEntry | null, string, string, () => string][] = [
    [judged, 'verificationSha256', 'verification', () => storedHash(item.verification)],
    [inspected, 'inspectionSha256', 'inspection', () => storedHash(item.inspection)],
    [conformed, 'conformanceSha256', 'conformance report', () => storedHash(item.conformance)],
    [
      inspected ?? ingest,
      'descriptionSha256',
      'description',
      () => evidenceHashes(described(item)).descriptionSha256 ?? '',
    ],
  ]
  for (const [entry, key, what, value] of parts) {
    if (entry && readStored(item.summary.id, () => differs(entry, key, value))) {
      problems.push(`Its ${what} is not the one of which entry ${entry.seq} of the ledger speaks.`)
    }
  }
  return problems
}

/** The row of the table of items says what the newest verification says. */
function auditAnswers(summary: ItemSummary, verification: Verification): string[] {
  const answers = answersOf(verification)
  const pairs: Pair[] = [
    ['verdict', summary.verdict, verification.verdict],
    ['answer about the bytes', summary.intact, answers.intact],
    ['answer about the signer', summary.trust, answers.trust],
    ['answer about the signer today', summary.trustToday, answers.trustToday],
    ['weakness of its seals', summary.weak, answers.weak],
    ['answer about signatures in the video', summary.media, answers.media],
    ['number of seals', summary.seals, verification.seals.length],
    ['time of verification', summary.verifiedAt, verification.verifiedAt],
  ]
  return tell(pairs, 'its newest verification says')
}

const Origin = z.object({ path: z.string(), size: z.int(), sha256: z.string().nullable() })

function auditOrigin({ summary, inspection }: StoredItem, ingest: CustodyEntry): string[] {
  const { size, path, source } = ingest.detail
  const origin = readStored(summary.id, () => Origin.parse(inspection))
  // The case may have been made on Windows and be read elsewhere.
  const last = [/\//, /[\\/]/].map((separator) => summary.path.split(separator).at(-1))
  return [
    ...tell([['SHA-256', summary.sha256, ingest.outputSha256]], `entry ${ingest.seq} of the ledger says`),
    ...tell(
      pairsOf(
        ['size', summary.size, size],
        ['path', summary.path, path],
        ['source', summary.sourcePath, source],
      ).filter(([, , said]) => said !== undefined),
      `entry ${ingest.seq} of the ledger says`,
    ),
    ...tell(
      [
        ['size', summary.size, origin.size],
        ['SHA-256', summary.sha256, origin.sha256 ?? summary.sha256],
      ],
      'its inspection says',
    ),
    ...(last.includes(summary.name)
      ? []
      : [`The case says name “${summary.name}”; its path is “${summary.path}”.`]),
  ]
}

type Pair = [what: string, row: unknown, other: unknown]

const pairsOf = (...pairs: Pair[]): Pair[] => pairs

const tell = (pairs: Pair[], who: string): string[] =>
  pairs
    .filter(([, row, other]) => row !== other)
    .map(([what, row, other]) => `The case says ${what} “${String(row)}”; ${who} “${String(other)}”.`)
