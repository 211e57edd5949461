// What the user is told when long work ends. Cancelled work says nothing: the user did it.
import type { JobEnd, JobKind } from '#contract/job.ts'
import { IngestedItem, IngestResult } from '#contract/item.ts'
import { safeText, t } from '#contract/messages/format.ts'
import { describeVerification } from '#contract/messages/verdict.ts'
import { Verification } from '#contract/seal.ts'
import type { ItemId } from '#contract/units.ts'
import { EvidenceError } from '#contract/errors.ts'
import { openCase } from './case.svelte.ts'
import { describeCustodyEnd } from './custody-notices.ts'
import { intake } from './intake.svelte.ts'
import { outcomeOf, type OutcomeGroup } from './intake-outcome.ts'
import { itemGroup } from './item-group.svelte.ts'
import { notices, type Notice } from './notices.svelte.ts'
import {
  countProblems,
  hashesOf,
  asSentence,
  notLookedAt,
  readVerifyOutcome,
  type Problem,
  type VerifyOutcome,
} from './verify-outcome.ts'
import { view } from './view.svelte.ts'

export function tellEnd(end: JobEnd): void {
  // Whoever asked for a plan is shown it, or why there is none.
  if (end.kind === 'plan') return
  if (end.kind === 'ingest' && intake.end(end)) return
  if (end.state === 'failed') {
    const error = end.error ? EvidenceError.fromShape(end.error) : new EvidenceError('internal', '')
    notices.fail(t(`job.failed.${end.kind}`), error)
    return
  }
  if (end.state !== 'done') return
  if (end.kind === 'verify-case') return tellVerifyAll(end.result)
  const custody = describeCustodyEnd(end.kind, end.result)
  if (custody) return void notices.note(custody.what, custody.action)
  if (end.kind === 'complete') return tellComplete(end.result)
  const text = describeResult(end.kind, end.result)
  if (text) notices.note(text, end.kind === 'ingest' ? showWhich(end) : null)
}

const showWhich = (end: JobEnd): Notice['action'] => ({
  label: t('intake.outcome.details'),
  run: () => intake.showOutcome(end),
})

function tellComplete(result: unknown): void {
  const parsed = IngestedItem.safeParse(result)
  if (!parsed.success) return
  const { id, status, detail } = parsed.data
  const action = id && { label: t('intake.missing.show'), run: () => select(id) }
  if (status === 'partial') notices.warn(t('intake.missing.stillPartial', { detail }), [], action)
  else notices.note(t('intake.missing.completed'), action)
}

const showLedger: Notice['action'] = {
  label: t('verifyOutcome.showLedger'),
  run: () => view.go({ screen: 'case', tab: 'custody' }),
}

/** What the last verification of the whole case said: the next one says what holds now. */
let lastVerifyAll: number | null = null

function tellVerifyAll(result: unknown): void {
  const outcome = readVerifyOutcome(result)
  if (!outcome) return notices.fail(t('job.failed.verify-case'), new EvidenceError('internal', ''))
  const { what, lines, first } = describeVerifyAll(outcome)
  if (lastVerifyAll !== null) notices.dismiss(lastVerifyAll)
  lastVerifyAll = null
  if (lines.length > 0) {
    const action = first && { label: t('verifyAll.show'), run: () => select(first) }
    const orLedger = outcome.ledger?.valid === false ? showLedger : null
    lastVerifyAll = notices.warn(what, lines, action ?? orLedger)
    // At an opening nobody waits for the answer, unless it is a bad one.
  } else if (!outcome.atOpening) lastVerifyAll = notices.note(what)
}

/** Shows an item in the table of the case. */
export function select(itemId: ItemId): void {
  openCase.selectedId = itemId
  if (openCase.selected) itemGroup.reveal(openCase.selected)
  intake.hide()
  view.go({ screen: 'case', tab: 'items' })
}

const problemsNamed = 3

