// Hash algorithms as records name them: OBJECT IDENTIFIER in DER (ONVIF Media Signing 26.06 5.11.2).
import type { HashName } from '#engine/seal/algorithm.ts'

const hashes: Readonly<Record<string, HashName>> = {
  '06052b0e03021a': 'sha1',
  '0609608648016503040201': 'sha256',
  '0609608648016503040202': 'sha384',
  '0609608648016503040203': 'sha512',
}

/** Null where it is not known. */
export function hashOfOid(der: Uint8Array): HashName | null {
  const name = Buffer.from(der).toString('hex')
  return Object.hasOwn(hashes, name) ? (hashes[name] ?? null) : null
}
