// Puts the signed bytes together as a recipient would: from the parts of a seal's report and the file, nothing else.
import type { SealReport, SignedPart } from '#contract/seal.ts'

export const assemble = (file: Buffer, parts: readonly SignedPart[]): Buffer =>
  Buffer.concat(
    parts.map((part) => {
      if (part.kind === 'file') return file.subarray(part.start, part.end)
      return part.kind === 'zeros' ? Buffer.alloc(part.bytes) : Buffer.from(part.hex, 'hex')
    }),
  )

/** The hash that the algorithm's words name, as openssl and Node write it. */
export const hashNameOf = ({ algorithm }: Pick<SealReport, 'algorithm'>): string =>
  /SHA-(\d+)/.exec(algorithm)?.[0].replace('-', '').toLowerCase() ?? 'none'
