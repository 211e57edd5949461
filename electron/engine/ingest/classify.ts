// Step “classify”: what a copy is, by its structure and never by its name.
import type { ItemKind } from '#contract/item.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Structure } from '#engine/examine/verify-file.ts'

export function classifyCopy(
  _copy: ByteSource,
  structure: Structure,
  _name: string,
  _signal: AbortSignal,
): Promise<{ kind: ItemKind; probe: null }> {
  return Promise.resolve({ kind: structure.unreadable === null ? 'export' : 'attachment', probe: null })
}
