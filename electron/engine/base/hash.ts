// Streaming digests. `copy()` forks the state: every seal of a file shares the prefix up to `meta`.
import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type { Sha256 } from '#contract/units.ts'
import type { ByteSource } from './byte-source.ts'

export type Digest = Hash

export const createSha256 = (): Digest => createHash('sha256')

export const sha256Hex = (hash: Digest): Sha256 => hash.digest('hex') as Sha256

export function sha256Of(bytes: Uint8Array | string): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256
}

/** SHA-256 of a whole source, reporting bytes as they are done. */
export async function sha256OfSource(
  source: ByteSource,
  options: { signal?: AbortSignal; onBytes?: (done: number) => void } = {},
): Promise<Sha256> {
  const hash = createSha256()
  let done = 0
  for await (const chunk of source.stream(0, source.size, options.signal)) {
    hash.update(chunk)
    done += chunk.length
    options.onBytes?.(done)
  }
  return sha256Hex(hash)
}
