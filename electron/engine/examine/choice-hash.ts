// Which trust store a verdict was given with, for the ledger: the choice itself is hashed, not what a list says of it.
import type { Sha256 } from '#contract/units.ts'
import type { TrustChoice } from './verify-file.ts'
import { trustStoreHash } from '#engine/store/trust-hash.ts'

export const choiceHash = ({ anchors, revocationLists = [] }: TrustChoice): Sha256 =>
  trustStoreHash(
    anchors.map(({ signer }) => signer.sha256),
    revocationLists.map(({ sha256 }) => sha256),
  )
