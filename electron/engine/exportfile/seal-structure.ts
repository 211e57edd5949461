// Where the seals of a file are and what they hold: top-level `meta/ipro/sinf` (ONVIF EFF 26.06 5.6.3, Annex B).
// Tolerant: what differs from the specification is a deviation of the seal it belongs to, never a broken seal.
import type { Deviation } from '#contract/seal.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { quote } from '#engine/base/findings.ts'
import type { Findings } from '#engine/base/findings.ts'
import {
  childOf,
  childrenOf,
  endOf,
  pathOf,
  payloadOffset,
  payloadSize,
  readPayload,
} from '#engine/isobmff/box.ts'
import type { Box } from '#engine/isobmff/box.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { readAuib } from './boxes/auib.ts'
import { readCstb } from './boxes/cstb.ts'
import type { CstbEntry } from './boxes/cstb.ts'
import { readProtectionCount } from './boxes/ipro.ts'
import { readSchm, schemeType, schemeVersion } from './boxes/schm.ts'

export const sealLimit = 64
const certificateLimit = 65_536
const signatureLimit = 65_536
const textLimit = 65_536

/** One `sinf` as stored. */
export type StoredSeal = {
  index: number
  sinf: Box
  sibo: Box | null
  cert: Box | null
  signature: Uint8Array
  certificate: Uint8Array
  /** DER AlgorithmIdentifier; null where the default algorithm is meant. */
  sigC: Uint8Array | null
  comment: string | null
  startTimes: CstbEntry[]
  deviations: Deviation[]
  /** Why the seal is no seal that could match; null where it could. */
  malformed: string | null
  /** Why this version cannot check it; null where it can. */
  unsupported: string | null
}

export type SealStructure = {
  meta: Box
  ipro: Box
  seals: StoredSeal[]
}

export type SealReading =
  | { kind: 'none' }
  /** The structure itself is ambiguous, so that no seal can be believed: a sentence that says why. */
  | { kind: 'malformed'; reason: string }
  /** There is more than this version checks. */
  | { kind: 'unsupported'; reason: string }
  | { kind: 'seals'; structure: SealStructure }

/** Finds and reads all seals. Findings carry what concerns the file; deviations what concerns a seal. */
export async function readSeals(source: ByteSource, tree: BoxTree, findings: Findings): Promise<SealReading> {
  const metas = tree.boxes.filter((box) => box.type === 'meta')
  const sealing = metas.filter((meta) => childOf(meta, 'ipro'))
  const [meta] = sealing
  if (!meta) return { kind: 'none' }
  const ipros = childrenOf(meta, 'ipro')
  const [ipro] = ipros
  if (!ipro) return { kind: 'none' }
  const reason = ambiguity(tree, sealing.length, ipros.length)
  if (reason !== null) return { kind: 'malformed', reason }

  const sinfs = childrenOf(ipro, 'sinf')
  if (sinfs.length === 0) return { kind: 'none' }
  if (sinfs.length > sealLimit) {
    return {
      kind: 'unsupported',
      reason: `The file has ${sinfs.length} seals; this version checks at most ${sealLimit}.`,
    }
  }
  noteUnknown(ipro, findings)
  const shared = await fileDeviations(source, meta, ipro)
  const seals: StoredSeal[] = []
  for (const [index, sinf] of sinfs.entries()) seals.push(await readSeal(source, sinf, index, shared))
  return { kind: 'seals', structure: { meta, ipro, seals } }
}

function ambiguity(tree: BoxTree, metas: number, ipros: number): string | null {
  const moovs = tree.boxes.filter((box) => box.type === 'moov').length
  if (metas > 1) return `The file has ${metas} boxes ‘meta’ with seals; which one counts cannot be told.`
  if (ipros > 1) return `The box ‘meta’ has ${ipros} boxes ‘ipro’; which one counts cannot be told.`
  if (moovs > 1) return `The file has ${moovs} boxes ‘moov’; players may show different recordings.`
  return null
}

function noteUnknown(ipro: Box, findings: Findings): void {
  for (const child of ipro.children.filter(({ type }) => type !== 'sinf')) {
    findings.add(
      'ipro-unexpected-child',
      'deviation',
      `‘ipro’ holds a box ${quote(child.type)} beside its seals.`,
      {
        offset: child.offset,
        path: pathOf(child),
        clause: 'ONVIF EFF 26.06 5.6.3',
      },
    )
  }
}

