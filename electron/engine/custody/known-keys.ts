// Whose signatures under ledgers this workstation knows: its own, its examiners', and those that lead to a trusted root.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { LedgerSignature } from '#contract/custody.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { readCertificate } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { parsePem } from '#engine/seal/pem.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { Examiners } from './examiners.ts'

export type KnownKeys = {
  /** SHA-256 of certificates, not of keys: the name that is shown beside the answer comes from the certificate. */
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
  new Set(certificates.map(({ signer }) => signer.sha256))

/** `at`: when it was signed, as the signer says. */
export function knowSigner(
  { own, examiners, trust }: KnownKeys,
  leaf: Certificate,
  chain: Certificate[],
  at: Date,
): LedgerSignature['known'] {
  const { sha256 } = leaf.signer
  if (own.has(sha256)) return 'own'
  if (examiners.has(sha256)) return 'examiner'
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