/** `lines`: one for each problem that is named; `first`: an item that can be shown. */
export function describeVerifyAll(outcome: VerifyOutcome): {
  what: string
  lines: string[]
  first: ItemId | null
} {
  const { items, changed, missing, extra, ledger, atOpening } = outcome
  if (countProblems(outcome) === 0) {
    const open = notLookedAt(outcome)
    const done = t('verifyAll.done', { count: items })
    return { what: [done, ...open.map(asSentence)].join(' '), lines: [], first: null }
  }
  const first = [...missing, ...changed].find(({ itemId }) => itemId !== null)?.itemId ?? null
  const lines = changed.slice(0, problemsNamed).map(describeProblem)
  const more = changed.length - lines.length
  if (more > 0) lines.push(t('verifyAll.more', { count: more }))
  // Where it is only about items, their number says it best.
  if (changed.length === countProblems(outcome)) {
    const key = atOpening ? 'verifyAll.problemsAtOpening' : 'verifyAll.problems'
    return { what: t(key, { count: changed.length }), lines, first }
  }
  if (extra.length > 0) lines.unshift(t('verifyOutcome.extra', { count: extra.length }))
  if (missing.length > 0) lines.unshift(t('verifyOutcome.missing', { count: missing.length }))
  if (ledger?.valid === false) {
    const reason = ledger.reason || t('verifyOutcome.ledgerNoReason')
    lines.unshift(t('verifyOutcome.ledgerProblem', { reason }))
  }
  return { what: t(atOpening ? 'verifyOutcome.problemsAtOpening' : 'verifyOutcome.problems'), lines, first }
}

/** In one line: hashes are shortened or left out, whole they stand in the tray and in the ledger. */
function describeProblem(one: Problem): string {
  if (hashesOf(one))
    return t('verifyAll.problem', { name: nameOfProblem(one), problem: t('verifyAll.otherFile') })
  const problem = one.problem.replaceAll(/[0-9a-f]{64}/g, (hash) => `${hash.slice(0, 12)}…`)
  return t('verifyAll.problem', { name: nameOfProblem(one), problem })
}

export const nameOfProblem = ({ path }: Pick<Problem, 'path'>): string =>
  safeText(path) || t('verifyAll.nameless')

/** Null where the place that started the work shows its result itself. */
function describeResult(kind: JobKind, result: unknown): string | null {
  if (kind === 'ingest') {
    const parsed = IngestResult.safeParse(result)
    return parsed.success ? describeIngest(parsed.data) : null
  }
  if (kind === 'verify') {
    const parsed = Verification.safeParse(result)
    if (!parsed.success) return null
    const { seal, signer } = describeVerification(parsed.data)
    return t('job.verified', { seal: seal.word, signer: signer.word })
  }
  return null
}

export function describeIngest({ case: path, items }: IngestResult): string {
  const outcome = outcomeOf({ case: path, items })
  const count = (group: OutcomeGroup): number => outcome.find((one) => one.group === group)?.items.length ?? 0
  const parts = [
    { group: 'ingested', text: (n: number) => t('ingest.ingested', { count: n }) },
    { group: 'seenAgain', text: (n: number) => t('ingest.already-present', { count: n }) },
    { group: 'partial', text: (n: number) => t('ingest.partial', { count: n }) },
    { group: 'attachment', text: (n: number) => t('intake.outcome.attachmentTold', { count: n }) },
    { group: 'failed', text: (n: number) => t('ingest.failed', { count: n }) },
  ] as const
  const said = parts.flatMap(({ group, text }) => (count(group) > 0 ? [text(count(group))] : []))
  if (said.length === 0) return t('ingest.nothing')
  // One is named with its reason; more are a matter for the ledger.
  const failed = items.filter(({ status }) => status === 'failed')
  const [only] = failed
  if (failed.length === 1 && only)
    said.push(t('ingest.because', { path: safeText(only.path), reason: only.detail }))
  return said.join(' ')
}
