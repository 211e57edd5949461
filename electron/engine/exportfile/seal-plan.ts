// Before the read: which seals there are, with which keys and algorithms, and which digests the one pass has to make.
import type { Deviation } from '#contract/seal.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Findings } from '#engine/base/findings.ts'
import { endOf } from '#engine/isobmff/box.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { defaultAlgorithm, readAlgorithmIdentifier } from '#engine/seal/algorithm.ts'
import type { SignatureAlgorithm } from '#engine/seal/algorithm.ts'
import { readCertificates } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { listCoverages, metaLimit } from './seal-coverage.ts'
import { SealPass } from './seal-pass.ts'
import type { PassTarget } from './seal-pass.ts'
import { readSeals } from './seal-structure.ts'
import type { StoredSeal } from './seal-structure.ts'

/** A seal with its certificate read and its algorithms chosen. */
export type PlannedSeal = {
  stored: StoredSeal
  leaf: Certificate | null
  intermediates: Certificate[]
  /** Tried in this order; exactly one where `sigC` declares it. */
  algorithms: SignatureAlgorithm[]
  declared: boolean
  deviations: Deviation[]
  /** All-zero signature: signing never finished. */
  empty: boolean
  /** Why the signature cannot be checked at all; null where it can. */
  malformed: string | null
  /** Indexes of this seal's readings in the targets of the pass. */
  targets: number[]
}

export type SealPlan = {
  seals: PlannedSeal[]
  targets: PassTarget[]
  meta: { start: number; end: number } | null
  /** Why no seal of this file can be believed; null where the structure is plain. */
  malformed: string | null
}

export async function planSeals(source: ByteSource, tree: BoxTree, findings: Findings): Promise<SealPlan> {
  const reading = await readSeals(source, tree, findings)
  if (reading.kind === 'none') return { seals: [], targets: [], meta: null, malformed: null }
  if (reading.kind === 'malformed') return { seals: [], targets: [], meta: null, malformed: reading.reason }
  const { structure } = reading
  const meta = { start: structure.meta.offset, end: endOf(structure.meta) }
  if (structure.meta.size > metaLimit) {
    return {
      seals: [],
      targets: [],
      meta: null,
      malformed: `The sealing box ‘meta’ has ${structure.meta.size} bytes, more than is believed.`,
    }
  }
  const seals = structure.seals.map(planSeal)
  const targets: PassTarget[] = []
  for (const coverage of await listCoverages(source, structure, tree.boxes)) {
    const seal = seals[coverage.seal.index]
    const [algorithm] = seal?.algorithms ?? []
    if (!seal || seal.empty || seal.malformed !== null || !algorithm || algorithm.kind === 'unsupported')
      continue
    seal.targets.push(targets.length)
    targets.push({ coverage, hash: algorithm.hash })
  }
  return { seals, targets, meta, malformed: null }
}

export const startPass = (plan: SealPlan): SealPass => new SealPass(plan.targets, plan.meta)

function planSeal(stored: StoredSeal): PlannedSeal {
  const read = stored.malformed === null ? readCertificates(stored.certificate) : null
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
    intermediates: read?.ok === true ? read.intermediates : [],
    algorithms,
    declared: stored.sigC !== null,
    deviations,
    empty,
    malformed,
    targets: [],
  }
}

/** Without `sigC` the default algorithm is meant; what else writers do is tried and reported. All use SHA-256. */
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
  return [
    {
      kind: 'unsupported',
      oid: '',
      detail: `A key of type ${type} without a declared algorithm cannot be checked.`,
    },
  ]
}
