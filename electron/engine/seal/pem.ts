// PEM (RFC 7468): the blocks of a text, base64 undone. Text around and between the blocks is explanatory and skipped.

export type PemBlock = {
  /** The words between BEGIN and the dashes, e.g. `CERTIFICATE`, `ENCRYPTED PRIVATE KEY`. */
  label: string
  /** What the base64 stands for; not usable where the block has headers (`Proc-Type`, RFC 1421). */
  bytes: Uint8Array
  /** The block as it stands in the text, for readers that undo an encryption themselves. */
  text: string
  /** Where the block lies in the bytes: from its first dash to behind its last. */
  start: number
  end: number
}

const beginning = /-----BEGIN ([A-Z0-9 ]{1,64})-----/g
const blockLimit = 1_000

/** Whether the bytes are a text with at least one PEM block beginning. */
export function isPem(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('-----BEGIN ')
}

/** The complete blocks among the first 1,000 that begin, in order; a block without its end is left out. */
export function parsePem(bytes: Uint8Array): PemBlock[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const blocks: PemBlock[] = []
  let from = 0
  let tried = 0
  /** Labels that no further end bears. */
  const endless = new Set<string>()
  for (const match of text.matchAll(beginning)) {
    if (match.index < from) continue
    // Each beginning costs a search for its end: a text of nothing but beginnings must not cost the square of its size.
    if (endless.has(match[1] ?? '')) continue
    tried += 1
    if (tried > blockLimit) break
    const label = match[1] ?? ''
    const bodyStart = match.index + match[0].length
    const end = text.indexOf(`-----END ${label}-----`, bodyStart)
    if (end < 0) {
      endless.add(label)
      continue
    }
    from = end + `-----END ${label}-----`.length
    const body = text.slice(bodyStart, end).replace(/\s+/g, '')
    const place = { start: match.index, end: from }
    blocks.push({
      label,
      bytes: Buffer.from(body, 'base64'),
      text: `${text.slice(place.start, place.end)}\n`,
      ...place,
    })
  }
  return blocks
}

/** How many blocks of a label begin, whole or not. */
export function countPemBeginnings(bytes: Uint8Array, isWanted: (label: string) => boolean): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  let count = 0
  for (const match of text.matchAll(beginning)) if (isWanted(match[1] ?? '')) count += 1
  return count
}

/** One block with lines of 64 characters and a line end after it. */
export function formatPem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
