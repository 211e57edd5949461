// One question that a clause asks of a file. Checks read what was found already; they touch the file only for a few fields.
import type { Check, CheckResult } from '#contract/inspection.ts'
import type { Finding } from '#contract/finding.ts'
import type { MetadataSummary } from '#contract/metadata.ts'
import type { SealVerdict } from '#contract/seal.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { ExportInfo } from '#engine/exportfile/export-info.ts'
import type { PlannedSeal } from '#engine/exportfile/seal-plan.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import type { Movie } from '#engine/isobmff/movie.ts'

export type CheckContext = {
  source: ByteSource
  tree: BoxTree
  movie: Movie
  info: ExportInfo
  seals: readonly PlannedSeal[]
  verdict: SealVerdict
  verdictReason: string | null
  metadata: MetadataSummary
  findings: readonly Finding[]
}

export type Level = '0V' | '0M' | '0E'

export type CheckDefinition = {
  id: string
  /** Levels of IEC 62676-2-11 that need it; empty for advice. */
  levels: readonly Level[]
  clause: string
  title: string
  /**
   * `structure` checks say what a file carries and decide the level shown with an item; `integrity` checks say whether it
   * can be believed, and count for conformance only.
   */
  about: 'structure' | 'integrity'
  run(context: CheckContext): CheckOutcome | Promise<CheckOutcome>
}

export type CheckOutcome = { result: CheckResult; detail: string; offset?: number | null }

export const pass = (detail: string, offset: number | null = null): CheckOutcome => ({
  result: 'pass',
  detail,
  offset,
})
export const fail = (detail: string, offset: number | null = null): CheckOutcome => ({
  result: 'fail',
  detail,
  offset,
})
export const warn = (detail: string, offset: number | null = null): CheckOutcome => ({
  result: 'warning',
  detail,
  offset,
})
export const notApplicable = (detail: string): CheckOutcome => ({ result: 'not-applicable', detail })

/** Samples in a form of EXI that is not read: what they hold is not known, so nothing is said to be absent. */
export const unreadExi = (findings: readonly Finding[]): Finding | undefined =>
  findings.find(({ code }) => code === 'metadata-exi-unsupported')

export const reportOf = (definition: CheckDefinition, outcome: CheckOutcome): Check => ({
  id: definition.id,
  clause: definition.clause,
  title: definition.title,
  result: outcome.result,
  detail: outcome.detail,
  offset: outcome.offset ?? null,
})
