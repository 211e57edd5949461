// Going on with a copy that was interrupted: what is kept of it is read again and has to be what its checkpoint says; what the
// source gives just before that place has to be the same.
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import { quote } from '#engine/base/findings.ts'
import { sha256Hex } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import type { Checkpoint } from '#engine/store/intake-store.ts'
import type { Vault } from '#engine/store/vault.ts'
import { GrowingCopy, hashKept } from './copy-source.ts'
import type { Chunk, OpenedSource, SourceFile } from './source/source-file.ts'

/** So much of the source before the checkpoint is read once more and compared. */
const seamBytes = 1 << 20

/** Null where what is kept is not there, or not what its checkpoint says; then it is removed. */
export async function resumeCopy(
  vault: Vault,
  checkpoint: Checkpoint,
  expectedBytes: number | null,
  work: Work,
): Promise<GrowingCopy | null> {
  const { part, bytes, sha256, missing } = checkpoint
  const incoming = await vault.resumeIncoming(part, bytes, Math.max(bytes, expectedBytes ?? bytes))
  if (!incoming) {
    await vault.removePart(part)
    return null
  }
  try {
    const hash = await hashKept(incoming.path, bytes, work)
    if (sha256Hex(hash.copy()) === sha256) return new GrowingCopy(incoming, { bytes, hash, missing })
  } catch (cause) {
    await incoming.keep()
    if (!(cause instanceof EvidenceError)) throw cause
  }
  await incoming.discard()
  return null
}

/** What is still to come of the source, opened so that it joins what is copied already; begins anew where it cannot. */
export async function openAt(
  file: SourceFile,
  copy: GrowingCopy,
  signal: AbortSignal,
): Promise<{ opened: OpenedSource; stream: AsyncIterable<Chunk> }> {
  const seam = seamOf(file, copy)
  const from = copy.bytes - seam
  const opened = await file.open({ from, signal })
  if (opened.start === from) return { opened, stream: afterSeam(opened, copy, seam, file.relativePath) }
  await copy.restart()
  if (opened.start === 0) return { opened, stream: opened.stream() }
  await opened.close()
  const anew = await file.open({ from: 0, signal })
  return { opened: anew, stream: anew.stream() }
}

/** An entry of an archive is read from its beginning anyway, for its checksum; a download has a validator of its own. */
const seamOf = ({ ref: { kind } }: SourceFile, { bytes }: GrowingCopy): number =>
  kind === 'download' ? 0 : kind === 'archive-entry' ? bytes : Math.min(bytes, seamBytes)

async function* afterSeam(
  opened: OpenedSource,
  copy: GrowingCopy,
  seam: number,
  path: string,
): AsyncGenerator<Chunk> {
  if (seam === 0) {
    yield* opened.stream()
    return
  }
  const start = copy.bytes - seam
  const kept = await open(copy.incoming.path)
  try {
    let at = 0
    for await (const chunk of opened.stream()) {
      const length = chunk instanceof Uint8Array ? chunk.length : chunk.unreadable
      const inside = Math.max(0, Math.min(length, seam - at))
      if (chunk instanceof Uint8Array) {
        if (inside > 0) await refuseOther(kept, start + at, chunk.subarray(0, inside), copy, path)
        if (inside < length) yield chunk.subarray(inside)
      } else if (inside < length) yield { ...chunk, unreadable: length - inside }
      at += length
    }
  } finally {
    await kept.close()
  }
}

/** Bytes that could not be read the first time are no other file. */
async function refuseOther(
  kept: FileHandle,
  offset: number,
  bytes: Uint8Array,
  { missing }: GrowingCopy,
  path: string,
): Promise<void> {
  const ours = Buffer.alloc(bytes.length)
  await kept.read(ours, 0, ours.length, offset)
  const end = offset + bytes.length
  const holes = missing.filter((hole) => hole.start < end && hole.end > offset)
  let at = offset
  for (const hole of [...holes, { start: end, end }]) {
    const to = Math.max(at, hole.start)
    if (ours.subarray(at - offset, to - offset).compare(bytes, at - offset, to - offset) !== 0) {
      throw new EvidenceError(
        'source-changed',
        `${quote(path)} is not the file that was begun: its bytes differ from what was copied. It was not taken into the case; ingest it again.`,
        { details: { path, offset: at } },
      )
    }
    at = Math.max(at, hole.end)
  }
}
