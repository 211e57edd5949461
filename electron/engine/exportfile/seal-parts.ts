// The signed bytes of one reading, piece by piece, so that anyone can put them together by hand and ask another program
// (ONVIF EFF 26.06 5.6.1, 5.7.1): ranges of the file, zeros for the signature, sizes as they were before later seals.
import type { SignedPart } from '#contract/seal.ts'
import type { Coverage } from './seal-coverage.ts'

/** In the order in which they are hashed; neighbours of one kind are one part, empty ones are left out. */
export function listSignedParts({ meta, metaParts, metaOffsets, tail }: Coverage): SignedPart[] {
  const parts: SignedPart[] = []
  add(parts, { kind: 'file', start: 0, end: meta.start })
  for (const [index, bytes] of metaParts.entries()) {
    const offset = metaOffsets[index] ?? null
    if (offset !== null) add(parts, { kind: 'file', start: offset, end: offset + bytes.length })
    else if (bytes.every((byte) => byte === 0)) add(parts, { kind: 'zeros', bytes: bytes.length })
    else add(parts, { kind: 'bytes', hex: Buffer.from(bytes).toString('hex') })
  }
  for (const { start, end } of tail) add(parts, { kind: 'file', start, end })
  return parts
}

function add(parts: SignedPart[], part: SignedPart): void {
  if (lengthOf(part) === 0) return
  const last = parts.at(-1)
  if (last?.kind === 'file' && part.kind === 'file' && last.end === part.start) last.end = part.end
  else if (last?.kind === 'zeros' && part.kind === 'zeros') last.bytes += part.bytes
  else if (last?.kind === 'bytes' && part.kind === 'bytes') last.hex += part.hex
  else parts.push({ ...part })
}

function lengthOf(part: SignedPart): number {
  if (part.kind === 'file') return part.end - part.start
  return part.kind === 'zeros' ? part.bytes : part.hex.length / 2
}
