// Verifying one closed file, in whatever thread.
import type { Verification } from '#contract/seal.ts'
import { assert } from './base/assert.ts'
import { openFileSource } from './base/byte-source.ts'
import type { ReadMode } from './base/byte-source.ts'
import type { Work } from './base/progress.ts'
import { verifyKept, wholeExport } from './examine/verify-kept.ts'
import type { TrustChoice } from './examine/verify-file.ts'
import { readCertificate } from './seal/certificate.ts'
import type { Certificate } from './seal/certificate.ts'
import { readRevocationList } from './seal/revocation-list.ts'
import type { FileToVerify, PackedTrust } from './verify-task.ts'

/** Opens, verifies, closes. Fails with what opening and reading fail with. */
export async function verifyPath(
  { path, place, shownPath, kept = wholeExport }: FileToVerify,
  trust: TrustChoice,
  reading: ReadMode,
  work: Work,
): Promise<Verification> {
  const source = await openFileSource(path, place ? Buffer.from(place) : path, reading)
  try {
    return await verifyKept(source, shownPath, kept, trust, work)
  } finally {
    await source.close()
  }
}

/** Each thread reads certificates for itself: keys do not cross as they are. */
export const unpackTrust = (packed: PackedTrust): Required<TrustChoice> => ({
  anchors: packed.anchors.map(certificateOf),
  storeIntermediates: packed.storeIntermediates.map(certificateOf),
  revocationLists: packed.revocationLists.map((der) => {
    const reading = readRevocationList(der)
    assert(reading.ok, 'a list that was read once is read again')
    return reading.list
  }),
  at: packed.at === null ? null : new Date(packed.at),
})

function certificateOf(der: Uint8Array): Certificate {
  const certificate = readCertificate(der)
  assert(certificate !== null, 'a certificate that was read once is read again')
  return certificate
}
