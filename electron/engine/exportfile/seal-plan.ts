// Before the read: which seals there are, with which keys and algorithms, and which digests the one pass has to make.
import type { Deviation } from '#contract/seal.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Findings } from '#engine/base/findings.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { endOf } from '#engine/isobmff/box.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { defaultAlgorithm, hashOf, readAlgorithmIdentifier } from '#engine/seal/algorithm.ts'
import type { SignatureAlgorithm } from '#engine/seal/algorithm.ts'
import { readCertificates } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { ed25519Preamble } from '#engine/seal/ed25519.ts'
import { listCoverages, metaLimit } from './seal-coverage.ts'
import type { Coverage } from './seal-coverage.ts'
import { SealPass } from './seal-pass.ts'
import type { PassTarget, SealingMeta } from './seal-pass.ts'
import { readSeals } from './seal-structure.ts'
import type { StoredSeal } from './seal-structure.ts'

/** A seal with its certificate read and its algorithms chosen. */
export type PlannedSeal = {
  stored: StoredSeal
  leaf: Certificate | null
  /** Where in the payload of `cert` the signer's certificate lies; null where there is none that can be read. */
  leafPlace: { start: number; end: number; encoding: 'der' | 'pem' } | null
  intermediates: Certificate[]
  /** Tried in this order; exactly one where `sigC` declares it. */
  algorithms: SignatureAlgorithm[]
  declared: boolean
  deviations: Deviation[]
  /** All-zero signature: signing never finished. */
  empty: boolean
  /** Why the seal is no seal that could match; null where it could. */
  malformed: string | null
  /** Why this version cannot check this seal; null where it can. */
  unsupported: string | null
  /** Indexes of this seal's readings in the targets of the pass. */
  targets: number[]
  /** Its first reading, the whole file; null where the seal cannot be read. */
  wholeFile: Coverage | null
}

/** Each needs a hash state of its own over the whole file: a file of nothing but such seals must not take 64 times as long. */
const ed25519Limit = 8

export type SealPlan = {
  seals: PlannedSeal[]
  targets: PassTarget[]
  meta: SealingMeta | null
  /** Why no seal of this file can be believed; null where the structure is plain. */
  malformed: string | null
  /** Why this version cannot check the seals at all: its own limits; null where it can. */
  unsupported: string | null
}

export async function planSeals(source: ByteSource, tree: BoxTree, findings: Findings): Promise<SealPlan> {
  const nothing = { seals: [], targets: [], meta: null, malformed: null, unsupported: null }
  const reading = await readSeals(source, tree, findings)
  if (reading.kind === 'none') return nothing
  if (reading.kind === 'malformed') return { ...nothing, malformed: reading.reason }
  if (reading.kind === 'unsupported') return { ...nothing, unsupported: reading.reason }
  const { structure } = reading
  if (structure.meta.size > metaLimit) {
    const reason = `The sealing box ‘meta’ has ${structure.meta.size} bytes; this version checks seals in at most ${metaLimit}.`
    return { ...nothing, unsupported: reason }
  }
  const stored = Uint8Array.from(await source.read(structure.meta.offset, structure.meta.size))
  const meta = { start: structure.meta.offset, end: endOf(structure.meta), sha256: sha256Of(stored) }
  const seals = structure.seals.map(planSeal)
  for (const seal of seals
    .filter(({ algorithms }) => algorithms[0]?.kind === 'ed25519')
    .slice(ed25519Limit)) {
    seal.unsupported ??= `This version checks at most ${ed25519Limit} Ed25519 seals in one file.`
  }
  const targets: PassTarget[] = []
  for (const coverage of listCoverages(source.size, structure, stored, tree.boxes)) {
    const seal = seals[coverage.seal.index]
    if (!seal) continue
    seal.wholeFile ??= coverage
    const hashing = hashingOf(seal)
    if (!hashing) continue
    seal.targets.push(targets.length)
    targets.push({ coverage, ...hashing })
  }
  return { ...nothing, seals, targets, meta }
}

/** How the signed bytes of a seal are to be hashed; null where there is nothing to be compared. */
function hashingOf(seal: PlannedSeal): Pick<PassTarget, 'hash' | 'preamble'> | null {
  const [algorithm] = seal.algorithms
  if (seal.empty || (seal.malformed ?? seal.unsupported) !== null || !algorithm) return null
  const hash = hashOf(algorithm)
  if (hash === null) return null
  if (algorithm.kind !== 'ed25519') return { hash, preamble: null }
  const key = seal.leaf?.publicKey ?? null
  const preamble = key && ed25519Preamble(key, seal.stored.signature)
  // No key or signature of that kind: the digest does not matter, but the check that says so asks for one.
  return { hash, preamble }
}

export const startPass = (plan: SealPlan): SealPass => new SealPass(plan.targets, plan.meta)

function planSeal(stored: StoredSeal): PlannedSeal {
  const read = (stored.malformed ?? stored.unsupported) === null ? readCertificates(stored.certificate) : null
  const leaf = read?.ok === true ? read.leaf : null
  const deviations = [...stored.deviations, ...(read?.ok === true ? read.deviations : [])]
  const empty = stored.signature.length > 0 && stored.signature.every((byte) => byte === 0)
  let malformed =
    stored.malformed ?? (read?.ok === false ? `The certificate cannot be read: ${read.reason}` : null)
  let algorithms: SignatureAlgorithm[] = []
  if (stored.sigC) {
    const declared = readAlgorithmIdentifier(stored.sigC)
    if (declared.ok) {
      algorithms = [declared.algorithm]
      deviations.push(...declared.deviations)
    } else malformed ??= declared.reason
  } else if (leaf) algorithms = undeclared(leaf)
  return {
    stored,
    leaf,
    leafPlace: read?.ok === true ? read.leafPlace : null,
    intermediates: read?.ok === true ? read.intermediates : [],
    algorithms,
    declared: stored.sigC !== null,
    deviations,
    empty,
    malformed,
    unsupported: stored.unsupported,
    targets: [],
    wholeFile: null,
  }
}

/** Without `sigC` the default algorithm is meant; what else writers do is tried and reported: SHA-256, or Ed25519 for its keys. */
function undeclared(leaf: Certificate): SignatureAlgorithm[] {
  const type = leaf.publicKey?.asymmetricKeyType ?? 'unknown'
  if (type === 'rsa' || type === 'rsa-pss') {
    return [
      defaultAlgorithm,
      { kind: 'rsa-pss', hash: 'sha256', mgfHash: 'sha256', saltLength: 'auto' },
      { kind: 'rsa-pkcs1', hash: 'sha256' },
    ]
  }
  if (type === 'ec') return [{ kind: 'ecdsa', hash: 'sha256' }]
  if (type === 'ed25519') return [{ kind: 'ed25519' }]
  return [
    {
      kind: 'unsupported',
      oid: '',
      detail: `A key of type ${type} without a declared algorithm cannot be checked.`,
    },
  ]
}
