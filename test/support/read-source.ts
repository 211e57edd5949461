// Reads a source to its end as the pipeline does: chunks are used before the next one is asked for.
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import type { OpenedSource, SourceFile } from '#engine/ingest/source/source-file.ts'

export type ReadSource = { bytes: Buffer; start: number; opened: OpenedSource }

export async function readSource(
  file: SourceFile,
  options: { from?: number; signal?: AbortSignal; kept?: Uint8Array } = {},
): Promise<ReadSource> {
  const { from = 0, signal = new AbortController().signal } = options
  const opened = await file.open({ from, signal })
  const parts: Buffer[] = []
  try {
    for await (const chunk of opened.stream()) {
      if (!('unreadable' in chunk)) parts.push(Buffer.from(chunk))
    }
    const bytes = Buffer.concat(parts)
    const kept = opened.start > 0 ? (options.kept ?? new Uint8Array()).subarray(0, opened.start) : ''
    await opened.confirm(sha256Hex(createSha256().update(kept).update(bytes)))
    return { bytes, start: opened.start, opened }
  } finally {
    await opened.close()
  }
}

/** What a promise fails with; a test fails where it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<{
  code?: string
  message: string
  details?: Record<string, unknown>
}> {
  try {
    await promise
  } catch (error) {
    return error as { code?: string; message: string; details?: Record<string, unknown> }
  }
  throw new Error('it did not fail')
}