/** What differs in the file as a whole; it stands with every seal. */
async function fileDeviations(source: ByteSource, meta: Box, ipro: Box): Promise<Deviation[]> {
  const deviations: Deviation[] = []
  const note = (code: string, detail: string): void => void deviations.push({ code, detail })
  if (meta.declaredSize !== BigInt(meta.size)) {
    note('meta-size-past-end', `‘meta’ says ${meta.declaredSize} bytes, ${meta.size} are there.`)
  }
  const handler = childOf(meta, 'hdlr')
  if (!handler) note('handler-missing', '‘meta’ has no ‘hdlr’.')
  else {
    const payload = Buffer.from(await readPayload(source, handler, 12))
    const type = payload.toString('latin1', 8, 12)
    if (type !== 'null')
      note(
        'handler-type',
        `The handler type of ‘meta’ is ${quote(type)}; ‘null’ is written for a holder of resources.`,
      )
  }
  const sueps = childrenOf(meta, 'suep').length
  if (sueps === 0) note('suep-missing', 'The mandatory box ‘suep’ (who exported what) is missing.')
  if (sueps > 1) note('suep-repeated', `There are ${sueps} boxes ‘suep’; exactly one is allowed.`)
  const count = readProtectionCount(await readPayload(source, ipro, 6))
  if (count !== 1) note('protection-count', `protection_count is ${String(count)}; it is always 1.`)
  return deviations
}

async function readSeal(
  source: ByteSource,
  sinf: Box,
  index: number,
  shared: Deviation[],
): Promise<StoredSeal> {
  const deviations = [...shared]
  const note = (code: string, detail: string): void => void deviations.push({ code, detail })
  const schm = childOf(sinf, 'schm')
  const schi = childOf(sinf, 'schi')
  const scheme = schm ? readSchm(await readPayload(source, schm, 64)) : null
  if (!scheme) note('scheme-missing', 'The box ‘schm’ is missing or too short.')
  else noteScheme(scheme, note)

  const [sibo, cert] = [schi && one(schi, 'sibo', note), schi && one(schi, 'cert', note)]
  const sigC = schi && one(schi, 'sigC', note)
  const auib = schi && one(schi, 'auib', note)
  const startTimes: CstbEntry[] = []
  for (const holder of schi ? [sinf, schi] : [sinf]) {
    const box = one(holder, 'cstb', note)
    if (!box) continue
    const read = readCstb(await readPayload(source, box, textLimit))
    for (const problem of read.problems) note(problem.code, problem.detail)
    startTimes.push(...read.entries)
  }
  return {
    index,
    sinf,
    sibo: sibo ?? null,
    cert: cert ?? null,
    signature: sibo ? await readPayload(source, sibo, signatureLimit) : new Uint8Array(0),
    certificate: cert ? await readPayload(source, cert, certificateLimit) : new Uint8Array(0),
    sigC: sigC ? await readPayload(source, sigC, certificateLimit) : null,
    comment: auib ? readAuib(await readPayload(source, auib, textLimit)) : null,
    startTimes,
    deviations,
    malformed: missing(sibo, cert),
    unsupported: tooLarge(sibo, cert),
  }
}

function missing(sibo: Box | undefined, cert: Box | undefined): string | null {
  if (!sibo) return 'The seal has no signature (box ‘sibo’).'
  return cert ? null : 'The seal has no certificate (box ‘cert’).'
}

function tooLarge(sibo: Box | undefined, cert: Box | undefined): string | null {
  if (sibo && payloadSize(sibo) > signatureLimit)
    return `The signature has ${payloadSize(sibo)} bytes; this version checks at most ${signatureLimit}.`
  if (cert && payloadSize(cert) > certificateLimit)
    return `The certificate has ${payloadSize(cert)} bytes; this version reads at most ${certificateLimit}.`
  return null
}

/** The first child of a type; several are a deviation. */
function one(parent: Box, type: string, note: (code: string, detail: string) => void): Box | undefined {
  const found = childrenOf(parent, type)
  if (found.length > 1)
    note(
      `${type.toLowerCase()}-repeated`,
      `There are ${found.length} boxes ‘${type}’ where one is allowed; the first counts.`,
    )
  return found[0]
}

function noteScheme(
  scheme: { type: string; version: number },
  note: (code: string, detail: string) => void,
): void {
  if (scheme.type !== schemeType) {
    const upper = scheme.type.toLowerCase() === schemeType
    note(
      upper ? 'scheme-type-uppercase' : 'scheme-type',
      `The scheme type is ${quote(scheme.type)}; ‘${schemeType}’ is specified.`,
    )
  }
  if (scheme.version !== schemeVersion) {
    note(
      'scheme-version',
      `The scheme version is 0x${scheme.version.toString(16).padStart(8, '0')}; 0x00010000 is specified.`,
    )
  }
}

/** The signature's own bytes in the file: payload of `sibo`. */
export const payloadRange = (box: Box): { start: number; end: number } => ({
  start: payloadOffset(box),
  end: endOf(box),
})
