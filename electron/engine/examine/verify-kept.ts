// Verifies a file of which it is known what it is: a whole export, one of which bytes are missing, or no export at all. The
// same answer each time; nothing is said of seals where there can be none.
import type { ItemKind } from '#contract/item-kind.ts'
import type { Verification } from '#contract/seal.ts'
import type { ByteRange, Sha256 } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import { toolVersion } from '#engine/base/version.ts'
import { noteMissing } from './partial-file.ts'
import { verifyFile } from './verify-file.ts'
import type { TrustChoice } from './verify-file.ts'

export type KeptAs = {
  kind: ItemKind
  /** In order; what could not be read from the source and is zeros here. */
  missing: readonly ByteRange[]
  /** Why it is no export, in one sentence; empty for exports. */
  reason: string
}

export const wholeExport: KeptAs = { kind: 'export', missing: [], reason: '' }

/** Reads the file once, from its first byte to its last. */
export async function verifyKept(
  source: ByteSource,
  path: string,
  kept: KeptAs,
  trust: TrustChoice,
  work: Work,
): Promise<Verification> {
  if (kept.kind === 'export') return (await verifyFile(source, path, trust, work, kept.missing)).verification
  const sha256 = await sha256OfSource(source, {
    signal: work.signal,
    onBytes: (done) => work.report({ label: source.name, done, total: source.size, unit: 'bytes' }),
  })
  return verificationOfOther({ path, size: source.size, sha256 }, kept)
}

/** Of a file that is no export and was hashed: nothing but its hash is claimed. */
export function verificationOfOther(
  file: { path: string; size: number; sha256: Sha256 },
  { kind, missing, reason }: KeptAs,
): Verification {
  const findings = new Findings()
  noteMissing(missing, findings)
  return {
    ...file,
    // Never “broken”: nothing was sealed that could be.
    verdict: kind === 'video' && missing.length === 0 ? 'unsealed' : 'unreadable',
    reason,
    unsealedBytes: file.size,
    unsealedRanges: file.size > 0 ? [{ start: 0, end: file.size }] : [],
    seals: [],
    mediaSigning: [],
    findings: findings.list(),
    notChecked: [
      ...(missing.length > 0 ? (['partial-file'] as const) : []),
      ...(kind === 'video' ? (['media-signing', 'clock'] as const) : (['contents'] as const)),
    ],
    kind,
    ...(missing.length > 0 ? { missing: [...missing] } : {}),
    verifiedAt: utcNow(),
    toolVersion,
  }
}
