// Files of evidence as tests need them.
import { createHash } from 'node:crypto'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'

export const hashOfFile = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex')

/** A box `free` (ISO/IEC 14496-12 8.1.2) of `length` bytes behind all others; its bytes are a hole in the file. */
export function appendFreeBox(file: string, length: number): void {
  const bytes = readFileSync(file)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(length, 0)
  header.write('free', 4, 'latin1')
  writeFileSync(file, Buffer.concat([bytes, header]))
  truncateSync(file, bytes.length + length)
}
