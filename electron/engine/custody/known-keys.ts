// Whose signatures under ledgers this workstation knows: its own, its examiners', and those that lead to a trusted root.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { LedgerSignature } from '#contract/custody.ts'
import { sha256Of } from '#engine/base/hash.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { readCertificate } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { parsePem } from '#engine/seal/pem.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { Examiners } from './examiners.ts'

export type KnownKeys = {
  /** Fingerprints of public keys (SHA-256 over SubjectPublicKeyInfo): the key counts, not which certificate it is in. */
  own: ReadonlySet<string>
  examiners: ReadonlySet<string>
  trust: TrustChoice
}

/** For where nothing is known of a workstation. */
export const nobodyKnown: KnownKeys = {
  own: new Set(),
  examiners: new Set(),
  trust: { anchors: [], at: null },
}

/** Never makes a key: a workstation that has none has signed nothing. */
export async function loadKnownKeys(dataFolder: string, trust: TrustChoice): Promise<KnownKeys> {
  const own = await readFile(path.join(dataFolder, 'key', 'certificate.pem')).then(certificatesIn, () => [])
  const examiners = new Examiners(dataFolder).certificates()
  return { own: fingerprints(own), examiners: fingerprints(examiners), trust }
}

const certificatesIn = (pem: Buffer): Certificate[] =>
  parsePem(pem).flatMap(({ bytes }) => readCertificate(bytes) ?? [])

const fingerprints = (certificates: readonly Certificate[]): Set<string> =>
  new Set(certificates.flatMap((one) => fingerprintOf(one) ?? []))

const fingerprintOf = ({ publicKey }: Certificate): string | null =>
  publicKey && sha256Of(publicKey.export({ type: 'spki', format: 'der' }))

/** `at`: when it was signed, as the signer says. */
export function knowSigner(
  { own, examiners, trust }: KnownKeys,
  leaf: Certificate,
  chain: Certificate[],
  at: Date,
): LedgerSignature['known'] {
  const fingerprint = fingerprintOf(leaf)
  if (fingerprint !== null && own.has(fingerprint)) return 'own'
  if (fingerprint !== null && examiners.has(fingerprint)) return 'examiner'
  const { anchors, revocationLists = [] } = trust
  const judged = judgeTrust({
    leaf,
    intermediates: chain,
    anchors: [...anchors],
    revocationLists,
    ...{ at, atOrigin: 'given' as const, now: new Date() },
  })
  return judged.trust === 'trusted' ? 'trusted' : 'unknown'
}
