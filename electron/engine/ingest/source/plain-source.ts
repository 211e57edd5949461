// One regular file as a source, read once from its beginning: for completing a partial item from a copy that somebody names.
// It does not bisect what cannot be read; it fails there.
import { stat } from 'node:fs/promises'
import type { BigIntStats } from 'node:fs'
import { EvidenceError } from '#contract/errors.ts'
import type { OriginalAttributes } from '#contract/item.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { filetimeFromUnixMicros, formatUtc } from '#engine/base/time.ts'
import type { OpenedSource } from './source-file.ts'

/** Fails with `file-not-found` or `file-unreadable`. */
export async function openPlain(path: string, signal: AbortSignal): Promise<OpenedSource> {
  const source = await openFileSource(path)
  const before = await lookAt(path)
  return {
    size: source.size,
    start: 0,
    original: attributesOf(before),
    stream: () => source.stream(0, source.size, signal),
    async confirm() {
      const now = await lookAt(path)
      const traits = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const
      if (before && now && traits.every((trait) => now[trait] === before[trait])) return
      throw new EvidenceError('source-changed', `“${path}” changed while it was read. Nothing was changed.`, {
        details: { path },
      })
    },
    detail: () => ({ source: path.toWellFormed(), size: source.size }),
    close: () => source.close(),
  }
}

const lookAt = (path: string): Promise<BigIntStats | null> => stat(path, { bigint: true }).catch(() => null)

function attributesOf(found: BigIntStats | null): OriginalAttributes {
  const utc = (nanoseconds: bigint | undefined): OriginalAttributes['modified'] =>
    nanoseconds === undefined || nanoseconds === 0n
      ? null
      : formatUtc(filetimeFromUnixMicros(nanoseconds / 1_000n))
  return {
    modified: utc(found?.mtimeNs),
    created: utc(found?.birthtimeNs),
    changed: utc(found?.ctimeNs),
    accessed: utc(found?.atimeNs),
    mode: found ? (found.mode & 0o7777n).toString(8).padStart(4, '0') : null,
  }
}
