// What the user is told when long work ends. Cancelled work says nothing: the user did it.
import type { JobEnd, JobKind } from '#contract/job.ts'
import { IngestResult, type ItemStatus } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import { describeVerification } from '#contract/messages/verdict.ts'
import { Verification } from '#contract/seal.ts'
import { EvidenceError } from '#contract/errors.ts'
import { notices } from './notices.svelte.ts'

export function tellEnd(end: JobEnd): void {
  if (end.state === 'failed') {
    const error = end.error ? EvidenceError.fromShape(end.error) : new EvidenceError('internal', '')
    notices.fail(t(`job.failed.${end.kind}`), error)
    return
  }
  if (end.state !== 'done') return
  const text = describeResult(end.kind, end.result)
  if (text) notices.note(text)
}

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

export function describeIngest({ items }: IngestResult): string {
  const count = (status: ItemStatus): number => items.filter((item) => item.status === status).length
  const parts = [
    { status: 'ingested', text: (n: number) => t('ingest.ingested', { count: n }) },
    { status: 'already-present', text: (n: number) => t('ingest.already-present', { count: n }) },
    { status: 'partial', text: (n: number) => t('ingest.partial', { count: n }) },
    { status: 'failed', text: (n: number) => t('ingest.failed', { count: n }) },
  ] as const
  const said = parts.flatMap(({ status, text }) => (count(status) > 0 ? [text(count(status))] : []))
  return said.length > 0 ? said.join(' ') : t('ingest.nothing')
}
