// Who signs now: the examiner who is signed in and whose key is unlocked, else this workstation.
import { loadKey } from '#engine/export/sealing-key.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import type { IdentityKey } from '#engine/seal/identity-key.ts'
import { signMessage } from '#engine/seal/signed-message.ts'
import type { MessageSignature } from '#engine/seal/signed-message.ts'

export type LedgerSigner = {
  by: 'examiner' | 'workstation'
  certificate: Certificate
  /** Other certificates that came with it. */
  chain: readonly Certificate[]
  sign(message: Uint8Array): MessageSignature
}

/** What of a workbench is asked; `examiners.unlocked` is the key of who is signed in, null where there is none. */
export type SigningBench = {
  readonly dataFolder: string
  readonly examiners: { readonly unlocked: IdentityKey | null }
}

/** Fails with `key-unreadable`, `key-unsuitable` or `certificate-unreadable` where the workstation's own key cannot be used. */
export async function currentSigner(bench: SigningBench): Promise<LedgerSigner> {
  const examiner = bench.examiners.unlocked
  const by = examiner ? 'examiner' : 'workstation'
  const { privateKey, certificate, chain } =
    examiner ?? (await loadKey({ kind: 'workstation' }, bench.dataFolder))
  return { by, certificate, chain, sign: (message) => signMessage(privateKey, message) }
}
