// What was trusted, as one hash (contract/case.ts): says whether two verdicts were given with the same trust store.
import type { Sha256 } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'

/** Over both scopes together: each certificate and each list counts once, in whatever order they are given. */
export function trustStoreHash(certificates: Iterable<string>, revocationLists: Iterable<string>): Sha256 {
  const lines = [
    ...[...new Set(certificates)].map((sha256) => `certificate ${sha256}\n`),
    ...[...new Set(revocationLists)].map((sha256) => `crl ${sha256}\n`),
  ]
  return sha256Of(lines.sort().join(''))
}
