// A source as it is written down in the case, so that an intake can go on after a crash: read back with care, for a case
// may come from anywhere.
import { z } from 'zod'
import { EvidenceError } from '#contract/errors.ts'
import { OriginalAttributes } from '#contract/item.ts'
import { Bytes, ByteRange, Sha256 } from '#contract/units.ts'
import type { SourceFile, SourceRef } from './source-file.ts'

const count = z.int().nonnegative()
const nanoseconds = z.string().regex(/^-?\d{1,30}$/)

const Ref = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('file'),
    path: z.string(),
    bytes: z
      .string()
      .regex(/^(?:[0-9a-f]{2})+$/)
      .nullable(),
    size: Bytes,
    identity: z.string().nullable(),
    modifiedNs: nanoseconds,
    changedNs: nanoseconds,
  }),
  z.strictObject({
    kind: z.literal('archive-entry'),
    archive: z.string(),
    archiveSize: Bytes,
    archiveModifiedNs: nanoseconds,
    index: count,
    name: z.string(),
  }),
  z.strictObject({ kind: z.literal('download'), url: z.string(), validator: z.string().nullable() }),
]) satisfies z.ZodType<SourceRef>

/** What is known of a file that was copied and confirmed, from before it got its place in the vault. */
const Copied = z
  .strictObject({
    sha256: Sha256,
    size: Bytes,
    missing: z.array(ByteRange),
    original: OriginalAttributes,
    detail: z.record(z.string(), z.json()),
    partial: z.boolean(),
  })
  .refine(
    ({ size, missing }) =>
      missing.every(
        ({ start, end }, at) => start < end && start >= (missing[at - 1]?.end ?? 0) && end <= size,
      ),
    'ranges of missing bytes follow each other within the file',
  )

export const StoredSource = z.strictObject({
  shown: z.string(),
  relativePath: z.string(),
  ref: Ref,
  copied: Copied.optional(),
})
export type StoredSource = z.infer<typeof StoredSource>

export const storedSource = ({
  shown,
  relativePath,
  ref,
}: Pick<SourceFile, 'shown' | 'relativePath' | 'ref'>): StoredSource => ({
  shown: shown.toWellFormed(),
  relativePath: relativePath.toWellFormed(),
  ref,
})

/** Fails with `case-damaged` where what stands there is no source. */
export function readStoredSource(stored: unknown): StoredSource {
  const parsed = StoredSource.safeParse(stored)
  if (parsed.success) return parsed.data
  throw new EvidenceError('case-damaged', 'The case does not say any more which file comes next.', {
    cause: parsed.error,
  })
}
